"""Archives that hold workbooks: looked through before anything is unpacked into memory."""

import re
import zlib
from functools import lru_cache
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.extent import Extent, refuse_hollow
from crm_desktop.exchange.readers.files import Stamp
from crm_desktop.exchange.readers.ods_extent import ods_extents
from crm_desktop.exchange.readers.patient_file import open_patiently
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _

MOST_ENTRIES = 10_000
LARGEST_UNPACKED = 3 * 1024**3  # bytes: a million rows of twenty columns unpack to half of that
LARGEST_TEXTS = 1024**3  # bytes of the texts that the cells of a workbook share: they stay in memory
DAMAGE = (BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError)
# Of what is larger than this, real entries shrink to a tenth, and rows that are all alike to a hundredth.
LARGE_ENTRY = 100 * 1024**2  # bytes
MOST_SHRUNK = 200
_BLOCK = 1 << 20
_OVERLAP = 64  # bytes, longer than a cell's address with what stands around it
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]{0,200}?\br="([1-9]\d{0,9})"')
_ENCRYPTED = 0x1


@lru_cache(8)
def entries(path: Path, _stamp: Stamp) -> tuple[str, ...]:
    """Return the names in the archive at `path`; raises UnreadableFile where it is damaged, locked or far too large."""
    try:
        with open_patiently(path) as file, ZipFile(file) as archive:
            infos = archive.infolist()
    except DAMAGE as error:
        raise cut_off(path.name) from error
    _refuse_too_large(infos, path.name)
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise locked(path.name)
    return tuple(info.filename for info in infos)


@lru_cache(8)
def look_through(path: Path, _stamp: Stamp) -> None:
    """Unpack the workbook at `path` once, block by block, to see how far its cells reach; raises UnreadableFile."""
    try:
        with open_patiently(path) as file, ZipFile(file) as archive:
            for info in archive.infolist():
                _look_through(archive, info, path.name)
    except DAMAGE as error:
        raise cut_off(path.name) from error


def cut_off(name: str) -> UnreadableFile:
    """Return the refusal of an archive that is not whole."""
    return UnreadableFile(
        _("“{file}” is damaged or cut off and cannot be opened. Copy or export it again.").format(file=name)
    )


def _refuse_too_large(infos: list[ZipInfo], name: str) -> None:
    unpacked = sum(info.file_size for info in infos)
    texts = sum(info.file_size for info in infos if info.filename == "xl/sharedStrings.xml")
    hollow = any(info.file_size > max(LARGE_ENTRY, MOST_SHRUNK * info.compress_size) for info in infos)
    if len(infos) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or texts > LARGEST_TEXTS or hollow:
        raise UnreadableFile(
            _(
                "“{file}” would unpack to {size} MB, which no table of a CRM needs. "
                "It was not opened; export the table as CSV if it is real."
            ).format(file=name, size=shown_number(unpacked // 1_000_000))
        )


def _look_through(archive: ZipFile, info: ZipInfo, name: str) -> None:
    """Read an entry to its end: what is said about its size has to be true, and its cells must fit into memory."""
    if not (info.filename == "content.xml" or info.filename.startswith("xl/")):
        return
    with archive.open(info) as file:
        if info.filename == "content.xml":
            refuse_hollow(name, ods_extents(file))
        elif re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
            refuse_hollow(name, [_extent_of_sheet(file)])
        while file.read(_BLOCK):
            pass


def _extent_of_sheet(file: IO[bytes]) -> Extent:
    """Return how far the cells of an XLSX sheet reach."""
    widest, lowest, cells = 1, 1, 0
    rest = b""
    while block := file.read(_BLOCK):
        text = rest + block
        found = _ADDRESS.findall(text)
        if found:
            cells += len(found)
            columns, rows = zip(*found, strict=True)
            widest = max(widest, *map(_column_number, set(columns)))
            lowest = max(lowest, int(max(rows, key=lambda row: (len(row), row))))
        lowest = max([lowest, *map(int, _ROW.findall(text))])
        rest = text[-_OVERLAP:]
    return Extent(lowest, widest, cells)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def locked(name: str) -> UnreadableFile:
    """Return the refusal of a file that nobody can read without its password."""
    return UnreadableFile(
        _("“{file}” is locked with a password. Save it without one, import it, and delete that copy.").format(file=name)
    )
