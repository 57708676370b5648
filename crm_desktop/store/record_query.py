"""Pages of records of any kind: filtered, sorted, and paged by keyset (never OFFSET)."""

import base64
import json
from array import array
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.errors import WrongUsage
from crm_desktop.filters.tree import Condition, Filter
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Plain, Stored, plain_value
from crm_desktop.store.column_order import ColumnOrder, has_index, rows_by_column
from crm_desktop.store.expressions import (
    currency_expression,
    field_expression,
    gone_expression,
    name_expression,
    rows_of_kind,
    sort_expression,
)
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.functions import in_bin
from crm_desktop.store.groups import OneOf, one_of_sql
from crm_desktop.store.index_probes import index_probes
from crm_desktop.store.name_order import NameOrder, rows_by_name
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

PAGE = 200
_NAME_KEYS = ("t.sort_name", "t.rid")


class View(NamedTuple):
    """Which records of a kind, in which order, with which fields (all, where none are named).

    `group` narrows them to some of the groups that a field gathers them in. All of them, as files and paper want
    them, come group after group by the field `gathered`; pages do not.
    """

    kind: Kind
    conditions: tuple[Filter, ...] = ()
    sorting: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    removed: bool = False
    group: OneOf | None = None
    gathered: str = ""


class Row(NamedTuple):
    """One record of a page: `values` are the stored forms of the view's columns, `names` what its links are called.

    `gone` are the places of the columns that lead to contacts in the bin.
    """

    rid: int
    record: bytes
    currency: str
    values: tuple[Stored, ...]
    names: tuple[str | None, ...]
    kind: str
    gone: frozenset[int] = frozenset()

    @property
    def called(self) -> tuple[str | None, ...]:
        """What its links are called where people read it: those that lead into the bin say so."""
        named = enumerate(self.names)
        return tuple(in_bin(name) if name and place in self.gone else name for place, name in named)

    def currency_of(self, field: Field, place: Place) -> str:
        """Return what an amount of `field` is in: a roll-up adds up in the workspace's currency."""
        return self.currency if field.rollup is None else place.currency


class Page(NamedTuple):
    """One page of rows; `next` is the cursor of the following page, or None at the end."""

    rows: list[Row]
    next: str | None


def view_fields(view: View) -> tuple[Field, ...]:
    """Return the fields that `view` shows."""
    return tuple(view.kind.field(name) for name in view.columns) if view.columns else view.kind.fields


def record_page(reader: Connection, view: View, place: Place, after: str | None = None, limit: int = PAGE) -> Page:
    """Return up to `limit` rows of `view` that follow the cursor `after`."""
    near = near_page(reader, view, place, after, limit)
    if near is not None:
        return near
    order = _order(view)
    rows = searched_rows(view, place, after)
    found = reader.execute(
        f"SELECT {_columns(view, order, place)} {rows.sql} LIMIT ?", (*rows.values, limit + 1)
    ).fetchall()
    return _page(view, order, found, limit)


def view_where(view: View, place: Place) -> Where:
    """Return " AND (…)" for each condition of `view`; raises WrongUsage or InvalidField."""
    filtered, gathered = conditions_sql(view.kind, view.conditions, place), one_of_sql(view.kind, view.group)
    return Where(filtered.sql + gathered.sql, (*filtered.values, *gathered.values))


def near_page(reader: Connection, view: View, place: Place, after: str | None = None, limit: int = PAGE) -> Page | None:
    """Return the page after the cursor `after` where `view` is in the order of names and its rows are not far apart.

    Or, where it holds all rows, in the order of a column that has an index. None where they are far apart, or where the
    order is another: a page costs one pass over all rows then.
    """
    order = _order(view)
    if _along_index(view):
        field, descending = view.kind.field(view.sorting[0].lstrip("-")), view.sorting[0].startswith("-")
        ordered = ColumnOrder(view.kind, field, descending, None if after is None else _values(after, len(order)))
        return _page(view, order, rows_by_column(reader, ordered, _columns(view, order, place), limit + 1), limit)
    by_id = any(isinstance(each, Condition) and each.field == "id" for each in view.conditions)
    if view.removed or by_id or len(order) != len(_NAME_KEYS):
        return None
    where, probes = view_where(view, place), index_probes(view.kind, view.conditions, place)
    named = NameOrder(view.kind, order[0][1], None if after is None else _values(after, len(order)), probes)
    found = rows_by_name(reader, named, _columns(view, order, place), where, limit + 1)
    return None if found is None else _page(view, order, found, limit)


