"""How do we know them? The shortest way between two contacts, looked for from both ends at once."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.contacts.ties import Bond, Tie, ties_of
from crm_desktop.vault.driver import Connection

MOST_STEPS = 6
# Past this many contacts looked at, the answer would not be worth the wait.
MOST_SEEN = 20_000

# Of several ties between the same two, what was noted by hand says most.
_TOLD_FIRST = {Bond.RELATION: 0, Bond.JOB: 1, Bond.PARENT: 2, Bond.DEAL: 3}
_Reached = dict[bytes, Tie | None]


class Connections(NamedTuple):
    """The ties from one contact to the other, in order; none where there is no way.

    `whole` is False where there were too many contacts to look at them all.
    """

    ties: tuple[Tie, ...]
    whole: bool


def connection_between(reader: Connection, one: bytes, other: bytes, most_steps: int = MOST_STEPS) -> Connections:
    """Return a shortest way from `one` to `other` over ties of all kinds, the ended ones too."""
    if one == other:
        return Connections((), whole=True)
    sides: tuple[_Reached, _Reached] = ({one: None}, {other: None})
    edges = [[one], [other]]
    whole = True
    for _step in range(most_steps):
        # the side that is smaller grows: a hub with thousands of people is gone round where it can be
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        meeting, grown, complete = _grow(reader, edges[side], sides[side], sides[1 - side])
        whole = whole and complete
        if meeting is not None:
            return Connections(tuple(_joined(reader, sides, meeting)), whole=True)
        edges[side] = grown
        if not grown or len(sides[0]) + len(sides[1]) > MOST_SEEN:
            return Connections((), whole=whole and not grown)
    return Connections((), whole=whole)


def _grow(
    reader: Connection, edge: list[bytes], own: _Reached, others: Mapping[bytes, Tie | None]
) -> tuple[bytes | None, list[bytes], bool]:
    """Go one step further from `edge`; return where the sides meet, the new edge, and whether all was looked at."""
    grown: list[bytes] = []
    found = list(ties_of(reader, edge, MOST_SEEN, deals=True))
    for tie in sorted(found, key=lambda each: (_TOLD_FIRST[each.bond], each.past)):
        if tie.other in own:
            continue
        own[tie.other] = tie
        if tie.other in others:
            return tie.other, grown, True
        grown.append(tie.other)
    return None, grown, len(found) < MOST_SEEN


def _joined(reader: Connection, sides: tuple[_Reached, _Reached], meeting: bytes) -> list[Tie]:
    """Return the ties from the first side's end to `meeting`, then on to the second side's end."""
    back, ahead = _trail(sides[0], meeting), _trail(sides[1], meeting)
    marks = ", ".join("?" * len(ahead))
    found = reader.execute(
        f"SELECT id, name, kind = 'company' FROM contact WHERE id IN ({marks})", [each.here for each in ahead]
    )
    names = {row[0]: (str(row[1]), bool(row[2])) for row in found}
    turned = [
        each._replace(
            here=each.other,
            other=each.here,
            outward=not each.outward,
            name=names[each.here][0],
            company=names[each.here][1],
        )
        for each in ahead
    ]
    return [*reversed(back), *turned]


def _trail(reached: _Reached, meeting: bytes) -> list[Tie]:
    """Return the ties by which `meeting` was reached, the last one first."""
    trail: list[Tie] = []
    here = meeting
    while (tie := reached[here]) is not None:
        trail.append(tie)
        here = tie.here
    return trail
