"""CSV and TSV files as tables: detected once, then streamed in constant memory."""

import csv
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import IO

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.dialect import (
    ENOUGH_ROWS,
    Dialect,
    dialect_reader,
)
from crm_desktop.exchange.readers.frame import Frame
from crm_desktop.exchange.readers.header_row import HeaderRow, column_names, joined_header, notes_before
from crm_desktop.exchange.readers.table import TableForm, TableRow
from crm_desktop.exchange.readers.text_encoding import Encoding, TextLines
from crm_desktop.exchange.readers.whole_rows import parted
from crm_desktop.words import _, ngettext


class TextTable:
    """A CSV or TSV file that stays open, so that it can be read again from its start."""

    def __init__(self, name: str, binary: IO[bytes], encoding: Encoding, dialect: Dialect, head: HeaderRow) -> None:
        self.name = name
        self.title = name.rpartition(".")[0] or name
        self.kind: str | None = None
        self.count: int | None = None
        self.all_have_email = False
        self._joins_cells = False
        self._binary = binary
        self._stamp = _stamp(binary)
        self._encoding = encoding
        self._dialect = dialect
        self._head = head
        self._mended: tuple[int, int] = (0, 0)
        self._joined: tuple[int, int] = (0, 0)
        self._frame = Frame(None, 0)
        above, self._sample = self._first_rows(head.skipped + head.rows)
        self.header: Sequence[str] | None = joined_header(above[head.skipped :]) if head.rows else None
        width = next((len(row) for row in self._sample if row), 1)
        self.columns: Sequence[str] = column_names([""] * width if self.header is None else self.header)
        self.form = _form(self, above[: head.skipped])

    @property
    def encoding(self) -> Encoding:
        """In which encoding the file is read."""
        return self._encoding

    @property
    def dialect(self) -> Dialect:
        """How the file's cells are separated."""
        return self._dialect

    @property
    def head(self) -> HeaderRow:
        """Where the column names are."""
        return self._head

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first rows, blank ones left out."""
        return [row for row in self._sample if any(row)]

    def join_cells(self, *, allowed: bool) -> None:
        """Allow that surplus cells which begin with a space are joined to the cells before them."""
        self._joins_cells = allowed

    def notes(self) -> list[str]:
        """Return what the last reading found worth telling about lines and cells."""
        notes = []
        if self._mended[0]:
            notes.append(
                ngettext(
                    "{n} line is not in {encoding} and was read as Windows-1252, the first is line {line}.",
                    "{n} lines are not in {encoding} and were read as Windows-1252, the first is line {line}.",
                    self._mended[0],
                ).format(n=self._mended[0], encoding=self._encoding.name, line=self._mended[1])
            )
        if self._joined[0]:
            notes.append(
                ngettext(
                    "{n} row has an unquoted “{sign}” inside a cell; its cells were joined: row {row}.",
                    "{n} rows have an unquoted “{sign}” inside a cell; their cells were joined: row {row} first.",
                    self._joined[0],
                ).format(n=self._joined[0], sign=self._dialect.delimiter, row=self._joined[1])
            )
        return notes + self._frame.notes()

    def close(self) -> None:
        """Let go of the file."""
        self._binary.close()

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield the rows below the column names; raises UnreadableFile where the file cannot be read to its end."""
        self._joined = (0, 0)
        self._frame = Frame(self.header, len(self.columns))
        with closing(self._table_rows()) as rows:
            yield from self._frame.without(rows)

    def _table_rows(self) -> Generator[TableRow, None, None]:
        width = len(self.columns)
        first = self._dialect.lines_before + self._head.skipped + self._head.rows
        with closing(self._all_rows()) as all_rows:
            for number, cells, problem in all_rows:
                if number <= first:
                    continue
                if problem is not None:
                    yield TableRow(number, cells, problem)
                elif not cells:
                    # A blank line is a gap between rows, but in a table of one column it is an empty cell.
                    if width == 1:
                        yield TableRow(number, [""])
                elif len(cells) == width:
                    yield TableRow(number, cells)
                else:
                    yield self._uneven(number, cells, width)

    def _all_rows(self) -> Generator[tuple[int, list[str], str | None], None, None]:
        self._binary.seek(0)
        lines = TextLines(self._binary, self._encoding, self.name)
        try:
            yield from self._parsed(lines)
            self._mended = (lines.mended, lines.first_mended)
        finally:
            lines.close()
        self._check_unchanged()

    def _parsed(self, lines: TextLines) -> Iterator[tuple[int, list[str], str | None]]:
        recent = lines.recent
        text = iter(lines)
        number = self._dialect.lines_before
        for _skipped in range(number):
            next(text)
        recent.clear()
        reader = dialect_reader(text, self._dialect)
        begin = number + 1
        while True:
            number += 1
            try:
                cells = next(reader)
                if self._dialect.parted:
                    cells = parted(cells, self._dialect)
            except StopIteration:
                return
            except csv.Error as error:
                self._refuse_endless_cell(error, begin)
                problem = _quote_problem(error, begin, lines.number)
                yield number, next(dialect_reader(recent, self._dialect, strict=False), []), problem
            else:
                yield number, cells, _nul_problem(cells) if "\0" in recent[-1] else None
            begin = lines.number + 1
            recent.clear()

    def _uneven(self, number: int, cells: list[str], width: int) -> TableRow:
        extra = cells[width:]
        if extra and not any(extra):
            return TableRow(number, cells[:width])
        joined = join_cells(cells, width, self._dialect.delimiter) if self._joins_cells else None
        if joined is not None:
            self._joined = (self._joined[0] + 1, self._joined[1] or number)
            return TableRow(number, joined)
        return TableRow(
            number,
            cells,
            ngettext(
                "The row has {n} cell, but there are {columns} columns.",
                "The row has {n} cells, but there are {columns} columns.",
                len(cells),
            ).format(n=len(cells), columns=width),
        )

    def _refuse_endless_cell(self, error: csv.Error, line: int) -> None:
        if "field larger than field limit" in str(error):
            raise UnreadableFile(
                _(
                    "“{file}” has a cell that begins in line {line} and never ends. "
                    "A quote is probably missing there; add it and import the file again."
                ).format(file=self.name, line=line)
            ) from error

    def _check_unchanged(self) -> None:
        if _stamp(self._binary) != self._stamp:
            raise UnreadableFile(
                _("“{file}” was changed while it was being read. Nothing was imported; import it again.").format(
                    file=self.name
                )
            )

    def _first_rows(self, above: int) -> tuple[list[list[str]], list[list[str]]]:
        """Return the `above` rows before the first row of values, and some that follow."""
        with closing(self._all_rows()) as rows:
            first = [cells for _number, cells, _problem in islice(rows, above + ENOUGH_ROWS)]
        return first[:above], first[above:]


