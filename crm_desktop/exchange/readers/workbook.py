"""Workbooks of spreadsheet programs (XLSX, XLS, ODS): each sheet is a table."""

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import files
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
from crm_desktop.exchange.readers.html_source import HtmlSource
from crm_desktop.exchange.readers.sheet_cells import Failed
from crm_desktop.exchange.readers.sheet_source import SheetSource, damaged, sheets_of
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.exchange.readers.text_encoding import Encoding
from crm_desktop.exchange.readers.xlsx_rows import Block
from crm_desktop.exchange.source import ReadAs
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _, ngettext


def open_sheet(path: Path, read_as: ReadAs, is_known: Callable[[str], bool]) -> "SheetTable":
    """Open the sheet that `read_as` names, or the first visible one; raises UnreadableFile."""
    found = sheets_of(path)
    names = [each.name for each in found if not each.hidden] + [each.name for each in found if each.hidden]
    if not names:
        raise damaged(path.name)
    name = read_as.sheet or names[0]
    if name not in names:
        raise UnreadableFile(
            _("“{file}” has no sheet “{sheet}”. Sheets: {sheets}.").format(
                file=path.name, sheet=name, sheets=", ".join(names)
            )
        )
    shown, title = path.name, path.stem
    if len(found) > 1:
        shown, title = _("{file}, sheet {sheet}").format(file=shown, sheet=name), name
    form = _Form(path, shown, title, path.suffix[1:].lower(), read_as.header)
    return SheetTable(form, lambda: SheetSource(path, name), is_known)


def open_page(path: Path, read_as: ReadAs, region: str, is_known: Callable[[str], bool]) -> "SheetTable":
    """Open the largest table of a web page, as which many programs write what they call XLS; raises UnreadableFile."""
    source = HtmlSource(path, read_as, region)
    form = _Form(path, path.name, path.stem, "html", read_as.header, source.encoding)
    return SheetTable(form, lambda: source, is_known)


class _Form(NamedTuple):
    """What is known of a sheet before its cells: its file, how it is called and written, whether it has a header."""

    path: Path
    name: str
    title: str
    format: str
    header: bool | None
    encoding: Encoding | None = None


class _Cells(Protocol):
    """The cells of a sheet: its rows by their numbers, and its merged blocks."""

    merged: Sequence[Block]

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...

    def close(self) -> None: ...


class SheetTable:
    """A sheet as a table; merged cells hold the value of their block in each of its rows."""

    def __init__(self, form: _Form, cells: Callable[[], _Cells], is_known: Callable[[str], bool]) -> None:
        path = form.path
        self.name = form.name
        self.title = form.title
        self.kind: str | None = None
        self.count: int | None = None
        self.all_have_email = False
        self._path = path
        self._stamp = files.stamp(path)
        self._source = cells()
        self._width = 0
        try:
            sample = self._first_rows()
        except BaseException:
            self.close()
            raise
        self._width = len(sample[0])
        head = chosen_header(find_header(sample, is_known), chosen=form.header)
        self._first = head.skipped + head.rows
        self.header: Sequence[str] | None = joined_header(sample[head.skipped : self._first]) if head.rows else None
        self._sample = [row for row in sample[self._first :] if any(row)]
        width = self._used_width(sample)
        self.columns: Sequence[str] = column_names([""] * width if self.header is None else self.header[:width])
        self.header = self.header and self.header[:width]
        self._frame = Frame(self.header, width)
        self._outside = self._failed = 0
        self.form = self._told(form, head, [row for row in sample[: head.skipped] if any(row)])

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield the rows below the column names; raises UnreadableFile where the file was changed meanwhile."""
        self._outside = self._failed = 0
        yield from self._frame.without(self._table_rows())
        files.check(self._path, self._stamp)

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first rows."""
        return [row[: len(self.columns)] for row in self._sample]

    def join_cells(self, *, allowed: bool) -> None:
        """Cells of a sheet are never cut."""

    def notes(self) -> list[str]:
        """Return what the last reading found worth telling."""
        notes = self._frame.notes()
        if self._failed:
            notes.append(
                ngettext(
                    "{n} row holds nothing but errors of the spreadsheet, such as #N/A, and was left out.",
                    "{n} rows hold nothing but errors of the spreadsheet, such as #N/A, and were left out.",
                    self._failed,
                ).format(n=shown_number(self._failed))
            )
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
        self._source.close()

    def _table_rows(self) -> Iterator[TableRow]:
        width = len(self.columns)
        for number, cells in islice(self._all_rows(), self._first, None):
            if not any(cells):
                continue
            if all(cell.__class__ is Failed or not cell for cell in cells):
                self._failed += 1
                continue
            self._outside += any(cells[width:])
            yield TableRow(number, cells[:width])

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the cells of each row from the sheet's first row on."""
        begin: dict[int, list[Block]] = {}
        for block in self._source.merged:
            begin.setdefault(block.top, []).append(block)
        above: dict[int, tuple[str, int]] = {}
        for number, texts in self._source.rows():
            if len(texts) < self._width:
                texts += [""] * (self._width - len(texts))
            for block in begin.get(number - 1, ()):
                if block.left < len(texts):
                    above[block.left] = texts[block.left], block.bottom
            if above:
                for column, (text, last) in list(above.items()):
                    texts += [""] * (column + 1 - len(texts))
                    texts[column] = texts[column] or text
                    if number > last:
                        del above[column]
            yield number, texts

    def _first_rows(self) -> list[list[str]]:
        """Return some of the first rows, all of them as wide as the widest; raises UnreadableFile where all are blank.

        A table may begin far down.
        """
        rows = (texts for _number, texts in self._all_rows())
        sample = list(islice(rows, ENOUGH_ROWS))
        if not any(map(any, sample)) and not any(map(any, rows)):
            raise UnreadableFile(_("“{file}” has no cells.").format(file=self.name))
        widest = max(max(map(len, sample), default=0), 1)
        return [texts + [""] * (widest - len(texts)) for texts in sample]

    def _used_width(self, sample: Sequence[Sequence[str]]) -> int:
        """Return how many columns have a name, or values where there are no names."""
        rows = [self.header] if self.header is not None else sample
        return max((number for row in rows for number, cell in enumerate(row, 1) if cell), default=1)

    def _told(self, form: _Form, head: HeaderRow, notes: Sequence[Sequence[str]]) -> TableForm:
        warnings = [] if head.certain else [_("“{file}”: {reason}.").format(file=self.name, reason=head.reason)]
        warnings += notes_before(self.name, notes)
        header_row = head.skipped + 1 if head.rows else 0
        reasons = {"header_row": head.reason}
        if form.encoding is not None:
            reasons["encoding"] = form.encoding.reason
        encoding = None if form.encoding is None else form.encoding.name
        return TableForm(form.format, encoding, None, header_row, reasons, warnings)
