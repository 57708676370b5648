"""What this device did and did not send yet, taken from the journal as steps with their changes; no edits are joined.

The journal notes no values of a new record: they are what stands there, taken back to the step by the older values that
later changes noted.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE, OWN_VALUES, UPDATED
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import bag, clocks_noted, columns_of, known_field, travelling
from crm_desktop.sync.wire import INSERT, MOST_CHANGES, UPDATE, Act, Change, Step
from crm_desktop.vault.driver import Connection, Row

PENDING, SENT, ACCEPTED, REMOTE, REFUSED = range(5)
_ROWS_AT_ONCE = 500
_NO_MORE: tuple[None, Iterator[Row]] = (None, iter(()))
# a row of a range may have gone from this device, and another have taken its number
_OF_THE_STEP = "AND t._hlc = :hlc AND t._site = :site"


class Place(NamedTuple):
    """Where within a step a change stands: the number of its note in the journal, and its row."""

    seq: int
    rid: int


class Placed(NamedTuple):
    """A change as it travels, and where in its step it stands."""

    place: Place
    change: Change


class Waiting(NamedTuple):
    """A step of this device that waits to be sent."""

    seq: int
    clock: Clock
    step: Step


class Note(NamedTuple):
    """A line of the journal: what a step did to a row, or to a field of it."""

    seq: int
    tbl: int
    rid: int
    op: int
    fld: int | None
    delta: str | None


def waiting_steps(connection: Connection) -> Iterator[Waiting]:
    """Yield the steps of this device that were not sent yet, the oldest first."""
    found = connection.execute(
        "SELECT s.seq, s.hlc, s.site, s.at, s.label, s.app_version, u.hlc, u.site FROM step s "
        f"LEFT JOIN step u ON u.seq = s.undoes WHERE s.state < {ACCEPTED} AND s.state = {PENDING} "
        "ORDER BY s.seq LIMIT ?",
        (MOST_CHANGES,),
    )
    for seq, hlc, site, at_ms, label, app_version, undone_hlc, undone_site in found.fetchall():
        undoes = None if undone_hlc is None else Clock(undone_hlc, undone_site)
        yield Waiting(seq, Clock(hlc, site), Step(hlc, at_ms, label, undoes, app_version))


def waiting_notes(connection: Connection) -> Iterator[tuple[Waiting, list[Note]]]:
    """Yield the steps of this device that were not sent yet, the oldest first, each with what it noted."""
    found = connection.execute(
        "SELECT c.step, c.seq, c.tbl, c.rid, c.op, c.fld, c.delta FROM step s CROSS JOIN change c ON c.step = s.seq "
        f"WHERE s.state < {ACCEPTED} AND s.state = {PENDING} ORDER BY s.seq, c.seq"
    )
    noting = groupby(found, itemgetter(0))
    step, noted = next(noting, _NO_MORE)
    for waiting in waiting_steps(connection):
        if waiting.seq != step:
            yield waiting, []
            continue
        yield waiting, [Note(*row[1:]) for row in noted]
        step, noted = next(noting, _NO_MORE)


def logged_acts(connection: Connection, site: int) -> Iterator[Act]:
    """Yield all steps that were accepted under the number `site`, the oldest first, as they travel."""
    found = connection.execute(
        "SELECT s.seq, s.hlc, s.at, s.label, s.app_version, u.hlc, u.site FROM step s "
        f"LEFT JOIN step u ON u.seq = s.undoes WHERE s.site = ? AND s.state = {ACCEPTED} ORDER BY s.hlc",
        (site,),
    )
    for seq, hlc, at_ms, label, app_version, undone_hlc, undone_site in found.fetchall():
        undoes = None if undone_hlc is None else Clock(undone_hlc, undone_site)
        step = Step(hlc, at_ms, label, undoes, app_version)
        yield act_of(connection, seq, site, step)


def act_of(connection: Connection, seq: int, site: int, step: Step) -> Act:
    """Return the step number `seq` of the journal with all that it did."""
    placed = changes_of(connection, Waiting(seq, Clock(step.hlc, site), step), _notes(connection, seq))
    return Act(step, tuple(each.change for each in placed))


def unsent_count(connection: Connection) -> int:
    """Return how many steps of this device wait to be accepted."""
    return int(connection.execute(f"SELECT count(*) FROM step WHERE state < {ACCEPTED}").fetchone()[0])


def changes_of(
    connection: Connection, waiting: Waiting, notes: Sequence[Note], after: Place | None = None
) -> Iterator[Placed]:
    """Yield what the step did to each record by its `notes`, in order, from behind the place `after` on."""
    made = {(note.tbl, note.rid) for note in notes if note.op == INSERTED}
    ranges = [(note.tbl, *_ends(note)) for note in notes if note.op == INSERTED_RANGE]
    for place, group in _grouped(notes):
        if after is not None and group[0].op != INSERTED_RANGE and place <= after:
            continue
        first = group[0]
        table = BY_NUMBER[first.tbl]
        if table.local:
            continue
        if first.op == INSERTED_RANGE:
            yield from _range(connection, table, waiting, first, after)
        elif (first.tbl, first.rid) in made:
            if first.op == INSERTED:
                yield from _made(connection, table, waiting, first.seq, [first.rid], "")
        elif not any(first.tbl == tbl and start <= first.rid <= end for tbl, start, end in ranges):
            yield from _updated(connection, table, waiting.clock, place, group)


def _notes(connection: Connection, step: int) -> list[Note]:
    found = connection.execute(
        "SELECT seq, tbl, rid, op, fld, delta FROM change WHERE step = ? ORDER BY seq", (step,)
    ).fetchall()
    return [Note(*row) for row in found]


def _grouped(notes: Sequence[Note]) -> Iterator[tuple[Place, list[Note]]]:
    """Yield the updates of one record together, where the first of them stands; all else by itself."""
    groups: dict[object, list[Note]] = {}
    for each in notes:
        key: object = (each.tbl, each.rid) if each.op == UPDATED else each.seq
        groups.setdefault(key, []).append(each)
    for group in groups.values():
        yield Place(group[0].seq, group[0].rid), group


def _ends(note: Note) -> tuple[int, int]:
    first, last = json.loads(note.delta or "[1, 0]")
    return int(first), int(last)


def _range(
    connection: Connection, table: RecordTable, waiting: Waiting, note: Note, after: Place | None
) -> Iterator[Placed]:
    first, last = _ends(note)
    if after is not None and after.seq >= note.seq:
        first = after.rid + 1 if after.seq == note.seq else last + 1
    for start in range(first, last + 1, _ROWS_AT_ONCE):
        rids = range(start, min(start + _ROWS_AT_ONCE, last + 1))
        yield from _made(connection, table, waiting, note.seq, rids, _OF_THE_STEP)


def _updated(
    connection: Connection, table: RecordTable, clock: Clock, place: Place, group: Sequence[Note]
) -> Iterator[Placed]:
    row = connection.execute(f"SELECT id FROM {table.name} WHERE rid = ?", (place.rid,)).fetchone()
    if row is None:
        return
    values: dict[str, Value] = {}
    bases: dict[str, tuple[Clock, ...]] = {}
    for note in group:
        field, number = known_field(table, note.fld or 0), str(note.fld)
        _old, new, base = json.loads(note.delta or "[null, null, null]")
        values[number] = travelling(field, new)
        # of two writes of one field within a step only the first saw what was there before
        bases.setdefault(number, tuple(each for each in clocks_noted(base) if each != clock))
    yield Placed(place, Change(table.number, row[0].hex(), UPDATE, values, bases))


def _made(
    connection: Connection, table: RecordTable, waiting: Waiting, seq: int, rids: Sequence[int], narrowed: str
) -> Iterator[Placed]:
    fields = columns_of(table)
    numbers = [str(each.number) for each in fields]
    columns = ", ".join(f"t.{each.name}" for each in fields)
    rows = connection.execute(
        f"SELECT t.rid, t.id, t.{OWN_VALUES}, t._x, t.created_at, t.created_by, {columns} "
        f"FROM {table.name} t WHERE t.rid BETWEEN :first AND :last {narrowed} ORDER BY t.rid",
        {"first": rids[0], "last": rids[-1], "hlc": waiting.clock.hlc, "site": waiting.clock.site},
    ).fetchall()
    before = _values_before(connection, table, waiting, rids)
    for rid, record, own, unknown, created_at, created_by, *stored in rows:
        # most fields of most records are empty
        values = {number: value for number, value in zip(numbers, stored, strict=True) if value is not None}
        for number, value in values.items():
            if not isinstance(value, int):
                values[number] = travelling(known_field(table, int(number)), value)
        if own or unknown or rid in before:
            then = {**bag(own), **bag(unknown), **before.get(rid, {})}
            values |= {str(number): value for number, value in then.items()}
            values = {number: value for number, value in values.items() if value is not None}
        values["created_at"] = created_at
        if created_by is not None:
            values["created_by"] = created_by.hex()
        yield Placed(Place(seq, rid), Change(table.number, record.hex(), INSERT, values, {}))


def _values_before(
    connection: Connection, table: RecordTable, waiting: Waiting, rids: Sequence[int]
) -> dict[int, dict[int, Value]]:
    """Return by row and field what stood there after the step, where somebody wrote over it since."""
    found = connection.execute(
        f"SELECT rid, fld, delta FROM change WHERE tbl = ? AND rid BETWEEN ? AND ? AND op = {UPDATED} AND step <> ? "
        "ORDER BY seq",
        (table.number, rids[0], rids[-1], waiting.seq),
    )
    before: dict[int, dict[int, Value]] = {}
    exact: set[tuple[int, int]] = set()
    for rid, number, delta in found:
        old, _new, base = json.loads(delta)
        saw_it = waiting.clock in clocks_noted(base)
        values = before.setdefault(rid, {})
        # who names the step's own clock saw its value; where nobody does, the first to write over it did
        if (rid, number) not in exact and (saw_it or number not in values):
            values[number] = _noted(table, number, old)
        if saw_it:
            exact.add((rid, number))
    return before


def _noted(table: RecordTable, number: int, old: Any) -> Value:
    return travelling(known_field(table, number), old)


def row_values(table: RecordTable, row: Row) -> dict[int, Value]:
    """Return by number the values of a `row` read as the own values, the unknown ones, then the columns of `table`."""
    own, unknown, *stored = row
    now = {each.number: travelling(each, value) for each, value in zip(columns_of(table), stored, strict=True)}
    return {**now, **bag(own), **bag(unknown)}
