"""What a chart shows: one value that the screen and the PDF draw alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.words import _

MOST_POINTS = 60
MOST_SERIES = 6
OTHERS_COLOUR = 6
# pen up and down lengths of a series' line, by its colour: told apart without colour
DASHES: tuple[tuple[float, ...], ...] = ((), (4, 2.5), (1.2, 2), (7, 2.5), (5, 2, 1.2, 2), (2.5, 1.5))


class ChartKind(StrEnum):
    """How the values are drawn."""

    STACKED = "stacked"
    BARS = "bars"
    LINE = "line"
    FLAT = "flat"
    PIE = "pie"


class UnitKind(StrEnum):
    """What the values count."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"


class Unit(NamedTuple):
    """The unit of a chart's values; `currency` goes with money, whose values are in major units."""

    kind: UnitKind
    currency: str = ""


@dataclass(frozen=True)
class Series:
    """One named row of values, one per category; `colour` is 1 to 6 in the chart palette."""

    name: str
    values: tuple[float, ...]
    colour: int = 1


class Joined(NamedTuple):
    """The drill-down key of several categories that are drawn as one."""

    keys: tuple[object, ...]


@dataclass(frozen=True)
class Chart:
    """A chart without pixels; `keys` drill down by category.

    `names_people` says that the categories are people, `series_names_people` that the series are.
    """

    kind: ChartKind
    title: str
    note: str
    unit: Unit
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    goal: tuple[float | None, ...] | None = None
    keys: tuple[object, ...] = ()
    names_people: bool = False
    series_names_people: bool = False


def stack_totals(chart: Chart) -> tuple[float, ...]:
    """Return the sum over all series of each category."""
    return tuple(sum(column) for column in zip(*(one.values for one in chart.series), strict=True))


def extent(chart: Chart) -> tuple[float, float]:
    """Return the lowest and highest value to be seen, goals and zero included."""
    tops = stack_totals(chart) if chart.kind is ChartKind.STACKED else [v for one in chart.series for v in one.values]
    goals = [goal for goal in chart.goal or () if goal is not None]
    seen = [0.0, *tops, *goals]
    return min(seen), max(seen)


def grouped(chart: Chart, most: int = MOST_SERIES) -> Chart:
    """Return `chart` with at most `most` series: the largest, and the rest summed up as Others."""
    if chart.kind is ChartKind.PIE:
        return _pie_grouped(chart, most)
    if len(chart.series) <= most:
        return chart
    by_size = sorted(range(len(chart.series)), key=lambda at: -sum(map(abs, chart.series[at].values)))
    named = [replace(chart.series[at], colour=place) for place, at in enumerate(sorted(by_size[: most - 1]), 1)]
    rest = [chart.series[at] for at in by_size[most - 1 :]]
    sums = tuple(sum(column) for column in zip(*(one.values for one in rest), strict=True))
    return replace(chart, series=(*named, Series(_("Others"), sums, OTHERS_COLOUR)))


def thinned(chart: Chart, most: int = MOST_POINTS) -> Chart:
    """Return `chart` with at most `most` categories, chosen or joined as its kind allows without hiding a peak."""
    count = len(chart.categories)
    if count <= most or chart.kind is ChartKind.PIE:
        return chart
    if chart.kind is ChartKind.FLAT:
        return _tail_joined(chart, most)
    if chart.kind is ChartKind.LINE:
        return _picked(chart, _telling_points([one.values for one in chart.series], most))
    return _neighbours_joined(chart, -(-count // most))


def prepared(chart: Chart) -> Chart:
    """Return `chart` as it is drawn: at most six series and about sixty points."""
    return thinned(grouped(chart))


def _pie_grouped(chart: Chart, most: int) -> Chart:
    slices = sorted(range(len(chart.categories)), key=lambda at: -chart.series[0].values[at])
    ordered = _picked(chart, slices)
    return _tail_joined(ordered, most) if len(slices) > most else ordered


def _picked(chart: Chart, places: Sequence[int]) -> Chart:
    """Return `chart` with the categories at `places` alone."""
    return replace(
        chart,
        categories=tuple(chart.categories[at] for at in places),
        series=tuple(replace(one, values=tuple(one.values[at] for at in places)) for one in chart.series),
        goal=None if chart.goal is None else tuple(chart.goal[at] for at in places),
        keys=tuple(chart.keys[at] for at in places) if chart.keys else (),
    )


def _spans_joined(chart: Chart, spans: Sequence[range], names: Sequence[str]) -> Chart:
    """Return `chart` with each of `spans` of categories drawn as one: amounts add up, shares and days are averaged."""
    adds_up = chart.unit.kind in (UnitKind.MONEY, UnitKind.COUNT)

    def joined(values: Sequence[float], span: range) -> float:
        total = sum(values[at] for at in span)
        return total if adds_up else total / len(span)

    def joined_goal(span: range) -> float | None:
        goals = [goal for at in span if (goal := (chart.goal or ())[at]) is not None]
        return (sum(goals) if adds_up else sum(goals) / len(goals)) if goals else None

    return replace(
        chart,
        categories=tuple(names),
        series=tuple(replace(one, values=tuple(joined(one.values, span) for span in spans)) for one in chart.series),
        goal=None if chart.goal is None else tuple(joined_goal(span) for span in spans),
        keys=tuple(_span_key(chart.keys, span) for span in spans) if chart.keys else (),
    )


def _span_key(keys: Sequence[object], span: range) -> object:
    return keys[span[0]] if len(span) == 1 else Joined(tuple(keys[at] for at in span))


def _tail_joined(chart: Chart, most: int) -> Chart:
    """Return the first `most` - 1 categories and the others as one."""
    spans = [range(at, at + 1) for at in range(most - 1)] + [range(most - 1, len(chart.categories))]
    return _spans_joined(chart, spans, [*chart.categories[: most - 1], _("Others")])


def _neighbours_joined(chart: Chart, width: int) -> Chart:
    """Return `chart` with each run of `width` neighbours drawn as one."""
    count = len(chart.categories)
    spans = [range(at, min(at + width, count)) for at in range(0, count, width)]
    names = [
        chart.categories[span[0]] if len(span) == 1 else f"{chart.categories[span[0]]}–{chart.categories[span[-1]]}"
        for span in spans
    ]
    return _spans_joined(chart, spans, names)


def _telling_points(rows: Sequence[Sequence[float]], most: int) -> list[int]:
    """Return `most` places that keep the shape of `rows`: largest triangle three buckets (Steinarsson 2013)."""
    last = len(rows[0]) - 1
    edges = [1 + (last - 1) * step // (most - 2) for step in range(most - 1)]
    places = [0]
    for step, start in enumerate(edges[:-1]):
        bucket = range(start, edges[step + 1])
        after = range(edges[step + 1], edges[step + 2]) if step + 2 < len(edges) else range(last, last + 1)
        before = places[-1]
        middle = sum(after) / len(after)
        means = [sum(row[at] for at in after) / len(after) for row in rows]
        places.append(max(bucket, key=lambda at: _triangles(rows, before, at, middle, means)))
    return [*places, last]


def _triangles(rows: Sequence[Sequence[float]], before: int, at: int, middle: float, means: Sequence[float]) -> float:
    """Return the area between the points `before`, `at` and the mean of the next bucket, summed over all series."""
    return sum(
        abs((before - middle) * (row[at] - row[before]) - (before - at) * (mean - row[before]))
        for row, mean in zip(rows, means, strict=True)
    )
