"""An amount of money, with the currency that it is in."""

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.values.money import minor_from_text
from ui.kit.fields.number import decimal_mark
from ui.kit.fields.text import TextInput
from ui.kit.theme import Theme


class MoneyInput(TextInput):
    """One line for an amount; a sign that is typed along has to be of the field's currency."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, currency: str = "", parent: QWidget | None = None
    ) -> None:
        self._currency = currency or place.currency
        super().__init__(theme, field, place, parent=parent)

    def value(self) -> Stored:
        """Return the amount in minor units; raises InvalidField."""
        typed = self.line.text().strip()
        try:
            return (
                minor_from_text(typed, self._currency, decimal_mark(self.place.language)) if typed else super().value()
            )
        except InvalidField:
            # perhaps the other way of writing, where that can be told
            return super().value()

    def currency(self) -> str:
        """Return the currency that is typed in."""
        return self._currency

    def set_currency(self, currency: str) -> None:
        """Type in `currency` from now on."""
        self._currency = currency
