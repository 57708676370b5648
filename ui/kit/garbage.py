"""Collects cyclic garbage on the interface thread only: Qt objects must not die on a worker."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

# Often, so that each time is short: workers may make a hundred thousand objects in a second.
CHECK_EVERY_MS = 50
# After so many looks what outlived them is looked at once more, then no longer: with Python's own 10 that was most of
# what an import has in memory at once, 12 to 26 ms at a time.
MIDDLE_LOOKS = 1
# Looking at all objects takes longer than a frame, and few of the old ones are garbage: it waits until nothing is made
# for a while, but not forever.
WHOLE_EVERY_S, WHOLE_AT_LATEST_S = 120.0, 900.0
CALM_LOOKS = 20
FIRST_MS = 1000  # by then the first page is painted, which no search may delay
SETTLED_MS = 3000  # after which the first page stands


class GarbageTimer(QObject):
    """Takes over from Python's collector, which runs on whichever thread happens to allocate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._whole_at = time.monotonic()
        self._young = self._calm_looks = 0
        gc.disable()
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_when_due)
        self._timer.setInterval(CHECK_EVERY_MS)
        # what the start made stays until the end, so later searches leave it out
        gc.freeze()
        QTimer.singleShot(FIRST_MS, self, self._begin)
        QTimer.singleShot(SETTLED_MS, self, self._keep_what_is_here)

    def collect_when_due(self) -> None:
        """Collect the young objects where there are many, and now and then all of them, when nothing else happens."""
        young, middle, old = gc.get_count()
        self._calm_looks = self._calm_looks + 1 if young == self._young else 0
        if (middle or old) and self._is_whole_due():
            self._whole_at = time.monotonic()
            gc.collect(2)
        elif young > self._thresholds[0]:
            gc.collect(1 if middle >= MIDDLE_LOOKS else 0)
        self._young = gc.get_count()[0]

    def _is_whole_due(self) -> bool:
        since_s = time.monotonic() - self._whole_at
        return since_s > (WHOLE_EVERY_S if self._calm_looks >= CALM_LOOKS else WHOLE_AT_LATEST_S)

    def stop(self) -> None:
        """Hand collecting back to Python."""
        self._stopped = True
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _begin(self) -> None:
        if not self._stopped:
            self._timer.start()

    def _keep_what_is_here(self) -> None:
        if not self._stopped:
            gc.freeze()
