"""The ring around the control that has the keyboard focus."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget

from ui.kit.theme import Theme

RING_PROPERTY = "focusRing"
# Names the colour of the ring where the usual one would hardly be seen, such as on the ground of tooltips.
ROLE_PROPERTY = "focusRingRole"
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show})
_PRESSES = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_HELD = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta})


class FocusRing(QObject):
    """Shows a ring around buttons and other marked widgets while one works by keyboard.

    Widgets other than buttons ask for it with `setProperty("focusRing", True)`; fields draw their own edge. Qt knows of
    Tab alone: what a popover, a dialog or an input gives the focus back to would have no ring, nor a cell that arrows
    lead to. So what was pressed last, a key or the mouse, is told to the window, which Qt and the views ask.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__(app)
        self._theme = theme
        self._frame: RingFrame | None = None
        self._by_keys = False
        app.focusChanged.connect(self._on_focus_changed)
        app.focusWindowChanged.connect(self._watch)

    def wear(self, theme: Theme) -> None:
        """Show rings in `theme` from now on: there is one ring, whoever dresses the application."""
        self._theme = theme

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note whether one works by keys; a shortcut takes its key away, but asks before whether it may."""
        kind = event.type()
        if kind in _PRESSES:
            if isinstance(event, QKeyEvent) and event.key() not in _HELD:
                self._note(by_keys=True)
        elif kind is QEvent.Type.MouseButtonPress:
            self._note(by_keys=False)
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _note(self, *, by_keys: bool) -> None:
        if by_keys is self._by_keys:
            return
        self._by_keys = by_keys
        focused = QApplication.focusWidget()
        if focused is None:
            return
        focused.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_keys)
        self._surround(focused)
        (focused.viewport() if isinstance(focused, QAbstractScrollArea) else focused).update()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._by_keys:
            new.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self._surround(new)

    def _surround(self, widget: QWidget | None) -> None:
        if self._frame is not None and shiboken6.isValid(self._frame):
            self._frame.leave()
        self._frame = None
        if widget is not None and wants_ring(widget):
            self._frame = RingFrame(self._theme, widget)


def wants_ring(widget: QWidget) -> bool:
    """Return whether `widget` shows the ring now: it is marked or a button, and the keyboard led here."""
    marked = widget.property(RING_PROPERTY)
    if marked is False or not (marked or isinstance(widget, QAbstractButton)):
        return False
    return led_by_keys(widget)


def led_by_keys(widget: QWidget) -> bool:
    """Return whether the keyboard led to where the focus is in the window of `widget`."""
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class RingFrame(QWidget):
    """The ring itself: laid over the nearest ancestor of the widget that has room for it; lets the mouse through."""

    def __init__(self, theme: Theme, widget: QWidget) -> None:
        super().__init__(_host(widget, _reach(theme)))
        self._theme = theme
        self._widget = widget
        self._host = self.parentWidget() or widget
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        followed = widget
        while followed is not self._host:
            followed.installEventFilter(self)
            followed = followed.parentWidget() or self._host
        # what scrolls lays its content out first, and has the room for it only after that
        self._host.installEventFilter(self)
        self._follow()
        self.show()

    def leave(self) -> None:
        """Go away for good."""
        self.hide()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep around the widget while it, or what it stands in, moves, grows or hides."""
        if not shiboken6.isValid(self._widget):
            self.hide()
        elif event.type() in _MOVES:
            self._follow()
        elif event.type() is QEvent.Type.Hide:
            self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw two pixels of focus colour, one pixel away from the widget."""
        width = self._theme.size("focusRing.width")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = self._widget.property(ROLE_PROPERTY) or "focus"
        painter.setPen(QPen(self._theme.colour(str(role)), width))
        half = width / 2
        radius = self._theme.radius("md") + self._theme.size("focusRing.offset") + half
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, radius, radius)

    def _follow(self) -> None:
        self.setGeometry(_within(_around(self._widget, self._host, _reach(self._theme)), self._host))
        self.setVisible(self._widget.isVisible())
        self.raise_()


def _reach(theme: Theme) -> int:
    return theme.size("focusRing.width") + theme.size("focusRing.offset")


def _around(widget: QWidget, host: QWidget, reach: int) -> QRect:
    box = QRect(widget.mapTo(host, QPoint(0, 0)), widget.size())
    return box.adjusted(-reach, -reach, reach, reach)


def _within(box: QRect, host: QWidget) -> QRect:
    """Return the part of `box` that can be seen on `host`: what fills a column has its ring inside."""
    return box.intersected(host.rect())


def _host(widget: QWidget, reach: int) -> QWidget:
    """Return the nearest ancestor that has room for the ring, within what scrolls or the window."""
    host = widget.parentWidget() or widget
    while not (host.isWindow() or host.rect().contains(_around(widget, host, reach))):
        above = host.parentWidget()
        if above is None or isinstance(above, QAbstractScrollArea):
            return host
        host = above
    return host
