"""The white ground that parts of the page stand on."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk


class Ground(QWidget):
    """A widget that paints the surface colour behind its children."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = desk.theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.colour("surface"))
