"""Dates of the calendar: 20 May, 20.5., 20/5, 2026-05-20, am 18.; the year is the nearest that fits."""

from collections.abc import Sequence
from datetime import date, timedelta

from crm_desktop.capture.days import FAR, FoundDay, Now, Tense, nearest_year
from crm_desktop.capture.tokens import Token
from crm_desktop.errors import InvalidField
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.month_words import MONTHS

_UNTIL_DAY = frozenset(("zum", "by", "until", "till", "til", "bis", "before", "ab"))
_BEFORE_DAY = frozenset(("am", "den", "vom", "the", "on")) | _UNTIL_DAY
_LATEST_DAY = 31


def written_out(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    """20 May, May 20th, 20. Mai 2026."""
    if at >= len(tokens):
        return None
    day_first = tokens[at].number
    after = at + 1
    if day_first is not None and after < len(tokens) and tokens[after].folded in ("st", "nd", "rd", "th", "of"):
        after += 1
    if day_first is not None and after < len(tokens) and tokens[after].folded in MONTHS:
        return _dated(tokens, after + 1, at, (MONTHS[tokens[after].folded], day_first), (now, tense))
    if tokens[at].folded in MONTHS and tokens[at].text[0].isupper() and at + 1 < len(tokens):
        number = tokens[at + 1].number
        if number is not None and 1 <= number <= _LATEST_DAY:
            end = at + 2
            if end < len(tokens) and tokens[end].folded in ("st", "nd", "rd", "th"):
                end += 1
            return _dated(tokens, end, at, (MONTHS[tokens[at].folded], number), (now, tense))
    return None


def _dated(
    tokens: Sequence[Token], end: int, at: int, named: tuple[int, int], seen: tuple[Now, Tense]
) -> FoundDay | None:
    month, day = named
    year = tokens[end].number if end < len(tokens) else None
    try:
        if year is not None and year >= 1900:
            return FoundDay(date(year, month, day), end + 1 - at)
        return FoundDay(nearest_year(seen[0].today, month, day, seen[1]), end - at)
    except ValueError:
        return None


def in_numbers(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    """2026-05-20, 20.5., 20/5, 20.05.2026; in the order of the place where signs do not tell."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    parts = [each for each in text.replace("/", ".").replace("-", ".").split(".") if each]
    dotted = "." in text
    if len(parts) < 2 or not all(part.isdecimal() for part in parts) or (dotted and _follows_clock(tokens, at)):
        return None
    if dotted and "-" in text:  # 2-3.30 is from one time to another
        return None
    order = DateOrder.DMY if dotted else now.order
    try:
        if len(parts) >= 3:
            return FoundDay(day_from_text(text.rstrip("."), order), 1)
        first, second = int(parts[0]), int(parts[1])
        if "-" in text or (dotted and not text.endswith(".") and len(parts[1]) > 1 and second > 12):
            return None
        day, month = (first, second) if order is DateOrder.DMY or first > 12 else (second, first)
        return FoundDay(nearest_year(now.today, month, day, tense), 1)
    except (InvalidField, ValueError):
        return None


def day_of_month(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> FoundDay | None:
    """am 18., on the 18th: the nearest month whose day that is, ahead or behind as `tense` says."""
    number = tokens[at].number
    if number is None or not 1 <= number <= _LATEST_DAY or not at or tokens[at - 1].folded not in _BEFORE_DAY:
        return None
    ordinal = at + 1 < len(tokens) and tokens[at + 1].folded in ("st", "nd", "rd", "th")
    if not ordinal and not tokens[at].text.endswith("."):
        return None
    ahead = range(FAR) if tense is Tense.COMING or tokens[at - 1].folded in _UNTIL_DAY else range(0, -FAR, -1)
    days = (now.today + timedelta(days=away) for away in ahead)
    return FoundDay(next(day for day in days if day.day == number), 1 + ordinal)


def _follows_clock(tokens: Sequence[Token], at: int) -> bool:
    """10.30 Uhr, um 10.30: a time with a full stop in it."""
    led = at > 0 and tokens[at - 1].folded in ("um", "at", "gegen", "ab", "@")
    return led or (at + 1 < len(tokens) and tokens[at + 1].folded in ("uhr", "h", "am", "pm"))
