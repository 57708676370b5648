"""What a list of deals that this program wrote tells beyond what can be typed: rates, and since when in the stage."""

from collections.abc import Mapping, Sequence

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.cell_readers import CellReader, ColumnForm, cell_reader
from crm_desktop.exchange.drafts import Draft
from crm_desktop.exchange.remarks import Remarks
from crm_desktop.exchange.slots import Slot
from crm_desktop.exchange.understand import Understood
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.day import DateOrder

_RATES = ("rate", "rate_on")
_READ = (*_RATES, "stage_entered_at", "currency")


class ExportedDeals:
    """Reads those columns of a list that `is_exported`; new deals get what stands in them."""

    def __init__(self, understood: Understood, place: Place, remarks: Remarks, *, is_exported: bool) -> None:
        names = list(understood.table.columns)
        fields = BY_NAME["deal"].by_name
        form = ColumnForm(DateOrder.YMD, "point")
        self._columns: dict[str, tuple[int, CellReader]] = {
            name: (names.index(name), cell_reader(Slot(name, fields[name], "", ()), "deal", name, form, place, remarks))
            for name in _READ
            if is_exported and name in names
        }
        if not self._rates_fit(understood.table.first_rows(), place.currency):
            for name in _RATES:
                self._columns.pop(name, None)

    def fill(self, draft: Draft, cells: Sequence[str], position: Mapping[str, int]) -> None:
        """Let the new deal of `draft` have what the `cells` of its row tell; each is filled at its `position`."""
        for name in self._columns:
            told = self._cell(name, cells) if name != "currency" else None
            if told is not None:
                draft.fill[position[name]] = told

    def _cell(self, name: str, cells: Sequence[str]) -> Stored:
        at, read = self._columns[name]
        text = str(cells[at]).strip() if at < len(cells) else ""
        try:
            return read(text) if text else None
        except InvalidField:
            # changed in another program; what follows from the deal itself stands instead
            return None

    def _rates_fit(self, rows: Sequence[Sequence[str]], currency: str) -> bool:
        """Tell whether the rates in the first `rows` are those to `currency`: deals in it have the rate 1."""
        if not self._columns.keys() >= {"rate", "currency"}:
            return False
        own = [self._cell("rate", row) for row in rows if self._cell("currency", row) == currency]
        rates = [each for each in own if each is not None]
        return bool(rates) and all(each == 1 for each in rates)
