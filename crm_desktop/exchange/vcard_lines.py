"""Lines of a vCard: escaped, folded at 75 octets, in the manner of version 3.0 (RFC 2426) or 4.0 (RFC 6350)."""

from collections.abc import Sequence

_LONGEST = 75  # octets of a line, its end not counted
_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": ""})


def text_line(name: str, value: str, types: Sequence[str] = ()) -> str:
    """Return the folded line of a property with one text value."""
    return folded(f"{name}{_typed(types)}:{escaped(value)}")


def parts_line(name: str, parts: Sequence[str], types: Sequence[str] = ()) -> str:
    """Return the folded line of a property whose value has several parts, as a name or an address has."""
    return folded(f"{name}{_typed(types)}:{';'.join(map(escaped, parts))}")


def list_line(name: str, values: Sequence[str]) -> str:
    """Return the folded line of a property with a list of values."""
    return folded(f"{name}:{','.join(map(escaped, values))}")


def escaped(text: str) -> str:
    """Return `text` as a value holds it."""
    return text.translate(_ESCAPES)


def folded(line: str) -> str:
    """Return `line` cut where it is too long, never within a character, with the line ends of the format."""
    pieces: list[str] = []
    piece, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _LONGEST:
            pieces.append(piece)
            # the space that a further line begins with counts
            piece, length = "", 1
        piece += letter
        length += size
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def _typed(types: Sequence[str]) -> str:
    return "".join(f";{each}" for each in types)
