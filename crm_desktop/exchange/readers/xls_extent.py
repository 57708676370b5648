"""How far the cells of an old workbook (XLS) reach, told by its records before its reader takes memory for them."""

import struct
from array import array
from collections.abc import Iterator
from struct import unpack_from

from crm_desktop.exchange.readers.extent import Extent

BEGIN = {0x0809, 0x0409, 0x0209, 0x0009}
_MANY = 0x00BD  # several numbers beside each other
_CELLS = {0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, _MANY, 0x0006, 0x0206, 0x0406, 0x00D6}
_STREAMS = ("Workbook", "Book")
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_IN_HEADER = 109  # places of the table that stand in the header itself
_END = 0xFFFFFFFA  # from here on numbers are no sectors


def xls_extents(content: bytes) -> list[Extent] | None:
    """Return the extents of all sheets of an old workbook, None where it is written as none is."""
    try:
        return [extent for stream in workbook_streams(content) for extent in _extents(stream)]
    except (struct.error, IndexError, ValueError):
        return None


def _extents(stream: bytes) -> Iterator[Extent]:
    rows = columns = cells = at = 0
    end = len(stream) - 4
    while at <= end:
        kind, length = unpack_from("<HH", stream, at)
        at += 4
        if kind in _CELLS and length >= 4 and at + length <= len(stream):
            row, column = unpack_from("<HH", stream, at)
            last = unpack_from("<H", stream, at + length - 2)[0] if kind == _MANY else column
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            cells += max(last - column, 0) + 1
        elif kind in BEGIN:
            yield Extent(rows, columns, cells)
            rows = columns = cells = 0
        at += length
    yield Extent(rows, columns, cells)


def workbook_streams(content: bytes) -> Iterator[bytes]:
    """Yield the streams of a compound file that hold a workbook (MS-CFB)."""
    file = _CompoundFile(content)
    root = 0, 0
    for at in range(0, len(file.directory) - _ENTRY + 1, _ENTRY):
        length, kind = unpack_from("<HB", file.directory, at + 64)
        start, size = unpack_from("<II", file.directory, at + 116)
        name = file.directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind == _ROOT:
            root = start, size
        elif kind == _STREAM and name in _STREAMS:
            yield file.stream(start, size, root[0])


class _CompoundFile:
    """A file of files: sectors, and tables that say which sector follows which."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        (power, small_power) = unpack_from("<HH", content, 30)
        if not (7 <= power <= 16 and 4 <= small_power < power):
            raise ValueError(power)
        self._size, self._small = 1 << power, 1 << small_power
        (directory,) = unpack_from("<I", content, 48)
        self._cutoff, small_table = unpack_from("<II", content, 56)
        self._next = array("I")
        for sector in self._table_sectors():
            self._next.frombytes(self._sector(sector))
        self.directory = self._chain(directory)
        self._next_small = array("I", self._chain(small_table)) if small_table < _END else array("I")

    def stream(self, start: int, size: int, small_start: int) -> bytes:
        """Return the stream of `size` that starts in the sector `start`; short ones lie in the stream of small ones."""
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        smalls, sector = self._chain(small_start), start
        while sector < _END and len(pieces) * self._small < size:
            pieces.append(smalls[sector * self._small : (sector + 1) * self._small])
            sector = self._next_small[sector]
        return b"".join(pieces)[:size]

    def _table_sectors(self) -> Iterator[int]:
        (following,) = unpack_from("<I", self._content, 68)
        listed = unpack_from(f"<{_IN_HEADER}I", self._content, 76)
        for _turn in range(len(self._content) // self._size + 1):
            yield from (each for each in listed if each < _END)
            if following >= _END:
                return
            numbers = array("I", self._sector(following))
            listed, following = tuple(numbers[:-1]), numbers[-1]
        raise ValueError(following)

    def _chain(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _END:
            if len(pieces) > len(self._next):
                raise ValueError(sector)
            pieces.append(self._sector(sector))
            sector = self._next[sector]
        return b"".join(pieces)

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        piece = self._content[begin : begin + self._size]
        return piece.ljust(self._size, b"\0") if piece else b""
