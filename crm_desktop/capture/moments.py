"""When: days and times as people write them in passing, in English and German, seen from today."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from enum import Enum, auto
from typing import NamedTuple

from crm_desktop.capture.clocks import WORKING_HOURS, clock_before, clock_near
from crm_desktop.capture.day_words import (
    CONNECTING,
    DAYS_AWAY,
    NEXT,
    PARTS_OF_MONTH,
    PARTS_OF_THE_DAY,
    PAST,
    SPOKEN_NUMBERS,
    UNITS,
    WEEK,
    WEEKDAY,
    WEEKDAY_SHORT,
)
from crm_desktop.capture.name_words import TITLES_BEFORE
from crm_desktop.capture.tokens import Line, Span, Token
from crm_desktop.errors import InvalidField
from crm_desktop.values.day import DateOrder, day_from_text
from crm_desktop.values.month_words import MONTHS

_BEFORE_DAY = frozenset(("am", "zum", "den", "vom", "the", "on", "by"))
_UNTIL_DAY = frozenset(("zum", "by"))
_LATEST_DAY = 31
_SOON = 120  # days ahead of today that a date without a year may lie, where one tells of the past
_FAR = 400  # days that are looked ahead for a weekday on a day of the month


class Tense(Enum):
    """Whether a day without a direction of its own lies behind or ahead."""

    PAST = auto()
    COMING = auto()


class Moment(NamedTuple):
    """A day, perhaps with a time; `others` are what else may be meant, and `span` is where it stands."""

    day: date
    clock: time | None
    span: Span
    others: tuple[tuple[date, time | None], ...] = ()


class Now(NamedTuple):
    """Whence days are counted: today, and in which order numbers of a date are written here."""

    today: date
    order: DateOrder


class _Day(NamedTuple):
    day: date
    used: int
    others: tuple[tuple[date, time | None], ...] = ()
    clock: time | None = None


def moment_in(line: Line, span: Span, now: Now, tense: Tense) -> Moment | None:
    """Return the first day or time that is named in `span` of `line`; None where there is none."""
    tokens = line.tokens[span.first : span.last]
    for at in range(len(tokens)):
        found = _day_at(tokens, at, now, tense)
        if found is None:
            continue
        first, last = at, at + found.used
        clock = found.clock
        if clock is None:
            after = clock_near(tokens, last, beside_day=True)
            clock, last = (after[0], after[1]) if after is not None else (None, last)
        if clock is None:
            before = clock_before(tokens, first)
            clock, first = before if before is not None else (None, first)
        first = _with_connecting(tokens, first)
        return Moment(found.day, clock, Span(span.first + first, span.first + last), found.others)
    return _only_clock(tokens, span, now)


def _only_clock(tokens: Sequence[Token], span: Span, now: Now) -> Moment | None:
    """A time alone is today's; it needs a word or a sign that says it is one."""
    for at in range(len(tokens)):
        found = clock_near(tokens, at)
        if found is not None:
            return Moment(now.today, found[0], Span(span.first + at, span.first + found[1]))
    return None


