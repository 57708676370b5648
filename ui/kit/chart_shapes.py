"""Where the parts of a chart stand: worked out once for a size, then painted and hit by the same shapes."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from crm_desktop.reports.axis import Axis
from crm_desktop.reports.chart import OTHERS_COLOUR, Chart, ChartKind
from crm_desktop.words import _

# Shares of a category's width, as on paper (crm_desktop/reports/pdf_chart.py).
ALONE = 0.571
TOGETHER = 0.78
GOAL = 0.79
WIDEST_BAR = 80.0
AROUND_POINT = 9.0
FULL_CIRCLE = 360.0


class Shape(NamedTuple):
    """One value of the chart: what is painted, in which series colour, and for which category and series."""

    category: int
    series: int
    colour: int
    path: QPainterPath
    tip: QPointF


class Plot(NamedTuple):
    """The box of an upright chart with its axis and how many categories share it."""

    box: QRectF
    axis: Axis
    places: int

    @property
    def step(self) -> float:
        """The width of one category."""
        return self.box.width() / max(1, self.places)

    def level(self, value: float) -> float:
        """Return the height at which `value` stands."""
        spread = self.axis.high - self.axis.low
        return self.box.top() + self.box.height() * (self.axis.high - value) / spread

    def middle(self, place: int) -> float:
        """Return the middle of the category at `place`."""
        return self.box.left() + self.step * (place + 0.5)


def upright_shapes(chart: Chart, plot: Plot) -> list[Shape]:
    """Return the bars or points of `chart`; time runs from left to right in every language."""
    if chart.kind is ChartKind.LINE:
        return [
            _point(plot, category, series, one.colour, value)
            for series, one in enumerate(chart.series)
            for category, value in enumerate(one.values)
        ]
    return _stacks(chart, plot) if chart.kind is ChartKind.STACKED else _groups(chart, plot)


def flat_shapes(chart: Chart, box: QRectF, row: float) -> list[Shape]:
    """Return a bar to the right for each category, in rows of the height `row`."""
    most = max([value for one in chart.series for value in one.values] + [0]) or 1
    thick = (row - 8) / max(len(chart.series), 1)
    shapes = []
    for series, one in enumerate(chart.series):
        for category, value in enumerate(one.values):
            length = max(box.width() * max(value, 0) / most, 1)
            top = box.top() + row * category + 4 + series * thick
            shapes.append(_box(category, series, one.colour, QRectF(box.left(), top, length, thick - 1)))
    return shapes


def pie_shapes(chart: Chart, box: QRectF, colours: int) -> list[Shape]:
    """Return the slices of the first series, clockwise from the top of the circle in `box`."""
    values = [max(value, 0) for value in chart.series[0].values] if chart.series else []
    whole, angle, shapes = sum(values) or 1, 90.0, []
    for category, value in enumerate(values):
        span = FULL_CIRCLE * value / whole
        path = QPainterPath(box.center())
        path.arcTo(box, angle, -span)
        path.closeSubpath()
        others = chart.categories[category] == _("Others")
        middle = QPainterPath()
        middle.arcMoveTo(box, angle - span / 2)
        colour = OTHERS_COLOUR if others else category % colours + 1
        if value:
            shapes.append(Shape(category, 0, colour, path, middle.currentPosition()))
        angle -= span
    return shapes


def _stacks(chart: Chart, plot: Plot) -> list[Shape]:
    width = min(plot.step * ALONE, WIDEST_BAR)
    shapes = []
    for category in range(len(chart.categories)):
        rises = falls = 0.0
        left = plot.middle(category) - width / 2
        for series, one in enumerate(chart.series):
            value = one.values[category]
            start = rises if value >= 0 else falls
            shapes.append(_bar(plot, category, series, one.colour, (left, width), (start, start + value)))
            rises, falls = (rises + value, falls) if value >= 0 else (rises, falls + value)
    return shapes


def _groups(chart: Chart, plot: Plot) -> list[Shape]:
    many = len(chart.series)
    group = min(plot.step * (ALONE if many == 1 else TOGETHER), WIDEST_BAR * many)
    width = group / max(many, 1)
    shapes = []
    for category in range(len(chart.categories)):
        for series, one in enumerate(chart.series):
            left = plot.middle(category) - group / 2 + series * width
            shapes.append(_bar(plot, category, series, one.colour, (left, width * 0.94), (0, one.values[category])))
    return shapes


def _bar(
    plot: Plot, category: int, series: int, colour: int, across: tuple[float, float], values: tuple[float, float]
) -> Shape:
    top, bottom = plot.level(max(values)), plot.level(min(values))
    # one pixel stays free, so that neighbours keep apart in greyscale
    return _box(category, series, colour, QRectF(across[0], top, across[1], max(bottom - top - 1, 0)))


def _box(category: int, series: int, colour: int, box: QRectF) -> Shape:
    path = QPainterPath()
    path.addRect(box)
    return Shape(category, series, colour, path, QPointF(box.center().x(), box.top()))


def _point(plot: Plot, category: int, series: int, colour: int, value: float) -> Shape:
    point = QPointF(plot.middle(category), plot.level(value))
    path = QPainterPath()
    path.addEllipse(point, AROUND_POINT, AROUND_POINT)
    return Shape(category, series, colour, path, point)


def round_scale(most: int, lines: int) -> tuple[int, int]:
    """Return the top of an axis that holds `most`, and the step of its `lines` at most: 1, 2 or 5 with noughts."""
    step, power = 1, 1
    while most > lines * step:
        step = next((power * each for each in (1, 2, 5) if power * each > step), 0)
        if not step:
            power *= 10
            step = power
    return max(-(-most // step), 1) * step, step
