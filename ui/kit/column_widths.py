"""How wide a table's columns are: those that the user gave, the designed ones, and what is left shared out."""

from collections.abc import Mapping, Sequence
from typing import Any

from ui.kit.paged_model import Column
from ui.kit.theme import Theme


def shared_widths(theme: Theme, columns: Sequence[Column[Any]], given: Mapping[str, int], room: int) -> list[int]:
    """Return the width of each of `columns` in `room` pixels, 0 for those that are dropped.

    `given` are the user's widths by name, at 100 % zoom. Columns are dropped from the highest priority number on
    until the rest fits; those that stretch share what is left.
    """
    wanted = [theme.px(given.get(column.name, column.width)) for column in columns]
    shown = set(range(len(columns)))
    for place in sorted((p for p in shown if columns[p].priority), key=lambda p: -columns[p].priority):
        if sum(wanted[p] for p in shown) <= room:
            break
        shown.remove(place)
    stretching = [p for p in shown if columns[p].stretch and columns[p].name not in given]
    extra = max(room - sum(wanted[p] for p in shown), 0) // max(len(stretching), 1)
    return [wanted[p] + (extra if p in stretching else 0) if p in shown else 0 for p in range(len(columns))]
