"""A plain ground that widgets stand on."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.theme import Theme


class Ground(QWidget):
    """A widget that paints the colour `role` behind its children; one of a `width` is a line between others."""

    def __init__(self, theme: Theme, role: str = "surface", parent: QWidget | None = None, *, width: int = 0) -> None:
        super().__init__(parent)
        if width:
            self.setFixedWidth(width)
        self._theme = theme
        self._role = role

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.colour(self._role))
