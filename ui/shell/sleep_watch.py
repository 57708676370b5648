"""Notices that the computer goes to sleep, or that it slept."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

LOOK_EVERY_MS = 2_000
# A tick that comes this much too late means that the computer stood still in between.
ASLEEP_S = 30.0
LOGIN_SERVICE, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"


class SleepWatch(QObject):
    """Tells `slept` before the computer sleeps where the system announces it, else once it is awake again."""

    slept = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now = now
        self._looked_at = now()
        self._on = False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._listens = False

    def watch(self, *, on: bool) -> None:
        """Watch from now on, or no more."""
        self._on = on
        self._looked_at = self._now()
        if not on:
            self._timer.stop()
            return
        self._timer.start()
        if not self._listens and sys.platform.startswith("linux"):
            self._listens = self._listen()

    def look(self) -> None:
        """Compare the clock with when it was looked at last."""
        now = self._now()
        gap, self._looked_at = now - self._looked_at, now
        if self._on and gap > ASLEEP_S + LOOK_EVERY_MS / 1000:
            self.slept.emit()

    @Slot(bool)
    def on_announced(self, asleep: object) -> None:
        """Hear from the system that the computer goes to sleep, or wakes."""
        if self._on and asleep:
            self.slept.emit()

    def _listen(self) -> bool:
        # only where sleep is announced this way, and only once it is wanted
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        # the stub asks for a slot in bytes, which PySide refuses
        connect: Callable[..., bool] = bus.connect
        return bus.isConnected() and connect(
            LOGIN_SERVICE, LOGIN_PATH, f"{LOGIN_SERVICE}.Manager", "PrepareForSleep", self, SLOT("on_announced(bool)")
        )
