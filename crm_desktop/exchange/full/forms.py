"""How records stand in a full export: one JSON line each, links as ids, everything else as it is stored."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm_desktop.errors import UnreadableFile
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.words import _

# What the journal fills by itself in every row, and a full export brings along.
MARKS = ("created_at", "updated_at", "created_by")
_IDS = frozenset({"id", "created_by"})
# How each kind of field is written, for who reads an export without this program.
FORMS: Mapping[FieldKind, str] = {
    FieldKind.MONEY: "integer of minor units of the record's currency",
    FieldKind.INSTANT: "milliseconds since 1970-01-01T00:00:00Z",
    FieldKind.DAY: "ISO 8601 date",
    FieldKind.PARTIAL_DAY: "ISO 8601 date, or --MM-DD without a year",
    FieldKind.LINK: "id of a record",
    FieldKind.YES_NO: "1 or 0",
    FieldKind.CHOICES: "JSON list in a string",
    FieldKind.TAGS: "JSON list in a string",
    FieldKind.JSON: "JSON document in a string",
}


def column_names(table: RecordTable) -> tuple[str, ...]:
    """Return the columns of `table` in a full export: the id, the fields, then the marks."""
    return ("id", *(each.name for each in table.stored_fields), *MARKS)


def record_line(table: RecordTable, row: tuple[Stored, ...]) -> str:
    """Return the JSON line of a `row` whose values are in the order of `column_names`; nothing is left out but None."""
    record = {
        name: str(UUID(bytes=value)) if isinstance(value, bytes) else value
        for name, value in zip(column_names(table), row, strict=True)
        if value is not None
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def row_of_line(table: RecordTable, line: bytes, where: str) -> tuple[Stored, ...]:
    """Return the values of a line in the order of `column_names`; raises UnreadableFile naming `where` it stands."""
    try:
        record: Any = json.loads(line)
        if not isinstance(record, dict) or "id" not in record:
            raise ValueError("no record")
        return tuple(_stored(table, name, record.get(name)) for name in column_names(table))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableFile(
            _("{where} holds no record of a full export. The file is damaged; export it again.").format(where=where)
        ) from error


def schema_document(table: RecordTable) -> dict[str, object]:
    """Return what `schema.json` says of `table`."""
    return {
        "number": table.number,
        "title": table.title,
        "fields": [_field_document(each) for each in table.stored_fields],
    }


def _field_document(field: Field) -> dict[str, object]:
    document: dict[str, object] = {"name": field.name, "number": field.number, "kind": field.kind.value}
    if field.kind in FORMS:
        document["form"] = FORMS[field.kind]
    if field.target is not None:
        document["target"] = field.target
    if field.choices:
        document["choices"] = [each.value for each in field.choices]
    if field.personal:
        document["personal"] = True
    return document


def _stored(table: RecordTable, name: str, value: object) -> Stored:
    if value is None:
        return None
    field = table.by_name.get(name)
    if name in _IDS or (field is not None and field.kind is FieldKind.LINK):
        return UUID(str(value)).bytes
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(name)
    return value
