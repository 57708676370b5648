"""Errors in cells of an XLSX workbook that only the reader of whole sheets can open, and takes for empty."""

import posixpath
import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

_BOOK, _PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def failed_in_book(archive: ZipFile, sheet: int) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and sign of the errors of the `sheet` with that number; KeyError where it is not there.

    Rows count from 1, columns from 0.
    """
    entries = {name.lower().replace("\\", "/"): name for name in archive.namelist()}
    targets = {each.get("Id"): each.get("Target", "") for each in _named(archive, entries[_PARTS], "Relationship")}
    told = [dict(each.items()) for each in _named(archive, entries[_BOOK], "sheet")][sheet]
    target = targets[next(value for name, value in told.items() if name.endswith("}id"))]
    entry = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
    with archive.open(entries[entry.lower()]) as file:
        yield from _failed(file)


def _named(archive: ZipFile, entry: str, name: str) -> list[ElementTree.Element]:
    with archive.open(entry) as file:
        return [each for _event, each in ElementTree.iterparse(file) if _plain(each.tag) == name]


def _failed(file: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    row, column = 0, -1
    for event, each in ElementTree.iterparse(file, ("start", "end")):
        name = _plain(each.tag)
        if event == "start":
            if name == "row":
                row, column = int(each.get("r", row + 1)), -1
            elif name == "c":
                found = _ADDRESS.fullmatch(each.get("r", ""))
                row, column = (int(found[2]), _number(found[1])) if found else (row, column + 1)
        elif name == "c" and each.get("t") == "e":
            sign = next((value.text or "" for value in each if _plain(value.tag) == "v"), "").strip()
            if sign:
                yield row, column, sign
        elif name in ("row", "sheetData"):
            each.clear()
            if name == "sheetData":
                return


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
