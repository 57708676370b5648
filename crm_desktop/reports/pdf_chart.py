"""Charts on paper: bars, lines, slices, goals, and a legend in the order of the series."""

from typing import NamedTuple

from crm_desktop.reports.axis import Axis, chart_axis, tick_label
from crm_desktop.reports.chart import DASHES, Chart, ChartKind, Series, prepared, stack_totals, thinned
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.reports.pdf_drawing import Align
from crm_desktop.reports.pdf_page import SECTION_GAP, ReportPages
from crm_desktop.reports.pdf_slices import LABEL, MOST_FLAT, PIE_HEIGHT, draw_flat, draw_pie, flat_height
from crm_desktop.reports.pdf_tags import Tag
from crm_desktop.reports.pdf_text import Face
from crm_desktop.words import _

PLOT_HEIGHT = 151.4
AXIS_WIDTH = 22.4
WIDEST_BAR = 60.0


class Plot(NamedTuple):
    """Where the values of a chart are drawn: its box, its axis, and how many categories share it."""

    left: float
    top: float
    width: float
    height: float
    axis: Axis
    places: int

    @property
    def step(self) -> float:
        """The width of one category; a little air is left beside the axis."""
        return (self.width - 4.6) / max(1, self.places)

    def level(self, value: float) -> float:
        """Return the height on the page at which `value` stands."""
        return self.top + self.height * (self.axis.high - value) / (self.axis.high - self.axis.low)

    def middle(self, place: int) -> float:
        """Return the middle of the category at `place`."""
        return self.left + 4.6 + self.step * (place + 0.5)


def draw_chart(pages: ReportPages, chart: Chart, *, values_on_bars: bool = False) -> None:
    """Draw `chart` with its heading and legend below what is on the page, or on the next one."""
    shown = prepared(chart)
    if shown.kind is ChartKind.FLAT:
        shown = thinned(shown, MOST_FLAT)
    pages.make_room(SECTION_GAP + 24 + _height(shown))
    legend = _draw_legend(pages, shown, pages.y + SECTION_GAP - 1.5)
    pages.heading(shown.title, shown.note, pages.width - legend - 12)
    if not shown.categories or not shown.series:
        pages.nothing()
        return
    figure = pages.document.structure.add(Tag.FIGURE, pages.document.structure.top, in_words(shown, pages.numbers))
    with pages.drawing.marked(figure):
        if shown.kind is ChartKind.PIE:
            draw_pie(pages, shown)
        elif shown.kind is ChartKind.FLAT:
            draw_flat(pages, shown)
        else:
            with pages.drawing.left_to_right():
                _draw_upright(pages, shown, values_on_bars=values_on_bars)


def in_words(chart: Chart, numbers: NumberWords) -> str:
    """Return what `chart` shows in words, for readers who can't see it."""

    def spoken(one: Series) -> str:
        pairs = zip(chart.categories, one.values, strict=True)
        return f"{one.name}: " + ", ".join(f"{name} {numbers.value(value, chart.unit)}" for name, value in pairs)

    return ". ".join((chart.title, *map(spoken, chart.series)))


def _height(chart: Chart) -> float:
    if chart.kind is ChartKind.FLAT:
        return flat_height(chart)
    return PIE_HEIGHT if chart.kind is ChartKind.PIE else PLOT_HEIGHT + 30


def _draw_legend(pages: ReportPages, chart: Chart, y: float) -> float:
    """Draw the legend to the right of the heading and return how wide it is."""
    palette, set_text = pages.document.palette, pages.document.typesetter
    entries = [(one.name, one) for one in chart.series if len(chart.series) > 1 and chart.kind is not ChartKind.PIE]
    goal = [(_("Goal"), None)] if chart.goal else []
    x = pages.right
    for name, one in reversed([*entries, *goal]):
        line = set_text.fitted(name, Face.REGULAR, LABEL, 110)
        pages.drawing.text(x, y, line, LABEL, palette.text2, Align.END)
        x -= line.width * LABEL + (8.4 if one else 10.8)
        if one is None:
            pages.drawing.rule(x, y - 2.4, 9, palette.goal, 1.1)
        else:
            _legend_sign(pages, chart, one, x, y)
        x -= 9.4 + (5 if one and chart.kind is ChartKind.LINE else 0)
    return pages.right - x


def _legend_sign(pages: ReportPages, chart: Chart, one: Series, x: float, y: float) -> None:
    colour = pages.document.palette.series[one.colour - 1]
    if chart.kind is ChartKind.LINE:
        pages.drawing.path([(x - 5, y - 2.5), (x + 6, y - 2.5)], colour, 1.5, DASHES[one.colour - 1])
    else:
        pages.drawing.rect(x, y - 4.5, 6, 6, colour)


