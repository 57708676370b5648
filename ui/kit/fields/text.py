"""One line of text, and what is read from one line: numbers, e-mail and web addresses, countries, days of birth."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place
from ui.kit.fields.base import FieldInput
from ui.kit.icons import icon
from ui.kit.theme import Theme

# What is typed here runs from left to right also where the words around it do not.
_LEFT_TO_RIGHT = frozenset(
    {FieldKind.PHONE, FieldKind.EMAIL, FieldKind.URL, FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.MONEY}
)


class TextInput(FieldInput):
    """One line; what it means depends on the kind of the field."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.line = QLineEdit()
        super().__init__(theme, field, place, self.line, parent)
        self.line.setPlaceholderText(hint)
        if field.kind in _LEFT_TO_RIGHT:
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._mark = QAction(icon(theme, "error", "danger"), "", self.line)
        self.line.textEdited.connect(self._on_edited)

    def typed(self) -> str:
        """Return the line."""
        return self.line.text()

    def set_typed(self, text: str) -> None:
        """Put `text` on the line."""
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def select_all(self) -> None:
        """Select the line."""
        self.line.selectAll()

    def show_error(self, text: str) -> None:
        """Show `text` below and a sign at the end of the line."""
        super().show_error(text)
        if self.is_wrong:
            self.line.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        else:
            self.line.removeAction(self._mark)

    def _on_edited(self) -> None:
        self.show_error("")
        self.changed.emit()
