"""Charts that name each part directly: bars to the right, and slices of a whole."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.reports.chart import OTHERS_COLOUR, Chart
from crm_desktop.reports.pdf_drawing import Align
from crm_desktop.reports.pdf_page import ReportPages
from crm_desktop.reports.pdf_text import Face
from crm_desktop.words import _

LABEL = 7.125
MOST_FLAT = 30  # rows that fit on a page below a heading
FLAT_LABEL = 130.0
FLAT_VALUE = 62.0
PIE_RADIUS = 62.0
PIE_HEIGHT = 2 * PIE_RADIUS + 34
LABEL_LEADING = 11.0


def flat_height(chart: Chart) -> float:
    """Return how high the bars of `chart` are together."""
    return len(chart.categories) * _flat_row(chart) + 15


def draw_flat(pages: ReportPages, chart: Chart) -> None:
    """Draw a bar for each category, with its name before and its value after."""
    palette, set_text = pages.document.palette, pages.document.typesetter
    most = max([value for one in chart.series for value in one.values] + [0]) or 1
    row, top = _flat_row(chart), pages.y + 12
    left, room = pages.left + FLAT_LABEL + 8, pages.width - FLAT_LABEL - 8 - FLAT_VALUE
    thick = (row - 5.5) / len(chart.series)
    for place, name in enumerate(chart.categories):
        start = top + row * place
        line = set_text.fitted(name, Face.REGULAR, LABEL, FLAT_LABEL)
        pages.drawing.text(pages.left, start + row / 2 + 2.6, line, LABEL, palette.text)
        for at, one in enumerate(chart.series):
            length = room * max(one.values[place], 0) / most
            level = start + 2.75 + at * thick
            pages.drawing.rect(left, level, max(length, 0.5), thick - 0.6, palette.series[one.colour - 1])
            words = set_text.line(pages.numbers.value(one.values[place], chart.unit))
            pages.drawing.text(left + length + 5, level + thick / 2 + 2.3, words, LABEL, palette.text2)
    pages.y = top + row * len(chart.categories) + 3


def _flat_row(chart: Chart) -> float:
    return 15.75 if len(chart.series) == 1 else 8.5 * len(chart.series) + 5.5


class _Slice(NamedTuple):
    name: str
    value: float
    share: float
    start: float
    end: float
    colour: str

    @property
    def middle(self) -> float:
        return math.radians((self.start + self.end) / 2)


def draw_pie(pages: ReportPages, chart: Chart) -> None:
    """Draw the first series as slices, clockwise from the top, each with its name, value and share beside it."""
    slices = _slices(chart, pages.document.palette.series)
    x, y = pages.left + pages.width / 2, pages.y + 17 + PIE_RADIUS
    white = pages.document.palette.surface
    for one in slices:
        pages.drawing.wedge(x, y, PIE_RADIUS, (one.start, one.end), one.colour)
    for one in slices if len(slices) > 1 else ():
        angle = math.radians(one.start)
        rim = (x + PIE_RADIUS * math.sin(angle), y - PIE_RADIUS * math.cos(angle))
        pages.drawing.path([(x, y), rim], white, 0.9)
    for side in (-1, 1):
        beside = [one for one in slices if (math.sin(one.middle) >= 0) == (side > 0)]
        _draw_names(pages, chart, sorted(beside, key=lambda one: -math.cos(one.middle)), (x, y, side))
    pages.y = y + PIE_RADIUS + 7


def _slices(chart: Chart, colours: Sequence[str]) -> list[_Slice]:
    values = [max(value, 0) for value in chart.series[0].values]
    whole, angle, found = sum(values) or 1, 0.0, []
    for place, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        end = angle + 360 * value / whole
        colour = colours[OTHERS_COLOUR - 1 if name == _("Others") else place % len(colours)]
        if value:
            found.append(_Slice(name, value, 100 * value / whole, angle, end, colour))
        angle = end
    return found


def _draw_names(pages: ReportPages, chart: Chart, slices: list[_Slice], where: tuple[float, float, int]) -> None:
    """Write the names of the `slices` on one side, kept apart, each with a thin line to its slice."""
    x, y, side = where
    palette, set_text = pages.document.palette, pages.document.typesetter
    wanted = [y - (PIE_RADIUS + 9) * math.cos(one.middle) for one in slices]
    for one, level in zip(slices, _kept_apart(wanted, y + PIE_RADIUS + 9), strict=True):
        rim = (x + PIE_RADIUS * math.sin(one.middle), y - PIE_RADIUS * math.cos(one.middle))
        elbow = (x + side * (PIE_RADIUS + 14), level)
        pages.drawing.path([rim, elbow, (elbow[0] + side * 6, level)], palette.rule, 0.6)
        value = f"{pages.numbers.value(one.value, chart.unit)} · {pages.numbers.percent(one.share)}"
        name = set_text.fitted(one.name, Face.MEDIUM, LABEL, 95)
        words = set_text.line(value)
        align = Align.START if side > 0 else Align.END
        pages.drawing.text(elbow[0] + side * 9, level + 2.5, name, LABEL, palette.text, align)
        past = name.width * LABEL + 5
        pages.drawing.text(elbow[0] + side * (9 + past), level + 2.5, words, LABEL, palette.text2, align)


def _kept_apart(wanted: list[float], lowest: float) -> list[float]:
    """Return the heights nearest to `wanted`, in order, at least a line apart and none below `lowest`."""
    levels: list[float] = []
    for height in wanted:
        levels.append(max(height, levels[-1] + LABEL_LEADING) if levels else height)
    limit = lowest
    for at in range(len(levels) - 1, -1, -1):
        levels[at] = min(levels[at], limit)
        limit = levels[at] - LABEL_LEADING
    return levels
