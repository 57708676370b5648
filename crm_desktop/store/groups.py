"""Records gathered by the values of a field: how many each value has, and sums."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.schema.catalogue import BY_NAME, Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.store.expressions import currency_expression, field_expression, rows_of_kind
from crm_desktop.store.where import Where
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_CHUNK = 500
# Of these a record may have several values: it stands in the group of each.
SEVERAL = frozenset({FieldKind.CHOICES, FieldKind.TAGS})
# What has values that many records share.
GROUPED = SEVERAL | frozenset(
    {
        *(FieldKind.TEXT, FieldKind.CHOICE, FieldKind.LINK, FieldKind.YES_NO, FieldKind.DAY),
        *(FieldKind.COUNTRY, FieldKind.LANGUAGE, FieldKind.CURRENCY, FieldKind.PERCENT),
    }
)
_SUMMED = frozenset({FieldKind.MONEY, FieldKind.NUMBER, FieldKind.DECIMAL})
# Numbers of which a sum says nothing.
_NO_SUM = frozenset(
    {
        *("founded_year", "keep_in_touch_days", "position", "number", "rot_days", "satisfaction"),
        *("rate", "tax_rate", "discount_pct", "from_quantity"),
    }
)


class Group(NamedTuple):
    """The records that share `value`: how many `records` they are, and the sums of the fields that were asked for.

    A day stands for its month, as `2026-05`; `name` is what the record is called that a link points to.
    A sum of money is None where amounts are in other currencies than the workspace's, and a float where they were
    converted by the rates that records hold.
    """

    value: Stored
    name: str | None
    records: int
    sums: tuple[int | float | None, ...]


class OneOf(NamedTuple):
    """Only records whose `field` has one of the `values` of groups."""

    field: str
    values: tuple[Stored, ...]


class Summed(NamedTuple):
    """The fields whose sums are wanted, and the workspace's `currency`."""

    fields: Sequence[Field]
    currency: str


NO_SUMS = Summed((), "")


def groups_of(reader: Connection, kind: Kind, where: Where, field: Field, summed: Summed = NO_SUMS) -> list[Group]:
    """Return the groups of the records of `kind` that fit `where` (" AND (…)") by `field`, those without it last.

    A record with several values counts in the group of each.
    """
    if field.kind not in GROUPED:
        raise WrongUsage(_("{field} does not gather records: few share a value.").format(field=_(field.label)))
    key = "e.value" if field.kind in SEVERAL else group_key(kind, field)
    sums = "".join(f", {each}" for each in sum_expressions(kind, summed))
    rows = f"{kind.table.name} t WHERE {rows_of_kind(kind, searched=True)}{where.sql}"
    if field.kind in SEVERAL:
        each_value = f"LEFT JOIN json_each({group_key(kind, field)}) e ON true"
        rows = f"(SELECT t.rid FROM {rows}) c CROSS JOIN {kind.table.name} t ON t.rid = c.rid {each_value}"
    found = reader.execute(f"SELECT {key}, count(*){sums} FROM {rows} GROUP BY 1", where.values).fetchall()
    names = _names(reader, field, [row[0] for row in found])
    groups = [Group(value, names.get(value), count, tuple(rest)) for value, count, *rest in found]
    ranks = {value: rank for rank, value in enumerate(names)} if _positioned(field) else {}
    return sorted(groups, key=lambda each: _place(field, each, ranks))


def is_summed(field: Field) -> bool:
    """Return whether the sum of `field` over records says something."""
    return field.kind in _SUMMED and field.name not in _NO_SUM


def sums_of(reader: Connection, kind: Kind, rids: Sequence[int], summed: Summed) -> tuple[int | float | None, ...]:
    """Return the sums of the fields `summed` over the records `rids` of `kind`."""
    if not summed.fields:
        return ()
    found = reader.execute(
        f"SELECT {', '.join(sum_expressions(kind, summed))} FROM json_each(?) j CROSS JOIN {kind.table.name} t "
        "ON t.rid = j.value",
        (json.dumps(list(rids)),),
    ).fetchone()
    return tuple(found)


