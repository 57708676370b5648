"""Days as they are shown: by date, and by how near they are."""

from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from crm_desktop.values.languages import locale_of
from crm_desktop.words import _, ngettext

_NEAR = 7  # days that are told by their distance
# English without a country writes the day first, as the rest of the world does.
_INTERNATIONAL = {"MMMd": "d MMM", "yMMMd": "d MMM y", "yMMM": "MMM y"}
_SHOWN_BEFORE = 4096  # dates; formatting one takes 20 µs, and lists repeat them


def shown_day(day: date, language: str) -> str:
    """Return `day` with its year as `language` writes it: `12 May 2025`, `12.05.2025`."""
    if language == "en":
        return _formatted(day, "yMMMd", language)
    return _medium(day, language)


def shown_partial_day(stored: str, language: str) -> str:
    """Return a day that may lack its year, as stored: "5 Apr 1980", "5 April"."""
    if not stored.startswith("--"):
        return shown_day(date.fromisoformat(stored), language)
    # a leap year, so that 29 February is a day
    day = date.fromisoformat(f"2000-{stored[2:]}")
    locale = locale_of(language)
    return format_date(day, "d MMMM", locale) if language == "en" else format_skeleton("MMMMd", day, locale=locale)


def relative_day(day: date, today: date, language: str) -> str:
    """Return how near `day` is, up to seven days, then its date: `Today`, `In 3 days`, `12 May`, `12 May 2025`."""
    ahead = (day - today).days
    if ahead in _neighbours():
        return _neighbours()[ahead]
    if 0 < ahead <= _NEAR:
        return ngettext("In {n} day", "In {n} days", ahead).format(n=ahead)
    if -_NEAR <= ahead < 0:
        return ngettext("{n} day ago", "{n} days ago", -ahead).format(n=-ahead)
    return short_day(day, today, language)


def short_day(day: date, today: date, language: str) -> str:
    """Return `day` with its year only where that is not the year of `today`: `12 May`, `12 May 2025`."""
    return _formatted(day, "MMMd" if day.year == today.year else "yMMMd", language)


def late_by(day: date, today: date) -> str:
    """Return how late something due on `day` is: `2 days late`; an empty text where it is not."""
    late = (today - day).days
    return ngettext("{n} day late", "{n} days late", late).format(n=late) if late > 0 else ""


def month_label(day: date, language: str) -> str:
    """Return the month of `day` with its year: `May 2025`."""
    return _formatted(day, "yMMM", language)


def _neighbours() -> dict[int, str]:
    return {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}


@lru_cache(_SHOWN_BEFORE)
def _medium(day: date, language: str) -> str:
    return format_date(day, "medium", locale_of(language))


@lru_cache(_SHOWN_BEFORE)
def _formatted(day: date, skeleton: str, language: str) -> str:
    locale = locale_of(language)
    pattern = _INTERNATIONAL[skeleton] if language == "en" else locale.datetime_skeletons[skeleton].pattern
    return format_date(day, pattern, locale)
