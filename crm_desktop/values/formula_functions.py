"""The functions of formulas, by name."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from crm_desktop.values.formula_values import (
    EmptyOperand,
    FormulaError,
    Value,
    contains,
    day,
    fitting,
    moved,
    number,
    text,
)
from crm_desktop.words import _

_MOST_DECIMALS = 10


def _rounded(value: Value, decimals: Value = Decimal(0)) -> Decimal:
    places = min(max(int(number(decimals)), -_MOST_DECIMALS), _MOST_DECIMALS)
    return number(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _numbers(values: tuple[Value, ...]) -> list[Decimal]:
    known = [number(each) for each in values if each is not None]
    if not known:
        raise EmptyOperand
    return known


def _extreme(choose: Callable[[list[date]], date], numbers: Callable[[list[Decimal]], Decimal]) -> Callable[..., Value]:
    def chosen(*values: Value) -> Value:
        if any(isinstance(each, date) for each in values):
            return choose([day(each) for each in values if each is not None])
        return numbers(_numbers(values))

    return chosen


def _length(value: Value) -> Decimal:
    return Decimal(len(value)) if isinstance(value, (str, tuple)) else Decimal(len(text(value)))


def _date(year: Value, month: Value, of_month: Value) -> date:
    try:
        return date(int(number(year)), int(number(month)), int(number(of_month)))
    except (ValueError, OverflowError) as error:
        raise FormulaError(_("There is no such day in the calendar.")) from error


def _add_months(start: Value, months: Value) -> date:
    first, total = day(start), int(number(months))
    year, month = divmod(first.year * 12 + first.month - 1 + total, 12)
    if not date.min.year <= year <= date.max.year:
        raise FormulaError(_("The date is too far away."))
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _years(start: Value, end: Value) -> Decimal:
    first, last = day(start), day(end)
    return Decimal(last.year - first.year - ((last.month, last.day) < (first.month, first.day)))


def _first(*values: Value) -> Value:
    return next((each for each in values if each not in (None, "", ())), None)


def _part(value: Value, count: Value, *, at_end: bool) -> str:
    letters = max(int(number(count)), 0)
    whole = text(value)
    return whole[max(len(whole) - letters, 0) :] if at_end else whole[:letters]


def _replaced(value: Value, old: Value, new: Value) -> str:
    return fitting(text(value).replace(text(old), text(new)) if text(old) else text(value))


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "round": _rounded,
    "floor": lambda value: number(value).to_integral_value("ROUND_FLOOR"),
    "ceil": lambda value: number(value).to_integral_value("ROUND_CEILING"),
    "abs": lambda value: abs(number(value)),
    "min": _extreme(min, min),
    "max": _extreme(max, max),
    "sum": lambda *values: sum(_numbers(values), Decimal(0)),
    "average": lambda *values: sum(_numbers(values), Decimal(0)) / len(_numbers(values)),
    "date": _date,
    "year": lambda value: Decimal(day(value).year),
    "month": lambda value: Decimal(day(value).month),
    "day": lambda value: Decimal(day(value).day),
    "days": lambda start, end: Decimal((day(end) - day(start)).days),
    "years": _years,
    "add_days": lambda start, days: moved(day(start), number(days)),
    "add_months": _add_months,
    "upper": lambda value: text(value).upper(),
    "lower": lambda value: text(value).lower(),
    "trim": lambda value: text(value).strip(),
    "left": lambda value, count=Decimal(1): _part(value, count, at_end=False),
    "right": lambda value, count=Decimal(1): _part(value, count, at_end=True),
    "len": _length,
    "join": lambda *values: fitting("".join(text(each) for each in values)),
    "replace": lambda value, old, new: fitting(text(value).replace(text(old), text(new)) if text(old) else text(value)),
    "contains": contains,
    "text": text,
    "first": _first,
    "empty": lambda value: value in (None, "", ()),
}
