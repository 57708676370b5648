"""Steps and changes of other devices as they arrive: they stand in the journal like one's own, marked as remote."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from crm_desktop.journal.clock import stamp_ms
from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, UPDATED
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import is_own, known_field, note
from crm_desktop.sync.outbox import ACCEPTED, REMOTE
from crm_desktop.sync.rows import Made
from crm_desktop.vault.driver import Connection

# Instead of a field: all that a record was made with.
_ALL = 0
_FIELD = f"iif(c.op = {INSERTED}, {_ALL}, c.fld)"
_delta = json.JSONEncoder(ensure_ascii=False).encode
_INSERT_STEP = (
    "INSERT INTO step(hlc, site, member, at, label, undoes, app_version, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


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
    given = sorted(steps, key=lambda each: each.clock)
    known = step_numbers(connection, (each.clock for each in given))
    for new, run in groupby(given, lambda each: each.undoes is None and each.clock not in known):
        if new:
            lines = {each.clock: _step_line(each, None, own) for each in run}
            connection.executemany(_INSERT_STEP, lines.values())
            continue
        for each in run:
            undoes = None
            if each.undoes is not None:
                # one that comes behind it is in the journal from here on, without its words
                undoes = known[each.undoes] = _step(connection, each.undoes)
            # what it takes back may have named it
            seq = step_number(connection, each.clock)
            if seq is None:
                connection.execute(_INSERT_STEP, _step_line(each, undoes, own))
                continue
            # what was named before it came stands there without its words
            connection.execute(
                "UPDATE step SET member = ?, at = ?, label = ?, undoes = ?, app_version = ? "
                "WHERE seq = ? AND label = ''",
                (each.member, each.at_ms, each.label, undoes, each.app_version, seq),
            )


def _step_line(step: ArrivedStep, undoes: int | None, own: int) -> tuple[object, ...]:
    # this device's own, after a backup was restored: accepted long ago
    state = ACCEPTED if step.clock.site == own else REMOTE
    return (*step.clock, step.member, step.at_ms, step.label, undoes, step.app_version, state)


def put_changes(incoming: Incoming, changes: Iterable[ArrivedChange]) -> None:
    """Note those of `changes` that are not in the journal, under their steps; their records are here."""
    connection = incoming.connection
    given = sorted(filter(_is_known, changes), key=lambda each: each.clock)
    rids = _row_numbers(connection, given)
    here = [(each, rids[each.table, each.record]) for each in given if (each.table, each.record) in rids]
    steps = step_numbers(connection, (each.clock for each, _rid in here))
    noted = _noted(incoming, [(each.table, rid, steps[each.clock]) for each, rid in here if each.clock in steps])
    lines: list[tuple[object, ...]] = []
    for each, rid in here:
        if each.clock not in steps:
            steps[each.clock] = _step(connection, each.clock)
        place = (each.table, rid, steps[each.clock])
        if (*place, each.field) in noted or (*place, _ALL) in noted:
            continue
        noted.add((*place, each.field))
        field = known_field(BY_NUMBER[each.table], each.field)
        delta = _delta([note(field, each.old), note(field, each.new), each.base])
        lines.append((*place, UPDATED, each.field, delta))
    connection.executemany("INSERT INTO change(tbl, rid, step, op, fld, delta) VALUES (?, ?, ?, ?, ?, ?)", lines)


def _is_known(change: ArrivedChange) -> bool:
    table = BY_NUMBER.get(change.table)
    return table is not None and (is_own(change.field) or known_field(table, change.field) is not None)


def _row_numbers(connection: Connection, changes: Iterable[ArrivedChange]) -> dict[tuple[int, bytes], int]:
    """Return the row numbers of the records of `changes` that are here, by table and record."""
    asked: dict[int, set[str]] = {}
    for each in changes:
        asked.setdefault(each.table, set()).add(each.record.hex())
    return {
        (number, record): rid
        for number, records in asked.items()
        for record, rid in connection.execute(
            f"SELECT t.id, t.rid FROM json_each(?) j CROSS JOIN {BY_NUMBER[number].name} t ON t.id = unhex(j.value)",
            (json.dumps(list(records)),),
        )
    }


def _noted(incoming: Incoming, places: Sequence[tuple[int, int, int]]) -> set[tuple[int, int, int, int]]:
    """Return which fields the journal notes of `places`, each a table, a row and a step: _ALL of a row it made."""
    connection = incoming.connection
    of_known = (
        f"SELECT c.tbl, c.rid, c.step, {_FIELD} FROM json_each(?) j CROSS JOIN change c "
        "ON c.tbl = j.value ->> 0 AND c.rid = j.value ->> 1 AND +c.step = j.value ->> 2"
    )
    known = [place for place in places if not incoming.is_new(place[2])]
    found = connection.execute(of_known, (json.dumps(known),)).fetchall() if known else []
    if len(known) < len(places):
        # told not to use an index: what a new step noted stands at the end
        of_new = f"SELECT c.tbl, c.rid, c.step, {_FIELD} FROM change c NOT INDEXED WHERE c.seq > ?"
        found += connection.execute(of_new, (incoming.since,)).fetchall()
    return {tuple(row) for row in found}


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


def step_numbers(connection: Connection, clocks: Iterable[Clock]) -> dict[Clock, int]:
    """Return the numbers in the journal of those of the steps at `clocks` that are in it."""
    found = connection.execute(
        "SELECT s.hlc, s.site, s.seq FROM json_each(?) j CROSS JOIN step s "
        "ON s.hlc = j.value ->> 0 AND s.site = j.value ->> 1",
        (json.dumps(list(dict.fromkeys(clocks))),),
    )
    return {Clock(hlc, site): seq for hlc, site, seq in found}


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
