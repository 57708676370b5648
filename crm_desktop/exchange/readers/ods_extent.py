"""How far the cells of an open document reach, where one tag may stand for a million cells."""

import re
from collections.abc import Iterator
from typing import IO

from crm_desktop.exchange.readers.extent import Extent

_BLOCK = 1 << 20
_LONGEST_TAG = 1 << 20
# The reader of whole sheets knows the tags by these names alone, whatever they are short for.
_TAG = re.compile(
    rb"""</?table:(table-row|table-cell|covered-table-cell|table)(?=[\s/>])((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>"""
)
_WHOLE = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d+)["']""")


def ods_extents(file: IO[bytes]) -> Iterator[Extent]:
    """Yield the extent of each table in `file`, the content of an open document."""
    text = file.read(_BLOCK)
    table = _Table()
    while text:
        for found in _TAG.finditer(text):
            if table.take(found[0], found[1], found[2], alone=bool(found[3])):
                yield table.extent
                table = _Table()
        # a tag that is cut in two stands whole in the next piece
        last = text.rfind(b"<")
        cut = last >= 0 and len(text) - last < _LONGEST_TAG and _WHOLE.match(text, last) is None
        rest = text[last:] if cut else b""
        block = file.read(_BLOCK)
        text = rest + block if block else b""
    yield table.extent


class _Table:
    """A table whose tags pass by."""

    def __init__(self) -> None:
        self._rows = self._lowest = self._widest = self._cells = 0
        self._column = self._last = 0
        self._repeated = 1

    @property
    def extent(self) -> Extent:
        """How far the cells reach that are not blank."""
        return Extent(self._lowest, self._widest, self._cells)

    def take(self, tag: bytes, name: bytes, attributes: bytes, *, alone: bool) -> bool:
        """Take in one tag, which may stand `alone`; tell whether the table ends with it."""
        ends = tag.startswith(b"</")
        if name == b"table":
            return ends
        if name == b"table-row":
            if not ends:
                self._column = self._last = 0
                self._repeated = _times(attributes)
            if ends or alone:
                self._end_row()
        elif not ends:
            self._column += _times(attributes)
            if not alone or b"value-type=" in attributes:
                self._last = self._column
                self._cells += 1
        return False

    def _end_row(self) -> None:
        self._rows += self._repeated
        if self._last:
            self._lowest = self._rows
            self._widest = max(self._widest, self._last)


def _times(attributes: bytes) -> int:
    told = _REPEATED.search(attributes)
    return int(told[1]) if told else 1
