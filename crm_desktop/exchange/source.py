"""What is imported and how it is to be read: a file, the kind of its records, and what the user decided."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.row_choices import RowChoice, RowKey
from crm_desktop.words import _, ngettext

AUTO = "auto"
LEFT_OUT = "none"


class ReadAs(NamedTuple):
    """What the user decided about the form of a file; None leaves it to detection.

    `dates` is dmy, mdy or ymd, `decimal` comma or point, `header` whether the first row holds the column names. Amounts
    with more decimals than their currency are refused, unless the user wishes that the import `rounds` them. Rows that
    are quoted as a whole are parted once more where it `parts_rows`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    dates: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    header: bool | None = None
    rounds: bool = False
    parts_rows: bool | None = None


class Source(NamedTuple):
    """A file and what its rows are: a kind of record, `auto`, or `none` where it is left out.

    `mapping` gives columns their places (None: not imported) instead of detection; `assigned` gives places their
    columns on top of it, as `--set FIELD=COLUMN` does, and `chosen` sends single columns elsewhere (None: nowhere) than
    they were guessed to go. One that was `found` in a folder or workbook was not named by
    the user, and is left out where nothing can be made of it. Files of one mail or card each are read as one table:
    the first is `path`, the others are `more`. A mapping with a `mapping_name` is a template of that name: it may
    name columns that the file has not. A template saved for the same headers may be taken where it `remembers`.
    Columns whose amounts are in `units` hold thousands, millions or billions ("": they are as written); those that name
    no currency of their own are in the one that `currencies` has for their column.
    Single `rows` are mended, left out, or said to be a certain record; the file itself is never written.
    """

    path: Path
    kind: str = AUTO
    mapping: Mapping[str, str | None] | None = None
    assigned: Mapping[str, str] = {}
    read_as: ReadAs = ReadAs()
    found: bool = False
    more: tuple[Path, ...] = ()
    mapping_name: str = ""
    chosen: Mapping[str, str | None] = {}
    remembers: bool = True
    rows: Mapping[RowKey, RowChoice] = {}
    units: Mapping[str, str] = {}
    currencies: Mapping[str, str] = {}

    @property
    def label(self) -> str:
        """How the user knows it: the name of the file, and of the sheet where one was chosen."""
        if self.more:
            count = len(self.more)
            return ngettext("{file} and {n} more file", "{file} and {n} more files", count).format(
                file=self.path.name, n=count
            )
        if self.read_as.sheet is None:
            return self.path.name
        return _("{file}, sheet {sheet}").format(file=self.path.name, sheet=self.read_as.sheet)
