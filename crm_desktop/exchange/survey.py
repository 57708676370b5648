"""One reading of a whole file before anything is planned: rows counted, days and numbers weighed."""

from collections.abc import Container, Mapping, Sequence
from contextlib import closing

from crm_desktop.exchange.cell_readers import EMPTY_WORDS, is_share
from crm_desktop.exchange.column_forms import DayEvidence
from crm_desktop.exchange.number_forms import NumberEvidence, NumberSort, ShareEvidence
from crm_desktop.exchange.readers.sheet_cells import Priced
from crm_desktop.exchange.readers.table import Table, TableRow
from crm_desktop.exchange.slots import Slot, Target
from crm_desktop.jobs import Progress
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.values.money import currency_decimals, open_sign, told_currency

REPORT_EVERY = 5000
GROUP = 3  # digits between two signs that part thousands
_DAYS = {FieldKind.DAY, FieldKind.PARTIAL_DAY, FieldKind.INSTANT}
_EMAILS = ("email", "email.1")
NUMBERS = {FieldKind.MONEY, FieldKind.DECIMAL, FieldKind.NUMBER, FieldKind.PERCENT}


class Survey:
    """What a whole file tells: `days` and `numbers` by column, and which columns that go nowhere are `filled`.

    `all_have_email` says that every row has one. `joins_cells` says that surplus cells are told by the space that they
    begin with, which no other cell does. `signs` are those of several currencies in columns of amounts.
    """

    def __init__(
        self, table: Table, target: Target, places: Mapping[str, str | None], in_units: Container[str], place: Place
    ) -> None:
        self._table = table
        slots = {column: target.slot(place) for column, place in places.items() if place is not None}
        kinds = {column: slot.field.kind for column, slot in slots.items() if slot is not None}
        self.days = {column: DayEvidence() for column, each in kinds.items() if each in _DAYS}
        sorts = _sorts({column: slot for column, slot in slots.items() if slot is not None}, place)
        self.numbers = {
            column: NumberEvidence(NumberSort.ANY if column in in_units else sort) for column, sort in sorts.items()
        }
        self.shares = {column: ShareEvidence() for column, slot in slots.items() if slot is not None and is_share(slot)}
        self.filled: set[str] = set()
        self.joins_cells = False
        columns = list(table.columns)
        self._weighed = [(columns.index(name), each.note) for name, each in self.days.items()]
        self._weighed += [(columns.index(name), each.note) for name, each in self.numbers.items()]
        self.signs: dict[str, str] = {}
        self._usual = place.currency
        self._amounts = [(columns.index(name), name) for name, each in kinds.items() if each is FieldKind.MONEY]
        self._currency = next((columns.index(column) for column, each in places.items() if each == "currency"), None)
        self._shared = [(columns.index(name), each.note) for name, each in self.shares.items()]
        self._email = next((columns.index(column) for column, place in places.items() if place in _EMAILS), None)
        self.all_have_email = table.all_have_email if table.count is not None else self._email is not None
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
        for number, name in self._amounts:
            cell = cells[number]
            if cell and name not in self.signs and not (cell[0].isdigit() and cell[-1].isdigit()):
                self._look_for_sign(name, cell, cells)
            elif cell.__class__ is Priced and name not in self.signs:
                self._look_for_sign(name, str(cell), cells)
        for number, note in self._shared:
            if cells[number]:
                note(cells[number])
        if self._unseen:
            seen = [number for number in self._unseen if cells[number] and cells[number] not in EMPTY_WORDS]
            for number in seen:
                self.filled.add(self._unseen.pop(number))

    def _look_for_sign(self, column: str, cell: str, cells: Sequence[str]) -> None:
        """Note the sign in `cell` where it stands for several currencies, and nothing beside it says which."""
        if self._currency is None or not cells[self._currency].strip():
            sign = open_sign(cell, self._usual) and open_sign(cell, told_currency(cell, self._usual) or self._usual)
            if sign:
                self.signs[column] = sign

    def _begins_with_space(self) -> bool:
        """Tell whether a cell of an even row begins with a space: then spaces tell nothing about surplus cells."""
        with closing(self._table.rows()) as rows:
            return any(cell.startswith(" ") for row in rows if row.problem is None for cell in row.cells[1:])


def _sorts(slots: Mapping[str, Slot], place: Place) -> dict[str, NumberSort]:
    """Return what the numbers of those columns are that hold numbers."""
    decimals = currency_decimals(place.currency)
    whole = NumberSort.WHOLE if decimals == 0 and "currency" not in {each.name for each in slots.values()} else None
    amounts = whole or (NumberSort.AMOUNT if decimals < GROUP else NumberSort.ANY)
    known = {FieldKind.MONEY: amounts, FieldKind.NUMBER: NumberSort.WHOLE, FieldKind.DECIMAL: NumberSort.ANY}
    return {
        column: NumberSort.SHARE if is_share(slot) else known[slot.field.kind]
        for column, slot in slots.items()
        if slot.field.kind in NUMBERS
    }
