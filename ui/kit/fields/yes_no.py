"""Yes or no."""

from PySide6.QtWidgets import QWidget

from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _
from ui.kit.buttons import Switch
from ui.kit.fields.base import FieldInput
from ui.kit.theme import Theme


class YesNoInput(FieldInput):
    """A switch."""

    def __init__(self, theme: Theme, field: Field, place: Place, parent: QWidget | None = None) -> None:
        self.switch = Switch(theme, _(field.label))
        super().__init__(theme, field, place, self.switch, parent)
        self.switch.toggled.connect(self.changed)

    def value(self) -> Stored:
        """Return 1 or 0."""
        return int(self.switch.isChecked())

    def set_value(self, stored: Stored) -> None:
        """Switch on for anything but 0 and nothing."""
        self.switch.setChecked(bool(stored))

    def typed(self) -> str:
        """Return the word for what is switched."""
        return _("Yes") if self.switch.isChecked() else _("No")

    def set_typed(self, text: str) -> None:
        """Switch on where `text` says yes."""
        self.switch.setChecked(text == _("Yes"))

    def draft(self) -> str:
        """Return 1 or 0."""
        return str(self.value())

    def take_draft(self, text: str) -> None:
        """Switch on for 1."""
        self.switch.setChecked(text == "1")