def _along_index(view: View) -> bool:
    """Tell whether all rows of `view` can be read along the index of the one column that they are sorted by."""
    whole = not (view.conditions or view.removed or view.group)
    return whole and len(view.sorting) == 1 and has_index(view.kind, view.kind.field(view.sorting[0].lstrip("-")))


def record_order(reader: Connection, view: View, place: Place, after: str | None = None) -> "array[int]":
    """Return the rids of all records of `view` that follow the cursor `after`; costs one pass over the table."""
    rows = searched_rows(view, place, after)
    return array("q", (row[0] for row in reader.execute(f"SELECT t.rid {rows.sql}", rows.values)))


def searched_rows(view: View, place: Place, after: str | None = None) -> Where:
    """Return FROM … WHERE … ORDER BY … for the rows of `view`, found by any index but that of names, or in one pass."""
    order = _order(view)
    where, keyset = view_where(view, place), _keyset(order, after)
    by = ", ".join(f"+{key}{' DESC' if descending else ''}" for key, descending in order)
    chosen = rows_of_kind(view.kind, removed=view.removed, searched=True)
    return Where(
        f"FROM {view.kind.table.name} t WHERE {chosen}{where.sql}{keyset.sql} ORDER BY {by}",
        (*where.values, *keyset.values),
    )


def record_count(reader: Connection, view: View, place: Place) -> int:
    """Return how many records `view` holds."""
    where = view_where(view, place)
    chosen = rows_of_kind(view.kind, removed=view.removed, searched=bool(where.sql))
    found = reader.execute(
        f"SELECT count(*) FROM {view.kind.table.name} t WHERE {chosen}{where.sql}", where.values
    ).fetchone()
    return int(found[0])


def rows_by_rid(reader: Connection, view: View, place: Place, rids: Sequence[int]) -> list[Row]:
    """Return the records `rids` with the columns of `view`, in that order; those that are not there are left out."""
    fields = view_fields(view)
    found = reader.execute(
        f"SELECT {_columns(view, (), place)} FROM json_each(?) j CROSS JOIN {view.kind.table.name} t "
        f"ON t.rid = j.value WHERE t.removed_at IS {'NOT ' if view.removed else ''}NULL ORDER BY j.key",
        (json.dumps(list(rids)),),
    )
    return [_row(view.kind, fields, 0, each) for each in found]


def plain_record(view: View, row: Row, place: Place) -> dict[str, Plain]:
    """Return `row` as commands and exports carry it: links by name, with their ids beside them."""
    record: dict[str, Plain] = {"id": _dashed(row.record), "kind": row.kind}
    for field, stored, name in zip(view_fields(view), row.values, row.names, strict=True):
        if field.kind is FieldKind.LINK:
            record[field.name] = name
            record[f"{field.name}_id"] = _dashed(stored) if isinstance(stored, bytes) else None
        elif field.name != "kind":
            record[field.name] = plain_value(field, stored, row.currency_of(field, place))
    if "currency" in view.kind.table.by_name and record.get("currency") is None:
        record["currency"] = row.currency
    return record


def one_record(
    reader: Connection, kind: Kind, record: bytes, place: Place, columns: tuple[str, ...] = ()
) -> tuple[View, Row] | None:
    """Return the record as a row with `columns` or all of its fields, in the bin or not; None where it is not here."""
    for removed in (False, True):
        view = View(kind, (Condition("id", "=", record.hex()),), (), columns, removed)
        page = record_page(reader, view, place, limit=1)
        if page.rows:
            return view, page.rows[0]
    return None


