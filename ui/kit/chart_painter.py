"""Paints the parts of a chart: heading, legend, grid, bars, lines, slices, names and values."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from crm_desktop.reports.axis import tick_label
from crm_desktop.reports.chart import DASHES, Chart, ChartKind
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.words import _
from ui.kit.chart_shapes import GOAL, Plot, Shape
from ui.kit.theme import Theme

LABEL_STYLE = "caption"
LABEL_WEIGHT = 400
FLAT_ROW = 26
FLAT_LABEL = 150
# A name below the chart is cut to no less than this before names are left out.
LEAST_NAME = 64
LEGEND_GAP = 16
HEADING = 46
LEGEND_LINE = 26


class Picture(NamedTuple):
    """A chart laid out: how wide, where it starts below its heading, its shapes, and which of them is pointed at."""

    chart: Chart
    width: float
    top: float
    shapes: list[Shape]
    plot: Plot | None
    circle: QRectF
    at: int = -1
    focused: bool = False
    values: bool = False


def legend_width(chart: Chart, theme: Theme) -> float:
    """Return how wide the legend of `chart` is, 0 where it has none."""
    gaps = theme.px(16) + theme.px(LEGEND_GAP)
    lines = len(chart.series) if chart.kind is ChartKind.LINE else 0
    # the sign of a line starts a little before that of a bar
    reach = theme.px(4) * (lines + bool(chart.goal))
    return reach + sum(theme.metrics("small").horizontalAdvance(name) + gaps for name, _colour in _legend(chart))


def legend_below(chart: Chart, theme: Theme, width: float) -> bool:
    """Return whether `width` is too little for title and legend side by side."""
    title = theme.metrics("subtitle").horizontalAdvance(chart.title)
    legend = legend_width(chart, theme)
    return legend > 0 and title + legend + theme.px(12) > width


def heading_height(chart: Chart, theme: Theme, width: float) -> float:
    """Return how high title, note and legend of `chart` are together."""
    return theme.px(HEADING + (LEGEND_LINE if legend_below(chart, theme, width) else 0))


def _legend(chart: Chart) -> list[tuple[str, int]]:
    """Return the names of the legend with their series colours, 0 for the goal."""
    entries: list[tuple[str, int]] = []
    if len(chart.series) > 1 and chart.kind is not ChartKind.PIE:
        entries = [(one.name, one.colour) for one in chart.series]
    return [*entries, (_("Goal"), 0)] if chart.goal else entries


class ChartPainter:
    """Paints one Picture."""

    def __init__(self, painter: QPainter, theme: Theme, numbers: NumberWords, picture: Picture) -> None:
        self._painter = painter
        self._theme = theme
        self._numbers = numbers
        self._picture = picture
        self._chart = picture.chart

    def paint_heading(self) -> None:
        """Paint title and note, and the legend at the other side or, where there is no room, below."""
        theme, painter = self._theme, self._painter
        room = self._picture.width
        if legend_below(self._chart, theme, room):
            self._paint_legend(min(legend_width(self._chart, theme) - theme.px(LEGEND_GAP), room), theme.px(HEADING))
        else:
            self._paint_legend(room, 0)
            room -= legend_width(self._chart, theme) + theme.px(12)
        start = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        note_top = theme.line("subtitle")
        for text, style, role, top in (
            (self._chart.title, "subtitle", "text", 0),
            (self._chart.note, "small", "text2", note_top),
        ):
            painter.setFont(theme.font(style))
            painter.setPen(theme.colour(role))
            cut = theme.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(QRectF(0, top, room, theme.line(style)), start, cut)

    def paint(self) -> None:
        """Paint the chart below its heading."""
        if self._chart.kind is ChartKind.PIE:
            self._paint_fills(QPen(self._theme.colour("surface"), 1))
            self._paint_slice_names()
        elif self._chart.kind is ChartKind.FLAT:
            self._paint_fills(None)
            self._paint_row_names()
        elif self._picture.plot is not None:
            self._paint_upright(self._picture.plot)

    def _paint_legend(self, end: float, top: float) -> None:
        """Paint the series up to `end`, in their order."""
        theme = self._theme
        x = end
        for name, colour in reversed(_legend(self._chart)):
            width = theme.metrics("small").horizontalAdvance(name)
            self._write(QRectF(x - width, top, width + 1, theme.px(20)), name, "small", "text2")
            x -= width + theme.px(16)
            x -= self._paint_sign(x, top + theme.px(10), colour) + theme.px(LEGEND_GAP)

    def _paint_sign(self, x: float, middle: float, colour: int) -> int:
        """Paint what a series looks like at `x`; return how far it reaches before that."""
        painter, side = self._painter, self._theme.px(10)
        if colour and self._chart.kind is not ChartKind.LINE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._series_colour(colour))
            painter.drawRoundedRect(QRectF(x, middle - side / 2, side, side), 2, 2)
            return 0
        painter.setPen(self._series_pen(colour) if colour else self._goal_pen())
        reach = self._theme.px(4)
        painter.drawLine(QPointF(x - reach, middle), QPointF(x + side, middle))
        return reach

    def _paint_upright(self, plot: Plot) -> None:
        self._paint_grid(plot)
        if self._chart.kind is ChartKind.LINE:
            self._paint_lines()
        else:
            self._paint_fills(None)
        self._painter.setPen(self._goal_pen())
        reach = plot.step * GOAL / 2
        for place, goal in enumerate(self._chart.goal or ()):
            if goal is not None:
                middle, level = plot.middle(place), plot.level(goal)
                self._painter.drawLine(QPointF(middle - reach, level), QPointF(middle + reach, level))
        self._paint_categories(plot)
        if self._picture.values:
            self._paint_values()

    def _paint_grid(self, plot: Plot) -> None:
        theme, line = self._theme, self._theme.line(LABEL_STYLE)
        for tick in plot.axis.ticks:
            level = round(plot.level(tick.value)) + 0.5
            self._painter.setPen(QPen(theme.colour("chart.grid"), 0))
            self._painter.drawLine(QPointF(plot.box.left(), level), QPointF(plot.box.right(), level))
            box = QRectF(0, level - line / 2, plot.box.left() - theme.px(7), line)
            self._write(box, tick.label, LABEL_STYLE, "chart.axis", Qt.AlignmentFlag.AlignRight, LABEL_WEIGHT)

    def _paint_categories(self, plot: Plot) -> None:
        """Write the categories below: all, or every second, third … so that they keep apart."""
        theme, names = self._theme, self._chart.categories
        metrics = theme.metrics(LABEL_STYLE, LABEL_WEIGHT)
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + theme.px(6)
        every = max(1, -(-min(widest, theme.px(LEAST_NAME)) // max(int(plot.step), 1)))
        room = round(plot.step * every) - theme.px(4)
        reached = 0.0
        for place in range(0, len(names), every):
            cut = metrics.elidedText(names[place], Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(cut) + 1
            # the first and the last stay inside the chart
            left = max(min(plot.middle(place) - width / 2, self._picture.width - width), 0)
            if left >= reached:
                box = QRectF(left, plot.box.bottom() + theme.px(4), width, theme.px(16))
                self._write(box, cut, LABEL_STYLE, "chart.axis", weight=LABEL_WEIGHT)
                reached = left + width + theme.px(2)

    def _paint_fills(self, edge: QPen | None) -> None:
        painter, at = self._painter, self._picture.at
        for number, shape in enumerate(self._picture.shapes):
            painter.setPen(edge or Qt.PenStyle.NoPen)
            painter.setBrush(self._series_colour(shape.colour))
            painter.setOpacity(0.85 if number == at else 1.0)
            painter.drawPath(shape.path)
            painter.setOpacity(1.0)
            if number == at and self._picture.focused:
                painter.strokePath(shape.path, QPen(self._theme.colour("focus"), 2))

    def _paint_lines(self) -> None:
        painter, shapes = self._painter, self._picture.shapes
        for series, one in enumerate(self._chart.series):
            points = [shape.tip for shape in shapes if shape.series == series]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._series_pen(one.colour))
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._series_colour(one.colour))
            painter.drawEllipse(points[-1], 3, 3)
        if self._picture.at >= 0:
            shape = shapes[self._picture.at]
            painter.setBrush(self._series_colour(shape.colour))
            painter.setPen(QPen(self._theme.colour("surface"), 2))
            painter.drawEllipse(shape.tip, 5, 5)

    def _paint_row_names(self) -> None:
        theme = self._theme
        row, label = theme.px(FLAT_ROW), theme.px(FLAT_LABEL) - theme.px(8)
        for place, name in enumerate(self._chart.categories):
            cut = theme.metrics("small").elidedText(name, Qt.TextElideMode.ElideRight, label)
            self._write(QRectF(0, self._picture.top + place * row, label, row), cut, "small", "text")
        for shape in self._picture.shapes:
            box = shape.path.boundingRect()
            words = self._numbers.value(self._value_of(shape), self._chart.unit)
            beside = QRectF(box.right() + theme.px(6), box.top(), theme.px(120), box.height())
            self._write(beside, words, "small", "text2")

    def _paint_slice_names(self) -> None:
        """Write each slice's name, value and share in a list beside the circle, in the order of the slices."""
        theme, circle, shapes = self._theme, self._picture.circle, self._picture.shapes
        whole = sum(self._value_of(shape) for shape in shapes) or 1
        line, side = theme.px(22), theme.px(10)
        left = circle.right() + theme.px(24)
        for place, shape in enumerate(shapes):
            y = circle.center().y() + line * (place - len(shapes) / 2)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(self._series_colour(shape.colour))
            self._painter.drawRoundedRect(QRectF(left, y + (line - side) / 2, side, side), 2, 2)
            words = _("{name}: {value}, {share}").format(
                name=self._chart.categories[shape.category],
                value=self._numbers.value(self._value_of(shape), self._chart.unit),
                share=self._numbers.percent(100 * self._value_of(shape) / whole),
            )
            room = self._picture.width - left - theme.px(16)
            cut = theme.metrics("small").elidedText(words, Qt.TextElideMode.ElideRight, round(room))
            self._write(QRectF(left + theme.px(16), y, room, line), cut, "small", "text")

    def _paint_values(self) -> None:
        theme, last = self._theme, len(self._chart.series) - 1
        stacked = self._chart.kind is ChartKind.STACKED
        for shape in self._picture.shapes:
            if stacked and shape.series != last:
                continue
            value = self._value_of(shape)
            if stacked:
                value = sum(one.values[shape.category] for one in self._chart.series)
            box = QRectF(shape.tip.x() - theme.px(40), shape.tip.y() - theme.px(17), theme.px(80), theme.px(15))
            self._write(
                box,
                tick_label(value, self._chart.unit, self._numbers),
                LABEL_STYLE,
                "text",
                Qt.AlignmentFlag.AlignHCenter,
            )

    def _write(
        self,
        box: QRectF,
        text: str,
        style: str,
        role: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        weight: int = 0,
    ) -> None:
        self._painter.setFont(self._theme.font(style, weight, numbers=True))
        self._painter.setPen(self._theme.colour(role))
        self._painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _value_of(self, shape: Shape) -> float:
        return self._chart.series[shape.series].values[shape.category]

    def _series_colour(self, colour: int) -> QColor:
        return self._theme.colour(f"chart.c{colour}")

    def _series_pen(self, colour: int) -> QPen:
        pen = QPen(self._series_colour(colour), 2)
        dashes = DASHES[colour - 1]
        if dashes:
            # paper gives the lengths for a line 1.5 wide, Qt wants them in widths of the line
            pen.setDashPattern([length / 1.5 for length in dashes])
        return pen

    def _goal_pen(self) -> QPen:
        return QPen(self._theme.colour("chart.goal"), 1.5)
