"""The merge rule: one pure function for what is pushed, pulled or carried in a parcel.

Of all edits of one field the latest clock stands. An earlier edit is answered when a writer named its clock as a base,
that is saw it and wrote over it, or when somebody later typed the same value. What is neither standing nor answered is
an open conflict. None of this depends on the order in which the edits arrive.
"""

from collections.abc import Container, Iterable
from enum import StrEnum
from typing import NamedTuple

# What JSON can hold: links travel as hexadecimal ids.
Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


class Clock(NamedTuple):
    """When and where a value was written; clocks of one device strictly increase."""

    hlc: int
    site: int


class Edit(NamedTuple):
    """A value that was written; `bases` are the clocks of all values that its writer saw and meant to replace."""

    value: Value
    clock: Clock
    bases: tuple[Clock, ...] = ()


class Cell(NamedTuple):
    """The value that stands in a field, and the clock it was written at."""

    value: Value
    clock: Clock


class Conflict(NamedTuple):
    """Two values of one field whose writers did not know of each other."""

    winner: Cell
    loser: Cell


class Outcome(StrEnum):
    """What an edit did to its field: EQUAL means that the same value stood there, by another writer."""

    TOOK = "took"
    KEPT = "kept"
    SAME = "same"
    EQUAL = "equal"


class Merged(NamedTuple):
    """The `cell` that stands after an edit (its clock may move even when the value does not), and what came of it."""

    cell: Cell
    change: Outcome
    conflict: Conflict | None = None


class Settled(NamedTuple):
    """What a whole set of edits comes to: the cell that stands, and the edits that were lost without an answer."""

    cell: Cell
    open: frozenset[Clock]


def merge(cell: Cell | None, edit: Edit, overwritten: Container[Clock] = (), repeated: Iterable[Value] = ()) -> Merged:
    """Merge `edit` into `cell`, which is None where nobody has written (the empty fields of a new record).

    `overwritten` holds the bases of all logged edits of this field, `repeated` the values that logged edits later than
    `edit` wrote. The same edit merged again changes nothing.
    """
    arrived = Cell(edit.value, edit.clock)
    if cell is None:
        return Merged(arrived, Outcome.TOOK)
    if cell.clock == edit.clock:
        return Merged(cell, Outcome.SAME)
    wins = edit.clock > cell.clock
    winner, loser = (arrived, cell) if wins else (cell, arrived)
    if same_value(winner.value, loser.value):
        return Merged(winner, Outcome.EQUAL)
    answered = loser.clock in (edit.bases if wins else overwritten) or loser.clock in overwritten
    if not wins:
        answered = answered or any(same_value(edit.value, each) for each in repeated)
    return Merged(winner, Outcome.TOOK if wins else Outcome.KEPT, None if answered else Conflict(winner, loser))


def answers(edit: Edit, loser: Cell) -> bool:
    """Tell whether `edit`, however late it arrives, closes the open conflict that `loser` lost."""
    return loser.clock in edit.bases or (edit.clock > loser.clock and same_value(edit.value, loser.value))


def settled(edits: Iterable[Edit]) -> Settled | None:
    """Return what all `edits` of one field come to in whatever order: `merge` and `answers` must agree with it."""
    latest_first = sorted({each.clock: each for each in edits}.values(), key=lambda each: each.clock, reverse=True)
    if not latest_first:
        return None
    overwritten = {base for each in latest_first for base in each.bases}
    standing = latest_first[0]
    seen: list[Value] = []
    lost: set[Clock] = set()
    for each in latest_first:
        repeated = any(same_value(each.value, later) for later in seen)
        if each is not standing and each.clock not in overwritten and not repeated:
            lost.add(each.clock)
        seen.append(each.value)
    return Settled(Cell(standing.value, standing.clock), frozenset(lost))


def same_value(one: Value, other: Value) -> bool:
    """Tell whether two values are one: 1 and 1.0 are, true and 1 are not."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
