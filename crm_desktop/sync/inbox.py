"""The inbox follows the journal: what an edit answers is closed, what an undone decision had closed is open again.

The same steps come to the same inbox on every device, whichever way they came and in whatever order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, SHARED, TABLES
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.belonging import REMOVED, above, owner_of, parts_of, tellers_of
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.sync.arrived_conflicts import DECIDED, OPEN, writer_of
from crm_desktop.sync.loaded import loaded
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.noted import known_field, note, travelling
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.removal import AFTER_REMOVAL, Parts, Written, edited_unseen
from crm_desktop.sync.undone import is_answered, not_standing, reopened
from crm_desktop.vault.driver import Connection

# Changes that name more than one clock: decisions, and removals with what their writers saw.
_MANY_SEEN = f"c.op = {UPDATED} AND json_type(c.delta, '$[2][0]') = 'array'"


# Changes by undoing looked at before it is told by the history of records alone which of them know one.
_UNDONE = 500

# What the server refused of an undo takes nothing back: it is told by what it changed in the same record. Few steps
# undo others, so these are looked for first.
_UNDOES_HERE = (
    "SELECT 1 FROM step u CROSS JOIN change w ON w.step = u.seq WHERE u.undoes = c.step AND w.tbl = c.tbl "
    "AND w.rid = c.rid"
)

# Gone through at each save: what stands above the rows of a table, and which tables tell of records of an owner.
_ABOVE = {each.name: above(each) for each in TABLES}
_TOLD_OF = [
    (owner, frozenset(each.name for each, _link in tellers_of(owner)))
    for owner in {each.name: each for table in SHARED for each, _link in above(table)}.values()
]


class _Place(NamedTuple):
    table: RecordTable
    rid: int


class _Steps(NamedTuple):
    """The clocks of steps that do not stand, and of those that undo others."""

    undone: frozenset[Clock]
    undoing: frozenset[Clock]


class _Kept(NamedTuple):
    """A conflict as the file keeps it."""

    cid: int
    field: int
    kind: str | None
    loser: Cell
    state: int


def refresh_inbox(connection: Connection, touched: Touched) -> None:
    """Bring the conflicts of what a transaction touched up to date."""
    mine = touched.own
    if mine and not _may_concern(touched):
        return
    rows = {name: set(rids) for name, rids in touched.rows.items()}
    if not mine:
        # a decision for what stands arrives without another value
        # told not to use an index: by that of records all changes there ever were would be gone through
        came = "SELECT DISTINCT tbl, rid FROM change NOT INDEXED WHERE seq > ?"
        for number, rid in connection.execute(came, (touched.since,)).fetchall():
            rows.setdefault(BY_NUMBER[number].name, set()).add(rid)
    for owner, removed in _removed_above(connection, rows, {} if mine else touched.ranges):
        _settle_all(connection, owner, _removed_before(connection, owner, removed, touched.since) if mine else removed)
    for owner, asked in _no_more_told(connection, rows, touched.pointed):
        _settle_all(connection, owner, asked)
    for name, rids in rows.items():
        table = BY_NAME[name]
        if not table.local:
            _settle_all(connection, table, _concerned(connection, table, rids, mine=mine))
    if not mine:
        for name, ranges in touched.ranges.items():
            for each in ranges:
                _settle_all(connection, BY_NAME[name], _in_range(connection, BY_NAME[name], each))


def _may_concern(touched: Touched) -> bool:
    """Tell whether what this device has `touched` may answer a conflict, or ask about a removal."""
    return touched.disputed or any(_ABOVE[name] for name in touched.rows)


def rebuild_inbox(connection: Connection) -> None:
    """Bring all conflicts up to date."""
    for table in SHARED:
        found = connection.execute("SELECT DISTINCT rid FROM conflict WHERE tbl = ?", (table.number,)).fetchall()
        everything = range(1, 1 << 62)
        _settle_all(connection, table, {*(row[0] for row in found), *_in_range(connection, table, everything)})


INBOX = Derived("inbox", 1, (), (), rebuild_inbox, refresh_inbox)


def _concerned(connection: Connection, table: RecordTable, rids: set[int], *, mine: bool) -> set[int]:
    """Return those of `rids` whose conflicts may have changed; one's own step knows of all that it writes over.

    What was decided stays so until a step is undone, or the record is removed: else its history is not gone through.
    """
    known = connection.execute("SELECT rid, min(state) FROM conflict WHERE tbl = ? GROUP BY rid", (table.number,))
    states = {rid: state for rid, state in known.fetchall() if rid in rids}
    found = {rid for rid, state in states.items() if state == OPEN}
    decided = states.keys() - found
    if decided:
        found |= _questioned(connection, table, decided)
    if not mine:
        among = "c.rid IN (SELECT value FROM json_each(?))"
        asked = json.dumps(sorted(_undone_or_removed(connection, table, rids)))
        found |= set(_decided_or_removed(connection, table, among, (asked,)))
    return found


def _undone_or_removed(connection: Connection, table: RecordTable, rids: set[int]) -> set[int]:
    """Return those of `rids` that are removed or that an undoing changed: the history of all others tells nothing."""
    undone = connection.execute(
        "SELECT w.tbl, w.rid FROM step u CROSS JOIN change w ON w.step = u.seq WHERE u.undoes IS NOT NULL LIMIT ?",
        (_UNDONE,),
    ).fetchall()
    if len(undone) == _UNDONE:
        return rids
    removed = connection.execute(
        f"SELECT t.rid FROM json_each(?) j CROSS JOIN {table.name} t ON t.rid = j.value WHERE t.{REMOVED} IS NOT NULL",
        (json.dumps(sorted(rids)),),
    )
    return {row[0] for row in removed} | {rid for number, rid in undone if number == table.number and rid in rids}


def _removed_above(
    connection: Connection, rows: Mapping[str, Iterable[int]], ranges: Mapping[str, Sequence[range]]
) -> Iterator[tuple[RecordTable, list[int]]]:
    """Yield the removed records whose parts, or what tells of them, are among `rows` or in `ranges`."""
    for name, owner, link in ((table, *each) for table in {*rows, *ranges} for each in _ABOVE[table]):
        query = (
            f"SELECT DISTINCT p.rid FROM {name} t JOIN {owner.name} p ON p.id = t.{link} "
            f"WHERE p.{REMOVED} IS NOT NULL AND t.rid "
        )
        some = json.dumps(sorted(rows.get(name, ())))
        found = connection.execute(query + "IN (SELECT value FROM json_each(?))", (some,)).fetchall()
        for each in ranges.get(name, ()):
            found += connection.execute(query + "BETWEEN ? AND ?", (each.start, each.stop - 1)).fetchall()
        yield owner, [row[0] for row in found]


def _removed_before(connection: Connection, table: RecordTable, rids: Iterable[int], since: int) -> set[int]:
    """Return those of `rids` that changes after `since`, of one's own, did not remove: these know of all parts here."""
    found = connection.execute(
        "SELECT rid FROM change NOT INDEXED WHERE seq > ? AND tbl = ? AND fld = ?",
        (since, table.number, table.by_name[REMOVED].number),
    )
    return set(rids).difference(row[0] for row in found)


