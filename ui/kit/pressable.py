"""What all buttons share."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit.theme import Theme


class Pressable(QAbstractButton):
    """A button that paints itself, acts on Enter as on Space, and measures itself again when the theme changes."""

    def __init__(self, theme: Theme, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lit = False
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)

    def light(self, *, on: bool) -> None:
        """Look switched on while what was opened from here is open."""
        self._lit = on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks; Ctrl+Enter is for the form around, which it keeps or applies."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)
