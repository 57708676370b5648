"""Days that move with the calendar, in words of the user's language."""

import re
from collections.abc import Callable, Mapping

from crm_desktop.filters.days import AGO, AHEAD, SOME
from crm_desktop.words import N_, _, ngettext

_NAMED = {"yesterday": N_("yesterday"), "today": N_("today"), "tomorrow": N_("tomorrow")}
_PERIODS = {
    "this week": N_("this week"),
    "last week": N_("last week"),
    "next week": N_("next week"),
    "this month": N_("this month"),
    "last month": N_("last month"),
    "next month": N_("next month"),
    "this quarter": N_("this quarter"),
    "last quarter": N_("last quarter"),
    "next quarter": N_("next quarter"),
    "this year": N_("this year"),
    "last year": N_("last year"),
    "next year": N_("next year"),
}
_LENGTHS: Mapping[str, Callable[[int], str]] = {
    "day": lambda n: ngettext("{n} day", "{n} days", n),
    "week": lambda n: ngettext("{n} week", "{n} weeks", n),
    "month": lambda n: ngettext("{n} month", "{n} months", n),
    "quarter": lambda n: ngettext("{n} quarter", "{n} quarters", n),
    "year": lambda n: ngettext("{n} year", "{n} years", n),
}


def moving_words(text: str) -> str | None:
    """Return how `text`, such as `last 30 days`, is said; None where it names no days that move."""
    words = " ".join(text.lower().split())
    named = _NAMED.get(words) or _PERIODS.get(words)
    if named is not None:
        return _(named)
    if found := SOME.fullmatch(words):
        told = _("the last {length}") if found["which"] == "last" else _("the next {length}")
        return told.format(length=_length(found))
    if found := AGO.fullmatch(words):
        return _("{length} ago").format(length=_length(found))
    if found := AHEAD.fullmatch(words):
        return _("in {length}").format(length=_length(found))
    return None


def period_choices() -> dict[str, str]:
    """Return the texts of whole days, weeks, months, quarters and years, each with how it is said."""
    return {text: _(told) for text, told in (*_NAMED.items(), *_PERIODS.items())}


def length_words(text: str) -> str | None:
    """Return `60 days` in words where `text` is `60 days ago`."""
    found = AGO.fullmatch(" ".join(text.lower().split()))
    return None if found is None else _length(found)


def _length(found: re.Match[str]) -> str:
    count = int(found["count"])
    return _LENGTHS[found["unit"]](count).format(n=count)
