"""A link to one of few records, chosen from a box: stages, members, teams."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _
from ui.kit.fields.base import FieldInput
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.link import Hit
from ui.kit.theme import Theme


class LinkBox(FieldInput):
    """A box of records that are offered once they were read; what was set before is chosen then."""

    def __init__(self, theme: Theme, field: Field, place: Place, parent: QWidget | None = None) -> None:
        self.box = ComboBox(theme)
        super().__init__(theme, field, place, self.box, parent)
        self._wanted: Stored = None
        self.box.addItem("", None)
        self.box.activated.connect(self._on_chosen)

    def offer(self, hits: Sequence[Hit]) -> None:
        """Offer `hits`."""
        self.box.clear()
        if not self.field.required:
            self.box.addItem("", None)
        for hit in hits:
            self.box.addItem(hit.title, hit.id)
        self.set_value(self._wanted)

    def value(self) -> Stored:
        """Return the id of the record; raises InvalidField where one is needed and none is chosen."""
        if self._wanted is None and self.field.required:
            raise InvalidField(self.field.name, _("{field} may not be empty.").format(field=_(self.field.label)))
        return self._wanted

    def set_value(self, stored: Stored) -> None:
        """Choose the record with the id `stored`, now or once it is offered."""
        self._wanted = stored
        place = next((place for place in range(self.box.count()) if self.box.itemData(place) == stored), 0)
        self.box.setCurrentIndex(place)
        self.show_error("")

    def typed(self) -> str:
        """Return the id in hex, which stays the same whatever the record is called."""
        return self._wanted.hex() if isinstance(self._wanted, bytes) else ""

    def set_typed(self, text: str) -> None:
        """Choose the record with the id `text`."""
        self.set_value(bytes.fromhex(text) if text else None)

    def _on_chosen(self) -> None:
        self._wanted = self.box.currentData()
        self.show_error("")
        self.changed.emit()
