"""A file in an own field: chosen from the disk, and kept with the record once that is told."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.errors import InvalidField
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.words import _
from ui.kit.buttons import Button, IconButton
from ui.kit.fields.base import FieldInput
from ui.kit.layouts import row
from ui.kit.theme import Theme


class FileInput(FieldInput):
    """Buttons to choose a file and to take it out; `value` is the path that was chosen, or the id that was there."""

    def __init__(self, theme: Theme, field: Field, place: Place, parent: QWidget | None = None) -> None:
        self.choose = Button(theme, _("Choose a file…"), size="small", icon="file")
        self.away = IconButton(theme, "remove", _("Take the file out"))
        both = QWidget()
        both.setLayout(row(theme, self.choose, self.away, None, gap=4))
        super().__init__(theme, field, place, both, parent)
        both.setFocusProxy(self.choose)
        self._value: Stored = None
        self.choose.clicked.connect(self._choose)
        self.away.clicked.connect(lambda: self._take(None))

    def value(self) -> Stored:
        """Return the path that was chosen as text, else the id of the file that is there, or None.

        Raises InvalidField where there has to be one.
        """
        if self._value is None and self.field.required:
            raise InvalidField(self.field.name, _("{field} may not be empty.").format(field=_(self.field.label)))
        return self._value

    def set_value(self, stored: Stored) -> None:
        """Take the file `stored` for the one that is there."""
        self._value = stored
        self.away.setVisible(stored is not None)
        self.show_error("")

    def typed(self) -> str:
        """Return the path, or the id in hex."""
        return self._value.hex() if isinstance(self._value, bytes) else str(self._value or "")

    def set_typed(self, text: str) -> None:
        """Choose the file at the path `text`."""
        self.set_value(text or None)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a file"), str(Path.home()))
        if chosen:
            self._take(chosen)

    def _take(self, value: Stored) -> None:
        self._value = value
        self.changed.emit()
        self.accepted.emit()