def _no_more_told(
    connection: Connection, rows: Mapping[str, Iterable[int]], pointed: Iterable[bytes]
) -> Iterator[tuple[RecordTable, list[int]]]:
    """Yield the removed records that are asked about for something among `rows`, which may tell of another now."""
    open_ones = (
        f"SELECT DISTINCT c.rid FROM conflict c JOIN {{}} WHERE c.kind = '{AFTER_REMOVAL}' AND c.tbl = {{}} AND "
    )
    before = json.dumps(sorted(each.hex() for each in pointed))
    for owner, tell in _TOLD_OF:
        tellers = tell & rows.keys()
        if not tellers:
            continue
        gone = open_ones.format(f"{owner.name} p ON p.rid = c.rid", owner.number)
        found = connection.execute(f"{gone} p.id IN (SELECT unhex(value) FROM json_each(?))", (before,)).fetchall()
        for name in tellers:
            same = open_ones.format(f"{name} t ON t._hlc = c.lose_hlc AND t._site = c.lose_site", owner.number)
            some = json.dumps(sorted(rows[name]))
            found += connection.execute(f"{same} t.rid IN (SELECT value FROM json_each(?))", (some,)).fetchall()
        yield owner, [row[0] for row in found]


def _in_range(connection: Connection, table: RecordTable, rids: range) -> Iterator[int]:
    yield from _decided_or_removed(connection, table, "c.rid BETWEEN ? AND ?", (rids.start, rids.stop - 1))


