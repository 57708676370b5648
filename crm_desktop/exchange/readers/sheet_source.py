"""The rows of a workbook's sheet: read one by one where that is possible, else by a reader that takes it whole."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import python_calamine as calamine

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.exported import is_about
from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.archive import DAMAGE, cut_off, entries, locked, look_through
from crm_desktop.exchange.readers.extent import refuse_hollow
from crm_desktop.exchange.readers.failed_cells import FailedCells, failed_cells
from crm_desktop.exchange.readers.ods_cells import blocks_of_sheet
from crm_desktop.exchange.readers.patient_file import patiently
from crm_desktop.exchange.readers.sheet_cells import Failed, cell_texts, priced
from crm_desktop.exchange.readers.xls_extent import xls_extents
from crm_desktop.exchange.readers.xlsx_book import XlsxBook
from crm_desktop.exchange.readers.xlsx_rows import Block, XlsxRows
from crm_desktop.exchange.readers.xlsx_text import NotPlain
from crm_desktop.files.apart import is_book_harmless
from crm_desktop.words import _

_OLE_HEAD = 64 * 1024
_CHUNK = 1 << 20
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# By whether the file is an archive; a locked XLSX is not.
_ENDINGS = {True: {".xlsx", ".xlsm", ".ods"}, False: {".xls", ".xlsx", ".xlsm"}}
# What the reader of whole sheets raises for values that no cell can hold
_STRANGE = (calamine.CalamineError, OSError, ValueError, OverflowError)
Row = tuple[int, list[str]]


class Sheet(NamedTuple):
    """A sheet of a workbook, and whether its owner has hidden it."""

    name: str
    hidden: bool


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of the workbook at `path`, in their order, but for what we wrote about a list in it.

    Raises UnreadableFile.
    """
    return [each for each in _all_sheets(path) if not is_about(each.name)]


def _all_sheets(path: Path) -> list[Sheet]:
    book = _plain_book(path)
    if book is not None:
        with closing(book):
            return [Sheet(each.name, each.hidden) for each in book.sheets]
    with closing(_whole_book(path)) as whole, _refusing(path.name):
        return [
            Sheet(each.name, each.visible != calamine.SheetVisibleEnum.Visible)
            for each in whole.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet
        ]


class SheetSource:
    """The sheet `name` of the workbook at `path`: its rows, and the blocks of merged cells; raises UnreadableFile."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._book = _plain_book(path)
        self._quick: XlsxRows | None = None
        self._whole: calamine.CalamineSheet | None = None
        self._failed: FailedCells = {}
        self.merged: Sequence[Block] = ()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def rows(self) -> Iterator[Row]:
        """Yield the number and the texts of each row from the sheet's first row on, blank ones too."""
        if self._quick is None:
            yield from self._whole_rows()
            return
        try:
            yield from self._quick.rows()
        except (*DAMAGE, NotPlain, IndexError, ElementTree.ParseError) as error:
            # rows or cells out of their order, or texts that are not there: no program writes these
            raise cut_off(self._path.name) from error

    def close(self) -> None:
        """Let go of the file and the cells."""
        self._quick = self._whole = None
        if self._book is not None:
            self._book.close()

    def _open(self) -> None:
        try:
            if self._book is None:
                raise NotPlain
            entry = next(each.entry for each in self._book.sheets if each.name == self._name)
            self._quick = XlsxRows(self._book, entry)
            self.merged = self._quick.merged
            self._book.load()
        except NotPlain:
            self._read_whole()
        except (*DAMAGE, ElementTree.ParseError) as error:
            raise cut_off(self._path.name) from error

    def _read_whole(self) -> None:
        """Read all cells into memory, for good."""
        self.close()
        with closing(_whole_book(self._path)) as book, _refusing(self._path.name):
            self._whole = book.get_sheet_by_name(self._name)
            number = book.sheet_names.index(self._name)
            self._failed = failed_cells(self._path, number)
            found = self._whole.merged_cell_ranges or ()
        self.merged = [Block(top, left, bottom) for (top, left), (bottom, _right) in found if bottom > top]
        self.merged += blocks_of_sheet(self._path, number)

    def _whole_rows(self) -> Iterator[Row]:
        if self._whole is None:
            return
        with _refusing(self._path.name):
            for number, cells in enumerate(self._whole.iter_rows(), 1):
                texts = cell_texts(cells)
                for column, sign in self._failed.get(number, {}).items():
                    texts += [""] * (column + 1 - len(texts))
                    texts[column] = sign if sign.__class__ is Failed else texts[column] and priced(texts[column], sign)
                yield number, texts


def damaged(name: str) -> UnreadableFile:
    """Return the refusal of a file that is called a workbook, and whose insides are none."""
    return UnreadableFile(
        _(
            "“{file}” cannot be read as a workbook: what is in it is damaged, or is none. "
            "Open it in a spreadsheet and save it again, or export it as CSV."
        ).format(file=name)
    )


def _plain_book(path: Path) -> XlsxBook | None:
    """Open an XLSX whose rows can be read one by one, None for other workbooks; raises UnreadableFile."""
    with files.opened(path) as file:
        if file.read(2) != b"PK":
            return None
    if "xl/workbook.xml" not in entries(path, files.stamp(path)):
        return None
    try:
        return XlsxBook(path)
    except (NotPlain, ElementTree.ParseError):
        return None
    except DAMAGE as error:
        raise cut_off(path.name) from error


def _whole_book(path: Path) -> calamine.CalamineWorkbook:
    """Open the workbook at `path`; raises UnreadableFile where it is none, is locked, or would not fit into memory."""
    with files.opened(path) as file:
        start = file.read(_OLE_HEAD)
        archive = start.startswith(b"PK")
        if archive:
            entries(path, files.stamp(path))
            look_through(path, files.stamp(path))
        elif not _is_harmless(path, files.stamp(path)):
            raise cut_off(path.name)
        with _refusing(path.name, encrypted=_ENCRYPTED in start):
            if path.suffix.lower() in _ENDINGS[archive]:
                return patiently(lambda: _loaded(path, encrypted=_ENCRYPTED in start), path)
            # The file's name does not say what it is.
            file.seek(0)
            return calamine.CalamineWorkbook.from_filelike(file)


def _loaded(path: Path, *, encrypted: bool) -> calamine.CalamineWorkbook:
    with _refusing(path.name, encrypted=encrypted):
        return calamine.load_workbook(path)


@lru_cache(8)
def _is_harmless(path: Path, _stamp: object) -> bool:
    """Tell whether the old workbook at `path` can be read here: a damaged one of some kB may ask for all memory.

    Raises UnreadableFile where cells far outside of its table would.
    """
    with files.opened(path) as file:
        extents = xls_extents(file.read())
        if extents is not None:
            refuse_hollow(path.name, extents)
        file.seek(0)
        return is_book_harmless(iter(partial(file.read, _CHUNK), b""))


@contextmanager
def _refusing(name: str, *, encrypted: bool = False) -> Iterator[None]:
    """Refuse the workbook `name`, perhaps an encrypted one, where the reader of whole sheets stumbles over it."""
    try:
        yield
    except calamine.PasswordError as error:
        raise locked(name) from error
    except _STRANGE as error:
        raise (locked(name) if encrypted else damaged(name)) from error
    except BaseException as error:
        # its assertions about damaged files come as errors that are no exceptions of Python's own
        if type(error).__name__ != "PanicException":
            raise
        raise cut_off(name) from error