def _day_at(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> _Day | None:
    readers: tuple[Callable[[Sequence[Token], int, Now, Tense], _Day | None], ...] = (
        _relative,
        _counted,
        _week,
        _part_of_month,
        _weekday,
        _written_out,
        _in_numbers,
        _day_of_month,
    )
    for reader in readers:
        found = reader(tokens, at, now, tense)
        if found is not None:
            return found
    return None


def _relative(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> _Day | None:
    for length in (4, 3, 2, 1):
        words = " ".join(token.folded for token in tokens[at : at + length])
        if words in DAYS_AWAY and len(tokens) >= at + length:
            used = length
            following = tokens[at + length].folded if at + length < len(tokens) else ""
            if following in PARTS_OF_THE_DAY:
                used += 1
            return _Day(now.today + timedelta(days=DAYS_AWAY[words]), used)
    return None


def _counted(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> _Day | None:
    """in 3 days, in einer Woche; 3 days ago, vor zwei Wochen."""
    words = [token.folded for token in tokens[at : at + 4]]
    for lead, sign in (("in", 1), ("vor", -1), ("within", 1)):
        if len(words) >= 3 and words[0] == lead:
            away = _away(tokens[at + 1], words[2], sign, now)
            if away is not None:
                return _Day(away, 3)
    if len(words) >= 3 and words[2] in ("ago", "her"):
        away = _away(tokens[at], words[1], -1, now)
        if away is not None:
            return _Day(away, 3)
    return None


def _away(count: Token, unit: str, sign: int, now: Now) -> date | None:
    number = count.number if count.number is not None else SPOKEN_NUMBERS.get(count.folded)
    if number is None or unit not in UNITS:
        return None
    days = UNITS[unit]
    if days:
        return now.today + timedelta(days=sign * days * number)
    months = now.today.year * 12 + now.today.month - 1 + sign * number
    return _in_month(months // 12, months % 12 + 1, now.today.day)


def _week(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> _Day | None:
    """next week, nächste Woche: its Monday; KW 22, week 22; end of the week: Friday; Monatsende."""
    today = now.today
    monday = today - timedelta(days=today.weekday())
    for length in (4, 3, 2, 1):
        words = " ".join(token.folded for token in tokens[at : at + length])
        if words in WEEK and len(tokens) >= at + length:
            named = WEEK[words]
            if named.months is None:
                return _Day(monday + timedelta(days=named.days), length)
            months = today.year * 12 + today.month - 1 + named.months
            return _Day(_in_month(months // 12, months % 12 + 1, named.days), length)
    led = tokens[at].folded == "in"
    at += led
    number = tokens[at + 1].number if at + 1 < len(tokens) else None
    if (
        at < len(tokens)
        and tokens[at].folded in ("kw", "week", "cw", "woche")
        and number is not None
        and 1 <= number <= 53
    ):
        day = _iso_week(today.year, number)
        return _Day(day if day >= monday else _iso_week(today.year + 1, number), 2 + led)
    return None


def _part_of_month(tokens: Sequence[Token], at: int, now: Now, _tense: Tense) -> _Day | None:
    """Mitte Juni, end of June, early July."""
    words = [token.folded for token in tokens[at : at + 3]]
    for length in (2, 3):
        if len(words) < length or words[length - 1] not in MONTHS:
            continue
        part = PARTS_OF_MONTH.get(" ".join(words[: length - 1]))
        if part is not None:
            month = MONTHS[words[length - 1]]
            year = now.today.year + (month < now.today.month)
            return _Day(_in_month(year, month, part), length)
    return None


def _weekday(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> _Day | None:
    """Tuesday, last Friday, nächsten Di, Tue 10: the number is the day of the month where that fits, else the hour."""
    lead = tokens[at].folded
    named = at + 1 if lead in PAST or lead in NEXT else at
    if named >= len(tokens):
        return None
    weekday = _weekday_of(tokens, named)
    if weekday is None:
        return None
    used = named - at + 1
    if named + 1 < len(tokens) and tokens[named + 1].text == "," and _in_numbers(tokens, named + 2, now, tense):
        used += 1
    following = _written_out(tokens, at + used, now, tense) or _in_numbers(tokens, at + used, now, tense)
    if following is not None:
        return _Day(following.day, used + following.used)
    backwards = lead in PAST or (tense is Tense.PAST and lead not in NEXT)
    day = _nearest(now.today, weekday, backwards=backwards)
    others: tuple[tuple[date, time | None], ...] = ()
    if lead in NEXT and day.isocalendar()[:2] == now.today.isocalendar()[:2]:
        # said in the same week, "next Friday" is mostly the one after; some mean the coming one
        day, others = day + timedelta(days=7), ((day, None),)
    if at + used < len(tokens) and tokens[at + used].folded in PARTS_OF_THE_DAY:
        return _Day(day, used + 1, others)
    return _with_number(tokens, at + used, _Day(day, used, others), weekday, now, backwards=backwards)


def _with_number(tokens: Sequence[Token], after: int, found: _Day, weekday: int, now: Now, *, backwards: bool) -> _Day:
    """Take the bare number behind a weekday as a day of the month, or as an hour, and offer the other reading."""
    number = tokens[after].number if after < len(tokens) else None
    if number is None or _is_unit(tokens, after + 1):
        return found
    as_day = _weekday_on(now.today, weekday, number, backwards=backwards)
    as_hour = (found.day, time(number)) if number in WORKING_HOURS and not tokens[after].text.endswith(".") else None
    near = as_day is not None and abs((as_day - now.today).days) <= 62
    if as_day is not None and (near or as_hour is None):
        return _Day(as_day, found.used + 1, (as_hour,) if as_hour else ())
    if as_hour is not None:
        return _Day(found.day, found.used + 1, (*found.others, *(((as_day, None),) if as_day else ())), as_hour[1])
    return found


def _is_unit(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].text == ":" or tokens[at].folded in ("uhr", "am", "pm", "h", "min", "%"))


def _weekday_of(tokens: Sequence[Token], at: int) -> int | None:
    token = tokens[at]
    if token.folded in WEEKDAY:
        return WEEKDAY[token.folded]
    short = WEEKDAY_SHORT.get(token.folded)
    if short is None or _is_title(tokens, at):
        return None
    # "so", "do", "sat" are words as well: as weekdays they have a capital, or stand after "am" or before a number
    led = at > 0 and tokens[at - 1].folded in CONNECTING | PAST | NEXT
    counted = at + 1 < len(tokens) and tokens[at + 1].number is not None
    return short if token.text[0].isupper() or led or counted else None


def _is_title(tokens: Sequence[Token], at: int) -> bool:
    """Fr. Krause is no Friday."""
    following = [token.text for token in tokens[at + 1 : at + 3]]
    return tokens[at].folded in TITLES_BEFORE and following[:1] == ["."] and following[1:2] != [","]


def _written_out(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> _Day | None:
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


def _dated(tokens: Sequence[Token], end: int, at: int, named: tuple[int, int], seen: tuple[Now, Tense]) -> _Day | None:
    month, day = named
    year = tokens[end].number if end < len(tokens) else None
    try:
        if year is not None and year >= 1900:
            return _Day(date(year, month, day), end + 1 - at)
        return _Day(_nearest_year(seen[0].today, month, day, seen[1]), end - at)
    except ValueError:
        return None


def _in_numbers(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> _Day | None:
    """2026-05-20, 20.5., 20/5, 20.05.2026; in the order of the place where signs do not tell."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    parts = [each for each in text.replace("/", ".").replace("-", ".").split(".") if each]
    dotted = "." in text
    if len(parts) < 2 or not all(part.isdecimal() for part in parts) or (dotted and _follows_clock(tokens, at)):
        return None
    order = DateOrder.DMY if dotted else now.order
    try:
        if len(parts) >= 3:
            return _Day(day_from_text(text.rstrip("."), order), 1)
        first, second = int(parts[0]), int(parts[1])
        if "-" in text or (dotted and not text.endswith(".") and len(parts[1]) > 1 and second > 12):
            return None
        day, month = (first, second) if order is DateOrder.DMY or first > 12 else (second, first)
        return _Day(_nearest_year(now.today, month, day, tense), 1)
    except (InvalidField, ValueError):
        return None


def _day_of_month(tokens: Sequence[Token], at: int, now: Now, tense: Tense) -> _Day | None:
    """am 18., on the 18th: the nearest month whose day that is, ahead or behind as `tense` says."""
    number = tokens[at].number
    if number is None or not 1 <= number <= _LATEST_DAY or not at or tokens[at - 1].folded not in _BEFORE_DAY:
        return None
    ordinal = at + 1 < len(tokens) and tokens[at + 1].folded in ("st", "nd", "rd", "th")
    if not ordinal and not tokens[at].text.endswith("."):
        return None
    ahead = range(_FAR) if tense is Tense.COMING or tokens[at - 1].folded in _UNTIL_DAY else range(0, -_FAR, -1)
    days = (now.today + timedelta(days=away) for away in ahead)
    return _Day(next(day for day in days if day.day == number), 1 + ordinal)


def _follows_clock(tokens: Sequence[Token], at: int) -> bool:
    """10.30 Uhr, um 10.30: a time with a full stop in it."""
    led = at > 0 and tokens[at - 1].folded in ("um", "at", "gegen", "ab", "@")
    return led or (at + 1 < len(tokens) and tokens[at + 1].folded in ("uhr", "h", "am", "pm"))


def _with_connecting(tokens: Sequence[Token], first: int) -> int:
    while first > 0 and tokens[first - 1].folded in CONNECTING:
        first -= 1
    return first


def _nearest(today: date, weekday: int, *, backwards: bool) -> date:
    away = (weekday - today.weekday()) % 7
    if backwards:
        return today - timedelta(days=(7 - away) % 7 or (7 if away == 0 else 0))
    return today + timedelta(days=away or 7)


def _weekday_on(today: date, weekday: int, number: int, *, backwards: bool) -> date | None:
    """Return the nearest day that is the `number`th of a month and falls on `weekday`."""
    for away in range(1, _FAR):
        day = today + timedelta(days=-away if backwards else away)
        if day.day == number and day.weekday() == weekday:
            return day
    return None


def _nearest_year(today: date, month: int, day: int, tense: Tense) -> date:
    found = date(today.year, month, day)
    if tense is Tense.COMING and found < today:
        return date(today.year + 1, month, day)
    if tense is Tense.PAST and (found - today).days > _SOON:
        return date(today.year - 1, month, day)
    return found


def _in_month(year: int, month: int, day: int) -> date:
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))


def _iso_week(year: int, week: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=fourth.weekday()) + timedelta(weeks=week - 1)
