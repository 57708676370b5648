"""Stored activities and tasks as components of a calendar: what came from one is as it came, but for changes."""

import json
from collections.abc import Iterator, Mapping, Sequence

from icalendar import Event, Todo
from icalendar.cal import Component

from crm_desktop.exchange.ics_moments import RefusedItem
from crm_desktop.exchange.ics_properties import write_event, write_task
from crm_desktop.exchange.ics_reader import read_item
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.exchange.readers.calendar_text import Component as Cut
from crm_desktop.exchange.readers.calendar_text import read_calendar
from crm_desktop.journal.clock import instant
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.vault.driver import Connection

CHUNK = 500
# Under this name the UID of where it came from is kept.
SYSTEM = "ics"
Row = Mapping[str, Stored]


def components(
    reader: Connection, table: str, ids: Sequence[bytes], place: Place, zones: dict[str, str]
) -> Iterator[Component]:
    """Yield the records `ids` of `table`; definitions of zones that nobody else knows are added to `zones`."""
    for row in _stored(reader, table, ids):
        guests = _guests(reader, row) if table == "interaction" else ()
        yield _component(reader, table, row, guests, place, zones)


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
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
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
