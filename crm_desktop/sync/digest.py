"""Whether the server and this device hold the same: numbers over all clocks, bucket by bucket, and what differs."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from crm_desktop.schema.field import RecordTable
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.push import Record
from crm_desktop.sync.remote import Remote
from crm_desktop.vault.driver import Connection

_MODULUS = 1 << 63
_BUCKETS = 256  # the values of a byte


class Stand(NamedTuple):
    """The clocks that a record stands at: that of the whole row, and those of fields that were written since."""

    record: bytes
    made: Clock
    clocks: Mapping[int, Clock]


class Difference(NamedTuple):
    """Records of one table that differ: those the server knows better, and those that this device does."""

    fetch: list[Record]
    send: list[Record]


def row_digest(stand: Stand) -> int:
    """Return the number that stands for a record in its bucket's sum; the server computes the same."""
    fields = "".join(
        f"{number}={clock.hlc}:{clock.site};" for number, clock in sorted(stand.clocks.items()) if clock != stand.made
    )
    return _number(f"{stand.record.hex()}|{stand.made.hlc}:{stand.made.site}|{fields}")


def stands(connection: Connection, table: RecordTable) -> Iterator[Stand]:
    """Yield where each record of `table` stands."""
    overrides = _overrides(connection, table)
    for rid, record, hlc, site in _rows(connection, table):
        yield Stand(record, Clock(hlc, site), overrides.get(rid, {}))


def digest(connection: Connection, table: RecordTable) -> dict[int, tuple[int, int]]:
    """Return the count and the sum of each bucket of `table`: records belong to one by the last byte of their ids."""
    overrides = _overrides(connection, table)
    counts, sums = [0] * _BUCKETS, [0] * _BUCKETS
    for rid, record, hlc, site in _rows(connection, table):
        bucket = record[-1]
        counts[bucket] += 1
        # nearly all records were never changed, and a million of them is to take three seconds
        if rid in overrides:
            sums[bucket] += row_digest(Stand(record, Clock(hlc, site), overrides[rid]))
        else:
            sums[bucket] += _number(f"{record.hex()}|{hlc}:{site}|")
    return {bucket: (count, sums[bucket] % _MODULUS) for bucket, count in enumerate(counts) if count}


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8]) & (_MODULUS - 1)


def _overrides(connection: Connection, table: RecordTable) -> Mapping[int, Mapping[int, Clock]]:
    """Return the clocks of fields that were written since their record was made, by rid and number."""
    found: dict[int, dict[int, Clock]] = {}
    for rid, fld, hlc, site in connection.execute(
        "SELECT rid, fld, hlc, site FROM fclock WHERE tbl = ?", (table.number,)
    ):
        found.setdefault(rid, {})[fld] = Clock(hlc, site)
    return found


def _rows(connection: Connection, table: RecordTable) -> Iterable[Any]:
    return connection.execute(f"SELECT rid, id, _hlc, _site FROM {table.name}")


def difference(connection: Connection, remote: Remote, table: RecordTable) -> Difference:
    """Return what differs between this device and the server in `table`."""
    ours, theirs = digest(connection, table), remote.digest(table.number)
    differing = {each for each in ours.keys() | theirs.keys() if ours.get(each) != theirs.get(each)}
    found = Difference([], [])
    if not differing:
        return found
    here: dict[int, dict[bytes, Stand]] = {bucket: {} for bucket in differing}
    for each in stands(connection, table):
        if each.record[-1] in differing:
            here[each.record[-1]][each.record] = each
    for bucket in sorted(differing):
        there = {each.record: each for each in map(_stand_from, remote.digest_ids(table.number, bucket))}
        _compare(table, here[bucket], there, found)
    return found


def _stand_from(wire: Any) -> Stand:
    record, hlc, site, clk = wire
    return Stand(
        bytes.fromhex(record), Clock(hlc, site), {int(number): Clock(*each) for number, each in (clk or {}).items()}
    )


def _compare(table: RecordTable, here: Mapping[bytes, Stand], there: Mapping[bytes, Stand], found: Difference) -> None:
    for record in here.keys() | there.keys():
        ours, theirs = here.get(record), there.get(record)
        if ours is not None and theirs is not None and row_digest(ours) == row_digest(theirs):
            continue
        if theirs is not None:
            found.fetch.append(Record(table.number, record))
        if ours is not None and (theirs is None or _is_newer(ours, theirs)):
            found.send.append(Record(table.number, record))


def _is_newer(ours: Stand, theirs: Stand) -> bool:
    """Tell whether a field was written here later than there."""
    numbers = ours.clocks.keys() | theirs.clocks.keys()
    return any(ours.clocks.get(each, ours.made) > theirs.clocks.get(each, theirs.made) for each in numbers)