def _decided_or_removed(
    connection: Connection, table: RecordTable, among: str, values: tuple[object, ...]
) -> Iterator[int]:
    """Yield the rows `among` these in which a removal stands, or in which a decision was taken back."""
    removed = table.by_name[REMOVED].number
    found = connection.execute(
        # what a change noted is read last: that takes longest, and few are asked for it
        f"SELECT DISTINCT c.rid FROM change c WHERE c.tbl = {table.number} AND {among} "
        f"AND iif(c.fld = {removed} AND EXISTS (SELECT 1 FROM {table.name} t WHERE t.rid = c.rid "
        f"AND t.{REMOVED} IS NOT NULL) OR EXISTS ({_UNDOES_HERE}), {_MANY_SEEN}, 0)",
        values,
    )
    yield from [row[0] for row in found]


def _questioned(connection: Connection, table: RecordTable, rids: Iterable[int]) -> set[int]:
    """Return those of `rids` that are removed, or of which a step was undone by one that changed them."""
    undone = f"SELECT 1 FROM change c WHERE c.tbl = {table.number} AND c.rid = t.rid AND EXISTS ({_UNDOES_HERE})"
    found = connection.execute(
        f"SELECT t.rid FROM {table.name} t WHERE t.rid IN (SELECT value FROM json_each(?)) "
        f"AND (t.{REMOVED} IS NOT NULL OR EXISTS ({undone}))",
        (json.dumps(sorted(rids)),),
    )
    return {row[0] for row in found.fetchall()}