def group_value(field: Field, stored: Stored) -> Stored:
    """Return the value of the group that a record with `stored` in `field` belongs to."""
    if field.kind is FieldKind.YES_NO:
        return int(bool(stored))
    if stored in (None, ""):
        return None
    return str(stored)[:7] if field.kind is FieldKind.DAY else stored


def group_values(field: Field, stored: Stored) -> list[Stored]:
    """Return the values of all groups that a record with `stored` in `field` belongs to."""
    if field.kind not in SEVERAL:
        return [group_value(field, stored)]
    return list(json.loads(str(stored or "[]"))) or [None]


def one_of_sql(kind: Kind, chosen: OneOf | None) -> Where:
    """Return " AND (…)" that holds for the records of `kind` in the groups of `chosen`; nothing for None."""
    if chosen is None:
        return Where("", ())
    field = kind.field(chosen.field)
    key = group_key(kind, field)
    known = tuple(each for each in chosen.values if each is not None)
    marks = ", ".join("?" * len(known))
    if field.kind in SEVERAL:
        has, has_none = f"EXISTS (SELECT 1 FROM json_each({key}) e WHERE e.value IN ({marks}))", f"{key} = '[]'"
    else:
        has, has_none = f"{key} IN ({marks})", f"{key} IS NULL"
    some = [has] if known else []
    none = [has_none] if len(known) < len(chosen.values) else []
    return Where(f" AND ({' OR '.join([*some, *none])})", known)


def group_key(kind: Kind, field: Field) -> str:
    """Return the expression of the value that the group of a row `t` of `kind` has by `field`; a list of several."""
    expression = field_expression(kind.table, field)
    if field.kind in SEVERAL:
        return f"coalesce(nullif({expression}, ''), '[]')"
    if field.kind is FieldKind.DAY:
        return f"substr({expression}, 1, 7)"
    if field.kind is FieldKind.YES_NO:
        return f"coalesce({expression}, 0)"
    # a link is compared as it is, so that its index answers
    return expression if field.kind is FieldKind.LINK else f"nullif({expression}, '')"


def sum_expressions(kind: Kind, summed: Summed) -> list[str]:
    """Return the expressions of the sums; amounts in other currencies are converted where their rates are known."""
    sums: list[str] = []
    rated = "rate" in kind.table.by_name
    for field in summed.fields:
        value = field_expression(kind.table, field)
        total = f"coalesce(sum({value}), 0)"
        if field.kind is FieldKind.MONEY and field.rollup is None and "currency" in kind.table.by_name:
            other = f"{currency_expression(kind.table, summed.currency)} <> '{summed.currency}'"
            converted = f"round(coalesce(sum({value} * coalesce(t.rate, 1)), 0.0))" if rated else "NULL"
            same = f"coalesce(sum({value} IS NOT NULL AND {other}), 0) = 0"
            total = f"CASE WHEN {same} THEN {total} ELSE {converted} END"
        sums.append(total)
    return sums


def _names(reader: Connection, field: Field, values: Sequence[Stored]) -> dict[Stored, str]:
    if field.kind is not FieldKind.LINK:
        return {}
    target = BY_NAME[field.target or ""]
    order = " ORDER BY position" if _positioned(field) else ""
    ids = [each for each in values if isinstance(each, bytes)]
    names: dict[Stored, str] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        names |= dict(
            reader.execute(
                f"SELECT id, {target.title} FROM {target.name} WHERE id IN ({marks}){order}", chunk
            ).fetchall()
        )
    return names


def _positioned(field: Field) -> bool:
    """Tell whether what the link `field` leads to stands in an order of its own, such as stages."""
    return field.kind is FieldKind.LINK and "position" in BY_NAME[field.target or ""].by_name


def _place(field: Field, group: Group, ranks: Mapping[Stored, int]) -> tuple[bool, int, float, str]:
    """Return where `group` stands among the others: choices as they are declared, the rest by size or name."""
    value = group.value
    if field.choices:
        order = [each.value for each in field.choices]
        return value is None, order.index(str(value)) if value in order else len(order), 0, str(value)
    if value in ranks:
        return False, ranks[value], 0, ""
    if isinstance(value, int | float):
        return False, 0, float(value), ""
    return value is None, 0, 0, fold(group.name or ("" if isinstance(value, bytes) else str(value or "")))
