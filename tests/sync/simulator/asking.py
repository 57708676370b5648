"""What is asked about in a simulated inbox: removals that met edits, and decisions that were taken back."""

from collections.abc import Iterable, Iterator, Mapping

from crm_desktop.sync.merge import Clock, Edit
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.removal import Written, edited_unseen
from crm_desktop.sync.undone import not_standing

REMOVED = "2"


def undoes_in(fields: Iterable[FieldState], undoes: Mapping[Clock, Clock]) -> dict[Clock, Clock]:
    """Return those of `undoes` that changed something in these fields: what the server refused takes nothing back."""
    written = {clock for state in fields for clock in state.edits}
    return {step: target for step, target in undoes.items() if step in written and target in written}


def edited_unseen_in(record: Record, undoes: dict[Clock, Clock]) -> frozenset[Clock]:
    """Return the clocks of the edits that met the removal of the record, as every device finds them."""
    undone, removals = not_standing(undoes_in(record.fields.values(), undoes)), record.fields.get(REMOVED, FieldState())
    written = {clock: Written(each, clock in undone, clock in undoes) for clock, each in removals.edits.items()}
    return edited_unseen(removals.cell, written, _standing_edits(record))


def _standing_edits(record: Record) -> Iterator[Edit]:
    for number, state in record.fields.items():
        if number != REMOVED and state.cell is not None and state.cell.clock != record.base:
            edit = state.edits.get(state.cell.clock)
            if edit is not None:
                yield edit
