"""What the palette is made of: its box, its head, the field in it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit.icons import paint_icon
from ui.kit.theme import Theme


class Line(QLineEdit):
    """The field on a ground of its own, so that nothing below is painted for each letter."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the text."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("popup"))
        painter.end()
        super().paintEvent(event)


class Box(QWidget):
    """The box that holds all of it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        # the head stays where only the lower edge moves
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the edge; the ground alone where what is painted lies within."""
        theme, painter = self._theme, QPainter(self)
        corner = theme.radius("xl")
        if self.rect().adjusted(1, corner, -1, -corner).contains(event.rect()):
            painter.fillRect(event.rect(), theme.colour("popup"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("hairlineStrong"), 1))
        painter.setBrush(theme.colour("popup"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, corner, corner)


class Head(QWidget):
    """What is typed, beside the sign of searching."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign of searching and the line below."""
        theme, painter = self._theme, QPainter(self)
        box = self.rect()
        box.setWidth(theme.px(46) + theme.px(6))
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.rect().right())
        paint_icon(painter, theme, "search", box, "text2", "lg")
        painter.setPen(QPen(theme.colour("hairline"), 0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
