"""Conflicts as they arrive: what somebody wrote and somebody else, not knowing of it, wrote over."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.belonging import REMOVED
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import known_field, note
from crm_desktop.vault.driver import Connection

OPEN, DECIDED = 0, 1


class ArrivedConflict(NamedTuple):
    """Two values of one field whose writers did not know of each other."""

    table: int
    record: bytes
    field: int
    kind: str
    winner: Value
    won: Clock
    loser: Value
    lost: Clock


class Cleared(NamedTuple):
    """A conflict that somebody decided: the field, and the clock of the value that had lost."""

    table: int
    record: bytes
    field: int
    lost: Clock


def put_conflicts(incoming: Incoming, conflicts: Iterable[ArrivedConflict]) -> int:
    """Keep `conflicts` for a decision, those that are known already as they are; return how many are new."""
    connection, new = incoming.connection, 0
    for each in conflicts:
        rid = _row(connection, each.table, each.record)
        if rid is None or _both_removed(each):
            continue
        field = known_field(BY_NUMBER[each.table], each.field)
        values = (_base(connection, each, rid), note(field, each.winner), note(field, each.loser))
        done = connection.execute(
            "INSERT INTO conflict(tbl, rid, fld, kind, base, win, lose, win_hlc, win_site, win_member, "
            "lose_hlc, lose_site, lose_member) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                *(each.table, rid, each.field, each.kind, *(json.dumps(value) for value in values)),
                *(*each.won, writer_of(connection, each.won)),
                *(*each.lost, writer_of(connection, each.lost)),
            ),
        )
        new += done.rowcount
        incoming.touch(BY_NUMBER[each.table].name, rid)
    return new


def clear_conflicts(incoming: Incoming, cleared: Iterable[Cleared]) -> None:
    """Note that the conflicts were decided."""
    for each in cleared:
        rid = _row(incoming.connection, each.table, each.record)
        if rid is None:
            continue
        done = incoming.connection.execute(
            f"UPDATE conflict SET state = {DECIDED} WHERE tbl = ? AND rid = ? AND fld = ? AND lose_hlc = ? "
            f"AND lose_site = ? AND state = {OPEN}",
            (each.table, rid, each.field, *each.lost),
        )
        if done.rowcount:
            incoming.touch(BY_NUMBER[each.table].name, rid)


def writer_of(connection: Connection, clock: Clock) -> bytes | None:
    """Return the member who wrote at `clock`, as far as it is known here."""
    row = connection.execute(
        "SELECT coalesce((SELECT member FROM step WHERE hlc = ? AND site = ?), "
        "(SELECT member FROM device WHERE site = ?))",
        (*clock, clock.site),
    ).fetchone()
    return None if row is None else row[0]


def conflict_from(wire: Sequence[Any]) -> ArrivedConflict:
    """Return the conflict that travelled as [table, id, field, win, hlc, site, lose, hlc, site, kind]."""
    table, record, field, win, win_hlc, win_site, lose, lose_hlc, lose_site, kind = wire[:10]
    won, lost = Clock(win_hlc, win_site), Clock(lose_hlc, lose_site)
    return ArrivedConflict(table, bytes.fromhex(record), int(field), kind, win, won, lose, lost)


def cleared_from(wire: Sequence[Any]) -> Cleared:
    """Return the decided conflict that travelled as [table, id, field, hlc, site]."""
    table, record, field, hlc, site = wire[:5]
    return Cleared(table, bytes.fromhex(record), int(field), Clock(hlc, site))


def _row(connection: Connection, number: int, record: bytes) -> int | None:
    table = BY_NUMBER.get(number)
    if table is None:
        return None
    row = connection.execute(f"SELECT rid FROM {table.name} WHERE id = ?", (record,)).fetchone()
    return None if row is None else int(row[0])


def _both_removed(conflict: ArrivedConflict) -> bool:
    """Tell whether both only removed the record, each at another moment: they agree."""
    removed = BY_NUMBER[conflict.table].by_name[REMOVED].number
    return conflict.field == removed and None not in (conflict.winner, conflict.loser)


def _base(connection: Connection, conflict: ArrivedConflict, rid: int) -> Any:
    """Return what the loser's writer saw, else what the winner's did, as the journal notes it."""
    for clock in (conflict.lost, conflict.won):
        row = connection.execute(
            "SELECT c.delta FROM change c JOIN step s ON s.seq = c.step "
            "WHERE c.tbl = ? AND c.rid = ? AND c.fld = ? AND s.hlc = ? AND s.site = ? LIMIT 1",
            (conflict.table, rid, conflict.field, *clock),
        ).fetchone()
        if row is not None:
            return json.loads(row[0])[0]
    return None
