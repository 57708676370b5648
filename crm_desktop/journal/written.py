"""What a transaction has written so far, as the journal tells of it."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.vault.driver import Connection

# More records of a table are not named to who hears of a commit.
MANY = 1000
# So many changes a person makes at once: all that is asked of them is read by one statement.
FEW = 64
# Told not to use an index: the newest changes are looked at, not all that a table ever had.
_NEWEST = f"FROM change NOT INDEXED WHERE seq > ? AND op < {INSERTED_RANGE}"


class Written(NamedTuple):
    """The `rows` by table, the tables with a record that got another title, those of `many` rows.

    `upto` is how far the journal goes with them.
    """

    rows: Mapping[str, frozenset[int]]
    renamed: frozenset[str]
    many: frozenset[str]
    upto: int


class Rows(Mapping[str, frozenset[int]]):
    """The rids by table of the changes after `since`: those of a table with many are read once they are asked for."""

    def __init__(self, connection: Connection, since: int, read: Mapping[str, frozenset[int] | None]) -> None:
        self._connection = connection
        self._since = since
        self._read = dict(read)

    def __getitem__(self, table: str) -> frozenset[int]:
        rids = self._read[table]
        if rids is None:
            found = self._connection.execute(f"SELECT rid {_NEWEST} AND tbl = ?", (self._since, BY_NAME[table].number))
            rids = self._read[table] = frozenset(row[0] for row in found)
        return rids

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def last_change(connection: Connection) -> int:
    """Return how far the journal goes."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def last_step(connection: Connection) -> int:
    """Return the number of the latest step."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM step").fetchone()[0])


def written_since(connection: Connection, since: int) -> Written:
    """Return what was written by changes after `since`."""
    found = connection.execute(f"SELECT tbl, fld, rid, seq {_NEWEST} LIMIT {FEW + 1}", (since,)).fetchall()
    if len(found) > FEW:
        return _much_since(connection, since)
    rids: dict[str, set[int]] = {}
    for number, _field, rid, _seq in found:
        rids.setdefault(BY_NUMBER[number].name, set()).add(rid)
    rows = {table: frozenset(some) for table, some in rids.items()}
    upto = found[-1][3] if found else since
    return Written(rows, _renamed({row[:2] for row in found}), frozenset(), upto)


def _much_since(connection: Connection, since: int) -> Written:
    fields = set(connection.execute(f"SELECT DISTINCT tbl, fld {_NEWEST}", (since,)).fetchall())
    read: dict[str, frozenset[int] | None] = {}
    for number in {number for number, _field in fields}:
        some = connection.execute(f"SELECT DISTINCT rid {_NEWEST} AND tbl = ? LIMIT {MANY + 1}", (since, number))
        rids = frozenset(row[0] for row in some)
        read[BY_NUMBER[number].name] = rids if len(rids) <= MANY else None
    many = frozenset(table for table, some in read.items() if some is None)
    return Written(Rows(connection, since, read), _renamed(fields), many, last_change(connection))


def _renamed(fields: set[tuple[int, int | None]]) -> frozenset[str]:
    tables = [BY_NUMBER[number] for number in {number for number, _field in fields}]
    return frozenset(each.name for each in tables if (each.number, each.by_name[each.title].number) in fields)
