"""A short word below a field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.icons import paint_icon
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.theme import Theme


class Told(QWidget):
    """A line below a field: icon and words, in the colour of their tone; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, icon: str = "error", role: str = "danger", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._role = role
        self._text = Text(theme, "", "small", role, wrap=True)
        self.setLayout(row(theme, self._text, margins=(22, 0, 0, 0)))
        self.hide()

    @property
    def text(self) -> str:
        """What is told now."""
        return self._text.text()

    def tell(self, text: str) -> None:
        """Say `text`, or nothing."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon beside the first line."""
        box = self.rect()
        box.setWidth(self._theme.size("icon.sm"))
        box.setHeight(self._theme.line("small"))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right())
        paint_icon(QPainter(self), self._theme, self._icon, box, self._role, "sm")
