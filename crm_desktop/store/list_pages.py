"""Lists of records on a screen: pages by keyset where an index gives the order, else by an order worked out once."""

from array import array
from collections.abc import Collection
from typing import NamedTuple

from crm_desktop.schema.forms import Place
from crm_desktop.store.expressions import rows_of_kind
from crm_desktop.store.groups import Summed, sum_expressions
from crm_desktop.store.record_query import (
    PAGE,
    Row,
    View,
    near_page,
    record_order,
    rows_by_rid,
    view_where,
)
from crm_desktop.vault.driver import Connection

_CHUNK = 500
# What a large screen shows. The first rows that a filter finds need not wait for more: each of a million may take four
# pages of the file, which are decrypted one by one.
SCREENFUL = 80


class Batch(NamedTuple):
    """Some rows of a list; `following` asks for the next ones, None at the end.

    Where finding them took a pass over the whole list, `order` holds the rids of all rows from the first of these on,
    and `following` is the place in it.
    """

    rows: list[Row]
    following: str | int | None
    order: "array[int] | None" = None


class Total(NamedTuple):
    """How many records a view holds, and the sum of one of its fields; None where it has none."""

    records: int
    summed: int | float | None


def list_batch(reader: Connection, view: View, place: Place, after: str | None = None) -> Batch:
    """Return the rows of `view` that follow the cursor `after`: a page, found by pages or in one pass.

    The first rows that fit a filter are a SCREENFUL where they are not far apart.
    """
    limit = SCREENFUL if view.conditions and after is None else PAGE
    near = near_page(reader, view, place, after, limit)
    if near is not None:
        return Batch(near.rows, near.next)
    order = record_order(reader, view, place, after)
    following = PAGE if len(order) > PAGE else None
    return Batch(rows_by_rid(reader, view, place, order[:PAGE]), following, order)


def rows_shown(reader: Connection, view: View, place: Place, ids: Collection[bytes]) -> list[Row]:
    """Return those of the records `ids` that `view` holds, in no order."""
    where = view_where(view, place)
    rids: list[int] = []
    wanted = list(ids)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found = reader.execute(
            f"SELECT t.rid FROM {view.kind.table.name} t WHERE t.id IN ({marks}) "
            f"AND {rows_of_kind(view.kind, removed=view.removed)}{where.sql}",
            (*chunk, *where.values),
        )
        rids += [row[0] for row in found]
    return rows_by_rid(reader, view, place, rids)


def list_total(reader: Connection, view: View, place: Place, field: str = "") -> Total:
    """Return how many records `view` holds and the sum of their `field`, where one is named."""
    where = view_where(view, place)
    summed = Summed([view.kind.field(field)] if field else (), place.currency)
    sums = "".join(f", {each}" for each in sum_expressions(view.kind, summed))
    found = reader.execute(
        f"SELECT count(*){sums} FROM {view.kind.table.name} t "
        f"WHERE {rows_of_kind(view.kind, removed=view.removed, searched=bool(view.conditions))}{where.sql}",
        where.values,
    ).fetchone()
    return Total(int(found[0]), found[1] if field else None)


def record_ids(reader: Connection, view: View, place: Place) -> list[bytes]:
    """Return the ids of all records of `view`."""
    where = view_where(view, place)
    found = reader.execute(
        f"SELECT t.id FROM {view.kind.table.name} t "
        f"WHERE {rows_of_kind(view.kind, removed=view.removed, searched=True)}{where.sql}",
        where.values,
    )
    return [row[0] for row in found]
