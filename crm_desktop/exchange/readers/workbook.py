"""Workbooks of spreadsheet programs (XLSX, XLS, ODS): each sheet is a table."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import python_calamine as calamine

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.archive import entries, locked
from crm_desktop.exchange.readers.dialect import ENOUGH_ROWS
from crm_desktop.exchange.readers.frame import Frame
from crm_desktop.exchange.readers.header_row import (
    HeaderRow,
    chosen_header,
    column_names,
    find_header,
    joined_header,
    notes_before,
)
from crm_desktop.exchange.readers.sheet_cells import cell_texts
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _, ngettext

_OLE_HEAD = 64 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# By whether the file is an archive; a locked XLSX is not.
_ENDINGS = {True: {".xlsx", ".xlsm", ".ods"}, False: {".xls", ".xlsx", ".xlsm"}}


class Sheet(NamedTuple):
    """A sheet of a workbook, and whether its owner has hidden it."""

    name: str
    hidden: bool


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of the workbook at `path`, in their order; raises UnreadableFile."""
    with closing(_opened(path)) as book:
        return [
            Sheet(each.name, each.visible != calamine.SheetVisibleEnum.Visible)
            for each in book.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet
        ]


def open_sheet(path: Path, read_as: ReadAs, is_known: Callable[[str], bool]) -> "SheetTable":
    """Open the sheet that `read_as` names, or the first visible one; raises UnreadableFile."""
    found = sheets_of(path)
    names = [each.name for each in found if not each.hidden] + [each.name for each in found if each.hidden]
    name = read_as.sheet or next(iter(names), "")
    if name not in names:
        raise UnreadableFile(
            _("“{file}” has no sheet “{sheet}”. Sheets: {sheets}.").format(
                file=path.name, sheet=name, sheets=", ".join(names)
            )
        )
    return SheetTable(path, name, alone=len(found) == 1, header=read_as.header, is_known=is_known)


class SheetTable:
    """A sheet whose cells were read into memory once; its merged cells all hold the value of their block's rows."""

    def __init__(
        self, path: Path, sheet: str, *, alone: bool, header: bool | None, is_known: Callable[[str], bool]
    ) -> None:
        self.name = path.name if alone else _("{file}, sheet {sheet}").format(file=path.name, sheet=sheet)
        self.title = path.stem if alone else sheet
        self.kind: str | None = None
        self.count: int | None = None
        self._path = path
        self._stamp = files.stamp(path)
        with closing(_opened(path)) as book:
            self._sheet = _sheet(book, sheet, path.name)
        if not self._sheet.height:
            raise UnreadableFile(_("“{file}” has no cells.").format(file=self.name))
        self._merged = _blocks(self._sheet.merged_cell_ranges)
        sample = [row for _number, row in islice(self._all_rows(), ENOUGH_ROWS)]
        head = chosen_header(find_header(sample, is_known), chosen=header)
        self._first = head.skipped + head.rows
        self.header: Sequence[str] | None = joined_header(sample[head.skipped : self._first]) if head.rows else None
        self._sample = [row for row in sample[self._first :] if any(row)]
        width = self._used_width(sample)
        self.columns: Sequence[str] = column_names([""] * width if self.header is None else self.header[:width])
        self.header = self.header and self.header[:width]
        self._frame = Frame(self.header, width)
        self._outside = 0
        self.form = self._told(head, [row for row in sample[: head.skipped] if any(row)])

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield the rows below the column names; raises UnreadableFile where the file was changed meanwhile."""
        self._outside = 0
        yield from self._frame.without(self._table_rows())
        if files.stamp(self._path) != self._stamp:
            raise files.changed(self._path.name)

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first rows."""
        return [row[: len(self.columns)] for row in self._sample]

    def join_cells(self, *, allowed: bool) -> None:
        """Cells of a sheet are never cut."""

    def notes(self) -> list[str]:
        """Return what the last reading found worth telling."""
        notes = self._frame.notes()
        if self._outside:
            notes.append(
                ngettext(
                    "{n} row has cells beside the table, which were left out.",
                    "{n} rows have cells beside the table, which were left out.",
                    self._outside,
                ).format(n=self._outside)
            )
        return notes

    def close(self) -> None:
        """Let go of the cells."""
        del self._sheet

    def _table_rows(self) -> Iterator[TableRow]:
        width = len(self.columns)
        for number, cells in islice(self._all_rows(), self._first, None):
            if not any(cells):
                continue
            self._outside += any(cells[width:])
            yield TableRow(number, cells[:width])

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the cells of each row from the sheet's first row on."""
        above: dict[int, tuple[str, int]] = {}
        for number, cells in enumerate(self._sheet.iter_rows()):
            texts = cell_texts(cells)
            for column, last in self._merged.get(number, ()):
                above[column] = texts[column], last
            if above:
                for column, (text, last) in list(above.items()):
                    texts[column] = texts[column] or text
                    if number >= last:
                        del above[column]
            yield number + 1, texts

    def _used_width(self, sample: Sequence[Sequence[str]]) -> int:
        """Return how many columns have a name, or values where there are no names."""
        rows = [self.header] if self.header is not None else sample
        return max((number for row in rows for number, cell in enumerate(row, 1) if cell), default=1)

    def _told(self, head: HeaderRow, notes: Sequence[Sequence[str]]) -> TableForm:
        warnings = [] if head.certain else [_("“{file}”: {reason}.").format(file=self.name, reason=head.reason)]
        warnings += notes_before(self.name, notes)
        header_row = head.skipped + 1 if head.rows else 0
        ending = self._path.suffix[1:].lower()
        return TableForm(ending, None, None, header_row, {"header_row": head.reason}, warnings)


def _opened(path: Path) -> calamine.CalamineWorkbook:
    """Open the workbook at `path`; raises UnreadableFile where it is none, is locked, or would not fit into memory."""
    with files.opened(path) as file:
        start = file.read(_OLE_HEAD)
        archive = start.startswith(b"PK")
        if archive:
            entries(path, files.stamp(path))
        try:
            if path.suffix.lower() in _ENDINGS[archive]:
                return calamine.load_workbook(path)
            # The file's name does not say what it is.
            file.seek(0)
            return calamine.CalamineWorkbook.from_filelike(file)
        except calamine.PasswordError as error:
            raise locked(path.name) from error
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise (locked(path.name) if _ENCRYPTED in start else _damaged(path.name, error)) from error


def _sheet(book: calamine.CalamineWorkbook, name: str, file: str) -> calamine.CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(file, error) from error


def _damaged(name: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        _("“{file}” cannot be read as a workbook: {reason}. Open it and save it again, or export it as CSV.").format(
            file=name, reason=str(error).rstrip(".")
        )
    )


def _blocks(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None) -> dict[int, list[tuple[int, int]]]:
    """Return the merged blocks of several rows by their first row: their first column and last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in ranges or ():
        if bottom > top:
            found.setdefault(top, []).append((left, bottom))
    return found
