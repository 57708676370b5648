"""Compound files of older spreadsheet programs, as small as they can be, for tests."""

import struct
from collections.abc import Sequence

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
SMALLEST = 4096  # bytes: a shorter stream would lie in another place


def compound_file(name: str, stream: bytes) -> bytes:
    """Return a compound file that holds one `stream` called `name`."""
    stream = stream.ljust(SMALLEST, b"\0")
    sectors = -(-len(stream) // SECTOR)
    table = [_FAT, _END, *range(3, 2 + sectors), _END]
    table += [_FREE] * (SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b""),
        *(0, 1, 1, 0, SMALLEST, _END, 0, _END, 0, 0),
    )
    header += b"\xff" * (SECTOR - len(header))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(stream))
    entries += _entry("", 0, _FREE, 0, 0) * 2
    return header + struct.pack(f"<{len(table)}I", *table) + entries + stream.ljust(sectors * SECTOR, b"\0")


def workbook(
    rows: list[list[str | float]], sheet: str = "Sheet1", more: bytes = b"", far: Sequence[tuple[int, int]] = ()
) -> bytes:
    """Return an XLS workbook (BIFF8) with one sheet; `more` records stand at the start of the workbook's own.

    The texts #REF! and #DIV/0! are errors, the second one of a formula. Cells that are `far` out, counted from 0 by row
    and column, hold a number.
    """
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0x0600))
    title = sheet.encode("latin-1")
    bound = len(bof) + len(more) + 4 + 8 + len(title) + 4
    of_sheet = _record(0x0085, struct.pack("<IHBB", bound, 0, len(title), 0) + title)
    cells = b"".join(_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    cells += b"".join(_cell(row, column, 1.0) for row, column in far)
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0x0600)) + cells + _record(0x000A, b"")
    return compound_file("Workbook", bof + more + of_sheet + _record(0x000A, b"") + body)


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _cell(row: int, column: int, value: str | float) -> bytes:
    if value == "#REF!":
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, 0x17, 1))
    if value == "#DIV/0!":
        result = struct.pack("<BBBBBBH", 2, 0, 0x07, 0, 0, 0, 0xFFFF)
        return _record(0x0006, struct.pack("<HHH8sHIH", row, column, 0, result, 0, 0, 3) + b"\x1e\x01\x00")
    if isinstance(value, float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = value.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    return struct.pack("<64sHBBIII16sIQQIQ", text, len(text), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size)
