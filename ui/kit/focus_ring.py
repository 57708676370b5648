"""The ring around the control that has the keyboard focus."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.kit.theme import Theme

RING_PROPERTY = "focusRing"


class FocusRing(QObject):
    """Shows a ring around buttons and other marked widgets reached by keyboard.

    Widgets other than buttons ask for it with `setProperty("focusRing", True)`; fields draw their own edge.
    """

    def __init__(self, theme: Theme, app: QApplication) -> None:
        super().__init__(theme)
        self._theme = theme
        self._frame: RingFrame | None = None
        app.focusChanged.connect(self._on_focus_changed)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._frame is not None:
            self._frame.leave()
            self._frame = None
        if new is not None and wants_ring(new):
            self._frame = RingFrame(self._theme, new)


def wants_ring(widget: QWidget) -> bool:
    """Return whether `widget` shows the ring now: it is marked or a button, and the keyboard led here."""
    marked = widget.property(RING_PROPERTY)
    if marked is False or not (marked or isinstance(widget, QAbstractButton)):
        return False
    return widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


class RingFrame(QWidget):
    """The ring itself: a sibling of the focused widget that lets the mouse through."""

    def __init__(self, theme: Theme, widget: QWidget) -> None:
        super().__init__(widget.parentWidget() or widget)
        self._theme = theme
        self._widget = widget
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        widget.installEventFilter(self)
        self._follow()
        self.show()

    def leave(self) -> None:
        """Go away for good."""
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep around the widget while it moves, grows or hides."""
        kinds = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ParentChange}
        if watched is self._widget:
            if event.type() in kinds:
                self._follow()
            elif event.type() is QEvent.Type.Hide:
                self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw two pixels of focus colour, one pixel away from the widget."""
        width = self._theme.size("focusRing.width")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), width))
        half = width / 2
        radius = self._theme.radius("md") + self._theme.size("focusRing.offset") + half
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, radius, radius)

    def _follow(self) -> None:
        reach = self._theme.size("focusRing.width") + self._theme.size("focusRing.offset")
        parent = self._widget.parentWidget() or self._widget
        box = QRect(self._widget.mapTo(parent, self._widget.rect().topLeft()), self._widget.size())
        self.setGeometry(box.adjusted(-reach, -reach, reach, reach))
        self.raise_()
