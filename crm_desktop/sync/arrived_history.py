"""Steps and changes of other devices as they arrive: they stand in the journal like one's own, marked as remote."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.clock import stamp_ms
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, UPDATED
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import is_own, known_field, note
from crm_desktop.sync.outbox import ACCEPTED, REMOTE
from crm_desktop.sync.rows import Made
from crm_desktop.vault.driver import Connection


class ArrivedStep(NamedTuple):
    """A step as it travels from the server."""

    clock: Clock
    member: bytes | None
    at_ms: int
    label: str
    undoes: Clock | None
    app_version: int


class ArrivedChange(NamedTuple):
    """One value that was written: `field` of the record, what it was, what it became, and what its writer saw."""

    table: int
    record: bytes
    clock: Clock
    field: int
    old: Value
    new: Value
    base: Any


def step_from(wire: Sequence[Any]) -> ArrivedStep:
    """Return the step that travelled as [site, hlc, member, at, label, undoes, app_version]."""
    site, hlc, member, at_ms, label, undoes, app_version = wire[:7]
    taken_back = None if not undoes else Clock(*undoes)
    return ArrivedStep(
        Clock(hlc, site), bytes.fromhex(member) if member else None, at_ms, label, taken_back, app_version
    )


def change_from(wire: Sequence[Any]) -> ArrivedChange:
    """Return the change that travelled as [table, id, hlc, site, field, old, new, base]."""
    table, record, hlc, site, field, old, new, base = wire[:8]
    return ArrivedChange(table, bytes.fromhex(record), Clock(hlc, site), int(field), old, new, base)


def put_steps(connection: Connection, steps: Iterable[ArrivedStep]) -> None:
    """Put those of `steps` into the journal that are not in it, the oldest first."""
    own = int(connection.execute("SELECT site FROM ctx").fetchone()[0])
    for each in sorted(steps, key=lambda each: each.clock):
        known = step_number(connection, each.clock)
        undoes = None if each.undoes is None else _step(connection, each.undoes)
        if known is not None:
            # what was named before it came stands there without its words
            connection.execute(
                "UPDATE step SET member = ?, at = ?, label = ?, undoes = ?, app_version = ? "
                "WHERE seq = ? AND label = ''",
                (each.member, each.at_ms, each.label, undoes, each.app_version, known),
            )
            continue
        # this device's own, after a backup was restored: accepted long ago
        state = ACCEPTED if each.clock.site == own else REMOTE
        connection.execute(
            "INSERT INTO step(hlc, site, member, at, label, undoes, app_version, state) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*each.clock, each.member, each.at_ms, each.label, undoes, each.app_version, state),
        )


def put_changes(connection: Connection, changes: Iterable[ArrivedChange]) -> None:
    """Note those of `changes` that are not in the journal, under their steps; their records are here."""
    steps: dict[Clock, int] = {}
    for each in sorted(changes, key=lambda each: each.clock):
        table = BY_NUMBER.get(each.table)
        if table is None or not (is_own(each.field) or known_field(table, each.field)):
            continue
        row = connection.execute(f"SELECT rid FROM {table.name} WHERE id = ?", (each.record,)).fetchone()
        if row is None:
            continue
        if each.clock not in steps:
            steps[each.clock] = _step(connection, each.clock)
        step = steps[each.clock]
        known = connection.execute(
            "SELECT 1 FROM change WHERE tbl = ? AND rid = ? AND step = ? AND (fld = ? OR op = ?) LIMIT 1",
            (each.table, row[0], step, each.field, INSERTED),
        ).fetchone()
        if known is None:
            field = known_field(table, each.field)
            delta = json.dumps([note(field, each.old), note(field, each.new), each.base], ensure_ascii=False)
            connection.execute(
                "INSERT INTO change(step, tbl, rid, op, fld, delta) VALUES (?, ?, ?, ?, ?, ?)",
                (step, each.table, row[0], UPDATED, each.field, delta),
            )


def put_made(connection: Connection, made: Iterable[Made]) -> None:
    """Note that records were made by steps that are in the journal: those beside each other as one range."""
    runs: list[list[Made]] = []
    for each in sorted(made, key=lambda each: (each.table, each.rid)):
        last = runs[-1][-1] if runs else None
        if last is not None and (last.made, last.table, last.rid + 1) == (each.made, each.table, each.rid):
            runs[-1].append(each)
        else:
            runs.append([each])
    for run in runs:
        step = step_number(connection, run[0].made)
        first, last_rid = run[0].rid, run[-1].rid
        if step is None or _is_noted(connection, step, run[0].table, first):
            continue
        op, delta = (INSERTED, None) if len(run) == 1 else (INSERTED_RANGE, json.dumps([first, last_rid]))
        connection.execute(
            "INSERT INTO change(step, tbl, rid, op, delta) VALUES (?, ?, ?, ?, ?)",
            (step, run[0].table, first, op, delta),
        )


def _is_noted(connection: Connection, step: int, table: int, rid: int) -> bool:
    found = connection.execute(
        f"SELECT 1 FROM change WHERE step = ? AND tbl = ? AND (op = {INSERTED} AND rid = ? OR op = {INSERTED_RANGE} "
        "AND ? BETWEEN json_extract(delta, '$[0]') AND json_extract(delta, '$[1]')) LIMIT 1",
        (step, table, rid, rid),
    )
    return found.fetchone() is not None


def step_number(connection: Connection, clock: Clock) -> int | None:
    """Return the number in the journal of the step at `clock`, None where it is not in it."""
    row = connection.execute("SELECT seq FROM step WHERE hlc = ? AND site = ?", tuple(clock)).fetchone()
    return None if row is None else int(row[0])


def _step(connection: Connection, clock: Clock) -> int:
    """Return the step at `clock`; one that did not come yet stands there without its words until it does."""
    known = step_number(connection, clock)
    if known is not None:
        return known
    done = connection.execute(
        f"INSERT INTO step(hlc, site, at, label, state) VALUES (?, ?, ?, '', {REMOTE})", (*clock, stamp_ms(clock.hlc))
    )
    return int(done.lastrowid)
