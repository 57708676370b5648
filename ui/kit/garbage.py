"""Collects cyclic garbage on the interface thread only: Qt objects must not die on a worker."""

import gc

from PySide6.QtCore import QObject, QTimer

CHECK_EVERY_MS = 1000


class GarbageTimer(QObject):
    """Takes over from Python's collector, which runs on whichever thread happens to allocate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_when_due)
        self._timer.start(CHECK_EVERY_MS)

    def collect_when_due(self) -> None:
        """Collect the generations that Python itself would collect by now."""
        young, middle, old = gc.get_count()
        if young <= self._thresholds[0]:
            return
        if old > self._thresholds[2]:
            gc.collect(2)
        else:
            gc.collect(1 if middle > self._thresholds[1] else 0)

    def stop(self) -> None:
        """Hand collecting back to Python."""
        self._timer.stop()
        gc.enable()
