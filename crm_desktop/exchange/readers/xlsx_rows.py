"""The rows of an XLSX sheet, one by one from the archive: memory does not grow with the sheet."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from crm_desktop.exchange.readers.sheet_cells import Failed, Typed, priced
from crm_desktop.exchange.readers.sheet_formats import NumberFormat, number_text
from crm_desktop.exchange.readers.xlsx_book import XlsxBook
from crm_desktop.exchange.readers.xlsx_text import BLOCK, LONGEST_ITEM, NotPlain, plain_text, root_end

WIDEST = 16_384
LOWEST = 1_048_576
_ROOT = re.compile(rb"<worksheet\b([^<>]*)>")
_DATA = re.compile(rb"<sheetData\s*(/?)>")
_ROW = re.compile(rb"\s*<row\b([^>]*?)(/?)>")
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
# As nearly all programs write a cell: a value, perhaps computed, or a text of its own.
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?'
    rb"(?:/>|></c>|>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?(?:<v>([^<]*)</v>|<v/>)</c>"
    rb"|><is><t(?: [^<>]*)?>([^<]*)</t></is></c>)"
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ADDRESS = re.compile(r"([A-Z]{1,3})\d+")


class Block(NamedTuple):
    """Merged cells over several rows, counted from 0."""

    top: int
    left: int
    bottom: int


class XlsxRows:
    """The rows of one sheet of `book`, and its merged blocks; raises NotPlain where only a parser can tell them."""

    def __init__(self, book: XlsxBook, entry: str) -> None:
        self._book = book
        self._entry = entry
        self._columns: dict[bytes, int] = {}
        self._root = b""
        self.merged = self._look_through()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of each row, from 1 on, and its texts up to its last cell; rows that are left out too."""
        expected = 1
        for fragment in self._fragments():
            at = 0
            while found := _ROW.match(fragment, at):
                at = found.end()
                told = _NUMBER.search(found[1])
                number = int(told[1]) if told else expected
                if not expected <= number <= LOWEST:
                    raise NotPlain
                for missing in range(expected, number):
                    yield missing, []
                yield number, [] if found[2] else self._texts(fragment, at)
                expected = number + 1
                if not found[2]:
                    break

    def _fragments(self) -> Iterator[bytes]:
        """Yield what stands before the end of each row: its beginning and its cells, and empty rows before it."""
        with self._book.open(self._entry) as file:
            text = b""
            while (begun := _DATA.search(text)) is None:
                block = file.read(BLOCK)
                if not block:
                    return
                text += block
            rest = b"" if begun[1] else text[begun.end() :]
            if begun[1]:
                return
            while True:
                *rows, rest = rest.split(b"</row>")
                yield from rows
                if b"</sheetData" in rest:
                    yield rest[: rest.index(b"</sheetData")]
                    return
                block = file.read(BLOCK)
                if not block or len(rest) > LONGEST_ITEM:
                    raise NotPlain
                rest += block

    def _texts(self, fragment: bytes, at: int) -> list[str]:
        """Return the texts of the cells that stand in `fragment` from `at` on."""
        texts: list[str] = []
        shared, formats, currencies = self._book.texts, self._book.formats, self._book.currencies
        begun = at
        for found in _CELL.finditer(fragment, at):
            if found.start() != at:
                break
            at = found.end()
            letters, style, kind, value, own = found.groups()
            column = self._columns.get(letters)
            if column is None:
                column = self._columns[letters] = column_number(letters.decode())
            if column < len(texts):
                raise NotPlain
            if column > len(texts):
                texts += [""] * (column - len(texts))
            if kind == b"s" and value is not None:
                texts.append(shared[int(value)])
            elif value is None:
                texts.append("" if own is None else plain_text(own))
            else:
                form = formats[int(style)] if style is not None and int(style) < len(formats) else NumberFormat.PLAIN
                text = self._value(value, kind, form)
                if currencies and style is not None and text.__class__ is Typed and int(style) in currencies:
                    text = priced(text, currencies[int(style)])
                texts.append(text)
        if fragment[at:].strip():
            return self._parsed(fragment[begun:])
        return texts

    def _value(self, raw: bytes, kind: bytes | None, form: NumberFormat) -> str:
        match kind:
            case None | b"n":
                return number_text(raw.decode("ascii", "replace").strip(), form, since_1904=self._book.since_1904)
            case b"b":
                return Typed("TRUE" if raw.strip() in (b"1", b"true") else "FALSE")
            case b"e":
                return Failed(plain_text(raw).strip())
            case b"d":
                return Typed(plain_text(raw).strip().replace("T", " ").removesuffix(" 00:00:00"))
            case b"s":
                return self._book.texts[int(raw)]
            case _:
                return plain_text(raw)

    def _parsed(self, cells: bytes) -> list[str]:
        """Return the texts of `cells` that are written otherwise than usual."""
        # The names of the tags may be short for others, as the root of the sheet says.
        tree = ElementTree.fromstring(b"<worksheet " + self._root + b">" + cells + b"</worksheet>")
        texts: list[str] = []
        for cell in tree:
            if _plain(cell.tag) != "c":
                continue
            told = _ADDRESS.fullmatch(cell.get("r", ""))
            column = column_number(told[1]) if told else len(texts)
            if not len(texts) <= column < WIDEST:
                raise NotPlain
            texts += [""] * (column - len(texts))
            texts.append(self._tree_text(cell))
        return texts

    def _tree_text(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            runs = [each for each in cell.iter() if _plain(each.tag) == "t" and each not in _sounds(cell)]
            return "".join(plain_text((each.text or "").replace("&", "&amp;").encode()) for each in runs)
        value = next((each.text or "" for each in cell if _plain(each.tag) == "v"), "")
        if not value:
            return ""
        style, formats = cell.get("s", ""), self._book.formats
        form = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else NumberFormat.PLAIN
        text = self._value(value.replace("&", "&amp;").encode(), kind.encode() if kind else None, form)
        currency = self._book.currencies.get(int(style)) if style.isdecimal() else None
        return priced(text, currency) if currency and text.__class__ is Typed else text

    def _look_through(self) -> list[Block]:
        """Read the sheet to its end, so that damage is known before a row is taken; return its merged blocks."""
        merged: list[Block] = []
        with self._book.open(self._entry) as file:
            block = file.read(BLOCK)
            found = _ROOT.search(block, 0, root_end(block, b"worksheet"))
            self._root = found[1].removesuffix(b"/") if found else b""
            text = b""
            while block:
                text += block
                for left, top, _right, bottom in _MERGED.findall(text):
                    if int(bottom) > int(top):
                        merged.append(Block(int(top) - 1, column_number(left.decode()), int(bottom) - 1))
                # a tag that is cut in two stands whole in the next piece
                last = text.rfind(b"<")
                text = b"" if last < 0 or b">" in text[last:] or len(text) - last > LONGEST_ITEM else text[last:]
                block = file.read(BLOCK)
        return merged


def column_number(letters: str) -> int:
    """Return the number of the column with `letters`, from 0 on; raises NotPlain beyond the last."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > WIDEST:
        raise NotPlain
    return number - 1


def _plain(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _sounds(cell: ElementTree.Element) -> set[ElementTree.Element]:
    """Return the texts that only say how others are pronounced."""
    return {text for each in cell.iter() if _plain(each.tag) == "rPh" for text in each.iter()}
