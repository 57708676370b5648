"""The soft shadow around what floats above a page."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter

from ui.kit.pixmaps import kept_pixmap
from ui.kit.theme import Theme

# How far it reaches around what casts it, which seems a little higher than it is.
REACH = 20
_LOWER = 4
_LAYER = 2
# How much of black each layer is.
_SHADE = 0.018
Span = tuple[int, int, int, int]


def shadowed(box: QRect) -> QRect:
    """Return `box` with all that its shadow reaches."""
    return box.adjusted(-REACH, -REACH, REACH, REACH + _LOWER)


def paint_shadow(painter: QPainter, theme: Theme, box: QRect) -> None:
    """Paint the shadow of `box`, whose middle is left out: it is covered.

    It is drawn once, around a box as small as can be: the corners are copied from there, and the sides drawn out.
    """
    corner = REACH + _LOWER + theme.radius("xl")
    side = 2 * corner + 1
    ratio = painter.device().devicePixelRatioF()
    kept = kept_pixmap(theme, ("shadow",), QSize(side, side), ratio, lambda drawn: _draw(drawn, theme, side))
    outer = shadowed(box)
    for column in _thirds(corner, outer.left(), outer.width()):
        for line in _thirds(corner, outer.top(), outer.height()):
            (from_x, from_width, x, width), (from_y, from_height, y, height) = column, line
            if from_width > 1 or from_height > 1:
                source = QRectF(from_x * ratio, from_y * ratio, from_width * ratio, from_height * ratio)
                painter.drawPixmap(QRectF(x, y, width, height), kept, source)


def _thirds(corner: int, start: int, length: int) -> Iterator[Span]:
    """Yield where a corner, what is drawn out and the other corner are taken from and go to: places and lengths."""
    yield 0, corner, start, corner
    yield corner, 1, start + corner, length - 2 * corner
    yield corner + 1, corner, start + length - corner, corner


def _draw(painter: QPainter, theme: Theme, side: int) -> None:
    colour = QColor(Qt.GlobalColor.black)
    colour.setAlphaF(_SHADE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = theme.radius("xl")
    box = QRectF(REACH, REACH, side - 2 * REACH, side - 2 * REACH - _LOWER)
    for reach in range(REACH, 0, -_LAYER):
        grown = box.adjusted(-reach, -reach + _LOWER, reach, reach + _LOWER)
        painter.drawRoundedRect(grown, radius + reach, radius + reach)
