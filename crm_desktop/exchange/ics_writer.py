"""Writing activities and tasks to calendar files (RFC 5545)."""

from collections.abc import Collection, Sequence
from pathlib import Path

from icalendar import Calendar, Timezone

from crm_desktop.activities.calendar import CalendarEntry
from crm_desktop.exchange.ics_components import CHUNK, components
from crm_desktop.exchange.ics_shown import shown_day
from crm_desktop.jobs import Progress
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View, record_count
from crm_desktop.store.whole_list import record_rows
from crm_desktop.vault.driver import Connection
from crm_desktop.whole_files import atomic_bytes

WRITTEN = ("interaction", "task")
_PRODID = "-//crm_desktop//calendar//EN"


def write_calendar(
    reader: Connection,
    view: View,
    place: Place,
    path: Path,
    progress: Progress | None = None,
    *,
    only: Collection[bytes] = (),
) -> int:
    """Write the activities or tasks that `view` shows to `path` as a calendar; return how many there are.

    Where ids are named in `only`, those of them alone. Raises CrmError where the file cannot be written, and
    Cancelled: then there is none.
    """
    progress, total = progress or Progress(), len(only) or record_count(reader, view, place)
    ids = [row.record for row in record_rows(reader, view._replace(columns=("created_at",)), place, only)]
    writing = _Writing(reader, place)
    writing.add_records(view.kind.table.name, ids, progress, total)
    writing.write(path)
    progress.report(total, total)
    return len(ids)


def write_entries(
    reader: Connection, entries: Sequence[CalendarEntry], place: Place, path: Path, *, progress: Progress | None = None
) -> int:
    """Write what the calendar shows as `entries` to `path`; return how many components that are.

    What repeats stands there once, with its rule. Birthdays and expected closes are whole days that take no time.
    Raises CrmError where the file cannot be written, and Cancelled: then there is none.
    """
    progress, total, now = progress or Progress(), len(entries), place.clock()
    writing = _Writing(reader, place)
    for table in WRITTEN:
        ids = dict.fromkeys(each.record for each in entries if each.table == table)
        writing.add_records(table, list(ids), progress, total)
    for entry in entries:
        if entry.table not in WRITTEN:
            writing.calendar.add_component(shown_day(entry, now))
    count = len(writing.calendar.subcomponents)
    writing.write(path)
    progress.report(total, total)
    return count


class _Writing:
    """A calendar that is being put together; `zones` are the definitions of zones that nobody else knows."""

    def __init__(self, reader: Connection, place: Place) -> None:
        self._reader = reader
        self._place = place
        self._zones: dict[str, str] = {}
        self.calendar = Calendar()
        self.calendar.add("prodid", _PRODID)
        self.calendar.add("version", "2.0")

    def add_records(self, table: str, ids: Sequence[bytes], progress: Progress, total: int) -> None:
        """Add the records `ids` of `table`."""
        for count, made in enumerate(components(self._reader, table, ids, self._place, self._zones)):
            if count % CHUNK == 0:
                progress.report(count, total)
            self.calendar.add_component(made)

    def write(self, path: Path) -> None:
        """Write all of it to `path`, in one go."""
        for text in self._zones.values():
            self.calendar.add_component(Timezone.from_ical(text))
        self.calendar.add_missing_timezones()
        with atomic_bytes(path) as file:
            file.write(self.calendar.to_ical())
