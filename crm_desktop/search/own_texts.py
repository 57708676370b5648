"""The texts of the workspace's own fields, as search looks through them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import label_of, plain_value
from crm_desktop.search.own_formulas import searched_formulas
from crm_desktop.store.expressions import field_expression, names_of
from crm_desktop.store.formula_calls import FAILED
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.values.phone import phone_digits
from crm_desktop.vault.driver import Connection

_SAID = frozenset(
    {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.URL, FieldKind.PHONE, FieldKind.DECIMAL, FieldKind.CHOICE}
    | {FieldKind.CHOICES, FieldKind.LINK, FieldKind.MONEY, FieldKind.DAY, FieldKind.TIME, FieldKind.YES_NO}
)

Value = str | int | float


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
    kinds = workspace_kinds(connection)
    fields = {str(each.number): each for each in kinds.own.get(table, ()) if each.kind in _SAID}
    formulas = searched_formulas(kinds, table)
    if not fields and not formulas:
        return {}
    own_currency = any(each.name == "currency" for each in BY_NAME[table].stored_fields)
    columns = ["t.rid", "t.currency" if own_currency else "NULL", "t.custom"]
    columns += [_computed(table, each) for each in formulas]
    # a formula may give something where no own field has a value
    filled = "" if formulas else "AND t.custom IS NOT NULL"
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM {source} WHERE {where} AND t.removed_at IS NULL {filled}", values
    )
    rows = [
        (rid, currency, _stored(fields, custom) + [each for each in zip(formulas, made, strict=True) if each[1]])
        for rid, currency, custom, *made in found
    ]
    names = _linked_names(connection, [stored for _rid, _currency, stored in rows])
    usual = setting_value(connection, "currency")
    return {
        rid: [
            OwnText(field, text) for field, value in stored if (text := _text(field, value, names, currency or usual))
        ]
        for rid, currency, stored in rows
        if stored
    }


def _stored(fields: Mapping[str, Field], custom: str | None) -> list[tuple[Field, Value]]:
    return [(fields[key], value) for key, value in json.loads(custom or "{}").items() if key in fields]


def _computed(table: str, formula: Field) -> str:
    """Return the expression of what `formula` gives, on the rows of its kind."""
    made = field_expression(BY_NAME[table], formula)
    if formula.only is None:
        return made
    # what another program calls neither is shown as a person
    return f"iif(iif(t.kind = 'company', t.kind, 'person') = '{formula.only}', {made}, NULL)"


def _linked_names(
    connection: Connection, rows: Iterable[Sequence[tuple[Field, Value]]]
) -> dict[tuple[str, bytes], str]:
    wanted: dict[str, set[bytes]] = {}
    for stored in rows:
        for field, value in stored:
            if field.kind is FieldKind.LINK and field.target:
                wanted.setdefault(field.target, set()).add(bytes.fromhex(str(value)))
    names: dict[tuple[str, bytes], str] = {}
    for table, ids in wanted.items():
        names |= {(table, record): name for record, name in names_of(connection, table, list(ids)).items()}
    return names


def _text(field: Field, value: Value, names: Mapping[tuple[str, bytes], str], currency: str) -> str:
    if field.kind is FieldKind.LINK:
        return names.get((field.target or "", bytes.fromhex(str(value))), "")
    if field.kind is FieldKind.CHOICES:
        return ", ".join(label_of(field, str(each)) for each in json.loads(str(value)))
    if field.kind is FieldKind.YES_NO:
        # who says yes is found by what was asked
        return f"✓ {field.label}" if value else ""
    text = str(plain_value(field, value, currency))
    return "" if field.kind is FieldKind.FORMULA and text.startswith(FAILED) else text
