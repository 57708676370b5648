"""Steps that came without a server, merged here by the same rule, into what the server would have answered."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.schema.catalogue import SHARED
from crm_desktop.sync.loaded import loaded
from crm_desktop.sync.merge import Clock, Edit, Value
from crm_desktop.sync.records import Clash, Cleared, Record
from crm_desktop.sync.wire import ROW_MARKS, UPDATE, Act, Change, clock_pair
from crm_desktop.vault.driver import Connection


class Brought(NamedTuple):
    """A step that came in a parcel: its clock, its writer, and what it did."""

    clock: Clock
    member: str | None
    act: Act


class _Key(NamedTuple):
    table: int
    record: str


class _Merging:
    """The records that the steps touch, as they stand here and then as they come to be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = {row[0].hex() for row in connection.execute("SELECT id FROM erased")}
        self.records: dict[_Key, Record] = {}
        self.changes: list[list[Any]] = []
        self.clashes: list[tuple[_Key, Clash]] = []
        self.cleared: list[tuple[_Key, Cleared]] = []

    def take(self, change: Change, clock: Clock) -> None:
        """Merge one change."""
        key = _Key(change.table, change.record)
        if change.record in self._gone:
            return
        if key not in self.records:
            self.records[key] = loaded(self._connection, key.table, bytes.fromhex(key.record))
        record = self.records[key]
        taken = record.take(change, clock)
        self.clashes += [(key, each) for each in taken.clashes]
        self.cleared += [(key, each) for each in taken.cleared]
        if change.op == UPDATE:
            self.changes += [_change_line(key, record, change.edit(number, clock), number) for number in change.values]

    def rows(self) -> list[list[Any]]:
        """Return the touched records as the wire has them; one whose making never came is left out."""
        return [_row_line(key, record) for key, record in self.records.items() if record.base is not None]

    def conflicts(self) -> list[list[Any]]:
        """Return the conflicts that were opened and are still open."""
        made: list[list[Any]] = []
        for key, (number, conflict) in self.clashes:
            state = self.records[key].fields[number]
            loser = state.open.get(conflict.loser.clock)
            if loser is not None and state.cell is not None:
                winner = state.cell
                sides = [winner.value, *winner.clock, loser.value, *loser.clock]
                made.append([key.table, key.record, int(number), *sides, "edit"])
        return made


def answer_of(connection: Connection, brought: Iterable[Brought], erased: Sequence[str] = ()) -> Mapping[str, Any]:
    """Return what the steps `brought` come to here, in the form of what a server answers to a pull.

    They may come in any order and again; `erased` are ids of records that were erased elsewhere.
    """
    merging = _Merging(connection)
    steps: list[list[Any]] = []
    for each in sorted(brought, key=lambda each: each.clock):
        step = each.act.step
        undoes = None if step.undoes is None else clock_pair(step.undoes)
        steps.append([each.clock.site, each.clock.hlc, each.member, step.at_ms, step.label, undoes, step.app_version])
        for change in each.act.changes:
            merging.take(change, each.clock)
    return {
        "steps": steps,
        "rows": merging.rows(),
        "changes": merging.changes,
        "conflicts": merging.conflicts(),
        "cleared": [[key.table, key.record, int(number), *loser] for key, (number, loser) in merging.cleared],
        "erased": list(_erased_here(connection, erased)),
    }


def _change_line(key: _Key, record: Record, edit: Edit, number: str) -> list[Any]:
    """Return an edit as the wire has it, with what its writer saw where that is known here."""
    edits = record.fields[number].edits
    seen: Value = edits[edit.bases[0]].value if edit.bases and edit.bases[0] in edits else None
    bases = [clock_pair(each) for each in edit.bases]
    base = bases[0] if len(bases) == 1 else bases or None
    return [key.table, key.record, *edit.clock, int(number), seen, edit.value, base]


def _row_line(key: _Key, record: Record) -> list[Any]:
    assert record.base is not None
    doc: dict[str, Any] = {
        number: state.cell.value for number, state in record.fields.items() if state.cell is not None
    }
    doc.update({name: record.marks[name] for name in ROW_MARKS if record.marks.get(name) is not None})
    clocks = {number: clock_pair(clock) for number, clock in record.clocks().items()}
    return [key.table, key.record, doc, *record.base, clocks]


def _erased_here(connection: Connection, erased: Sequence[str]) -> Iterable[list[Any]]:
    for record in erased:
        for table in SHARED:
            if connection.execute(f"SELECT 1 FROM {table.name} WHERE id = ?", (bytes.fromhex(record),)).fetchone():
                yield [table.number, record]
