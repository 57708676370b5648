"""Long texts that two people changed at once, merged by line."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Texts of more lines are not compared, which would take seconds, but wait in the inbox whole.
MOST_LINES = 2000


class _Piece(NamedTuple):
    """Lines `start` to `stop` of the base, replaced by `lines`."""

    start: int
    stop: int
    lines: tuple[str, ...]


def merge3(base: str, earlier: str, later: str) -> str | None:
    """Return `base` with the changes of both, or None where both changed the same lines.

    What both only added at one place is kept, that of the `earlier` clock first, so every device makes the same text.
    """
    lines, first, second = _lines(base), _lines(earlier), _lines(later)
    if max(len(lines), len(first), len(second)) > MOST_LINES:
        return None
    pieces = _of_both(_pieces(lines, first), _pieces(lines, second))
    if pieces is None:
        return None
    made: list[str] = []
    at = 0
    for piece in pieces:
        made += [*lines[at : piece.start], *piece.lines]
        at = piece.stop
    return "\n".join([*made, *lines[at:]])


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _pieces(base: Sequence[str], lines: Sequence[str]) -> list[_Piece]:
    matcher = SequenceMatcher(None, base, lines, autojunk=False)
    return [
        _Piece(start, stop, tuple(lines[first:last]))
        for tag, start, stop, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _of_both(earlier: Sequence[_Piece], later: Sequence[_Piece]) -> list[_Piece] | None:
    """Return the pieces of both in order, or None where two of them touch that are neither equal nor additions."""
    sided = [(each.start, each.stop, 0, each) for each in earlier] + [
        (each.start, each.stop, 1, each) for each in later
    ]
    made: list[_Piece] = []
    last_side = 0
    for _start, _stop, side, piece in sorted(sided, key=lambda each: each[:3]):
        if made and side != last_side:
            if piece == made[-1]:
                continue
            if _clash(made[-1], piece):
                return None
        made.append(piece)
        last_side = side
    return made


def _clash(first: _Piece, second: _Piece) -> bool:
    both_add = first.start == first.stop and second.start == second.stop
    return not both_add and second.start <= first.stop
