"""What a hit shows beside its title: a few fields of its record, and an amount or a day."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, shown_value
from crm_desktop.search.texts import GROUPS
from crm_desktop.store.expressions import currency_expression, field_expression, name_expression
from crm_desktop.vault.driver import Connection

# By group: the fields of the line below the title, in order; a later one of a pair stands in for an empty earlier one.
_LINES: Mapping[str, tuple[str, ...]] = {
    "people": ("job_title", "company", "city"),
    "companies": ("sector", "city"),
    "deals": ("company|person", "stage"),
    "tickets": ("number", "contact|company", "status"),
    "activities": ("kind", "person", "company"),
    "tasks": ("person|company", "due_day"),
    "products": ("code", "category"),
    "files": ("contact|deal|ticket|product",),
    "purchases": ("customer", "bought_on"),
    "promise": ("person|company", "due_day"),
    "known_fact": ("contact", "source"),
}
_AMOUNTS = {"deals": "amount", "products": "price"}
_MOMENTS = {"activities": "at", "tickets": "opened_at"}
_SIZES = {"files": "size"}
_SORTS = {"activities": "kind", "files": "media_type", "tickets": "kind"}
_BESIDE = (_AMOUNTS, _MOMENTS, _SIZES, _SORTS)


class Detail(NamedTuple):
    """What is shown beside a title: `amount` in minor units of `currency`, `at_ms` an instant, `size` in bytes.

    `sort` tells apart what is of one kind: a call from an email, and the media types of files.
    """

    record: bytes
    secondary: str
    amount: int | None
    currency: str
    at_ms: int | None
    size: int | None
    sort: str


def hit_details(reader: Connection, group: int, rids: Sequence[int], place: Place) -> dict[int, Detail]:
    """Return the details of the records `rids` of the group at position `group`, by rid."""
    kind = GROUPS[group]
    table = kind.table
    line = [name for names in _LINES[kind.name] for name in names.split("|")]
    fields = [table.by_name[name] for name in line]
    shown = [
        name_expression(table, each) if each.kind is FieldKind.LINK else field_expression(table, each)
        for each in fields
    ]
    beside = [f"t.{by_group[kind.name]}" if kind.name in by_group else "NULL" for by_group in _BESIDE]
    columns = ["t.rid", "t.id", currency_expression(table, place.currency), *beside, *shown]
    rows = reader.execute(
        f"SELECT {', '.join(columns)} FROM json_each(?) j CROSS JOIN {table.name} t ON t.rid = j.value",
        (json.dumps(list(rids)),),
    )
    details: dict[int, Detail] = {}
    for rid, record, currency, amount, at_ms, size, sort, *values in rows:
        texts: dict[str, str] = {}
        for field, value in zip(fields, values, strict=True):
            texts[field.name] = _shown(field, value, place)
        details[rid] = Detail(record, _joined(kind.name, texts), amount, str(currency), at_ms, size, sort or "")
    return details


def _shown(field: Field, value: str | int | float | None, place: Place) -> str:
    if field.kind is FieldKind.LINK:
        return str(value or "")
    shown = shown_value(field, value, place)
    return f"#{shown}" if field.name == "number" and shown else shown


def _joined(group: str, texts: Mapping[str, str]) -> str:
    chosen = [next((texts[name] for name in names.split("|") if texts[name]), "") for names in _LINES[group]]
    return " · ".join(each for each in chosen if each)
