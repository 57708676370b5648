"""What the reader of whole sheets does not tell: errors in place of values, and in which currency amounts are."""

import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from struct import unpack_from
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.archive import DAMAGE
from crm_desktop.exchange.readers.ods_cells import DOCUMENT, cells_of_sheet
from crm_desktop.exchange.readers.sheet_cells import Failed
from crm_desktop.exchange.readers.xls_extent import BEGIN, workbook_streams
from crm_desktop.exchange.readers.xlsx_failed import failed_in_book

# The sign of an error, as Failed, or a currency, by the number of the row, from 1, and the column, from 0
FailedCells = dict[int, dict[int, str]]
_END, _SHEET, _ERROR = 0x000A, 0x0085, 0x0205
_FORMULAS = {0x0006, 0x0206, 0x0406}
_IS_ERROR = b"\xff\xff"  # in the last bytes of a formula's value: it is no number
_SIGNS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_MOST = 1_000_000  # cells, which take 150 MB: a sheet with more has been read into more memory before


def failed_cells(path: Path, sheet: int) -> FailedCells:
    """Return the cells with errors of the `sheet` with that number in the workbook at `path`.

    Of open documents those with a currency, too.
    """
    try:
        with files.opened(path) as file:
            if file.read(2) != b"PK":
                file.seek(0)
                return _gathered(_failed(_in_old_workbook(file.read(), sheet)))
            with ZipFile(file) as archive:
                if DOCUMENT not in archive.namelist():
                    return _gathered(_failed(failed_in_book(archive, sheet)))
                with archive.open(DOCUMENT) as document:
                    return _gathered(_in_document(document, sheet))
    except (*DAMAGE, struct.error, LookupError, StopIteration, ElementTree.ParseError):
        return {}  # what is damaged is told by what reads the cells


def _failed(cells: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    return ((row, column, Failed(sign)) for row, column, sign in cells)


def _gathered(cells: Iterator[tuple[int, int, str]]) -> FailedCells:
    found: FailedCells = {}
    for row, column, sign in islice(cells, _MOST):
        found.setdefault(row, {})[column] = sign
    return found


def _in_old_workbook(content: bytes, sheet: int) -> Iterator[tuple[int, int, str]]:
    stream = next(workbook_streams(content))
    begins = [unpack_from("<I", stream, at)[0] for kind, at, _length in _records(stream, 0) if kind == _SHEET]
    for kind, at, _length in _records(stream, begins[sheet]):
        code = None
        if kind == _ERROR and stream[at + 7]:
            code = stream[at + 6]
        elif kind in _FORMULAS and stream[at + 12 : at + 14] == _IS_ERROR and stream[at + 6] == 2:  # 2: an error
            code = stream[at + 8]
        if code is not None:
            row, column = unpack_from("<HH", stream, at)
            yield row + 1, column, _SIGNS.get(code, "#N/A")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records of the part of `stream` that begins `at`."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        depth += (kind in BEGIN) - (kind == _END)
        if depth <= 0:
            return
        yield kind, at + 4, length
        at += 4 + length


def _in_document(document: IO[bytes], sheet: int) -> Iterator[tuple[int, int, str]]:
    for cell in cells_of_sheet(document, sheet):
        sorts = cell.told.get("value-type", set())
        told = Failed(cell.text) if "error" in sorts else ""
        if "currency" in sorts and not told:
            told = next(iter(cell.told.get("currency", ())), "")
        if told:
            yield from ((row, column, told) for row in cell.rows for column in cell.columns)
