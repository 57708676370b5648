"""What is planned for today and the next days, as the Today page lists it."""

from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.activities.calendar import CalendarEntry, Shown, Window, calendar_entries
from crm_desktop.journal.clock import milliseconds
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection

LISTED = 60


class AgendaItem(NamedTuple):
    """Something planned: a task or an appointment. `at` in milliseconds, None where only the day is known.

    `contact` is whom it is with, in words `who`.
    """

    id: bytes
    table: str
    title: str
    kind: str
    day: str
    at: int | None
    duration_min: int | None
    contact: bytes | None
    who: str
    done: bool
    occurrence: str = ""
    repeats: bool = False


def agenda(
    reader: Connection, place: Place, now: datetime, member: bytes | None, last: date
) -> tuple[list[AgendaItem], list[AgendaItem]]:
    """Return what `member` plans for the day of `now`, and for the days after it up to `last`."""
    today = now.astimezone(place.zone).date()
    window = Window(today, last, (Shown.TASKS, Shown.PLANNED), member)
    items = [_item(each, today) for each in calendar_entries(reader, place, now, window)]
    items.sort(key=lambda each: (each.day, each.at is None, each.at or 0, each.title))
    ahead = [each for each in items if each.day > today.isoformat() and not each.done]
    return [each for each in items if each.day == today.isoformat()][:LISTED], ahead[:LISTED]


def _item(entry: CalendarEntry, today: date) -> AgendaItem:
    return AgendaItem(
        entry.record,
        entry.table,
        entry.title,
        entry.kind,
        max(entry.start.date(), today).isoformat(),
        None if entry.whole_day else milliseconds(entry.instant),
        None if entry.whole_day else entry.minutes,
        entry.contact,
        entry.who,
        entry.state == "done",
        entry.occurrence,
        entry.repeats,
    )
