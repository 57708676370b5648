"""Rows that are quoted as a whole, `"Ana,ana@example.com,York"`: one cell holds all, as some programs write them."""

import csv
import io
from collections.abc import Callable, Sequence

from crm_desktop.exchange.readers.dialect import DELIMITERS, Dialect, dialect_reader, sample_rows
from crm_desktop.words import _

_FEWEST_CELLS = 3  # a text with one comma is a text


def with_whole_rows(
    dialect: Dialect, lines: Sequence[str], is_known: Callable[[str], bool], *, chosen: bool | None
) -> Dialect:
    """Return the `dialect` that parts the rows of `lines` once more, where each is quoted as a whole.

    That is so where all have equally many cells then, at least three, and `is_known` tells most of the first ones for
    names of columns: what is left is no list of texts. The user may have `chosen` it, or the contrary.
    """
    if chosen is False:
        return dialect
    signs = (dialect.delimiter,) if chosen and dialect.delimiter in "".join(lines[:1]) else DELIMITERS
    for sign in signs:
        tried = dialect._replace(delimiter=sign, reason=_("each row is quoted as a whole"), certain=True, parted=True)
        rows = [row for row in sample_rows(lines[dialect.lines_before :], tried) if row]
        if chosen or _are_whole(rows):
            rows = [parted(row, tried, strict=False) for row in rows]
            if _is_table(rows, is_known) or (chosen and any(len(row) > 1 for row in rows)):
                return tried
    return dialect


def parted(row: list[str], dialect: Dialect, *, strict: bool = True) -> list[str]:
    """Return the cells of a `row` that is quoted as a whole; a strict one raises csv.Error where that fails."""
    if len(row) != 1 or not row[0]:
        return row
    found = list(dialect_reader(io.StringIO(row[0], newline=""), dialect, strict=strict))
    if strict and len(found) > 1:
        raise csv.Error("line break between the cells of one row")
    return found[0] if found else row


def _are_whole(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether all of several `rows` are one cell; the names of the columns may stand without those quotes."""
    return len(rows) > 1 and all(len(row) == 1 for row in rows[1:])


def _is_table(rows: Sequence[Sequence[str]], is_known: Callable[[str], bool]) -> bool:
    width = len(rows[0]) if rows else 0
    even = width >= _FEWEST_CELLS and all(len(row) == width for row in rows)
    return even and 2 * sum(map(is_known, rows[0])) >= width
