"""Notices that the computer is in use, and a tap on Alt, without standing in the way of every event."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

_USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class InputWatch(QObject):
    """Looks at what reaches the windows themselves: few events, where a filter on the application sees thousands."""

    alt_tapped = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now = now
        app = QGuiApplication.instance()
        if not isinstance(app, QGuiApplication):
            raise RuntimeError("there is no application yet")
        self._used_at = self._now()
        self._alt_alone = False
        app.focusWindowChanged.connect(self._watch)
        if app.focusWindow() is not None:
            self._watch(app.focusWindow())

    @property
    def idle_s(self) -> float:
        """Seconds since the last key or mouse move; also those that the computer slept."""
        return self._now() - self._used_at

    def note_use(self) -> None:
        """Count from now."""
        self._used_at = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note when something was used; hold nothing back."""
        kind = event.type()
        if kind in _USE:
            self._used_at = self._now()
        if isinstance(event, QKeyEvent):
            self._note_alt(event)
        elif kind is QEvent.Type.MouseButtonPress:
            self._alt_alone = False
        return super().eventFilter(watched, event)

    def _note_alt(self, event: QKeyEvent) -> None:
        is_alt = event.key() == Qt.Key.Key_Alt
        # a shortcut takes the press of its key away, and leaves what asked whether it may
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._alt_alone = is_alt
        elif event.type() is QEvent.Type.KeyRelease and is_alt and self._alt_alone:
            self._alt_alone = False
            self.alt_tapped.emit()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
