"""Records gathered by the values of a field: how many each value has, and sums."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.schema.catalogue import BY_NAME, Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.store.expressions import field_expression, rows_of_kind
from crm_desktop.store.where import Where
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_CHUNK = 500
# What has one value a record, of which many records share the same.
GROUPED = frozenset(
    {
        *(FieldKind.TEXT, FieldKind.CHOICE, FieldKind.LINK, FieldKind.YES_NO, FieldKind.DAY),
        *(FieldKind.COUNTRY, FieldKind.LANGUAGE, FieldKind.CURRENCY, FieldKind.PERCENT),
    }
)


class Group(NamedTuple):
    """The records that share `value`: how many `records` they are, and the sums of the fields that were asked for.

    A day stands for its month, as `2026-05`; `name` is what the record is called that a link points to.
    """

    value: Stored
    name: str | None
    records: int
    sums: tuple[int | float, ...]


class OneOf(NamedTuple):
    """Only records whose `field` has one of the `values` of groups."""

    field: str
    values: tuple[Stored, ...]


def groups_of(reader: Connection, kind: Kind, where: Where, field: Field, summed: Sequence[Field] = ()) -> list[Group]:
    """Return the groups of the records of `kind` that fit `where` (" AND (…)") by `field`, those without it last."""
    if field.kind not in GROUPED:
        raise WrongUsage(_("{field} does not gather records: few share a value.").format(field=_(field.label)))
    key = _key(kind, field)
    sums = "".join(f", coalesce(sum({field_expression(kind.table, each)}), 0)" for each in summed)
    found = reader.execute(
        f"SELECT {key}, count(*){sums} FROM {kind.table.name} t "
        f"WHERE {rows_of_kind(kind, searched=True)}{where.sql} GROUP BY 1",
        where.values,
    ).fetchall()
    names = _names(reader, field, [row[0] for row in found])
    groups = [Group(value, names.get(value), count, tuple(rest)) for value, count, *rest in found]
    return sorted(groups, key=lambda each: _place(field, each))


def group_value(field: Field, stored: Stored) -> Stored:
    """Return the value of the group that a record with `stored` in `field` belongs to."""
    if field.kind is FieldKind.YES_NO:
        return int(bool(stored))
    if stored in (None, ""):
        return None
    return str(stored)[:7] if field.kind is FieldKind.DAY else stored


def one_of_sql(kind: Kind, chosen: OneOf | None) -> Where:
    """Return " AND (…)" that holds for the records of `kind` in the groups of `chosen`; nothing for None."""
    if chosen is None:
        return Where("", ())
    key = _key(kind, kind.field(chosen.field))
    known = tuple(each for each in chosen.values if each is not None)
    some = [f"{key} IN ({', '.join('?' * len(known))})"] if known else []
    none = [f"{key} IS NULL"] if len(known) < len(chosen.values) else []
    return Where(f" AND ({' OR '.join([*some, *none])})", known)


def _key(kind: Kind, field: Field) -> str:
    expression = field_expression(kind.table, field)
    if field.kind is FieldKind.DAY:
        return f"substr({expression}, 1, 7)"
    if field.kind is FieldKind.YES_NO:
        return f"coalesce({expression}, 0)"
    # a link is compared as it is, so that its index answers
    return expression if field.kind is FieldKind.LINK else f"nullif({expression}, '')"


def _names(reader: Connection, field: Field, values: Sequence[Stored]) -> dict[Stored, str]:
    if field.kind is not FieldKind.LINK:
        return {}
    target = BY_NAME[field.target or ""]
    ids = [each for each in values if isinstance(each, bytes)]
    names: dict[Stored, str] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        names |= dict(
            reader.execute(f"SELECT id, {target.title} FROM {target.name} WHERE id IN ({marks})", chunk).fetchall()
        )
    return names


def _place(field: Field, group: Group) -> tuple[bool, int, float, str]:
    """Return where `group` stands among the others: choices as they are declared, the rest by size or name."""
    value = group.value
    if field.choices:
        order = [each.value for each in field.choices]
        return value is None, order.index(str(value)) if value in order else len(order), 0, str(value)
    if isinstance(value, int | float):
        return False, 0, float(value), ""
    return value is None, 0, 0, fold(group.name or ("" if isinstance(value, bytes) else str(value or "")))
