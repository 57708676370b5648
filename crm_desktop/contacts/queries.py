"""Lists of people and companies: pages by keyset where an index gives the order, else by an order worked out once."""

from array import array
from collections.abc import Collection, Sequence
from typing import NamedTuple

from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.expressions import field_expression, name_expression, rows_of_kind
from crm_desktop.store.record_query import (
    PAGE,
    Row,
    View,
    near_page,
    record_order,
    record_page,
    view_fields,
    view_where,
)
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection

_CHUNK = 500


class ContactRow(NamedTuple):
    """One contact of a list: `values` are the stored forms of the view's columns, `names` what its links are called."""

    rid: int
    id: bytes
    values: tuple[Stored, ...]
    names: tuple[str | None, ...]


class Batch(NamedTuple):
    """Some rows of a list; `following` asks for the next ones, None at the end.

    Where finding them took a pass over the whole list, `order` holds the rids of all rows from the first of these on,
    and `following` is the place in it.
    """

    rows: list[ContactRow]
    following: str | int | None
    order: "array[int] | None" = None


class Total(NamedTuple):
    """How many contacts a view holds, and the sum of one of its fields."""

    contacts: int
    summed: int


def contact_batch(reader: Connection, view: View, place: Place, after: str | None = None) -> Batch:
    """Return the rows of `view` that follow the cursor `after`: a page, found by pages or in one pass."""
    near = near_page(reader, view, place, after)
    if near is not None:
        return Batch([_from_record(row) for row in near.rows], near.next)
    order = record_order(reader, view, place, after)
    following = PAGE if len(order) > PAGE else None
    return Batch(contact_rows(reader, view, order[:PAGE]), following, order)


def contact_page(reader: Connection, view: View, place: Place, most: int) -> list[ContactRow]:
    """Return the first rows of `view`, `most` of them."""
    return [_from_record(row) for row in record_page(reader, view, place, None, most).rows]


def contact_rows(reader: Connection, view: View, rids: Sequence[int]) -> list[ContactRow]:
    """Return the contacts `rids` with the columns of `view`, in that order; those that are not there are left out."""
    marks = ", ".join("?" * len(rids))
    found = {row.rid: row for row in _rows(reader, view, Where(f"t.rid IN ({marks})", tuple(rids)))}
    return [found[rid] for rid in rids if rid in found]


def contacts_shown(reader: Connection, view: View, place: Place, ids: Collection[bytes]) -> list[ContactRow]:
    """Return those of the contacts `ids` that `view` holds, in no order."""
    where = view_where(view, place)
    rows: list[ContactRow] = []
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        chosen = f"t.id IN ({marks}) AND {rows_of_kind(view.kind, removed=view.removed)}{where.sql}"
        rows += _rows(reader, view, Where(chosen, (*chunk, *where.values)))
    return rows


def contact_total(reader: Connection, view: View, place: Place, field: str) -> Total:
    """Return how many contacts `view` holds and the sum of their `field`."""
    where = view_where(view, place)
    summed = field_expression(CONTACT, view.kind.field(field))
    found = reader.execute(
        f"SELECT count(*), coalesce(sum({summed}), 0) FROM contact t "
        f"WHERE {rows_of_kind(view.kind, removed=view.removed, searched=bool(view.conditions))}{where.sql}",
        where.values,
    ).fetchone()
    return Total(int(found[0]), int(found[1]))


def contact_ids(reader: Connection, view: View, place: Place) -> list[bytes]:
    """Return the ids of all contacts of `view`."""
    where = view_where(view, place)
    found = reader.execute(
        f"SELECT t.id FROM contact t WHERE {rows_of_kind(view.kind, removed=view.removed, searched=True)}{where.sql}",
        where.values,
    )
    return [row[0] for row in found]


def _rows(reader: Connection, view: View, where: Where) -> list[ContactRow]:
    fields = view_fields(view)
    columns = [
        "t.rid",
        "t.id",
        *(field_expression(CONTACT, each) for each in fields),
        *(name_expression(CONTACT, each) for each in fields if each.kind is FieldKind.LINK),
    ]
    found = reader.execute(f"SELECT {', '.join(columns)} FROM contact t WHERE {where.sql}", where.values)
    rows: list[ContactRow] = []
    for rid, record, *rest in found:
        linked = iter(rest[len(fields) :])
        names = tuple(next(linked) if each.kind is FieldKind.LINK else None for each in fields)
        rows.append(ContactRow(rid, record, tuple(rest[: len(fields)]), names))
    return rows


def _from_record(row: Row) -> ContactRow:
    return ContactRow(row.rid, row.record, row.values, row.names)
