"""Birthdays and expected closes, which a calendar shows as well, as whole days of a calendar file."""

from datetime import datetime

from icalendar import Event

from crm_desktop.activities.calendar import CalendarEntry
from crm_desktop.exchange.readers.calendar_text import Component as Cut
from crm_desktop.journal.ids import id_text
from crm_desktop.words import N_, _

# It says which record the day comes from, so that it does not come back as a meeting.
COMES_FROM = "X-CRM-COMES-FROM"
LEFT_OUT = N_("Birthdays and expected closes were left out, contacts and deals say them: {examples} ({n}×).")


def shown_day(entry: CalendarEntry, stamp: datetime) -> Event:
    """Return `entry`, a birthday or an expected close, as a whole day that takes no time, written at `stamp`."""
    made = Event()
    title = _("Birthday of {name}") if entry.table == "contact" else _("Expected close: {name}")
    made.add("uid", f"{id_text(entry.record)}-{entry.start:%Y%m%d}")
    made.add("dtstamp", stamp)
    made.add("summary", title.format(name=entry.title))
    made.add("dtstart", entry.start.date())
    made.add("dtend", entry.end.date())
    made.add("transp", "TRANSPARENT")
    made.add(COMES_FROM, entry.table)
    return made


def is_shown_day(cut: Cut) -> bool:
    """Tell whether `cut` was written by `shown_day`."""
    return f"\n{COMES_FROM}:" in cut.text


def shown_title(cut: Cut) -> str:
    """Return what `cut` is called."""
    lines = (line for line in cut.text.splitlines() if line.startswith("SUMMARY:"))
    return next(lines, "SUMMARY:").partition(":")[2]
