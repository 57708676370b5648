"""Numbers that more than one record has: kept up to date in each transaction, so that none is shared silently."""

from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, SHARED
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.vault.driver import Connection

NUMBERED = tuple(each for each in SHARED if each.numbered is not None)
_MARKS = 400


class Holder(NamedTuple):
    """A record with a number that others have too, and the clock of the edit that gave it."""

    table: str
    record: bytes
    rid: int
    title: str
    number: int
    hlc: int
    site: int


def same_numbers(reader: Connection) -> list[tuple[Holder, ...]]:
    """Return the records with each number that more than one has; whoever had it first comes first.

    The order is the same on every device. Records in the bin do not count.
    """
    kept = reader.execute("SELECT tbl, number FROM same_number ORDER BY tbl, number").fetchall()
    return [tuple(_holders(reader, BY_NAME[table], number)) for table, number in kept]


def count_same(reader: Connection) -> int:
    """Return how many records have a number that another had before."""
    return sum(len(each) - 1 for each in same_numbers(reader))


def _holders(reader: Connection, table: RecordTable, number: int) -> Iterator[Holder]:
    found = reader.execute(
        f"SELECT t.id, t.rid, t.{table.title}, coalesce(f.hlc, t._hlc) AS hlc, coalesce(f.site, t._site) AS site "
        f"FROM {table.name} t LEFT JOIN fclock f ON f.tbl = {table.number} AND f.rid = t.rid "
        f"AND f.fld = {table.by_name[str(table.numbered)].number} "
        f"WHERE t.{table.numbered} = ? AND t.removed_at IS NULL ORDER BY hlc, site, t.id",
        (number,),
    )
    for record, rid, title, hlc, site in found.fetchall():
        yield Holder(table.name, record, rid, str(title or ""), number, hlc, site)


def _rebuild(connection: Connection) -> None:
    connection.execute("DELETE FROM same_number")
    for table in NUMBERED:
        connection.execute(
            f"INSERT INTO same_number SELECT '{table.name}', {table.numbered} FROM {table.name} "
            f"WHERE {table.numbered} IS NOT NULL AND removed_at IS NULL GROUP BY {table.numbered} HAVING count(*) > 1"
        )


def _refresh(connection: Connection, touched: Touched) -> None:
    for table in NUMBERED:
        if table.name not in touched.rows and table.name not in touched.ranges:
            continue
        _forget_settled(connection, table)
        if table.name in touched.many:
            _rebuild(connection)
            return
        rids = sorted(touched.rows.get(table.name, ()))
        for start in range(0, len(rids), _MARKS):
            some = rids[start : start + _MARKS]
            _note(connection, table, f"IN ({', '.join('?' * len(some))})", some)
        for each in touched.ranges.get(table.name, ()):
            _note(connection, table, "BETWEEN ? AND ?", [each.start, each.stop - 1])


def _note(connection: Connection, table: RecordTable, which: str, rids: list[int]) -> None:
    """Note the numbers of the rows `which`, of which there may be many, that others have."""
    number = table.numbered
    connection.execute(
        f"INSERT OR IGNORE INTO same_number SELECT '{table.name}', t.{number} FROM {table.name} t WHERE t.rid {which} "
        f"AND t.{number} IS NOT NULL AND t.removed_at IS NULL AND EXISTS (SELECT 1 FROM {table.name} o "
        f"WHERE o.{number} = t.{number} AND o.rid <> t.rid AND o.removed_at IS NULL)",
        rids,
    )


def _forget_settled(connection: Connection, table: RecordTable) -> None:
    connection.execute(
        f"DELETE FROM same_number WHERE tbl = '{table.name}' AND (SELECT count(*) FROM {table.name} t "
        f"WHERE t.{table.numbered} = same_number.number AND t.removed_at IS NULL) < 2"
    )


SAME_NUMBERS = Derived(
    "same_numbers",
    1,
    ("same_number",),
    ("CREATE TABLE same_number(tbl TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(tbl, number)) WITHOUT ROWID",),
    _rebuild,
    _refresh,
)
