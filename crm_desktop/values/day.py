"""Days and instants as people and programs write them; `day_shown` shows them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.errors import InvalidField
from crm_desktop.values.month_words import MONTHS, SILENT_WORDS, WEEKDAYS
from crm_desktop.values.names import clean_text, fold
from crm_desktop.words import N_, _

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CENTURY_TURNS = 69  # as POSIX strptime: 69 to 99 are in the last century
_NO_YEAR = frozenset({0, 1604})  # what databases and Apple's address book write for a day without a year
_LEAP_YEAR = 2000
# Between these the clocks of all zones show days of the calendar.
FIRST_INSTANT, LAST_INSTANT = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)

_ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_YEARLESS_DAY = re.compile(r"--(\d{2})-?(\d{2})")
_TIME = re.compile(
    r"(?:(?<=\d)t|[\s,]+(?:at |um |a )?)(?P<hour>\d{1,2})"
    r"(?:[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?|(?=\s*[ap]\.?m))"
    r"\s*(?:(?P<half>[ap])\.?m\.?|uhr|h)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?(?:\s*\(\w+\))?"
)
_COMPACT_TIME = re.compile(
    r"(?<=\d)t(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<fraction>)(?P<half>)(?P<zone>z|[+-]\d{4})?"
)
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = frozenset(" ./,_'-–\t\nº°ª")
_AFTER_NUMBER = frozenset({"st", "nd", "rd", "th", "er", "e", "o", "a"})


class DateOrder(StrEnum):
    """In which order the numbers of a date stand."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


_EXAMPLES = {DateOrder.DMY: "31.12.2024", DateOrder.MDY: "12/31/2024", DateOrder.YMD: "2024-12-31"}
_ORDERS = {
    DateOrder.DMY: N_("day, month, year"),
    DateOrder.MDY: N_("month, day, year"),
    DateOrder.YMD: N_("year, month, day"),
}


class _Written(NamedTuple):
    """The parts of a date as they were written; the year keeps its digits, and is empty where there was none."""

    year: str
    month: int
    day: int


def day_from_text(text: str, order: DateOrder) -> date:
    """Return the day that `text` names; its numbers stand in `order` unless the year comes first."""
    shown = clean_text(text)
    return _day(_without_time(fold(shown)), order, shown, field="day")


