"""A record as a set of merged fields: what steps that arrive in any order come to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_desktop.sync.merge import Cell, Clock, Conflict, Edit, Outcome, answers, merge
from crm_desktop.sync.wire import INSERT, ROW_MARKS, Change


class Clash(NamedTuple):
    """An open conflict in a field of a record."""

    number: str
    conflict: Conflict


class Cleared(NamedTuple):
    """A conflict of a field that an edit closed: its loser's clock."""

    number: str
    loser: Clock


class Taken(NamedTuple):
    """What a change did to its record: how each edit went, and the conflicts that it opened and closed."""

    outcomes: tuple[Outcome, ...]
    clashes: tuple[Clash, ...]
    cleared: tuple[Cleared, ...]


@dataclass(slots=True)
class FieldState:
    """A field: the cell that stands, every logged edit by its clock, and the open losers."""

    cell: Cell | None = None
    edits: dict[Clock, Edit] = field(default_factory=dict)
    open: dict[Clock, Cell] = field(default_factory=dict)

    def take(self, edit: Edit) -> tuple[Outcome, Conflict | None, list[Clock]]:
        """Merge `edit`; return how it went, the conflict it opened, and the losers whose conflicts it closed."""
        if edit.clock in self.edits:
            return Outcome.SAME, None, []
        others = self.edits.values()
        overwritten = {base for each in others for base in each.bases}
        merged = merge(self.cell, edit, overwritten, [each.value for each in others if each.clock > edit.clock])
        self.cell = merged.cell
        self.edits[edit.clock] = edit
        closed = [clock for clock, loser in self.open.items() if answers(edit, loser)]
        for clock in closed:
            del self.open[clock]
        if merged.conflict is not None:
            self.open[merged.conflict.loser.clock] = merged.conflict.loser
        return merged.change, merged.conflict, closed


@dataclass(slots=True)
class Record:
    """A record: the clock of its earliest insert, its marks then, and its fields by number."""

    base: Clock | None = None
    marks: dict[str, object] = field(default_factory=dict)
    fields: dict[str, FieldState] = field(default_factory=dict)

    def take(self, change: Change, clock: Clock) -> Taken:
        """Merge what `change` wrote at `clock`; the same change again does nothing.

        A second insert of one record (sent again by a copied device) is an edit of each of its fields, and the earlier
        of the two inserts is the record's base.
        """
        if change.op == INSERT and (self.base is None or clock < self.base):
            self.base = clock
            self.marks = {name: change.values.get(name) for name in ROW_MARKS}
        outcomes: list[Outcome] = []
        clashes: list[Clash] = []
        cleared: list[Cleared] = []
        for number in change.values:
            if number in ROW_MARKS:
                continue
            outcome, conflict, closed = self.fields.setdefault(number, FieldState()).take(change.edit(number, clock))
            outcomes.append(outcome)
            cleared += [Cleared(number, each) for each in closed]
            if conflict is not None:
                clashes.append(Clash(number, conflict))
        return Taken(tuple(outcomes), tuple(clashes), tuple(cleared))

    def clocks(self) -> dict[str, Clock]:
        """Return the clock of each field that differs from the record's base."""
        held = {number: state.cell.clock for number, state in self.fields.items() if state.cell is not None}
        return {number: clock for number, clock in held.items() if clock != self.base}

    def all_clocks(self) -> Iterable[Clock]:
        """Yield the clocks of everything that was ever written into the record, as far as it is known here."""
        for state in self.fields.values():
            yield from state.edits
