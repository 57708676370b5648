"""The cells of a sheet of an open document with all that is said of them, one by one."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.archive import DAMAGE
from crm_desktop.exchange.readers.xlsx_rows import Block

DOCUMENT = "content.xml"
_MOST_REPEATED = 1_048_576  # rows of a sheet
_MOST_BLOCKS = 100_000
_BLOCK = 1 << 18
_CELLS = ("table-cell", "covered-table-cell")


class OdsCell(NamedTuple):
    """A cell: the rows (from 1) and columns (from 0) that it stands in, what is said of it, and its text."""

    rows: range
    columns: range
    told: dict[str, set[str]]
    text: str


def cells_of_sheet(document: IO[bytes], sheet: int) -> Iterator[OdsCell]:
    """Yield the cells of the `sheet` with that number."""
    tables = iter(range(sheet + 1))
    rows, column, within = range(1, 1), 0, False
    for event, each in ElementTree.iterparse(document, ("start", "end")):
        name = each.tag.rpartition("}")[2]
        if event == "start":
            if name == "table":
                within = next(tables, None) == sheet
            elif name == "table-row" and within:
                rows, column = range(rows.stop, rows.stop + _times(each, "rows")), 0
            continue
        if name in _CELLS and within:
            columns = range(column, column + _times(each, "columns"))
            column = columns.stop
            yield OdsCell(rows, columns, _told_of(each), "".join(each.itertext()).strip())
        elif name in ("table-row", "table"):
            each.clear()
            if name == "table" and within:
                return


def blocks_of_sheet(path: Path, sheet: int) -> list[Block]:
    """Return the blocks of merged cells over several rows of the `sheet` with that number; none of other workbooks."""
    found: list[Block] = []
    try:
        with files.opened(path) as file:
            if file.read(2) != b"PK":
                return []
            with ZipFile(file) as archive:
                if DOCUMENT not in archive.namelist():
                    return []
                if not _mentions(archive, b"number-rows-spanned"):
                    return []
                with archive.open(DOCUMENT) as document:
                    for cell in cells_of_sheet(document, sheet):
                        spanned = int(next(iter(cell.told.get("number-rows-spanned", ())), "1"))
                        if spanned > 1 and len(found) < _MOST_BLOCKS:
                            top = cell.rows.start - 1
                            found.append(Block(top, cell.columns.start, top + spanned - 1))
    except (*DAMAGE, StopIteration, ElementTree.ParseError):
        return []  # what is damaged is told by what reads the cells
    return found


def _mentions(archive: ZipFile, word: bytes) -> bool:
    """Tell whether `word` stands anywhere in the document: looking for it is much faster than taking it apart."""
    rest = b""
    with archive.open(DOCUMENT) as document:
        while block := document.read(_BLOCK):
            if word in rest + block:
                return True
            rest = block[-len(word) :]
    return False


def _told_of(cell: ElementTree.Element) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for name, value in cell.attrib.items():
        told.setdefault(name.rpartition("}")[2], set()).add(value)
    return told


def _times(each: ElementTree.Element, what: str) -> int:
    told = (value for key, value in each.attrib.items() if key.endswith(f"}}number-{what}-repeated"))
    return min(int(next(told, "1")), _MOST_REPEATED)
