"""Grey bars that stand for rows which are still being read."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.kit.theme import Theme

# Widths of the bars at 100 %, one list a row in turn, so that the rows look like text and not like a grid.
_BARS = (((54, 150), (244, 90), (434, 60)), ((54, 120), (244, 110), (434, 44)))


def paint_skeleton(painter: QPainter, theme: Theme, box: QRect, number: int, *, avatar: bool = True) -> None:
    """Paint the bars of the waiting row `number` into `box`, with a hairline below."""
    painter.save()
    painter.setPen(QPen(theme.colour("hairline"), 0))
    painter.drawLine(box.x(), box.bottom(), box.right(), box.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("neutralTint"))
    middle = box.center().y()
    if avatar:
        painter.drawEllipse(QRectF(box.x() + theme.px(14), middle - theme.px(10), theme.px(20), theme.px(20)))
    height = theme.px(10)
    for x, width in _BARS[number % len(_BARS)]:
        start = box.x() + theme.px(x)
        if start + theme.px(width) < box.right():
            painter.drawRoundedRect(QRectF(start, middle - height / 2, theme.px(width), height), 3, 3)
    painter.restore()
