"""Rows in the order of a column that has an index: read along it, those that are empty last."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.vault.driver import Connection, Row


class ColumnOrder(NamedTuple):
    """Rows of `kind` by `field`, from the greatest on where it is `descending`, those of one value by name.

    They begin after the row with the keys `after`: whether its value is empty, the value, its name and its rid.
    """

    kind: Kind
    field: Field
    descending: bool
    after: Sequence[Stored] | None


def has_index(kind: Kind, field: Field) -> bool:
    """Tell whether rows of `kind` can be read in the order of `field`: its column is the first of an index."""
    leading = {columns.split(",")[0].strip() for columns in kind.table.indexes}
    # links are put in the order of names, which their columns do not hold
    return kind.narrowed is None and field.stored and field.kind is not FieldKind.LINK and field.name in leading


def rows_by_column(reader: Connection, order: ColumnOrder, columns: str, limit: int) -> list[Row]:
    """Return `columns` of up to `limit` rows `t` in `order`."""
    found: list[Row] = []
    after = order.after
    if after is None or not after[0]:
        found = _filled(reader, order, columns, limit)
        after = None
    return found + _empty(reader, order, columns, after, limit - len(found)) if len(found) < limit else found


def _filled(reader: Connection, order: ColumnOrder, columns: str, limit: int) -> list[Row]:
    column = f"t.{order.field.name}"
    sign, turned = ("<", " DESC") if order.descending else (">", "")
    following, values = "", tuple[Stored, ...]()
    if order.after is not None:
        _none, value, name, rid = order.after
        following = f"AND {column} {sign}= ? AND ({column} {sign} ? OR (t.sort_name, t.rid) > (?, ?))"
        values = (value, value, name, rid)
    return reader.execute(
        f"SELECT {columns} FROM {order.kind.table.name} t WHERE {column} IS NOT NULL AND t.removed_at IS NULL "
        f"{following} ORDER BY {column}{turned}, t.sort_name, t.rid LIMIT ?",
        (*values, limit),
    ).fetchall()


def _empty(
    reader: Connection, order: ColumnOrder, columns: str, after: Sequence[Stored] | None, limit: int
) -> list[Row]:
    following, values = "", tuple[Stored, ...]()
    if after is not None:
        following, values = "AND (t.sort_name, t.rid) > (?, ?)", tuple(after[2:])
    return reader.execute(
        f"SELECT {columns} FROM {order.kind.table.name} t WHERE t.{order.field.name} IS NULL AND t.removed_at IS NULL "
        f"{following} ORDER BY t.sort_name, t.rid LIMIT ?",
        (*values, limit),
    ).fetchall()
