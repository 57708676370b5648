"""How far the cells of a sheet reach: its reader takes memory for all places up to there, filled or not."""

from collections.abc import Iterable
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.values.counts import shown_number
from crm_desktop.words import _

# The reader takes some sixty bytes for each place.
MOST_PLACES = 40_000_000
# So many may be as empty as they like; of more, one in ten is filled in any table.
ALWAYS_FIT = 2_000_000
SPARSEST = 10


class Extent(NamedTuple):
    """The rows and columns that the cells of a sheet reach over, and how many cells are written in the file."""

    rows: int
    columns: int
    cells: int


def refuse_hollow(name: str, extents: Iterable[Extent]) -> None:
    """Raise UnreadableFile where a sheet of the file `name` would take far more memory than its cells are worth."""
    for each in extents:
        places = each.rows * each.columns
        if places > MOST_PLACES or (places > ALWAYS_FIT and places > SPARSEST * each.cells):
            told = _(
                "“{file}” has a sheet with cells as far out as {cell}, over {n} places that are nearly all empty. "
                "Delete what stands far outside of the table, or export it as CSV."
            )
            cell = f"{column_letters(each.columns)}{each.rows}"
            raise UnreadableFile(told.format(file=name, cell=cell, n=shown_number(places)))


def column_letters(number: int) -> str:
    """Return the letters of the column with `number`, from 1 on: A to Z, then AA."""
    letters = ""
    while number > 0:
        number, at = divmod(number - 1, 26)
        letters = chr(ord("A") + at) + letters
    return letters
