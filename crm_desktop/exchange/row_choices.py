"""What the user decided about single rows: cells mended, rows left out, and which record a row is."""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.readers.table import Table, TableRow


class RowKey(NamedTuple):
    """A row of a source: its number, and the file that it is from where several are read as one table."""

    source: str
    number: int


class RowAt(NamedTuple):
    """Where a row stands: the file, the sheet in it, and which row of that."""

    path: Path
    sheet: str | None
    row: RowKey


class RowChoice(NamedTuple):
    """What the user decided about a row: its `cells` by column where he mended some, or that it is `left_out`.

    `on_match` says what happens to the record that it fits, in place of what happens to all; `record` says which
    record it is, where nothing in the row does.
    """

    cells: Mapping[str, str] = {}
    left_out: bool = False
    on_match: str = ""
    record: bytes | None = None


Choices = Mapping[RowKey, RowChoice]
NO_CHOICE = RowChoice()


def key_of(row: TableRow) -> RowKey:
    """Return what `row` is chosen by."""
    return RowKey(row.source or "", row.number)


def chosen_rows(table: Table, choices: Choices) -> Generator[TableRow, None, None]:
    """Yield the rows of `table` as they were mended; one that is left out is empty."""
    rows = table.rows()
    try:
        if not choices:
            yield from rows
            return
        for row in rows:
            choice = choices.get(key_of(row), NO_CHOICE)
            if choice.left_out:
                yield row._replace(cells=[""] * len(table.columns), problem=None)
            elif choice.cells:
                yield row._replace(cells=_mended(table, row, choice.cells), problem=None)
            else:
                yield row
    finally:
        rows.close()


def _mended(table: Table, row: TableRow, cells: Mapping[str, str]) -> list[str]:
    """Return the cells of `row`, one for each column, with the mended `cells` among them."""
    width = len(table.columns)
    padded = [*row.cells[:width], *([""] * (width - len(row.cells)))]
    return [cells.get(column, cell) for column, cell in zip(table.columns, padded, strict=True)]
