"""The bin: records that were removed and can be restored."""

from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.vault.driver import Connection

TABLES = ("contact", "deal", "ticket", "interaction", "task", "product", "attachment")


class Binned(NamedTuple):
    """A record in the bin; `kind` is what its kind column says, where it has one."""

    id: bytes
    table: str
    kind: str
    title: str
    removed_ms: int


def binned_records(reader: Connection, after: Binned | None = None, limit: int = 200) -> list[Binned]:
    """Return removed records, the last removed first, after the record `after`."""
    kinds = {name: "kind" if "kind" in BY_NAME[name].by_name else "''" for name in TABLES}
    parts = [
        f"SELECT id, '{name}', {kinds[name]} AS kind, {BY_NAME[name].title} AS title, removed_at "
        f"FROM {name} WHERE removed_at IS NOT NULL"
        for name in TABLES
    ]
    where = "" if after is None else "WHERE (removed_at, id) < (?, ?)"
    values = () if after is None else (after.removed_ms, after.id)
    rows = reader.execute(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) {where} ORDER BY removed_at DESC, id DESC LIMIT {limit}", values
    )
    return [Binned(row[0], str(row[1]), str(row[2] or ""), str(row[3] or ""), int(row[4])) for row in rows]
