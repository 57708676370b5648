"""What repeats, in words: “Every 2 weeks on Tuesday and Thursday, 10 times”."""

import re
from collections.abc import Sequence
from datetime import date

from babel.lists import format_list

from crm_desktop.values.day_shown import shown_day
from crm_desktop.values.languages import locale_of
from crm_desktop.values.recurrence import Recurrence
from crm_desktop.values.recurrence_rule import WEEKDAYS
from crm_desktop.words import _, ngettext

WORKDAYS = ",".join(WEEKDAYS[:5])
_BY_DAY = re.compile(r"([+-]?\d*)([A-Z]{2})")
_SAID = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}


def recurrence_words(recurrence: Recurrence, language: str) -> str:
    """Return in words how `recurrence` repeats; a rule that has no words is shown as it is written."""
    words = _rhythm(recurrence.parts, language)
    if words is None:
        return recurrence.rule
    parts = recurrence.parts
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        return ngettext("{rhythm}, {n} time", "{rhythm}, {n} times", count).format(rhythm=words, n=count)
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        day = shown_day(date(int(until[:4]), int(until[4:6]), int(until[6:8])), language)
        return _("{rhythm}, until {day}").format(rhythm=words, day=day)
    return words


def _rhythm(parts: dict[str, str], language: str) -> str | None:
    if not _SAID.issuperset(parts):
        return None
    interval = int(parts.get("INTERVAL", 1))
    by_day, month_day = parts.get("BYDAY", ""), parts.get("BYMONTHDAY", "")
    match parts["FREQ"]:
        case "DAILY" if not by_day and not month_day:
            return ngettext("Every day", "Every {n} days", interval).format(n=interval)
        case "WEEKLY" if by_day == WORKDAYS and interval == 1:
            return _("Every weekday")
        case "WEEKLY" if not month_day:
            return _weekly(interval, by_day, language)
        case "MONTHLY" if not (by_day and month_day):
            return _monthly(interval, by_day, month_day, language)
        case "YEARLY" if not by_day and not month_day:
            return ngettext("Every year", "Every {n} years", interval).format(n=interval)
        case _:
            return None


def _weekly(interval: int, by_day: str, language: str) -> str | None:
    names = [weekday_name(each, language) for each in by_day.split(",") if each in WEEKDAYS]
    if not by_day:
        return ngettext("Every week", "Every {n} weeks", interval).format(n=interval)
    if len(names) != len(by_day.split(",")):
        return None
    days = format_list(names, locale=locale_of(language))
    return ngettext("Every week on {days}", "Every {n} weeks on {days}", interval).format(n=interval, days=days)


def _monthly(interval: int, by_day: str, month_day: str, language: str) -> str | None:
    if not by_day and not month_day:
        return ngettext("Every month", "Every {n} months", interval).format(n=interval)
    if month_day == "-1":
        return ngettext("Every month on the last day", "Every {n} months on the last day", interval).format(n=interval)
    if month_day.isdecimal():
        return ngettext("Every month on day {day}", "Every {n} months on day {day}", interval).format(
            n=interval, day=month_day
        )
    found = _BY_DAY.fullmatch(by_day)
    which = _which(found[1]) if found else ""
    if found is None or not which or found[2] not in WEEKDAYS:
        return None
    return ngettext(
        "Every month on the {which} {weekday}", "Every {n} months on the {which} {weekday}", interval
    ).format(n=interval, which=which, weekday=weekday_name(found[2], language))


def _which(number: str) -> str:
    known = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "-1": _("last")}
    return known.get(number.removeprefix("+"), "")


def weekday_name(code: str, language: str) -> str:
    """Return the name of the weekday `code` (MO to SU)."""
    names: Sequence[str] = locale_of(language).days["stand-alone"]["wide"]
    return str(names[WEEKDAYS.index(code)])
