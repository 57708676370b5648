"""Notices that the computer goes to sleep, or that it slept."""

import sys
from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot

from ui.shell.slept_time import slept_so_far

LOOK_EVERY_MS = 2_000
# No sleep is shorter, and clocks that are set a little differ by less.
ASLEEP_S = 1.0
# The system's bus is not waited for before the first page is painted.
LISTEN_AFTER_MS = 1_500
LOGIN_SERVICE, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"


class SleepWatch(QObject):
    """Tells `slept` before the computer sleeps where the system announces it, else once it is awake again."""

    slept = Signal()

    def __init__(self, parent: QObject | None = None, slept_s: Callable[[], float] = slept_so_far) -> None:
        super().__init__(parent)
        self._slept_s = slept_s
        self._seen_s = slept_s()
        self._on = False
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._listens = False

    def watch(self, *, on: bool) -> None:
        """Watch from now on, or no more."""
        self._on = on
        self._seen_s = self._slept_s()
        if not on:
            self._timer.stop()
            return
        self._timer.start()
        if sys.platform.startswith("linux"):
            QTimer.singleShot(LISTEN_AFTER_MS, self, self._begin_to_listen)

    def look(self) -> None:
        """Compare the time in sleep with what it was when it was looked at last."""
        slept_s = self._slept_s()
        more, self._seen_s = slept_s - self._seen_s, slept_s
        if self._on and more > ASLEEP_S:
            self.slept.emit()

    @Slot(bool)
    def on_announced(self, asleep: object) -> None:
        """Hear from the system that the computer goes to sleep, or wakes."""
        if self._on and asleep:
            self.slept.emit()

    def _begin_to_listen(self) -> None:
        if self._on and not self._listens:
            self._listens = self._listen()

    def _listen(self) -> bool:
        # only where sleep is announced this way, and only once it is wanted
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        # the stub asks for a slot in bytes, which PySide refuses
        connect: Callable[..., bool] = bus.connect
        return bus.isConnected() and connect(
            LOGIN_SERVICE, LOGIN_PATH, f"{LOGIN_SERVICE}.Manager", "PrepareForSleep", self, SLOT("on_announced(bool)")
        )
