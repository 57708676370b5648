"""Decisions that were taken back: what only they had answered is open again."""

from collections.abc import Iterable, Iterator, Mapping

from crm_desktop.sync.merge import Cell, Clock, answers
from crm_desktop.sync.records import FieldState


def not_standing(undoes: Mapping[Clock, Clock]) -> frozenset[Clock]:
    """Return the steps that were taken back by steps that stand; `undoes` tells which takes back which."""
    by_target: dict[Clock, list[Clock]] = {}
    for step, target in undoes.items():
        by_target.setdefault(target, []).append(step)

    def stands(step: Clock) -> bool:
        return not any(stands(each) for each in by_target.get(step, ()))

    return frozenset(target for target in by_target if not stands(target))


def is_answered(state: FieldState, loser: Cell, undone: Iterable[Clock]) -> bool | None:
    """Tell whether an edit that stands answers `loser`; None where none ever did, `undone` are steps that do not."""
    answering = [clock for clock, edit in state.edits.items() if answers(edit, loser)]
    taken_back = _times(undone)
    return any(clock.hlc not in taken_back for clock in answering) if answering else None


def reopened(state: FieldState, undone: Iterable[Clock]) -> Iterator[Cell]:
    """Yield the values that decisions had given up which were all taken back."""
    taken_back = _times(undone)
    decisions = [each for clock, each in state.edits.items() if clock.hlc in taken_back and len(each.bases) > 1]
    for base in sorted({base for each in decisions for base in each.bases}):
        given_up = state.edits.get(base)
        if given_up is None or state.cell is None or base == state.cell.clock:
            continue
        lost = Cell(given_up.value, base)
        if is_answered(state, lost, undone) is False:
            yield lost


def _times(steps: Iterable[Clock]) -> frozenset[int]:
    """Return when `steps` were written: a device that went back to a copy sends one step under several sites."""
    return frozenset(each.hlc for each in steps)