def _settle_all(connection: Connection, table: RecordTable, rids: Iterable[int]) -> None:
    for rid in sorted(rids):
        row = connection.execute(f"SELECT id FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
        if row is not None:
            _settle(connection, _Place(table, rid), loaded(connection, table.number, row[0]))


def _settle(connection: Connection, place: _Place, record: Record) -> None:
    steps = _steps(connection, place)
    kept = list(_kept(connection, place))
    _settle_edits(connection, [each for each in kept if each.kind != AFTER_REMOVAL], record, steps)
    _reopen_unknown(connection, place, record, steps, {(each.field, each.loser.clock) for each in kept})
    _settle_removal(connection, place, record, steps, [each for each in kept if each.kind == AFTER_REMOVAL])


def _steps(connection: Connection, place: _Place) -> _Steps:
    """Return which of the steps that touched the record were undone by others that did, and which undo others."""
    found = connection.execute(
        "SELECT seq, hlc, site, undoes FROM step WHERE seq IN (SELECT step FROM change WHERE tbl = ? AND rid = ?)",
        (place.table.number, place.rid),
    ).fetchall()
    clocks = {seq: Clock(hlc, site) for seq, hlc, site, _undoes in found}
    undoes = {clocks[seq]: clocks[target] for seq, _hlc, _site, target in found if target in clocks}
    undoing = {clocks[seq] for seq, _hlc, _site, target in found if target is not None}
    return _Steps(not_standing(undoes), frozenset(undoing))


def _kept(connection: Connection, place: _Place) -> Iterator[_Kept]:
    found = connection.execute(
        "SELECT cid, fld, kind, lose, lose_hlc, lose_site, state FROM conflict WHERE tbl = ? AND rid = ?",
        (place.table.number, place.rid),
    ).fetchall()
    for cid, fld, kind, lose, hlc, site, state in found:
        value = travelling(known_field(place.table, fld), json.loads(lose) if lose else None)
        yield _Kept(cid, fld, kind, Cell(value, Clock(hlc, site)), state)


def _settle_edits(connection: Connection, kept: Iterable[_Kept], record: Record, steps: _Steps) -> None:
    """Close what an edit that stands answers; open again what none answers but those that were undone."""
    for each in kept:
        state = record.fields.get(str(each.field), FieldState())
        answered = is_answered(state, each.loser, steps.undone)
        wished = each.state if answered is None else DECIDED if answered else OPEN
        if wished != each.state:
            _put_state(connection, each.cid, wished)


def _reopen_unknown(
    connection: Connection, place: _Place, record: Record, steps: _Steps, known: set[tuple[int, Clock]]
) -> None:
    """Open the conflicts whose decision was undone before this device ever heard of them."""
    removed = place.table.by_name[REMOVED].number
    for number, state in record.fields.items():
        for lost in reopened(state, steps.undone):
            if int(number) != removed and (int(number), lost.clock) not in known and state.cell is not None:
                _open(connection, place, int(number), "edit", (state.cell, lost))


def _settle_removal(
    connection: Connection, place: _Place, record: Record, steps: _Steps, kept: Iterable[_Kept]
) -> None:
    """Let those edits wait that met the removal which stands, and no others."""
    removed = place.table.by_name[REMOVED].number
    state = record.fields.get(str(removed), FieldState())
    removals = {
        clock: Written(each, clock in steps.undone, clock in steps.undoing) for clock, each in state.edits.items()
    }
    parts = _parts(connection, place, state.cell)
    wanted = edited_unseen(state.cell, removals, _stands(place.table, record, state.cell), parts)
    known: Mapping[Clock, _Kept] = {each.loser.clock: each for each in kept}
    for clock, each in known.items():
        wished = OPEN if clock in wanted else DECIDED
        if wished != each.state:
            _put_state(connection, each.cid, wished)
    for clock in sorted(wanted - known.keys()):
        assert state.cell is not None
        _open(connection, place, removed, AFTER_REMOVAL, (state.cell, Cell(None, clock)))


def _stands(table: RecordTable, record: Record, removal: Cell | None) -> Iterator[Edit]:
    """Yield the edits by people that stand in the record and of which it is known what their writers saw."""
    for number, state in record.fields.items():
        field = known_field(table, int(number))
        if state.cell is None or state.cell.clock == record.base or (field is not None and field.read_only):
            continue
        edit = state.edits[state.cell.clock]
        if removal is not None and (edit.bases or edit.clock < removal.clock):
            yield edit


def _parts(connection: Connection, place: _Place, removal: Cell | None) -> Parts:
    """Return what stands in the parts of a removed record, and what tells of it, where that is not removed itself."""
    edits: list[Edit] = []
    made: list[Clock] = []
    for table, link in parts_of(place.table) if removal is not None and removal.value is not None else ():
        found = connection.execute(
            f"SELECT id FROM {table.name} WHERE {REMOVED} IS NULL "
            f"AND {link} = (SELECT id FROM {place.table.name} WHERE rid = ?)",
            (place.rid,),
        ).fetchall()
        for (part,) in found:
            record = loaded(connection, table.number, part)
            edits.extend(_stands(table, record, removal))
            made += [record.base] if record.base is not None else []
    told = _told(connection, place) if removal is not None and removal.value is not None else ()
    return Parts(edits, made, tuple(told))


def _told(connection: Connection, place: _Place) -> Iterator[Clock]:
    """Yield when that was made which tells of a record."""
    for table, link in tellers_of(place.table):
        owner = owner_of(table)
        # who took part in something that was removed is not told of by it any more
        whole = "" if owner is None else f"JOIN {owner.name} o ON o.id = q.{table.belongs_to} AND o.{REMOVED} IS NULL "
        found = connection.execute(
            f"SELECT DISTINCT q._hlc, q._site FROM {table.name} q {whole}WHERE q.{REMOVED} IS NULL "
            f"AND q.{link} = (SELECT id FROM {place.table.name} WHERE rid = ?)",
            (place.rid,),
        ).fetchall()
        yield from (Clock(*each) for each in found)


def _open(connection: Connection, place: _Place, field: int, kind: str, sides: tuple[Cell, Cell]) -> None:
    winner, loser = sides
    known = known_field(place.table, field)
    values = [json.dumps(note(known, each.value), ensure_ascii=False) for each in sides]
    connection.execute(
        "INSERT INTO conflict(tbl, rid, fld, kind, base, win, win_hlc, win_site, win_member, lose, lose_hlc, "
        "lose_site, lose_member) VALUES (?, ?, ?, ?, 'null', ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            *(place.table.number, place.rid, field, kind),
            *(values[0], *winner.clock, writer_of(connection, winner.clock)),
            *(values[1], *loser.clock, writer_of(connection, loser.clock)),
        ),
    )


def _put_state(connection: Connection, cid: int, state: int) -> None:
    connection.execute("UPDATE conflict SET state = ? WHERE cid = ?", (state, cid))
