"""The mark of the program: two joined rings on the accent colour."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.theme import Theme


class Logo(QWidget):
    """The mark at `side` pixels of the design."""

    def __init__(self, theme: Theme, side: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the side at the present zoom."""
        return QSize(self._theme.px(self._side), self._theme.px(self._side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        paint_logo(QPainter(self), self._theme, QRectF(self.rect()))


def paint_logo(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Paint the mark into the square `box`."""
    side = box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22)
    white = theme.colour("textOnAccent")
    line = QPen(white, side * 0.085)
    painter.setPen(line)
    upper, lower = QPointF(side * 0.37, side * 0.40), QPointF(side * 0.65, side * 0.65)
    painter.drawLine(upper, QPointF(side * 0.57, side * 0.58))
    painter.setBrush(white)
    painter.drawEllipse(upper, side * 0.10, side * 0.10)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(lower, side * 0.115, side * 0.115)
    painter.restore()


def window_icon(theme: Theme) -> QIcon:
    """Return the mark as the icon of windows."""
    icon = QIcon()
    for side in (16, 32, 64, 128):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_logo(painter, theme, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
