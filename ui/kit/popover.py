"""Popovers: small panels that open beside a control and close with Esc or a click elsewhere."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.boxes import is_mirrored
from ui.kit.theme import Theme

# Room around the panel for its shadow.
SHADOW = 12


class Popover(QWidget):
    """A panel with a `body` to fill; focus goes back to its opener when it closes."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._theme = theme
        self._opener: QWidget | None = None
        self.body = QVBoxLayout(self)
        pad = theme.space("s4") + SHADOW
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(theme.space("s2"))

    def open_below(self, opener: QWidget, *, at_end: bool = False) -> None:
        """Open below `opener`, edges in line at its start or, `at_end`, at its end; above where there is no room."""
        self._opener = opener
        self.adjustSize()
        corner = opener.mapToGlobal(QPoint(0, opener.height()))
        x = corner.x() - SHADOW
        if at_end is not is_mirrored(opener):
            x = corner.x() + opener.width() - self.width() + SHADOW
        y = corner.y() + self._theme.space("s2") - SHADOW
        screen = opener.screen().availableGeometry()
        if y + self.height() > screen.bottom() + SHADOW:
            y = corner.y() - opener.height() - self.height() - self._theme.space("s2") + SHADOW
        x = max(screen.left() - SHADOW, min(x, screen.right() + SHADOW - self.width()))
        self.move(x, y)
        self.show()
        first = self.nextInFocusChain()
        if first is not None and self.isAncestorOf(first):
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shadow, ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_shadow(painter, self._theme, box)
        painter.setPen(QPen(self._theme.colour("hairlineStrong"), 1))
        painter.setBrush(self._theme.colour("popup"))
        radius = self._theme.radius("lg")
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def paint_shadow(painter: QPainter, theme: Theme, box: QRect) -> None:
    """Paint a soft shadow around `box`, a little lower than it, reaching as far as SHADOW."""
    colour = theme.colour("text" if not theme.dark else "canvas")
    painter.setPen(Qt.PenStyle.NoPen)
    for reach in range(SHADOW, 0, -2):
        colour.setAlphaF(0.014 if not theme.dark else 0.08)
        painter.setBrush(colour)
        grown = QRectF(box).adjusted(-reach, -reach + 4, reach, reach)
        painter.drawRoundedRect(grown, theme.radius("lg") + reach, theme.radius("lg") + reach)
