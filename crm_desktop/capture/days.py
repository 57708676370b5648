"""Days counted from today: what every reading of a day starts from, and the calendar's arithmetic."""

from datetime import date, time, timedelta
from enum import Enum, auto
from typing import NamedTuple

from crm_desktop.values.day import DateOrder

SOON = 120  # days ahead of today that a date without a year may lie, where one tells of the past
FAR = 400  # days that are looked ahead for a weekday on a day of the month


class Tense(Enum):
    """Whether a day without a direction of its own lies behind or ahead."""

    PAST = auto()
    COMING = auto()


class Now(NamedTuple):
    """Whence days are counted: today, and in which order numbers of a date are written here."""

    today: date
    order: DateOrder


class FoundDay(NamedTuple):
    """A day that `used` so many tokens; perhaps with a time, and with what else may be meant."""

    day: date
    used: int
    others: tuple[tuple[date, time | None], ...] = ()
    clock: time | None = None


def nearest(today: date, weekday: int, *, backwards: bool) -> date:
    """Return the last or the coming `weekday`, which is never `today` itself."""
    away = (weekday - today.weekday()) % 7
    if backwards:
        return today - timedelta(days=7 - away)
    return today + timedelta(days=away or 7)


def weekday_on(today: date, weekday: int, number: int, *, backwards: bool) -> date | None:
    """Return the nearest day that is the `number`th of a month and falls on `weekday`."""
    for away in range(1, FAR):
        day = today + timedelta(days=-away if backwards else away)
        if day.day == number and day.weekday() == weekday:
            return day
    return None


def nearest_year(today: date, month: int, day: int, tense: Tense) -> date:
    """Return the `day` of `month` in the year that `tense` makes likely. Raises ValueError where there is none."""
    found = date(today.year, month, day)
    if tense is Tense.COMING and found < today:
        return date(today.year + 1, month, day)
    if tense is Tense.PAST and (found - today).days > SOON:
        return date(today.year - 1, month, day)
    return found


def in_month(year: int, month: int, day: int) -> date:
    """Return the `day` of `month`, or its last one where it has fewer days."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))


def iso_week(year: int, week: int) -> date:
    """Return the Monday of the `week`, in which the year\'s first one holds 4 January."""
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=fourth.weekday()) + timedelta(weeks=week - 1)
