"""Contact points that empty cells take away, where the user wishes that empty cells empty filled fields."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.exchange.drafts import Part
from crm_desktop.exchange.point_parts import (
    CITY,
    COUNTRY,
    KIND,
    NORMAL,
    POSITION,
    PRIMARY,
    STREET,
    counterpart,
    same_point,
)

_ADDRESS = range(STREET, COUNTRY + 1)


class EmptyPoint(NamedTuple):
    """An empty cell of a point of `kind` with `label`, or empty `parts` of an address.

    Where a file has any number of points of a kind, the row holds the `whole` of them.
    """

    kind: str
    label: str | None = None
    parts: Sequence[int] = ()
    whole: bool = False


def emptied_points(
    there: Sequence[Part], row: Sequence[Part], empty: Sequence[EmptyPoint]
) -> list[tuple[Part, Part | None]]:
    """Return those of the points that are `there` which `empty` cells of a `row` change, each with what is left of it.

    A point of which nothing is left goes (None); what the row has in another cell stays.
    """
    free = [each for each in there if each[KIND] == "address" or not any(same_point(each, point) for point in row)]
    found: list[tuple[Part, Part | None]] = []
    for cell in empty:
        same_kind = [each for each in free if each[KIND] == cell.kind]
        if cell.whole:
            taken = same_kind
        else:
            old = counterpart(same_kind, cell.label)
            taken = [] if old is None else [old]
        for each in taken:
            left = _without(each, cell.parts) if cell.kind == "address" else None
            if left != each:
                found.append((each, left))
        free = [each for each in free if not any(each is old for old in taken)]
    return found


def main_ones(points: Sequence[Part], gone: Sequence[Part]) -> list[Part]:
    """Return those of the remaining `points` that become the main one of their kind, for the main one is `gone`."""
    kinds = {each[KIND] for each in gone if each[PRIMARY]}
    first: dict[object, Part] = {}
    for each in sorted(points, key=lambda point: int(str(point[POSITION] or 0))):
        if each[KIND] in kinds:
            first.setdefault(each[KIND], each)
    return list(first.values())


def _without(address: Part, parts: Sequence[int]) -> Part | None:
    """Return what is left of an `address` without `parts`, None where that is nothing."""
    left = [None if number in parts else value for number, value in enumerate(address)]
    if CITY in parts:
        left[NORMAL] = None
    held = any(address[number] is not None for number in _ADDRESS)
    return None if held and all(left[number] is None for number in _ADDRESS) else left
