"""The workspace's own fields, as its records describe them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from crm_desktop.errors import InvalidField
from crm_desktop.schema.catalogue import BY_NAME, KINDS, Kind
from crm_desktop.schema.field import Choice, Field, FieldKind, RecordTable
from crm_desktop.schema.own import Kinds, own_number
from crm_desktop.vault.driver import Connection

FILE = "file"
_KINDS = {
    "text": FieldKind.TEXT,
    "long_text": FieldKind.LONG_TEXT,
    "number": FieldKind.DECIMAL,
    "money": FieldKind.MONEY,
    "date": FieldKind.DAY,
    "time": FieldKind.TIME,
    "yes_no": FieldKind.YES_NO,
    "choice": FieldKind.CHOICE,
    "choices": FieldKind.CHOICES,
    "link": FieldKind.LINK,
    FILE: FieldKind.LINK,
    "url": FieldKind.URL,
    "phone": FieldKind.PHONE,
    "formula": FieldKind.FORMULA,
}
_NOT_COMPUTED = frozenset({FieldKind.FORMULA, FieldKind.JSON})
_BY_NAME = {each.name: each for each in KINDS}
# The oldest of two fields of one name keeps it, on every device.
_ALL = """
    SELECT id, name, label, record_kind, kind, choices, target, formula, help, required, personal, removed_at
    FROM custom_field ORDER BY removed_at IS NOT NULL, id
"""
_POSITIONS = "SELECT id FROM custom_field ORDER BY position IS NULL, position, id"


def workspace_kinds(reader: Connection) -> Kinds:
    """Return the kinds of the workspace with its own fields, in the order in which forms show them."""
    rows = reader.execute(_ALL).fetchall()
    if not rows:
        return Kinds()
    order: dict[bytes | None, int] = {row[0]: number for number, row in enumerate(reader.execute(_POSITIONS))}
    own: dict[str, list[Field]] = {}
    gone: dict[str, list[Field]] = {}
    for *row, removed_at in rows:
        kind, made = _BY_NAME.get(row[3]), _KINDS.get(row[4])
        # A newer program may have described kinds that this one does not know.
        if kind is None or made is None:
            continue
        table = kind.table.name
        taken = {each.name for each in (*own.get(table, ()), *gone.get(table, ()))} | set(kind.table.by_name)
        field = _field(row, kind, made, taken)
        (own if removed_at is None else gone).setdefault(table, []).append(field)
    for table, fields in own.items():
        fields.sort(key=lambda each: order[each.own])
        own[table] = [_with_inputs(BY_NAME[table], each, fields) for each in fields]
    return Kinds(*({table: tuple(fields) for table, fields in each.items()} for each in (own, gone)))


def stored_choices(stored: str | None) -> tuple[Choice, ...]:
    """Return the choices that a field's description holds."""
    return tuple(Choice(str(each["value"]), str(each["label"])) for each in json.loads(stored or "[]"))


def formula_names(table: RecordTable, fields: Iterable[Field], only: str | None) -> dict[str, Field]:
    """Return the fields by name that formulas of `table`, or of its one kind `only`, can use."""
    return {
        each.name: each
        for each in (*table.all_fields, *fields)
        if each.kind not in _NOT_COMPUTED and each.only in (None, only)
    }


def _with_inputs(table: RecordTable, field: Field, fields: Iterable[Field]) -> Field:
    if field.kind is not FieldKind.FORMULA:
        return field
    # the language of formulas comes with the first of them
    from crm_desktop.values.formula import formula_from_text

    try:
        wanted = formula_from_text(field.formula).names
    except InvalidField:
        # Written by a newer program; the reason stands where the value would.
        return field
    known = formula_names(table, fields, field.only)
    return replace(field, inputs=tuple(known[name] for name in wanted if name in known))


def _field(row: Sequence[Any], kind: Kind, made: FieldKind, taken: set[str]) -> Field:
    record, name, label, _kind_name, typed, choices, target, formula, help_, required, personal = row
    target_kind = _BY_NAME.get(target or "")
    file, formula_kind = typed == FILE, made is FieldKind.FORMULA
    return Field(
        own_number(record),
        name if name not in taken else f"{name}_{record[-2:].hex()}",
        label,
        made,
        personal=bool(personal),
        choices=stored_choices(choices),
        target="attachment" if file else target_kind.table.name if target_kind and made is FieldKind.LINK else None,
        target_kind=target_kind.narrowed if target_kind else None,
        required=bool(required) and not formula_kind,
        only=kind.narrowed,
        read_only=formula_kind,
        own=record,
        formula=formula or "",
        help=help_ or "",
    )
