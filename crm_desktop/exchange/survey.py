"""One reading of a whole file before anything is planned: rows counted, days and numbers weighed."""

from collections.abc import Mapping
from contextlib import closing

from crm_desktop.exchange.cell_readers import EMPTY_WORDS, is_share
from crm_desktop.exchange.column_forms import DayEvidence, NumberEvidence, ShareEvidence
from crm_desktop.exchange.readers.table import Table, TableRow
from crm_desktop.exchange.slots import Target
from crm_desktop.jobs import Progress
from crm_desktop.schema.field import FieldKind

REPORT_EVERY = 5000
_DAYS = {FieldKind.DAY, FieldKind.PARTIAL_DAY, FieldKind.INSTANT}
NUMBERS = {FieldKind.MONEY, FieldKind.DECIMAL, FieldKind.NUMBER, FieldKind.PERCENT}


class Survey:
    """What a whole file tells: `days` and `numbers` by column, and which columns that go nowhere are `filled`.

    `all_have_email` says that every row has one. `joins_cells` says that surplus cells are told by the space that they
    begin with, which no other cell does.
    """

    def __init__(self, table: Table, target: Target, places: Mapping[str, str | None]) -> None:
        self._table = table
        slots = {column: target.slot(place) for column, place in places.items() if place is not None}
        kinds = {column: slot.field.kind for column, slot in slots.items() if slot is not None}
        self.days = {column: DayEvidence() for column, each in kinds.items() if each in _DAYS}
        self.numbers = {column: NumberEvidence() for column, each in kinds.items() if each in NUMBERS}
        self.shares = {column: ShareEvidence() for column, slot in slots.items() if slot is not None and is_share(slot)}
        self.filled: set[str] = set()
        self.joins_cells = False
        self.all_have_email = "email" in places.values()
        columns = list(table.columns)
        self._weighed = [(columns.index(name), each.note) for name, each in self.days.items()]
        self._weighed += [(columns.index(name), each.note) for name, each in self.numbers.items()]
        self._shared = [(columns.index(name), each.note) for name, each in self.shares.items()]
        self._email = next((columns.index(column) for column, place in places.items() if place == "email"), None)
        self._unseen = {columns.index(column): column for column, place in places.items() if place is None}

    def read(self, progress: Progress) -> int:
        """Read all rows and return how many there are."""
        if self._table.count is not None:
            return self._table.count
        width = len(self._table.columns)
        count = wide = 0
        with closing(self._table.rows()) as rows:
            for row in rows:
                count += 1
                if count % REPORT_EVERY == 0:
                    progress.report(0, 0)
                if row.problem is None:
                    self._weigh(row)
                else:
                    wide += len(row.cells) > width
        self.joins_cells = wide > 0 and not self._begins_with_space()
        return count

    def _weigh(self, row: TableRow) -> None:
        cells = row.cells
        if self.all_have_email and self._email is not None:
            self.all_have_email = "@" in cells[self._email]
        for number, note in self._weighed:
            cell = cells[number]
            if cell and cell.__class__ is str:
                note(cell)
        for number, note in self._shared:
            if cells[number]:
                note(cells[number])
        if self._unseen:
            seen = [number for number in self._unseen if cells[number] and cells[number] not in EMPTY_WORDS]
            for number in seen:
                self.filled.add(self._unseen.pop(number))

    def _begins_with_space(self) -> bool:
        """Tell whether a cell of an even row begins with a space: then spaces tell nothing about surplus cells."""
        with closing(self._table.rows()) as rows:
            return any(cell.startswith(" ") for row in rows if row.problem is None for cell in row.cells[1:])