def milliseconds_of(instant: datetime) -> int:
    """Return the aware `instant` as whole milliseconds since 1970; a float of seconds would lose one now and then."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def instant_from_text(text: str, order: DateOrder, zone: ZoneInfo) -> datetime:
    """Return the instant that `text` names, in UTC; without an offset it is in `zone`, without a time midnight."""
    shown = clean_text(text)
    folded = fold(shown)
    clock = _clock_in(folded)
    day = _day(folded[: clock.start()] if clock else folded, order, shown, field="at")
    try:
        begun = datetime(day.year, day.month, day.day, tzinfo=zone) if clock is None else _at(day, clock, zone)
    except ValueError as error:
        raise InvalidField(
            "at", _("“{typed}” has a time that no clock shows. Type it like 14:30.").format(typed=shown)
        ) from error
    if not shown_everywhere(begun):
        raise InvalidField("at", at_the_end_of_time(shown))
    return begun.astimezone(UTC)


def shown_everywhere(instant: datetime) -> bool:
    """Tell whether the clocks of all zones can show the aware `instant`."""
    return FIRST_INSTANT <= instant <= LAST_INSTANT


def at_the_end_of_time(shown: str) -> str:
    """Return why a moment that is `shown` so is refused."""
    told = _("“{typed}” is at the very end of the calendar, where not every clock shows a day. Type another day.")
    return told.format(typed=shown)


def partial_day(text: str, order: DateOrder) -> str:
    """Return a birthday as `1980-05-12`, or as `--05-12` where `text` has no year."""
    shown = clean_text(text)
    folded = _without_time(fold(shown))
    yearless = _YEARLESS_DAY.fullmatch(folded)
    written = _Written("", int(yearless[1]), int(yearless[2])) if yearless else _written(folded, order)
    if written is None:
        raise InvalidField("birthday", _no_date(shown, order))
    if len(written.year) == 2:
        reason = _("“{typed}” does not say which century. Type the year with four digits, or leave it out.")
        raise InvalidField("birthday", reason.format(typed=shown))
    if not written.year or int(written.year) in _NO_YEAR:
        found = _checked(_LEAP_YEAR, written, order, shown, field="birthday")
        return f"--{found:%m-%d}"
    return _checked(int(written.year), written, order, shown, field="birthday").isoformat()


def _day(folded: str, order: DateOrder, shown: str, *, field: str) -> date:
    written = _written(folded, order)
    if written is None:
        raise InvalidField(field, _no_date(shown, order))
    if not written.year:
        reason = _("“{typed}” has no year. Type it like {example}.").format(typed=shown, example=_EXAMPLES[order])
        raise InvalidField(field, reason)
    year = int(written.year)
    if len(written.year) == 2:
        year += 1900 if year >= _CENTURY_TURNS else 2000
    return _checked(year, written, order, shown, field=field)


def _checked(year: int, written: _Written, order: DateOrder, shown: str, *, field: str) -> date:
    try:
        return date(year, written.month, written.day)
    except ValueError as error:
        reason = _("“{typed}” is not a day of the calendar, read as {order}. Type it like {example}.")
        text = reason.format(typed=shown, order=_(_ORDERS[order]), example=_EXAMPLES[order])
        raise InvalidField(field, text) from error


def _written(folded: str, order: DateOrder) -> _Written | None:
    iso = _ISO_DAY.fullmatch(folded)
    if iso:
        return _Written(iso[1], int(iso[2]), int(iso[3]))
    if not _BETWEEN.issuperset(_PIECES.sub("", folded)):
        return None
    numbers: list[str] = []
    months: list[int] = []
    for piece in _PIECES.findall(folded):
        if piece.isdecimal():
            numbers.append(piece)
        elif piece in MONTHS:
            months.append(MONTHS[piece])
        elif piece not in WEEKDAYS and piece not in SILENT_WORDS and not (numbers and piece in _AFTER_NUMBER):
            return None
    if any(len(number) not in {1, 2, 4} for number in numbers) or len(months) > 1:
        return None
    return _with_month_name(numbers, months[0]) if months else _in_order(numbers, order)


def _with_month_name(numbers: list[str], month: int) -> _Written | None:
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        return _Written("", month, int(numbers[0]))
    if len(numbers) != 2:
        return None
    year, day = numbers if len(numbers[0]) == 4 else reversed(numbers)
    return _Written(year, month, int(day)) if len(day) <= 2 and len(year) != 1 else None


def _in_order(numbers: list[str], order: DateOrder) -> _Written | None:
    if len(numbers) == 2 and all(len(number) <= 2 for number in numbers):
        first, second = map(int, numbers)
        return _Written("", second, first) if order == DateOrder.DMY else _Written("", first, second)
    if len(numbers) != 3 or len(numbers[1]) == 4:
        return None
    if len(numbers[0]) == 4 or (order == DateOrder.YMD and len(numbers[2]) <= 2):
        year, month, day = numbers
    elif order == DateOrder.MDY or (order == DateOrder.YMD and int(numbers[1]) > 12):
        month, day, year = numbers
    elif order == DateOrder.DMY or int(numbers[0]) > 12:
        day, month, year = numbers
    else:
        return None
    return _Written(year, int(month), int(day)) if len(day) <= 2 and len(year) != 1 else None


def _without_time(folded: str) -> str:
    clock = _clock_in(folded)
    return folded[: clock.start()] if clock else folded


def _clock_in(folded: str) -> re.Match[str] | None:
    """Return the time of day that `folded` ends with."""
    for found in _TIME.finditer(folded):
        if found.end() == len(folded):
            return found
    compact = _COMPACT_TIME.search(folded)
    return compact if compact and compact.end() == len(folded) else None


def _at(day: date, clock: re.Match[str], zone: ZoneInfo) -> datetime:
    hour = int(clock["hour"])
    if clock["half"] and not 1 <= hour <= 12:
        raise ValueError(hour)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] == "p" else 0)
    micros = int((clock["fraction"] or "0").ljust(6, "0")[:6])
    minute, second = int(clock["minute"] or 0), int(clock["second"] or 0)
    return datetime(day.year, day.month, day.day, hour, minute, second, micros, tzinfo=_offset(clock["zone"]) or zone)


def _offset(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if written[0] == "-" else ahead)


def _no_date(shown: str, order: DateOrder) -> str:
    return _("“{typed}” is not a date. Type it like {example}.").format(typed=shown, example=_EXAMPLES[order])
