"""The days that each view of the calendar shows, and how they are called."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from babel.dates import format_date

from crm_desktop.values.languages import locale_of
from crm_desktop.words import N_, _
from ui.kit.formats import Formats

WEEK, MONTH_DAYS, AGENDA_DAYS = 7, 42, 28


class ViewKind(StrEnum):
    """How the calendar is shown."""

    AGENDA = "agenda"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


TITLES = {
    ViewKind.AGENDA: N_("Agenda"),
    ViewKind.DAY: N_("Day"),
    ViewKind.WEEK: N_("Week"),
    ViewKind.MONTH: N_("Month"),
}


class Period(NamedTuple):
    """The days from `first` to `last` that a view shows around `day`."""

    kind: ViewKind
    day: date
    first: date
    last: date


def period_of(kind: ViewKind, day: date, first_weekday: int) -> Period:
    """Return the days that a view of `kind` shows for `day`; weeks begin on `first_weekday`, 0 for Monday."""
    match kind:
        case ViewKind.DAY:
            return Period(kind, day, day, day)
        case ViewKind.WEEK:
            first = _week_of(day, first_weekday)
            return Period(kind, day, first, first + timedelta(days=WEEK - 1))
        case ViewKind.MONTH:
            first = _week_of(day.replace(day=1), first_weekday)
            return Period(kind, day, first, first + timedelta(days=MONTH_DAYS - 1))
        case ViewKind.AGENDA:
            return Period(kind, day, day, day + timedelta(days=AGENDA_DAYS - 1))


def turned(period: Period, way: int) -> date:
    """Return the day for which the time before (`way` -1) or after (1) is shown."""
    match period.kind:
        case ViewKind.MONTH:
            month = period.day.year * 12 + period.day.month - 1 + way
            return date(month // 12, month % 12 + 1, 1)
        case ViewKind.DAY:
            return period.day + timedelta(days=way)
        case ViewKind.WEEK:
            return period.day + timedelta(days=WEEK * way)
        case ViewKind.AGENDA:
            return period.day + timedelta(days=AGENDA_DAYS * way)


def period_title(period: Period, formats: Formats) -> str:
    """Return how the days are called: “May 2026”, “18 – 24 May 2026”, “Thursday 14 May”."""
    locale = locale_of(formats.place.language)
    if period.kind is ViewKind.MONTH:
        return format_date(period.day, "LLLL y", locale)
    if period.kind is ViewKind.DAY:
        return formats.long_day(period.day)
    last = formats.day(period.last, dated=True)
    same_month = (period.first.year, period.first.month) == (period.last.year, period.last.month)
    if same_month and formats.place.language.startswith("en"):
        return _("{first} – {last}").format(first=period.first.day, last=last)
    return _("{first} – {last}").format(first=formats.day(period.first), last=last)


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % WEEK)