def join_cells(cells: list[str], width: int, delimiter: str) -> list[str] | None:
    """Return `cells` joined to `width` where a delimiter and a space stand inside text, or None where that is unclear.

    It is clear where exactly the surplus cells begin with a space, as in `Obere Str., 57`.
    """
    spaced = [number for number, cell in enumerate(cells) if cell.startswith(" ") and number > 0]
    if len(spaced) != len(cells) - width or len(cells) <= width:
        return None
    joined: list[str] = []
    for number, cell in enumerate(cells):
        if number in spaced:
            joined[-1] += delimiter + cell
        else:
            joined.append(cell)
    return joined


def _form(table: TextTable, notes: list[list[str]]) -> TableForm:
    head, dialect, encoding = table.head, table.dialect, table.encoding
    warnings = []
    if not encoding.certain:
        told = _("“{file}” is not in UTF-8. It was read as {encoding}, because {reason}; look at names with accents.")
        if encoding.name == "utf-8":
            told = _(
                "“{file}” is in two encodings: most of its lines are in UTF-8, and the others were read as "
                "Windows-1252; look at names with accents."
            )
        warnings.append(told.format(file=table.name, encoding=encoding.name, reason=encoding.reason))
    if not dialect.certain:
        warnings.append(
            _("The cells of “{file}” were set apart at “{sign}”, though other signs fit nearly as well.").format(
                file=table.name, sign=dialect.delimiter
            )
        )
    if dialect.parted:
        told = _("Each row of “{file}” is quoted as a whole, and was parted at “{sign}” once more.")
        warnings.append(told.format(file=table.name, sign=dialect.delimiter))
    if not head.certain:
        warnings.append(_("“{file}”: {reason}.").format(file=table.name, reason=head.reason))
    warnings += notes_before(table.name, notes)
    header_row = dialect.lines_before + head.skipped + 1 if head.rows else 0
    reasons = {"encoding": encoding.reason, "delimiter": dialect.reason, "header_row": head.reason}
    file_format = "tsv" if dialect.delimiter == "\t" else "csv"
    form = TableForm(file_format, encoding.name, dialect.delimiter, header_row, reasons, warnings)
    return form._replace(whole_rows=dialect.parted)


def _quote_problem(error: csv.Error, begin: int, end: int) -> str:
    if "unexpected end of data" in str(error):
        return _("The file ends inside a quoted cell: a quote in line {line} is never closed.").format(line=begin)
    if begin == end:
        return _("The quotes in line {line} do not match.").format(line=begin)
    return _("The quotes in the lines {begin} to {end} do not match.").format(begin=begin, end=end)


def _nul_problem(cells: list[str]) -> str | None:
    if any("\0" in cell for cell in cells):
        return _("A cell holds a zero byte, as damaged files do.")
    return None


def _stamp(binary: IO[bytes]) -> tuple[int, int]:
    found = os.fstat(binary.fileno())
    return found.st_size, found.st_mtime_ns
