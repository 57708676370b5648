"""Popovers: small panels that open beside a control and close with Esc or a click elsewhere."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QBitmap, QHideEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.kit.boxes import is_mirrored
from ui.kit.click_through import ClickThrough
from ui.kit.focus_order import order_focus
from ui.kit.pressable import Pressable
from ui.kit.theme import Theme


class Popover(QWidget):
    """A panel with a `body` to fill; when it closes, focus goes back to where it was, else to its opener.

    `taken` tells that it was closed by `finish`.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self._opener: QWidget | None = None
        self._had_focus: QWidget | None = None
        self._above = False
        self._foot = 0  # where it ends, above its opener
        self.taken = False
        self.body = QVBoxLayout(self)
        pad = theme.space("s4")
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(theme.space("s2"))

    def open_below(self, opener: QWidget, *, at_end: bool = False, inset: int = 0) -> None:
        """Open below `opener`, edges in line at its start or, `at_end`, at its end, or `inset` pixels further in.

        It opens above where there is no room below, on the screen or in the window.
        """
        if self._opener is not opener:
            ClickThrough(self, opener)
        self._opener = opener
        self._had_focus = opener.window().focusWidget()  # a key opens it from anywhere, as / does from a list
        self._place(opener, inset, at_end=at_end)
        if isinstance(opener, Pressable):
            opener.light(on=True)
        self.show()
        first = self.nextInFocusChain()
        if first is not None and self.isAncestorOf(first):
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def finish(self) -> None:
        """Close, because what was typed is taken."""
        self.taken = True
        self.close()

    def give_way(self, by: int) -> None:
        """Be lower `by` so many pixels, because there is no room; a popover with a list shows less of it."""

    def _place(self, opener: QWidget, inset: int, *, at_end: bool) -> None:
        self.adjustSize()
        gap = self._theme.space("s2")
        corner = opener.mapToGlobal(QPoint(0, opener.height()))
        screen, window = opener.screen().availableGeometry(), opener.window().frameGeometry()
        below = min(screen.bottom(), window.bottom()) - corner.y() - gap
        above = corner.y() - opener.height() - gap - max(screen.top(), window.top())
        if self.height() > max(below, above):
            self.give_way(self.height() - max(below, above))
            self.adjustSize()
        self._above = self.height() > below and above >= min(self.height(), below)
        y = corner.y() - opener.height() - gap - self.height() if self._above else corner.y() + gap
        right_edge = corner.x() + opener.width() - inset
        x = right_edge - self.width() if at_end is not is_mirrored(opener) else corner.x() + inset
        # in the window, where it is wide enough, else at least on the screen
        right = min(screen.right(), max(window.right(), window.left() + self.width()))
        x = max(screen.left(), min(x, right - self.width()))
        y = max(screen.top(), min(y, screen.bottom() - self.height()))
        self._foot = y + self.height()
        self.move(x, y)

    def fit(self) -> None:
        """Take the room that the body needs now, without leaving the screen; above its opener it grows upwards."""
        self.body.invalidate()  # what was hidden a moment ago needs no room any more
        self.body.activate()
        self.adjustSize()
        if self.body.hasHeightForWidth():
            # words that go on below need more lines than the width they would like to have lets one think
            self.resize(self.width(), self.body.totalHeightForWidth(self.width()))
        screen = self.screen().availableGeometry()
        x = max(screen.left(), min(self.x(), screen.right() - self.width()))
        y = self._foot - self.height() if self._above else self.y()
        self.move(x, max(screen.top(), min(y, screen.bottom() - self.height())))

    def focusNextPrevChild(self, forward: object) -> bool:
        """Move as one reads, whatever was shown since."""
        order_focus(self)
        return super().focusNextPrevChild(bool(forward))

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the focus back."""
        super().hideEvent(event)
        if isinstance(self._opener, Pressable) and isValid(self._opener):
            self._opener.light(on=False)
        back = next((each for each in (self._had_focus, self._opener) if _takes_focus(each)), None)
        if back is not None:
            back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the corners off: without a compositor a see-through window would be black around them."""
        super().resizeEvent(event)
        shape = QBitmap(self.size())
        shape.clear()
        painter = QPainter(shape)
        painter.setBrush(Qt.GlobalColor.color1)
        painter.setPen(Qt.GlobalColor.color1)
        radius = self._theme.radius("lg")
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        painter.end()
        self.setMask(shape)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge; the shadow is the system's."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("popup"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("hairlineStrong"), 1))
        radius = self._theme.radius("lg")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def _takes_focus(widget: QWidget | None) -> bool:
    return widget is not None and isValid(widget) and widget.isVisible() and widget.isEnabled()
