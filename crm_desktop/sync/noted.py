"""Values between the file and the wire: links travel as hexadecimal ids in small letters, all else as it is stored."""

import json
from collections.abc import Mapping
from typing import Any

from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.own import FIRST_OWN_NUMBER
from crm_desktop.store.capture import OWN_VALUES
from crm_desktop.sync.merge import Clock, Value

Stored = str | int | float | bytes | None


def known_field(table: RecordTable, number: int) -> Field | None:
    """Return the stored field `number` of `table`, None for an own field and for one that only a newer program has."""
    return _FIELDS[table.number].get(number)


def columns_of(table: RecordTable) -> list[Field]:
    """Return the fields of `table` that are columns and travel each under its number."""
    return list(_FIELDS[table.number].values())


def travelling(field: Field | None, stored: bytes | Value) -> Value:
    """Return the `stored` or noted value of `field` as it travels."""
    if isinstance(stored, bytes):
        return stored.hex()
    if field is not None and field.kind is FieldKind.LINK and isinstance(stored, str):
        return stored.lower()
    return stored


def arrived(field: Field, value: Value) -> Stored:
    """Return the stored form of what travelled as `value`; what the field cannot hold is kept as text."""
    if field.kind is FieldKind.LINK:
        return _id(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def note(field: Field | None, value: Value) -> Value:
    """Return what travelled as `value` as the journal notes it."""
    linked = field is not None and field.kind is FieldKind.LINK and isinstance(value, str)
    return value.upper() if linked and isinstance(value, str) else value


def bag(text: str | None) -> dict[int, Value]:
    """Return the values that a column of JSON holds, each under the number of its field."""
    found: Mapping[str, Value] = json.loads(text) if text else {}
    return {int(number): value for number, value in found.items() if number.isdecimal()}


def bag_text(values: Mapping[int, Value]) -> str | None:
    """Return the column that holds `values`; None where there are none."""
    kept = {str(number): value for number, value in values.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None


def is_own(number: int) -> bool:
    """Tell whether `number` is that of a field that the workspace added."""
    return number >= FIRST_OWN_NUMBER


def clocks_noted(base: Any) -> tuple[Clock, ...]:
    """Return the clocks that a change notes as its base: one pair, or a list of them after a settled conflict."""
    if not base:
        return ()
    pairs = base if isinstance(base[0], list) else [base]
    return tuple(Clock(int(hlc), int(site)) for hlc, site in pairs)


def _id(value: Value) -> bytes | None:
    if not isinstance(value, str):
        return None
    try:
        return bytes.fromhex(value)
    except ValueError:
        return None


_FIELDS = {
    table.number: {each.number: each for each in table.stored_fields if each.name != OWN_VALUES}
    for table in BY_NUMBER.values()
}
