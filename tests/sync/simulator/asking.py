"""What is asked about in a simulated inbox: removals that met edits, and decisions that were taken back."""

from collections.abc import Iterator

from crm_desktop.sync.merge import Clock, Edit
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.removal import Written, edited_unseen

REMOVED = "2"


def not_standing(undoes: dict[Clock, Clock]) -> frozenset[Clock]:
    """Return the steps that were taken back by steps that stand."""
    by_target: dict[Clock, list[Clock]] = {}
    for step, target in undoes.items():
        by_target.setdefault(target, []).append(step)

    def stands(step: Clock) -> bool:
        return not any(stands(each) for each in by_target.get(step, ()))

    return frozenset(target for target in by_target if not stands(target))


def edited_unseen_in(record: Record, undoes: dict[Clock, Clock]) -> frozenset[Clock]:
    """Return the clocks of the edits that met the removal of the record, as every device finds them."""
    undone, removals = not_standing(undoes), record.fields.get(REMOVED, FieldState())
    written = {clock: Written(each, clock in undone, clock in undoes) for clock, each in removals.edits.items()}
    return edited_unseen(removals.cell, written, _standing_edits(record))


def _standing_edits(record: Record) -> Iterator[Edit]:
    for number, state in record.fields.items():
        if number != REMOVED and state.cell is not None and state.cell.clock != record.base:
            edit = state.edits.get(state.cell.clock)
            if edit is not None:
                yield edit
