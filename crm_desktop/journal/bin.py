"""The bin: records that were removed and can be restored, with what went along."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.store.along import coming_back, went_with
from crm_desktop.vault.driver import Connection

# What takes others along comes before them.
TABLES = ("contact", "deal", "ticket", "product", "purchase", "interaction", "task", "promise", "attachment")


class Binned(NamedTuple):
    """A record in the bin; `kind` is what its kind column says, where it has one.

    `along` counts by table what went into the bin with it, `went_with` names the record that it went with.
    """

    id: bytes
    table: str
    kind: str
    title: str
    removed_ms: int
    along: Mapping[str, int] = {}
    went_with: str = ""


def binned_records(reader: Connection, after: Binned | None = None, limit: int = 200) -> list[Binned]:
    """Return removed records, the last removed first, after the record `after`."""
    kinds = {name: "kind" if "kind" in BY_NAME[name].by_name else "''" for name in TABLES}
    parts = [
        f"SELECT id, {place} AS place, {kinds[name]} AS kind, {BY_NAME[name].title} AS title, removed_at "
        f"FROM {name} WHERE removed_at IS NOT NULL"
        for place, name in enumerate(TABLES)
    ]
    where = "" if after is None else "WHERE (removed_at, -place, id) < (?, ?, ?)"
    values = () if after is None else (after.removed_ms, -TABLES.index(after.table), after.id)
    order = f"ORDER BY removed_at DESC, place, id DESC LIMIT {limit}"
    rows = reader.execute(f"SELECT * FROM ({' UNION ALL '.join(parts)}) {where} {order}", values).fetchall()
    return [
        _with_others(reader, Binned(row[0], TABLES[row[1]], str(row[2] or ""), str(row[3] or ""), int(row[4])))
        for row in rows
    ]


def binned_ids(reader: Connection) -> list[bytes]:
    """Return the ids of all removed records, the last removed first."""
    parts = (f"SELECT id, removed_at FROM {name} WHERE removed_at IS NOT NULL" for name in TABLES)
    rows = reader.execute(f"SELECT id FROM ({' UNION ALL '.join(parts)}) ORDER BY removed_at DESC").fetchall()
    return [bytes(row[0]) for row in rows]


def binned_count(reader: Connection) -> int:
    """Return how many records are in the bin."""
    parts = (f"SELECT count(*) AS n FROM {name} WHERE removed_at IS NOT NULL" for name in TABLES)
    return int(reader.execute(f"SELECT sum(n) FROM ({' UNION ALL '.join(parts)})").fetchone()[0])


def _with_others(reader: Connection, row: Binned) -> Binned:
    along = {name: len(ids) for name, ids in coming_back(reader, row.table, [row.id]).items()}
    return row._replace(along=along, went_with=went_with(reader, row.table, row.id))
