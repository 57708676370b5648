"""Rows in the order of their names, from the index that holds it: what fits is looked for among the next few."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.forms import Stored
from crm_desktop.store.where import Where
from crm_desktop.vault.driver import Connection, Row

# So many names are looked through for a page (6 ms of a hundred thousand), and so many times as many where that seems
# to be enough. Else one pass over the table in the order of the file is cheaper: along the names each row is a page of
# its own to decrypt.
LOOKED_THROUGH = 2000
FURTHER = 8


class NameOrder(NamedTuple):
    """Rows of `kind` by name, from the last one on where it is `descending`, after the name and rid `after`.

    `probes` (" CROSS JOIN …") leave out rows `n` before they are read.
    """

    kind: Kind
    descending: bool
    after: Sequence[Stored] | None
    probes: Where = Where("", ())


def rows_by_name(reader: Connection, order: NameOrder, columns: str, where: Where, limit: int) -> list[Row] | None:
    """Return `columns` of up to `limit` rows `t` that fit `where` (" AND (…)"), in `order`.

    None where too few of the next rows fit.
    """
    if not where.sql:
        return _looked_through(reader, order, columns, where, limit, limit)[0]
    found, last = _looked_through(reader, order, columns, where, limit, LOOKED_THROUGH)
    if last is not None and limit > len(found) >= limit / FURTHER:
        further = order._replace(after=last)
        more = LOOKED_THROUGH * (FURTHER - 1)
        rest, last = _looked_through(reader, further, columns, where, limit - len(found), more)
        found += rest
    return found if last is None or len(found) == limit else None


def _looked_through(
    reader: Connection, order: NameOrder, columns: str, where: Where, limit: int, most: int
) -> tuple[list[Row], Sequence[Stored] | None]:
    """Return up to `limit` rows that fit among the next `most`, and the last of those; None where there are no more."""
    stream = _stream(order, most)
    found = reader.execute(
        f"SELECT {columns} FROM ({stream.sql}) n{order.probes.sql} "
        f"CROSS JOIN {order.kind.table.name} t ON t.rid = n.rid WHERE 1{where.sql} LIMIT ?",
        (*stream.values, *order.probes.values, *where.values, limit),
    ).fetchall()
    if len(found) == limit:
        return found, ()
    at_end = f"SELECT sort_name, rid FROM ({stream.sql}) LIMIT 1 OFFSET {most - 1}"
    return found, reader.execute(at_end, stream.values).fetchone()


def _stream(order: NameOrder, limit: int) -> Where:
    """Return the query for the rids of the next `limit` rows; it reads nothing but the index of names."""
    sign, turned = ("<", " DESC") if order.descending else (">", "")
    by = f"ORDER BY sort_name{turned}, rid{turned} LIMIT {limit}"
    following = "" if order.after is None else f" AND (sort_name, rid) {sign} (?, ?)"
    one = f"SELECT rid, sort_name FROM {order.kind.table.name} WHERE {{kind}}removed_at IS NULL{following} {by}"
    # the index of contacts holds people and companies apart
    apart = order.kind.table.name == "contact"
    kinds = [order.kind.narrowed] if order.kind.narrowed or not apart else ["person", "company"]
    parts = [one.format(kind=f"kind = '{each}' AND " if apart else "") for each in kinds]
    values = tuple(order.after or ()) * len(parts)
    if len(parts) == 1:
        return Where(parts[0], values)
    return Where(f"SELECT * FROM ({') UNION ALL SELECT * FROM ('.join(parts)}) {by}", values)
