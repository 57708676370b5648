"""In which unit and currency the amounts of one column are; hidden for columns of anything else."""

from PySide6.QtCore import QSignalBlocker, Signal

from crm_desktop.exchange.amount_units import UNITS, unit_label
from crm_desktop.values.money import currencies_of, currency_name
from crm_desktop.words import _
from ui.exchange.chosen_files import ColumnGuess
from ui.kit.desk import Desk
from ui.kit.fields.choice import ComboBox

# Of the currencies of one sign these are meant most often.
_USUAL = ("USD", "EUR", "GBP", "JPY", "CNY", "CAD", "AUD", "CHF", "SEK", "NOK", "DKK", "INR")


class UnitBox(ComboBox):
    """In which unit the amounts of one column are."""

    sent = Signal(str, str)

    def __init__(self, desk: Desk, column: str) -> None:
        super().__init__(desk.theme)
        self.setAccessibleName(_("Unit of the amounts in “{column}”").format(column=column))
        for unit in ("", *UNITS):
            self.addItem(unit_label(unit), unit)
        self.currentIndexChanged.connect(lambda _index: self.sent.emit(column, self.currentData()))
        self.hide()

    def show_unit(self, column: ColumnGuess) -> None:
        """Show the unit of `column`."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(column.unit or ""))
        self.setVisible(column.unit is not None)


class CurrencyBox(ComboBox):
    """Which currency the sign in one column stands for, where it is that of several; until it is said, none.

    Where the name of the column has the code of one, that can be changed.
    """

    sent = Signal(str, str)

    def __init__(self, desk: Desk, column: str) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._sign = ""
        self.setAccessibleName(_("Currency of the amounts in “{column}”").format(column=column))
        self.currentIndexChanged.connect(lambda _index: self.sent.emit(column, self.currentData()))
        self.hide()

    def show_currency(self, column: ColumnGuess) -> None:
        """Show which currency was said for `column`, and those that its sign may stand for."""
        with QSignalBlocker(self):
            if column.sign and column.sign != self._sign:
                self._fill(column.sign)
            self.setCurrentIndex(max(self.findData(column.currency), 0))
        self.setVisible(bool(column.sign))

    def _fill(self, sign: str) -> None:
        self._sign = sign
        self.clear()
        meant = currencies_of(sign)
        if len(meant) > 1:
            self.addItem(_("Which currency is “{sign}”?").format(sign=sign), "")
        else:
            # the name of the column tells one, which may be wrong
            meant |= {*_USUAL, self._desk.place.currency}
        usual = {code: place for place, code in enumerate(_USUAL)}
        for code in sorted(meant, key=lambda each: (usual.get(each, len(usual)), each)):
            self.addItem(f"{code} · {currency_name(code, self._desk.place.language)}", code)