def _draw_upright(pages: ReportPages, chart: Chart, *, values_on_bars: bool) -> None:
    """Draw bars or lines over a row of categories, with the grid behind."""
    axis = chart_axis(chart, pages.numbers)
    plot = _draw_grid(pages, chart, axis)
    if chart.kind is ChartKind.LINE:
        _draw_lines(pages, chart, plot)
    elif chart.kind is ChartKind.STACKED:
        _draw_stacks(pages, chart, plot)
    else:
        _draw_bars(pages, chart, plot)
    _draw_goals(pages, chart, plot)
    if values_on_bars and chart.kind is not ChartKind.LINE:
        _draw_values(pages, chart, plot)
    _draw_categories(pages, chart, plot)
    pages.y = plot.top + PLOT_HEIGHT + 14.6


def _draw_grid(pages: ReportPages, chart: Chart, axis: Axis) -> Plot:
    palette, set_text = pages.document.palette, pages.document.typesetter
    labels = [set_text.line(tick.label) for tick in axis.ticks]
    left = pages.left + max(AXIS_WIDTH, max(line.width for line in labels) * LABEL + 4.5)
    top, width = pages.y + 15.5, pages.right - left
    plot = Plot(left, top, width, PLOT_HEIGHT, axis, len(chart.categories))
    for tick, line in zip(axis.ticks, labels, strict=True):
        level = plot.level(tick.value)
        pages.drawing.rule(left, level, width, palette.grid, 0.75)
        pages.drawing.text(left - 5, level + 2.8, line, LABEL, palette.axis, Align.END)
    return plot


def _draw_categories(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    """Write the categories below the plot: all, or every second, third … so that they keep apart."""
    palette, set_text = pages.document.palette, pages.document.typesetter
    widest = max((set_text.width(name, Face.REGULAR, LABEL) for name in chart.categories), default=0)
    every = max(1, -(-min(widest + 4, 90) // plot.step))
    for place, name in enumerate(chart.categories):
        if place % every == 0:
            line = set_text.fitted(name, Face.REGULAR, LABEL, plot.step * every - 3)
            pages.drawing.text(
                plot.middle(place), plot.top + PLOT_HEIGHT + 11.3, line, LABEL, palette.axis, Align.MIDDLE
            )


def _draw_stacks(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    """Draw each category's series on top of each other, with a white hairline between."""
    width = min(plot.step * 0.571, WIDEST_BAR)
    for place in range(len(chart.categories)):
        rises = falls = 0.0
        for one in chart.series:
            value = one.values[place]
            start = rises if value >= 0 else falls
            _bar(pages, plot, one.colour, (plot.middle(place) - width / 2, width), (start, start + value))
            rises, falls = (rises + value, falls) if value >= 0 else (rises, falls + value)


def _draw_bars(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    """Draw each category's series side by side."""
    group = min(plot.step * (0.571 if len(chart.series) == 1 else 0.78), WIDEST_BAR * len(chart.series))
    width = group / len(chart.series)
    for place in range(len(chart.categories)):
        for at, one in enumerate(chart.series):
            left = plot.middle(place) - group / 2 + at * width
            _bar(pages, plot, one.colour, (left, width * 0.94), (0, one.values[place]))


def _bar(pages: ReportPages, plot: Plot, colour: int, across: tuple[float, float], values: tuple[float, float]) -> None:
    top, bottom = plot.level(max(values)), plot.level(min(values))
    height = bottom - top - 0.75  # the gap that keeps neighbours apart in greyscale
    if height > 0:
        pages.drawing.rect(across[0], top, across[1], height, pages.document.palette.series[colour - 1])


def _draw_values(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    """Write how much each bar or stack stands for on top of it; bars side by side have no room."""
    values = stack_totals(chart) if chart.kind is ChartKind.STACKED or len(chart.series) == 1 else ()
    for place, value in enumerate(values):
        line = pages.document.typesetter.line(tick_label(value, chart.unit, pages.numbers))
        if line.width * LABEL < plot.step:
            level = plot.level(max(value, 0)) - 3
            pages.drawing.text(plot.middle(place), level, line, LABEL, pages.document.palette.text2, Align.MIDDLE)


def _draw_lines(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    """Draw one line per series, each with a pattern of its own."""
    for one in chart.series:
        colour = pages.document.palette.series[one.colour - 1]
        points = [(plot.middle(place), plot.level(value)) for place, value in enumerate(one.values)]
        if len(points) == 1:
            pages.drawing.dot(*points[0], 1.8, fill=colour)
        else:
            pages.drawing.path(points, colour, 1.5, DASHES[one.colour - 1])


def _draw_goals(pages: ReportPages, chart: Chart, plot: Plot) -> None:
    width = plot.step * 0.79
    for place, goal in enumerate(chart.goal or ()):
        if goal is not None:
            left = plot.middle(place) - width / 2
            pages.drawing.rule(left, plot.level(goal), width, pages.document.palette.goal, 1.1)
