"""The texts of the workspace's own fields, as search looks through them."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import label_of, plain_value
from crm_desktop.store.expressions import names_of
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.values.phone import phone_digits
from crm_desktop.vault.driver import Connection

_SAID = frozenset(
    {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.URL, FieldKind.PHONE, FieldKind.DECIMAL, FieldKind.CHOICE}
    | {FieldKind.CHOICES, FieldKind.LINK, FieldKind.MONEY, FieldKind.DAY, FieldKind.TIME}
)


class OwnText(NamedTuple):
    """One text of an own field of a record."""

    field: Field
    text: str

    @property
    def digits(self) -> str:
        """The digits of a phone number; empty for all else."""
        return phone_digits(self.text) if self.field.kind is FieldKind.PHONE else ""


def own_texts(
    connection: Connection, table: str, source: str, where: str, values: tuple[int | str, ...]
) -> dict[int, list[OwnText]]:
    """Return the texts of own fields by rid, of the rows `t` of `source` that `where` names and that have any."""
    fields = {str(each.number): each for each in workspace_kinds(connection).own.get(table, ()) if each.kind in _SAID}
    if not fields:
        return {}
    own_currency = any(each.name == "currency" for each in BY_NAME[table].stored_fields)
    column = "t.currency" if own_currency else "NULL"
    found = connection.execute(
        f"SELECT t.rid, {column}, t.custom FROM {source} "
        f"WHERE {where} AND t.removed_at IS NULL AND t.custom IS NOT NULL",
        values,
    )
    rows = [
        (rid, currency, {fields[key]: value for key, value in json.loads(custom).items() if key in fields})
        for rid, currency, custom in found
    ]
    names = _linked_names(connection, [stored for _rid, _currency, stored in rows])
    usual = setting_value(connection, "currency")
    return {
        rid: [
            OwnText(field, text)
            for field, value in stored.items()
            if (text := _text(field, value, names, currency or usual))
        ]
        for rid, currency, stored in rows
    }


def _linked_names(
    connection: Connection, rows: Sequence[Mapping[Field, str | int | float]]
) -> dict[tuple[str, bytes], str]:
    wanted: dict[str, set[bytes]] = {}
    for stored in rows:
        for field, value in stored.items():
            if field.kind is FieldKind.LINK and field.target:
                wanted.setdefault(field.target, set()).add(bytes.fromhex(str(value)))
    names: dict[tuple[str, bytes], str] = {}
    for table, ids in wanted.items():
        names |= {(table, record): name for record, name in names_of(connection, table, list(ids)).items()}
    return names


def _text(field: Field, value: str | int | float, names: Mapping[tuple[str, bytes], str], currency: str) -> str:
    if field.kind is FieldKind.LINK:
        return names.get((field.target or "", bytes.fromhex(str(value))), "")
    if field.kind is FieldKind.CHOICES:
        return ", ".join(label_of(field, str(each)) for each in json.loads(str(value)))
    return str(plain_value(field, value, currency))
