"""A phone number, checked when it is left and stored in international form."""

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Stored
from crm_desktop.values.phone import normal_phone
from ui.kit.fields.text import TextInput


class PhoneInput(TextInput):
    """One line for a phone number of this region or with its country code."""

    def value(self) -> Stored:
        """Return the number as E.164 text; raises InvalidField."""
        typed = super().value()
        if not typed:
            return None
        try:
            return normal_phone(str(typed), self.place.region)
        except InvalidField as error:
            raise InvalidField(self.field.name, str(error)) from error
