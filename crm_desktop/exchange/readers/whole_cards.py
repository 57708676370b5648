"""Address books cut into whole cards: the plain ones, which are nearly all, are taken apart without looking ahead."""

import re
from collections.abc import Iterable, Iterator

from crm_desktop.exchange.readers.vcard_lines import USUAL_HEADS, Head, Property, plain_head

MOST_PROPERTIES = 2000  # of one card
BOUNDS = {"BEGIN", "END", "AGENT"}  # where a card may begin or end
LONGEST_CARD = 4 << 20  # bytes: what goes on for longer is not looked through for its end again and again
_BEGIN, _END = b"BEGIN:VCARD\n", b"\nEND:VCARD"
_BETWEEN = re.compile(rb"(?<=\nEND:VCARD)\n+(?=BEGIN:VCARD\n)")
# a third of the time that the class itself takes, for what there are a dozen of in each card
_made = tuple.__new__


def pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text of `blocks` cut where one card ends and another begins; what has no such place comes as it is."""
    rest = b""
    for block in blocks:
        text, start = rest + block, 0
        for between in _BETWEEN.finditer(text):
            yield text[start : between.end()]
            start = between.end()
        rest = text[start:]
        if len(rest) > LONGEST_CARD:
            yield rest
            rest = b""
    if rest:
        yield rest


def is_whole(piece: bytes) -> bool:
    """Tell whether `piece` ends where a card does; a longer one than any card was cut anywhere."""
    return len(piece) <= LONGEST_CARD and piece.rstrip(b"\n").endswith(_END)


class PlainCards:
    """Takes cards apart in which each line is a property by itself, and text that stands for what it is."""

    def __init__(self) -> None:
        # the same few heads stand in every card
        self._heads: dict[str, Head | None] = {}

    def properties(self, piece: bytes) -> list[Property] | None:
        """Return the properties of the one card that `piece` is, or None where it has to be read with care."""
        if not (piece.startswith(_BEGIN) and is_whole(piece)):
            return None
        try:
            lines = piece.rstrip(b"\n")[len(_BEGIN) : -len(_END)].decode().split("\n")
        except UnicodeDecodeError:
            return None
        heads, found = self._heads, list[Property]()
        for line in lines:
            written, colon, value = line.partition(":")
            head = heads.get(written)
            if head is None or not colon:
                head = self._learnt(written) if colon else None
                if head is None:
                    return None
            found.append(_made(Property, (head, value)))
        return found if len(found) < MOST_PROPERTIES else None

    def _learnt(self, written: str) -> Head | None:
        if written in self._heads or len(self._heads) > USUAL_HEADS:
            return self._heads.get(written)
        head = plain_head(written.encode())
        if head is not None and head.name in BOUNDS:
            head = None
        self._heads[written] = head
        return head
