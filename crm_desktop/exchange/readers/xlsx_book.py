"""What an XLSX workbook says about its sheets: names, number formats and shared texts."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree import ElementTree
from zipfile import ZipFile

from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.sheet_formats import (
    NumberFormat,
    currency_shown,
    format_numbered,
    format_written,
)
from crm_desktop.exchange.readers.xlsx_text import NotPlain, SharedTexts

LARGEST_PART = 50_000_000  # bytes of what is read as a tree: real ones have less than one
_BOOK = "xl/workbook.xml"
_WORKSHEET = "/worksheet"
_STRINGS = "/sharedStrings"
_STYLES = "/styles"


class BookSheet(NamedTuple):
    """A sheet: its name, whether its owner has hidden it, and its entry in the archive."""

    name: str
    hidden: bool
    entry: str


class XlsxBook:
    """An XLSX workbook whose cells are read from the archive row by row; raises NotPlain where it is no usual one."""

    def __init__(self, path: Path) -> None:
        self._file = files.opened(path)
        try:
            self._archive = ZipFile(self._file)
        except BaseException:
            self._file.close()
            raise
        self.texts = SharedTexts()
        try:
            book = self._tree(_BOOK)
            self._parts = self._related()
            self.sheets = list(self._sheets(book))
        except BaseException:
            self.close()
            raise
        told = next(_named(book, "workbookPr"), None)
        self.since_1904 = told is not None and told.get("date1904", "").lower() in ("1", "true")
        self.formats: list[NumberFormat] = []
        self.currencies: dict[int, str] = {}

    def load(self) -> None:
        """Read what each style makes of numbers, and the texts that cells share; raises NotPlain."""
        styles, texts = self._part(_STYLES), self._part(_STRINGS)
        if styles is not None:
            tree = self._tree(styles)
            self.formats, self.currencies = _formats(tree), _currencies(tree)
        if texts is not None:
            with self.open(texts) as file:
                self.texts.read(file)

    def open(self, entry: str) -> IO[bytes]:
        """Return the entry of the archive to be read; raises NotPlain where there is none."""
        try:
            return self._archive.open(entry)
        except KeyError as error:
            raise NotPlain from error

    def close(self) -> None:
        """Let go of the file and the texts."""
        self.texts.close()
        self._archive.close()
        self._file.close()

    def _part(self, kind: str) -> str | None:
        return next((target for target, each in self._parts.values() if each.endswith(kind)), None)

    def _tree(self, entry: str) -> ElementTree.Element:
        with self.open(entry) as file:
            content = file.read(LARGEST_PART + 1)
        # A document type could define entities that unpack without end.
        if len(content) > LARGEST_PART or b"<!DOCTYPE" in content:
            raise NotPlain
        return ElementTree.fromstring(content)

    def _related(self) -> dict[str, tuple[str, str]]:
        """Return the entry and the kind of each part that the workbook names by an id."""
        found = {}
        for each in _named(self._tree("xl/_rels/workbook.xml.rels"), "Relationship"):
            target = each.get("Target", "")
            entry = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[each.get("Id", "")] = entry, each.get("Type", "")
        return found

    def _sheets(self, book: ElementTree.Element) -> Iterator[BookSheet]:
        for each in _named(book, "sheet"):
            part = next((value for name, value in each.items() if name.endswith("}id")), "")
            entry, kind = self._parts.get(part, ("", ""))
            if kind.endswith(_WORKSHEET):
                yield BookSheet(each.get("name", ""), each.get("state", "visible") != "visible", entry)


def _named(tree: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in tree.iter() if each.tag.rpartition("}")[2] == name)


def _currencies(styles: ElementTree.Element) -> dict[int, str]:
    """Return the currency in which cells of a style show their numbers, by the number of the style."""
    shown = {each.get("numFmtId", ""): currency_shown(each.get("formatCode", "")) for each in _named(styles, "numFmt")}
    cells = next(_named(styles, "cellXfs"), None)
    numbers = [] if cells is None else [each.get("numFmtId", "0") for each in _named(cells, "xf")]
    return {style: shown[number] for style, number in enumerate(numbers) if shown.get(number)}


def _formats(styles: ElementTree.Element) -> list[NumberFormat]:
    written = {
        each.get("numFmtId", ""): format_written(each.get("formatCode", "")) for each in _named(styles, "numFmt")
    }
    cells = next(_named(styles, "cellXfs"), None)
    found = []
    for each in () if cells is None else _named(cells, "xf"):
        number = each.get("numFmtId", "0")
        known = format_numbered(int(number)) if number.isdecimal() else NumberFormat.PLAIN
        found.append(written.get(number, known))
    return found
