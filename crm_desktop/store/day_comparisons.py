"""Days, instants and birthdays compared with spans of days."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from crm_desktop.filters.days import Span
from crm_desktop.filters.operands import Instant, Yearless
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.store.where import Where, any_of

Day = Span | Instant | Yearless


def compared_days(kind: FieldKind, sql: str, op: str, values: Sequence[Day], zone: ZoneInfo) -> Where:
    """Return the SQL of `op` `values` on the expression `sql`, which holds days as `kind` stores them."""
    if op == "in":
        return any_of([compared_days(kind, sql, "=", [each], zone) for each in values])
    if kind is FieldKind.INSTANT:
        return _instant(sql, op, [_bounds(each, zone) for each in values])
    if isinstance(values[0], Yearless):
        last = values[-1]
        return _yearless(sql, values[0].first, last.last if isinstance(last, Yearless) else values[0].last)
    spans = [each for each in values if isinstance(each, Span)]
    if kind is FieldKind.PARTIAL_DAY:
        # those without a year begin with dashes, and come before and after no day
        found = _spanned(sql, op, spans)
        return Where(f"({sql} >= '0' AND {found.sql})", found.values)
    return _spanned(sql, op, spans)


def _spanned(sql: str, op: str, spans: Sequence[Span]) -> Where:
    first, last = spans[0].first.isoformat(), spans[-1].last.isoformat()
    if op in ("=", "between"):
        return Where(f"{sql} = ?", (first,)) if first == last else Where(f"{sql} BETWEEN ? AND ?", (first, last))
    return Where(f"{sql} {op} ?", (first if op in ("<", ">=") else last,))


def _instant(sql: str, op: str, bounds: Sequence[tuple[int, int]]) -> Where:
    """Compare with instants from the first bound on, before the second."""
    begin, end = bounds[0][0], bounds[-1][1]
    signs: dict[str, tuple[str, tuple[Stored, ...]]] = {
        "<": (f"{sql} < ?", (begin,)),
        "<=": (f"{sql} < ?", (end,)),
        ">": (f"{sql} >= ?", (end,)),
        ">=": (f"{sql} >= ?", (begin,)),
    }
    return Where(*signs.get(op, (f"({sql} >= ? AND {sql} < ?)", (begin, end))))


def _bounds(value: Day, zone: ZoneInfo) -> tuple[int, int]:
    if isinstance(value, Instant):
        return value.at_ms, value.at_ms + 1
    if isinstance(value, Yearless):
        raise TypeError("an instant has a year")
    return _midnight(value.first.toordinal(), zone), _midnight(value.last.toordinal() + 1, zone)


def _midnight(ordinal: int, zone: ZoneInfo) -> int:
    """Return the instant at which the day begins in `zone`: days are 23 or 25 hours long, too."""
    return round(datetime.combine(date.fromordinal(ordinal), time(), zone).timestamp() * 1000)


def _yearless(sql: str, first: str, last: str) -> Where:
    day = f"substr({sql}, -5)"
    if first <= last:
        return Where(f"{day} BETWEEN ? AND ?", (first, last))
    return Where(f"({day} >= ? OR {day} <= ?)", (first, last))
