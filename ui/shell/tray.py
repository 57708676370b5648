"""Notifications of the system, where it has them."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from ui.kit.theme import Theme
from ui.shell.logo import window_icon

SHOWN_MS, DOCKED_MS = 20_000, 500


class Tray(QObject):
    """Stands in the system tray from the first notification on; `clicked` tells that one was clicked."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon: QSystemTrayIcon | None = None

    def notify(self, title: str, text: str) -> bool:
        """Show a notification; return whether the system has any."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return False
        if self._icon is None:
            self._icon = QSystemTrayIcon(window_icon(self._theme), self)
            self._icon.messageClicked.connect(self.clicked)
            self._icon.activated.connect(self.clicked)
            self._icon.show()
            # before the tray has taken it in, a balloon points to the corner of the screen
            QTimer.singleShot(DOCKED_MS, self, partial(self._show, title, text))
        else:
            self._show(title, text)
        return True

    def _show(self, title: str, text: str) -> None:
        if self._icon is not None:
            self._icon.showMessage(title, text, window_icon(self._theme), SHOWN_MS)
