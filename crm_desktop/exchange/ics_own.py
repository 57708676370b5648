"""Our own records in a calendar that comes back: by the ids that they left with."""

import json
from collections.abc import Mapping
from datetime import datetime

from icalendar import Event, Todo

from crm_desktop.activities.due import occurrence_key, zone_named
from crm_desktop.exchange.ics_components import components
from crm_desktop.exchange.ics_reader import CalendarItem, unstamped
from crm_desktop.journal.ids import id_from_text
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.vault.driver import Connection


def own_record(connection: Connection, item: CalendarItem, place: Place) -> bytes | None:
    """Return the record that `item` left as, the one of its series where it is an exception; None where it is none."""
    record = own_id(connection, item.table, item.uid)
    if record is None or item.occurrence is None:
        return record
    row = connection.execute(f"SELECT zone FROM {item.table} WHERE id = ?", (record,)).fetchone()
    wall: datetime = item.occurrence.in_zone(zone_named(row[0], place.zone))
    key = occurrence_key(wall, whole_day=item.occurrence.whole_day)
    found = connection.execute(
        f"SELECT id FROM {item.table} WHERE series = ? AND occurrence = ? AND removed_at IS NULL", (record, key)
    ).fetchone()
    return None if found is None else bytes(found[0])


def own_id(connection: Connection, table: str, uid: str) -> bytes | None:
    """Return the id that `uid` spells where a record of `table` has it and is not in the bin."""
    record = id_from_text(uid)
    row = (
        None
        if record is None
        else connection.execute(f"SELECT id FROM {table} WHERE id = ? AND removed_at IS NULL", (record,)).fetchone()
    )
    return None if row is None else bytes(row[0])


def left_as(connection: Connection, item: CalendarItem, record: bytes, place: Place) -> bool:
    """Tell whether `item` says what `record` would leave with now."""
    made = next(components(connection, item.table, [record], place, {}), None)
    text = _text_of(item)
    return made is not None and _lines(made.to_ical().decode()) == _lines(_parsed(item.table, text))


def _text_of(item: CalendarItem) -> str:
    """Return the text of the component that `item` was read from."""
    return str(json.loads(str(item.values["calendar_parts"]))["component"])


def unsaid(stored: Mapping[str, Stored], values: Mapping[str, Stored], home: str) -> dict[str, Stored]:
    """Return `values` without what a calendar only repeats: whether it is held, while its time is the same, and a zone
    that is the user's own.
    """
    same_time = values.get("at") == stored.get("at")
    said = {name: value for name, value in values.items() if not (name == "planned" and same_time)}
    if stored.get("zone") is None and said.get("zone") == home:
        said.pop("zone")
    return said


def _parsed(table: str, text: str) -> str:
    kind = Event if table == "interaction" else Todo
    return str(kind.from_ical(text).to_ical(), "utf-8")


def _lines(text: str) -> list[str]:
    return sorted(unstamped(text.replace("\r\n ", "").replace("\r\n", "\n")).splitlines())
