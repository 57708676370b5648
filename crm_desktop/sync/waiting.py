"""Which records hold edits that wait for the office server: a state of the work, not a fault of it."""

from collections.abc import Iterable
from functools import cache

from crm_desktop.schema.catalogue import BY_NAME, TABLES
from crm_desktop.schema.field import RecordTable
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.vault.driver import Connection

# The driver takes so many values in one statement on any platform.
_AT_ONCE = 500


def is_offline(reader: Connection) -> bool:
    """Tell whether the workspace is shared, and the office server is not reached or not to be reached now."""
    bound = reader.execute("SELECT 1 FROM server").fetchone() is not None
    known = reader.execute("SELECT paused, last_error FROM sync").fetchone() if bound else None
    return known is not None and bool(known[0] or known[1] is not None)


def waiting_among(reader: Connection, table: str, records: Iterable[bytes]) -> frozenset[bytes]:
    """Return which `records` of `table` hold edits that wait, in themselves or in their parts; none while online.

    Online an edit is on its way as soon as it is saved: nobody has to be told of that moment.
    """
    wanted = list(records)
    if not wanted or not is_offline(reader):
        return frozenset()
    found: set[bytes] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        for query in _queries(table):
            found.update(row[0] for row in reader.execute(query.format(marks=marks), some))
    return frozenset(found)


@cache
def _queries(table: str) -> tuple[str, ...]:
    declared = BY_NAME[table]
    own = f"SELECT t.id FROM {table} t WHERE t.id IN ({{marks}}) AND {_waits(declared)}"
    parts = [
        f"SELECT DISTINCT t.{each.belongs_to} FROM {each.name} t "
        f"WHERE t.{each.belongs_to} IN ({{marks}}) AND {_waits(each)}"
        for each in TABLES
        if each.belongs_to is not None and each.by_name[each.belongs_to].target == table and not each.local
    ]
    return (own, *parts)


def _waits(table: RecordTable) -> str:
    # the plus keeps the search at the record: a long time offline leaves many steps that wait
    return (
        f"(EXISTS (SELECT 1 FROM step s WHERE s.hlc = t._hlc AND s.site = t._site AND +s.state < {ACCEPTED}) "
        f"OR EXISTS (SELECT 1 FROM change c JOIN step s ON s.seq = c.step "
        f"WHERE c.tbl = {table.number} AND c.rid = t.rid AND +s.state < {ACCEPTED}))"
    )
