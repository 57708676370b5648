"""Check boxes, radio buttons and switches, painted from tokens; shared by the style and by tables."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.kit.theme import Theme

# Drawn on a grid of 16, as the tokens' size of icons and marks is.
GRID = 16
TICK = ((4.3, 8.3), (6.9, 10.8), (11.7, 5.6))
DASH = ((4.5, 8.0), (11.5, 8.0))


class Mark(StrEnum):
    """What a check box or radio button shows."""

    OFF = "off"
    ON = "on"
    PARTLY = "partly"


def paint_check(painter: QPainter, theme: Theme, box: QRect, mark: Mark, *, enabled: bool = True) -> None:
    """Paint a check box in the middle of `box`."""
    square = _square(theme, box)
    unit = square.width() / GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _set_body(painter, theme, on=mark is not Mark.OFF, enabled=enabled)
    painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius("sm"), theme.radius("sm"))
    if mark is not Mark.OFF:
        pen = QPen(theme.colour("textOnAccent"), 1.75 * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline([square.topLeft() + QPointF(x, y) * unit for x, y in (TICK if mark is Mark.ON else DASH)])
    painter.restore()


def paint_radio(painter: QPainter, theme: Theme, box: QRect, mark: Mark, *, enabled: bool = True) -> None:
    """Paint a radio button in the middle of `box`."""
    square = _square(theme, box)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _set_body(painter, theme, on=mark is Mark.ON, enabled=enabled)
    painter.drawEllipse(square.adjusted(0.5, 0.5, -0.5, -0.5))
    if mark is Mark.ON:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        reach = square.width() * 3 / GRID
        painter.drawEllipse(square.center(), reach, reach)
    painter.restore()


def paint_switch(painter: QPainter, theme: Theme, box: QRectF, *, on: bool, enabled: bool = True) -> None:
    """Paint a switch that fills `box`, mirrored where text runs from right to left."""
    track = "accent" if on else "controlBorder"
    half = box.height() / 2
    at_right = on is (painter.layoutDirection() is not Qt.LayoutDirection.RightToLeft)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(track if enabled else "hairlineStrong"))
    painter.drawRoundedRect(box, half, half)
    painter.setBrush(QColor(Qt.GlobalColor.white))
    x = box.right() - half if at_right else box.left() + half
    painter.drawEllipse(QPointF(x, box.center().y()), half * 7 / 9, half * 7 / 9)
    painter.restore()


def _square(theme: Theme, box: QRect) -> QRectF:
    side = theme.size("icon.md")
    return QRectF(box.x() + (box.width() - side) // 2, box.y() + (box.height() - side) // 2, side, side)


def _set_body(painter: QPainter, theme: Theme, *, on: bool, enabled: bool) -> None:
    if on:
        colour = theme.colour("accent" if enabled else "hairlineStrong")
        painter.setPen(QPen(colour, 1))
        painter.setBrush(colour)
    else:
        painter.setPen(QPen(theme.colour("controlBorder" if enabled else "hairlineStrong"), 1))
        painter.setBrush(theme.colour("surface"))
