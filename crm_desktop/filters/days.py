"""Days in a filter: a date, or words that move with the calendar, such as `last 30 days` and `this month`."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Place
from crm_desktop.values.day import day_from_text
from crm_desktop.values.languages import locale_of
from crm_desktop.words import N_, _

UNITS = ("days", "weeks", "months", "quarters", "years")
NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS = {"months": 1, "quarters": 3, "years": 12}
_COUNT = r"(?P<count>\d{1,4}) (?P<unit>day|week|month|quarter|year)s?"
PERIOD = re.compile(r"(?P<which>this|last|next) (?P<unit>week|month|quarter|year)")
SOME = re.compile(rf"(?:the )?(?P<which>last|next) {_COUNT}")
AGO = re.compile(rf"{_COUNT} ago")
AHEAD = re.compile(rf"in {_COUNT}")
_MEANT_TO_MOVE = re.compile(r"(?:the )?(?:last|this|next|in|past|coming)(?!\w)|.* ago$")
_TURN = {"last": -1, "this": 0, "next": 1}
FURTHEST = N_("“{text}” leads beyond the calendar. Name fewer {unit}.")


class Span(NamedTuple):
    """The days from `first` to `last`, both of them in it."""

    first: date
    last: date


def span_from_text(text: str, place: Place) -> Span:
    """Return the days that `text` names, as of today in the zone of `place`; raises InvalidField."""
    words = " ".join(text.lower().split())
    moving = _moving(words, place)
    if moving is not None:
        return moving
    if _MEANT_TO_MOVE.match(words):
        told = _("“{text}” names no days. Write it like last 30 days, next 2 weeks, this month or 60 days ago.")
        raise InvalidField("day", told.format(text=text.strip()))
    day = day_from_text(text, place.date_order)
    return Span(day, day)


def is_moving(text: str) -> bool:
    """Return whether `text` names days that move with the calendar."""
    words = " ".join(text.lower().split())
    return words in NAMED or any(each.fullmatch(words) for each in (PERIOD, SOME, AGO, AHEAD))


def _moving(words: str, place: Place) -> Span | None:
    """Return the days of `words` such as `last 30 days`; None where they are none of these."""
    if words in NAMED:
        day = place.today() + timedelta(days=NAMED[words])
        return Span(day, day)
    if found := PERIOD.fullmatch(words):
        return _period(place.today(), f"{found['unit']}s", _TURN[found["which"]], _first_weekday(place))
    for pattern in (SOME, AGO, AHEAD):
        if found := pattern.fullmatch(words):
            back = pattern is AGO or (pattern is SOME and found["which"] == "last")
            count = int(found["count"]) * (-1 if back else 1)
            return _counted(words, place.today(), count, f"{found['unit']}s", point=pattern is not SOME)
    return None


def _counted(words: str, today: date, count: int, unit: str, *, point: bool) -> Span:
    """Return the day that lies `count` units off, or all days up to there; today is one of them."""
    try:
        day = shifted(today, count, unit)
    except (OverflowError, ValueError) as error:
        raise InvalidField("day", _(FURTHEST).format(text=words, unit=unit)) from error
    if point:
        return Span(day, day)
    return Span(min(day, today), max(day, today))


def shifted(day: date, count: int, unit: str) -> date:
    """Return the day that lies `count` of `unit` after `day`; where a month is too short, its last day."""
    if unit == "days":
        return day + timedelta(days=count)
    if unit == "weeks":
        return day + timedelta(weeks=count)
    month = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def _period(today: date, unit: str, turn: int, first_weekday: int) -> Span:
    """Return the whole week, month, quarter or year that lies `turn` after the one of `today`."""
    if unit == "weeks":
        first = today - timedelta(days=(today.weekday() - first_weekday) % 7) + timedelta(weeks=turn)
        return Span(first, first + timedelta(days=6))
    months = _MONTHS[unit]
    first = shifted(date(today.year, (today.month - 1) // months * months + 1, 1), turn, unit)
    return Span(first, shifted(first, 1, unit) - timedelta(days=1))


def _first_weekday(place: Place) -> int:
    return locale_of(f"{place.language[:2]}_{place.region}").first_week_day