def _columns(view: View, order: Sequence[tuple[str, bool]], place: Place) -> str:
    table, fields = view.kind.table, view_fields(view)
    return ", ".join(
        (
            "t.rid",
            "t.id",
            currency_expression(table, place.currency),
            "t.kind" if "kind" in table.by_name else f"'{view.kind.singular}'",
            *(key for key, _descending in order),
            *(field_expression(table, each) for each in fields),
            *(name_expression(table, each) for each in fields if each.kind is FieldKind.LINK),
            *(gone_expression(table, each) for each in fields if _leads_to_contact(each)),
        )
    )


def _page(view: View, order: Sequence[tuple[str, bool]], found: Sequence[Sequence[Stored]], limit: int) -> Page:
    fields = view_fields(view)
    rows = [_row(view.kind, fields, len(order), each) for each in found[:limit]]
    return Page(rows, _cursor(found[limit - 1][4 : 4 + len(order)]) if len(found) > limit else None)


def _order(view: View) -> list[tuple[str, bool]]:
    """Return the keys by which the rows are ordered, the last one unique, each with whether it descends."""
    order: list[tuple[str, bool]] = []
    for name in view.sorting:
        descending = name.startswith("-")
        field = view.kind.field(name.lstrip("-"))
        key = sort_expression(view.kind.table, field)
        if key == "t.sort_name":
            order.append((key, descending))
        else:
            # Empty values come last in both directions.
            order += [(f"({key} IS NULL)", False), (f"coalesce({key}, '')", descending)]
    if not any(key == "t.sort_name" for key, _descending in order):
        order.append(("t.sort_name", False))
    return [*order, ("t.rid", order[-1][1])]


def _keyset(order: Sequence[tuple[str, bool]], after: str | None) -> Where:
    if after is None:
        return Where("", ())
    last = _values(after, len(order))
    if not any(descending for _key, descending in order):
        keys = ", ".join(key for key, _descending in order)
        return Where(f" AND ({keys}) > ({', '.join('?' * len(last))})", tuple(last))
    return _mixed_keyset(order, last)


def _mixed_keyset(order: Sequence[tuple[str, bool]], last: Sequence[Stored]) -> Where:
    alternatives: list[str] = []
    values: list[Stored] = []
    for position, (key, descending) in enumerate(order):
        equal = [f"{earlier} = ?" for earlier, _descending in order[:position]]
        alternatives.append(" AND ".join([*equal, f"{key} {'<' if descending else '>'} ?"]))
        values += [*last[:position], last[position]]
    return Where(f" AND ({' OR '.join(f'({each})' for each in alternatives)})", tuple(values))


def _row(kind: Kind, fields: Sequence[Field], keys: int, found: Sequence[Stored]) -> Row:
    values = tuple(found[4 + keys : 4 + keys + len(fields)])
    linked = iter(found[4 + keys + len(fields) :])
    names = tuple(_text(next(linked)) if each.kind is FieldKind.LINK else None for each in fields)
    gone = frozenset(at for at, each in enumerate(fields) if _leads_to_contact(each) and next(linked))
    shown = str(found[3] or kind.singular)
    return Row(int(str(found[0])), _bytes(found[1]), str(found[2]), values, names, shown, gone)


def _leads_to_contact(field: Field) -> bool:
    return field.kind is FieldKind.LINK and field.target == CONTACT.name


def _cursor(keys: Sequence[Stored]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(keys), ensure_ascii=False).encode()).decode()


def _values(cursor: str, length: int) -> list[Stored]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise WrongUsage(_("This cursor does not belong to the list. Start again without --after."))
    return list(values)


def _text(value: Stored) -> str | None:
    return None if value is None else str(value)


def _bytes(value: Stored) -> bytes:
    return value if isinstance(value, bytes) else b""


def _dashed(record: bytes) -> str:
    text = record.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
