"""Tables of web pages, which many programs save as .xls, and workbooks that Excel 2003 wrote as XML: row by row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from io import TextIOWrapper
from pathlib import Path

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.text_encoding import SAMPLE_BYTES, Encoding, detect_encoding, named_encoding
from crm_desktop.exchange.readers.xlsx_rows import LOWEST, WIDEST, Block
from crm_desktop.exchange.source import ReadAs
from crm_desktop.words import _

BLOCK = 1 << 16  # letters
LONGEST_TAG = 1 << 20  # letters
LONGEST_CELL = 1 << 20  # letters: a cell of a workbook holds no more than 32,767
_TABLES, _ROWS, _CELLS = {"table"}, {"tr", "row"}, {"td", "th", "cell"}
_APART = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "comment"}
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD = 4096
_WIDE = ("utf-16", "utf-32")
_NUMBER = re.compile(r"\d{1,6}")


class HtmlSource:
    """The rows of the largest table of the page at `path`; raises UnreadableFile where there is none."""

    merged: Sequence[Block] = ()

    def __init__(self, path: Path, read_as: ReadAs, region: str) -> None:
        self._path = path
        self.encoding = _encoding(path, read_as, region)
        sizes = Counter(table for table, cells in self._all_rows() if any(cells))
        if not sizes:
            raise UnreadableFile(
                _("“{file}” is a web page without a table. Export the data as CSV or XLSX.").format(file=path.name)
            )
        self._table = sizes.most_common(1)[0][0]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number and the texts of each row."""
        rows = (cells for table, cells in self._all_rows() if table == self._table)
        return enumerate(rows, 1)

    def close(self) -> None:
        """Nothing is held between readings."""

    def _all_rows(self) -> Iterator[tuple[int, list[str]]]:
        parser = _TableParser()
        name = self._path.name
        try:
            with files.opened(self._path) as binary:
                text = TextIOWrapper(binary, self.encoding.name, errors="replace", newline="")
                while block := text.read(BLOCK):
                    parser.feed(block)
                    if len(parser.rawdata) > LONGEST_TAG:
                        raise _damaged(name)
                    yield from parser.taken()
            parser.close()
        except OSError as error:
            raise files.broken_off(name, error) from error
        except (AssertionError, UnicodeError, _TooLong) as error:
            # declarations that the standard parser knows nothing of, or encodings that no page has
            raise _damaged(name) from error
        yield from parser.taken()


class _TooLong(Exception):
    """A cell or a row is longer than any table has."""


class _Open:
    """A table that is being read: its number, the cells of its row, and the text of its cell.

    `above` are the cells that reach down into this row from rows before, by their columns, `down` those that reach
    into the next: each with its text and how many rows that goes on.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.cells: list[str] | None = None
        self.text: list[str] | None = None
        self.length = 0
        self.wide = self.high = 1
        self.above: dict[int, tuple[str, int]] = {}
        self.down: dict[int, tuple[str, int]] = {}

    def begin_row(self) -> list[str]:
        """Begin the next row and return its cells."""
        self.above, self.down = self.down, {}
        self.cells = []
        return self.cells

    def reach_down(self, cells: list[str]) -> None:
        """Put what reaches down from above where it stands, up to the next cell of the row."""
        while (above := self.above.pop(len(cells), None)) is not None:
            text, left = above
            if left > 1:
                self.down[len(cells)] = text, left - 1
            cells.append(text)


class _TableParser(HTMLParser):
    """Collects the rows of all tables, each with the number of its table; those in cells of others are tables too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[tuple[int, list[str]]] = []
        self._open: list[_Open] = []
        self._count = 0
        self._silent = ""

    def taken(self) -> list[tuple[int, list[str]]]:
        """Return the rows that were read since the last time."""
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        tag = tag.removeprefix("ss:")
        if tag in _SILENT:
            self._silent = tag
        elif tag in _TABLES:
            self._open.append(_Open(self._count))
            self._count += 1
        elif self._open and tag in _ROWS:
            self._end_row()
            self._open[-1].begin_row()
        elif self._open and tag in _CELLS:
            self._begin_cell(dict(attrs))
        elif tag in _APART:
            self.handle_data("\n" if tag == "br" else " ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, a row or a table."""
        tag = tag.removeprefix("ss:")
        if tag == self._silent:
            self._silent = ""
        if not self._open:
            return
        if tag in _CELLS:
            self._end_cell()
        elif tag in _ROWS:
            self._end_row()
        elif tag in _TABLES:
            self._end_row()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add to the text of the cell."""
        table = self._open[-1] if self._open else None
        if table is None or table.text is None or self._silent:
            return
        table.length += len(data)
        if table.length > LONGEST_CELL:
            raise _TooLong
        table.text.append(data)

    def close(self) -> None:
        """End what the file leaves open."""
        super().close()
        while self._open:
            self._end_row()
            self._open.pop()

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        cells = table.begin_row() if table.cells is None else table.cells
        # Excel's XML counts from 1, leaves empty cells out, and says how many more a cell covers
        at = _number(attrs.get("ss:index"), 0)
        cells += [""] * (min(at, WIDEST) - 1 - len(cells))
        table.wide = _number(attrs.get("colspan"), 1 + _number(attrs.get("ss:mergeacross"), 0))
        table.high = _number(attrs.get("rowspan"), 1 + _number(attrs.get("ss:mergedown"), 0))
        table.text, table.length = [], 0

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.text is None or table.cells is None:
            return
        table.reach_down(table.cells)
        text = "\n".join(" ".join(line.split()) for line in "".join(table.text).split("\n")).strip()
        begun = len(table.cells)
        table.cells += [text, *[""] * (min(table.wide, WIDEST) - 1)]
        if table.high > 1:
            for column in range(begun, len(table.cells)):
                table.down[column] = table.cells[column], min(table.high, LOWEST) - 1
        table.text = None
        if len(table.cells) > WIDEST:
            raise _TooLong

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.cells is not None:
            table.reach_down(table.cells)
            self._rows.append((table.number, table.cells))
            table.cells = None


def _number(text: str | None, otherwise: int) -> int:
    found = _NUMBER.fullmatch((text or "").strip())
    return max(int(found[0]), 1) if found else otherwise


def _encoding(path: Path, read_as: ReadAs, region: str) -> Encoding:
    with files.opened(path) as file:
        sample = files.first_bytes(file, SAMPLE_BYTES, path.name)
    if read_as.encoding:
        return named_encoding(read_as.encoding)
    found = detect_encoding(sample, path.name, region, whole=len(sample) < SAMPLE_BYTES)
    told = _CHARSET.search(sample[:_HEAD])
    if found.certain or told is None:
        return found
    try:
        named = named_encoding(told[1].decode("ascii"))
    except UnreadableFile:
        return found
    # letters of two bytes would have been seen
    return found if named.name.startswith(_WIDE) else named._replace(reason=_("the page says so"))


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        _("“{file}” is a web page that cannot be read. Open it in a spreadsheet and save it as XLSX or CSV.").format(
            file=name
        )
    )
