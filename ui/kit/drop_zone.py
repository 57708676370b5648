"""Where files are dropped."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.kit.layouts import column
from ui.kit.theme import Theme

MARGIN = 24
DASHES = [4.0, 3.0]


class DropZone(QWidget):
    """A dashed box around `inner`; in the accent colour while files are over it."""

    def __init__(self, theme: Theme, inner: QWidget, margin: int = MARGIN) -> None:
        super().__init__()
        self._theme = theme
        self._lit = False
        self._margin = margin
        self.setLayout(column(theme, inner, margins=(margin, margin, margin, margin)))

    def light(self, *, on: bool) -> None:
        """Show whether files are over the page."""
        self._lit = on
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("accent" if self._lit else "controlBorder"), 1)
        pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(theme.colour("selected" if self._lit else "surfaceSunken"))
        gap = max(theme.px(self._margin) - 0.5, 0.5)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(gap, gap, -gap, -gap), theme.radius("lg"), theme.radius("lg")
        )
