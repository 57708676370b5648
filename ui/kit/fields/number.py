"""Numbers, read with the decimal mark that the user's language writes."""

from PySide6.QtCore import QLocale

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Stored
from crm_desktop.values.numbers import DecimalMark, decimal_from_text
from ui.kit.fields.text import TextInput


def decimal_mark(language: str) -> DecimalMark:
    """Return the mark before the decimals in `language`."""
    return "comma" if QLocale(language).decimalPoint() == "," else "point"


class NumberInput(TextInput):
    """One line for a number; “2,822” is not ambiguous to someone whose language groups by commas."""

    def value(self) -> Stored:
        """Return the number as stored; raises InvalidField."""
        typed = self.line.text()
        try:
            plain = str(decimal_from_text(typed, decimal_mark(self.place.language)))
        except InvalidField:
            # perhaps the other way of writing, where that can be told
            return super().value()
        return self.value_of(plain)
