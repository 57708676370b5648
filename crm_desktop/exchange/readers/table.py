"""A table to import, whatever file it comes from: columns, and rows that are read one by one."""

from collections.abc import Generator, Sequence
from typing import NamedTuple, Protocol


class TableRow(NamedTuple):
    """One row: `number` as a spreadsheet counts it (the first row of the file is 1), and its cells.

    A `problem` says why the row cannot be used; its cells are then as near to the file as they could be read. A table
    of several files names in `source` the one that the row is from.
    """

    number: int
    cells: list[str]
    problem: str | None = None
    source: str | None = None


class TableForm(NamedTuple):
    """What was found out about a file's form, each with its reason; `header_row` is 0 where there is none.

    A file of `whole_rows` has each of them quoted as a whole, so that its cells were parted once more.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    header_row: int
    reasons: dict[str, str]
    warnings: list[str]
    whole_rows: bool = False


class Table(Protocol):
    """An open table; `header` holds the column names as they stand in the file, `columns` one name for each column.

    `name` says to the user which table it is, `title` may say what its rows are: `customers` of customers.csv. A table
    of a certain `kind` of record names its columns as the places that they go to, and writes days and numbers as they
    are read anywhere; `count` is then the number of its rows, and `all_have_email` says that each has one; else
    `count` is None.
    """

    name: str
    title: str
    kind: str | None
    count: int | None
    all_have_email: bool
    columns: Sequence[str]
    header: Sequence[str] | None
    form: TableForm

    def rows(self) -> Generator[TableRow, None, None]:
        """Yield the rows below the column names from the first on, each time anew; raises UnreadableFile."""
        ...

    def first_rows(self) -> Sequence[Sequence[str]]:
        """Return the cells of some of the first rows, for detection and for showing them."""
        ...

    def join_cells(self, *, allowed: bool) -> None:
        """Allow that surplus cells which begin with a space are joined to the cells before them."""
        ...

    def notes(self) -> list[str]:
        """Return what the last reading found worth telling."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...
