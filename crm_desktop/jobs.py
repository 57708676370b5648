"""Progress and cancelling of long work, without a word about screens or threads."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from crm_desktop.errors import Cancelled
from crm_desktop.words import _

T = TypeVar("T")
REPORT_EVERY = 500
ProgressListener = Callable[[int, int], None]
PhaseListener = Callable[[str], None]


class Progress:
    """Tells a listener how far a job is and stops the job when it was cancelled.

    `in_bytes` tells whether what was reported last are bytes.
    """

    def __init__(self, listener: ProgressListener | None = None, phases: PhaseListener | None = None) -> None:
        self._listener = listener
        self._phases = phases
        self._cancelled = threading.Event()
        self.in_bytes = False

    def report(self, done: int, total: int, *, in_bytes: bool = False) -> None:
        """Report `done` of `total` steps or bytes (total 0: unknown); raises Cancelled when the job was cancelled."""
        self.check()
        self.in_bytes = in_bytes
        if self._listener is not None:
            self._listener(done, total)

    def check(self) -> None:
        """Raise Cancelled when the job was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled(_("Cancelled. Nothing was changed."))

    def tell(self, phase: str) -> None:
        """Say in words what is done now, where steps say nothing (empty: they do); raises Cancelled as reports do."""
        self.report(0, 0)
        if self._phases is not None:
            self._phases(phase)

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._cancelled.set()


def told(rows: Sequence[T], progress: Progress | None) -> Iterator[T]:
    """Yield `rows`, telling `progress` how far it is; raises Cancelled once that was asked for."""
    for done, row in enumerate(rows):
        if progress is not None and done % REPORT_EVERY == 0:
            progress.report(done, len(rows))
        yield row
