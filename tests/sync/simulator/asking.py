"""What is asked about in a simulated inbox: removals that met edits, and decisions that were taken back."""

from collections.abc import Iterable, Iterator, Mapping

from crm_desktop.sync.merge import Clock, Edit
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.removal import Parts, Written, edited_unseen
from crm_desktop.sync.undone import not_standing

REMOVED = "2"
# A record that names another here tells of it, as a call does.
ABOUT = "27"


def undoes_in(fields: Iterable[FieldState], undoes: Mapping[Clock, Clock]) -> dict[Clock, Clock]:
    """Return those of `undoes` that changed something in these fields: what the server refused takes nothing back."""
    written = {clock for state in fields for clock in state.edits}
    return {step: target for step, target in undoes.items() if step in written and target in written}


def value_of(record: Record, number: str) -> object:
    """Return what stands in a field of the record, None where nothing does."""
    state = record.fields.get(number)
    return None if state is None or state.cell is None else state.cell.value


def told_of(records: Mapping[str, Record], about: str, *, removed: bool = False) -> dict[str, Clock]:
    """Return by id when those of `records` were made that tell of the record `about`, with `removed` ones if asked."""
    return {
        name: each.base
        for name, each in records.items()
        if each.base is not None and value_of(each, ABOUT) == about and (removed or value_of(each, REMOVED) is None)
    }


def edited_unseen_in(record: Record, undoes: dict[Clock, Clock], told: Iterable[Clock] = ()) -> frozenset[Clock]:
    """Return the clocks of the edits that met the removal of the record, as every device finds them.

    `told` is when others told of it.
    """
    undone, removals = not_standing(undoes_in(record.fields.values(), undoes)), record.fields.get(REMOVED, FieldState())
    written = {clock: Written(each, clock in undone, clock in undoes) for clock, each in removals.edits.items()}
    return edited_unseen(removals.cell, written, _standing_edits(record), Parts(told=tuple(told)))


def _standing_edits(record: Record) -> Iterator[Edit]:
    for number, state in record.fields.items():
        if number != REMOVED and state.cell is not None and state.cell.clock != record.base:
            edit = state.edits.get(state.cell.clock)
            if edit is not None:
                yield edit
