"""Which pages wait in a write-ahead log, read from its plain frame headers (sqlite.org/fileformat2.html#walformat)."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_SALTS = slice(4, 6)  # of the header: magic, format, page size, checkpoint, salt-1, salt-2, checksums


def pages_in_wal(wal: Path, page_size: int) -> set[int]:
    """Return the numbers of the committed pages in the file `wal`, nothing where it is missing or empty."""
    if not wal.exists():
        return set()
    with wal.open("rb") as file:
        return _committed(_frames(file, page_size))


def _frames(file: BinaryIO, page_size: int) -> Iterator[tuple[int, int]]:
    """Yield (page number, pages after commit or 0) of the frames of the log's current round."""
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return
    salts = _HEADER.unpack(header)[_SALTS]
    while len(frame := file.read(_FRAME.size)) == _FRAME.size:
        page, commit, *rest = _FRAME.unpack(frame)
        if tuple(rest[:2]) != salts:
            return
        yield page, commit
        file.seek(page_size, 1)


def _committed(frames: Iterator[tuple[int, int]]) -> set[int]:
    committed: set[int] = set()
    pending: set[int] = set()
    for page, commit in frames:
        pending.add(page)
        if commit:
            committed |= pending
            pending.clear()
    return committed
