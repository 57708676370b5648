"""The value axis of a chart: round steps and their labels, the same on the screen and on paper."""

import math
from typing import NamedTuple

from crm_desktop.reports.chart import Chart, Unit, UnitKind, extent
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.values.money import HIDDEN_AMOUNT

STEPS = (1, 2, 2.5, 3, 4, 5, 10)
INTERVALS = 4


class Tick(NamedTuple):
    """A mark on the axis and what is written beside it."""

    value: float
    label: str


class Axis(NamedTuple):
    """The marks of an axis that runs from `low` to `high`."""

    low: float
    high: float
    ticks: tuple[Tick, ...]


def nice_ticks(high: float, low: float = 0, intervals: int = INTERVALS, *, whole: bool = False) -> tuple[float, ...]:
    """Return round marks from `low` or below to `high` or above, in about `intervals` steps; `whole`: no halves."""
    low, high = min(low, 0), max(high, 0)
    if high == low:
        high = 1 if whole else 4
    rough = (high - low) / intervals
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * nice for nice in STEPS if size * nice >= rough * (1 - 1e-9))
    if whole:
        step = max(1, math.ceil(step))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(at * step, 12) for at in range(first, last + 1))


def tick_label(value: float, unit: Unit, numbers: NumberWords) -> str:
    """Return what is written beside the mark at `value`, or on its bar: 160k, 40 %, 12."""
    if unit.kind is UnitKind.MONEY and numbers.hides_amounts:
        return HIDDEN_AMOUNT
    return numbers.percent(value) if unit.kind is UnitKind.PERCENT else numbers.short(value)


def chart_axis(chart: Chart, numbers: NumberWords) -> Axis:
    """Return the value axis of `chart`; shares of a whole end at 100 %."""
    low, high = extent(chart)
    ticks = nice_ticks(high, low, whole=chart.unit.kind is UnitKind.COUNT)
    if chart.unit.kind is UnitKind.PERCENT and high <= 100 < ticks[-1]:
        ticks = (0.0, 25.0, 50.0, 75.0, 100.0)
    return Axis(ticks[0], ticks[-1], tuple(Tick(value, tick_label(value, chart.unit, numbers)) for value in ticks))
