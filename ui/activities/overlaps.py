"""What takes place at the same time stands side by side."""

from collections.abc import Sequence
from typing import NamedTuple


class Side(NamedTuple):
    """Where something stands across its day: from the share `left` of the width, `width` of it wide."""

    left: float
    width: float


def side_by_side(spans: Sequence[tuple[float, float]]) -> list[Side]:
    """Return the sides of `spans` (from, to), which may overlap; each takes the room to its right that is free."""
    order = sorted(range(len(spans)), key=lambda place: (spans[place][0], -spans[place][1]))
    sides = [Side(0.0, 1.0)] * len(spans)
    group: list[int] = []
    end = float("-inf")
    for place in order:
        if group and spans[place][0] >= end:
            _share_out(group, spans, sides)
            group, end = [], float("-inf")
        group.append(place)
        end = max(end, spans[place][1])
    _share_out(group, spans, sides)
    return sides


def _share_out(group: Sequence[int], spans: Sequence[tuple[float, float]], sides: list[Side]) -> None:
    """Give the spans of `group`, which hang together, columns of one width."""
    columns: list[list[int]] = []
    column_of: dict[int, int] = {}
    for place in group:
        free = next((number for number, each in enumerate(columns) if spans[each[-1]][1] <= spans[place][0]), None)
        if free is None:
            free = len(columns)
            columns.append([])
        columns[free].append(place)
        column_of[place] = free
    for place in group:
        first, span = column_of[place], 1
        while first + span < len(columns) and not any(
            spans[other][0] < spans[place][1] and spans[place][0] < spans[other][1] for other in columns[first + span]
        ):
            span += 1
        sides[place] = Side(first / len(columns), span / len(columns))


def lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each of `spans` (first and last day, both in it) the lowest lane in which nothing else stands."""
    order = sorted(range(len(spans)), key=lambda place: (spans[place][0], -spans[place][1]))
    ends: list[int] = []
    found = [0] * len(spans)
    for place in order:
        first, last = spans[place]
        lane = next((number for number, end in enumerate(ends) if end < first), len(ends))
        if lane == len(ends):
            ends.append(last)
        else:
            ends[lane] = last
        found[place] = lane
    return found
