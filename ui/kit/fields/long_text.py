"""Text of several lines, as high as it needs to be."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place
from ui.kit.fields.base import FieldInput
from ui.kit.growing_text import is_ctrl_enter
from ui.kit.theme import Theme

MOST_LINES = 10


class LongTextInput(FieldInput):
    """Several lines, growing up to ten; Ctrl+Enter accepts, Tab goes on."""

    def __init__(
        self, theme: Theme, field: Field, place: Place, *, least_lines: int = 2, parent: QWidget | None = None
    ) -> None:
        self.area = QPlainTextEdit()
        self._least_lines = least_lines
        super().__init__(theme, field, place, self.area, parent)
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self._on_edited)
        # what is pasted breaks into lines only after it is told of; what grows while it is laid out has to tell later
        self.area.document().documentLayout().documentSizeChanged.connect(
            self._fit_again, Qt.ConnectionType.QueuedConnection
        )
        theme.changed.connect(self._fit_height)
        self._fit_height()

    def typed(self) -> str:
        """Return the text."""
        return self.area.toPlainText()

    def set_typed(self, text: str) -> None:
        """Put `text` into the area."""
        self.area.setPlainText(text)

    def select_all(self) -> None:
        """Select the whole text."""
        self.area.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        self._fit_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the page around, which does something else with it."""
        override = watched is self.area and event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and is_ctrl_enter(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _enter_accepts(self, event: QKeyEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)

    def _on_edited(self) -> None:
        self._fit_height()
        self.show_error("")
        self.changed.emit()

    def _fit_again(self) -> None:
        self._fit_height()
        self.area.updateGeometry()

    def _fit_height(self) -> None:
        # a plain text document measures its height in lines
        lines = min(max(self.area.document().size().height(), self._least_lines), MOST_LINES)
        scrolls = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines == MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.area.setVerticalScrollBarPolicy(scrolls)
        around = 2 * (round(self.area.document().documentMargin()) + self.theme.px(4))
        self.area.setFixedHeight(round(lines * self.theme.metrics("body").lineSpacing()) + around)
