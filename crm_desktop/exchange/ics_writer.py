"""Activities and tasks as a calendar (RFC 5545): what came from one leaves as it came, but for what was changed."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from icalendar import Calendar, Event, Timezone, Todo
from icalendar.cal import Component

from crm_desktop.exchange.ics_moments import RefusedItem
from crm_desktop.exchange.ics_properties import write_event, write_task
from crm_desktop.exchange.ics_reader import read_item
from crm_desktop.exchange.ics_stored import SYSTEM
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.exchange.readers.calendar_text import Component as Cut
from crm_desktop.exchange.readers.calendar_text import read_calendar
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import instant
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.record_query import View, record_count
from crm_desktop.store.whole_list import record_rows
from crm_desktop.vault.driver import Connection
from crm_desktop.whole_files import atomic_bytes

WRITTEN = ("interaction", "task")
_CHUNK = 500
_PRODID = "-//crm_desktop//calendar//EN"
Row = Mapping[str, Stored]


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
    table = view.kind.table.name
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    zones: dict[str, str] = {}
    ids = [row.record for row in record_rows(reader, view._replace(columns=("created_at",)), place, only)]
    for count, row in enumerate(_stored(reader, table, ids)):
        if count % _CHUNK == 0:
            progress.report(count, total)
        guests = _guests(reader, row) if table == "interaction" else ()
        calendar.add_component(_component(reader, table, row, guests, place, zones))
    for text in zones.values():
        calendar.add_component(Timezone.from_ical(text))
    calendar.add_missing_timezones()
    with atomic_bytes(path) as file:
        file.write(calendar.to_ical())
    progress.report(total, total)
    return len(ids)


def _component(
    reader: Connection,
    table: str,
    row: Row,
    guests: Sequence[tuple[str, str]],
    place: Place,
    zones: dict[str, str],
) -> Component:
    """Return `row` as a component; definitions of zones that nobody else knows are added to `zones`."""
    made, before = _as_it_came(table, row, place, zones)
    if "UID" not in made:
        made.add("uid", _uid(row))
    if "DTSTAMP" not in made:
        made.add("dtstamp", instant(int(str(row["updated_at"]))))
    if table == "interaction":
        write_event(made, row, before, place.zone, _occurrence(reader, row))
        for name, email in guests if not before else ():
            made.add("attendee", f"mailto:{email}", parameters={"CN": name} if name else {})
    else:
        write_task(made, row, before, place.zone)
    return made


def _as_it_came(table: str, row: Row, place: Place, zones: dict[str, str]) -> tuple[Component, dict[str, Stored]]:
    """Return the component that `row` came from, and what that says; an empty one where it came from none."""
    kind, empty = ("VEVENT", Event()) if table == "interaction" else ("VTODO", Todo())
    parts = json.loads(str(row["calendar_parts"] or "{}"))
    text = parts.get("component")
    if not text:
        return empty, {}
    own = read_calendar(parts.get("zones", "").encode(), "", place.region).zones if parts.get("zones") else {}
    zones |= own
    try:
        item = read_item(Cut(0, kind, text), Zones(own, place.zone), int(str(row["created_at"])))
    except RefusedItem:
        return empty, {}
    return type(empty).from_ical(text), item.values


def _uid(row: Row) -> str:
    theirs = json.loads(str(row["external_ids"] or "{}")).get(SYSTEM, "")
    record = row["id"]
    return theirs.partition("#")[0] or id_text(record if isinstance(record, bytes) else b"")


def _occurrence(reader: Connection, row: Row) -> str:
    """Return the UID of the series that `row` is an exception of, or nothing."""
    if row["series"] is None or not row["occurrence"]:
        return ""
    found = reader.execute("SELECT id, external_ids FROM interaction WHERE id = ?", (row["series"],)).fetchone()
    return "" if found is None else _uid({"id": found[0], "external_ids": found[1]})


def _stored(reader: Connection, table: str, ids: Sequence[bytes]) -> Iterator[Row]:
    """Yield the records `ids` of `table` with all their fields, in their order."""
    columns = ("id", *(each.name for each in BY_NAME[table].stored_fields), "created_at", "updated_at")
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found = reader.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id IN ({marks})", tuple(chunk))
        rows = {row[0]: dict(zip(columns, row, strict=True)) for row in found}
        yield from (rows[each] for each in chunk if each in rows)


def _guests(reader: Connection, row: Row) -> Sequence[tuple[str, str]]:
    """Return name and main address of those whom an interaction is with."""
    found = reader.execute(
        "SELECT c.name, p.value FROM contact c JOIN contact_point p ON p.contact = c.id AND p.kind = 'email' "
        "AND p.is_primary = 1 AND p.removed_at IS NULL WHERE c.id = ?1 OR c.id IN (SELECT contact FROM participant "
        "WHERE interaction = ?2 AND removed_at IS NULL) ORDER BY c.id = ?1 DESC, c.rid",
        (row["person"], row["id"]),
    )
    return [(str(name), str(value)) for name, value in found]
