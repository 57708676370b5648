"""The ticks of the event loop while something is done: how long it stood still between two of them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt, QTimer


class Ticks:
    """The seconds between the ticks: by the clock, less the waiting for a core, and computed by this thread."""

    def __init__(self) -> None:
        self._gaps: list[float] = []
        self._ours: list[float] = []
        self._works: list[float] = []
        self._last, self._worked, self._waited = time.perf_counter(), time.thread_time(), _waited_s()

    def tick(self) -> None:
        """Note that the event loop came round again."""
        now, done, ready = time.perf_counter(), time.thread_time(), _waited_s()
        self._gaps.append(now - self._last)
        self._ours.append(now - self._last - (ready - self._waited))
        self._works.append(done - self._worked)
        self._last, self._worked, self._waited = now, done, ready

    def plain(self) -> dict[str, float]:
        """Return the figures.

        `longest` and `p99` are by the clock, where other programs count as well; `ours` is the longest without the time
        for which this thread was ready and other programs had the cores; `work` is the longest that it itself computed.
        """
        gaps, works = sorted(self._gaps), sorted(self._works)
        return {
            "longest": gaps[-1],
            "p99": gaps[int(len(gaps) * 0.99)],
            "ours": max(self._ours),
            "work": works[-1],
            "work_p99": works[int(len(works) * 0.99)],
        }


@contextmanager
def ticking() -> Iterator[Ticks]:
    """Let the event loop tick each millisecond meanwhile."""
    ticks = Ticks()
    probe = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
    probe.timeout.connect(ticks.tick)
    probe.start()
    try:
        yield ticks
    finally:
        probe.stop()


def _waited_s() -> float:
    """Return how long this thread was ready and had no core so far; 0 where the system does not tell."""
    told = Path("/proc/thread-self/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0
