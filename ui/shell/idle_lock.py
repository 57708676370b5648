"""Locks when nobody has used the computer for a while."""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.shell.input_watch import InputWatch

LOOK_EVERY_MS = 5_000
MINUTE_S = 60


class IdleLock(QObject):
    """Asks for the lock once the computer was idle for `minutes`; 0 never asks."""

    lock_wanted = Signal()

    def __init__(self, watch: InputWatch, minutes: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._minutes = minutes
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """Lock after `minutes` from here on."""
        self._minutes = minutes
        self._watch.note_use()
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Ask for the lock where it is time."""
        if self._minutes and self._watch.idle_s >= self._minutes * MINUTE_S:
            self._watch.note_use()
            self.lock_wanted.emit()
