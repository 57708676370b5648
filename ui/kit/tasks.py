"""The one place where work leaves the interface thread: three readers, one writer, results back in order."""

import sys
import time
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QMetaMethod, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from ui.kit.garbage import GarbageTimer

T = TypeVar("T")

READER_THREADS = 3
# Python lets a worker compute for so long before the window may go on; its usual 5 ms add up to frames that are felt.
TURN_S = 0.001
# Outcomes that arrive together are delivered in turns of about so long, with painting and keys between them.
DELIVERING_S = 0.004


class LongTask:
    """A job that the task strip shows: how far it is, since when, and a way to stop it.

    A `note` says in words what is done now, where steps say nothing. The strip leaves it to the widget that it is
    `shown_by`, while that is to be seen.
    """

    def __init__(self, title: str, *, cancellable: bool) -> None:
        self.title = title
        self.cancellable = cancellable
        self.started = time.monotonic()
        self.done = 0
        self.total = 0
        self.cancelled = False
        self.note = ""
        self.shown_by: QWidget | None = None
        self.progress = Progress(self._note, self._tell)
        # how far it was when it began: what goes on where it was cut
        self.begun = 0
        self._counting_since: float | None = None
        self._reported = False

    def cancel(self) -> None:
        """Ask the job to stop; it leaves things as they were."""
        self.cancelled = True
        self.progress.cancel()

    @property
    def is_shown(self) -> bool:
        """Whether another widget than the strip shows it."""
        return self.shown_by is not None and shiboken6.isValid(self.shown_by) and self.shown_by.isVisible()

    @property
    def seconds(self) -> float:
        """How long the task has been running."""
        return time.monotonic() - self.started

    @property
    def rate(self) -> float:
        """How many steps a second are done, 0 while that cannot be told."""
        counting = time.monotonic() - (self._counting_since or self.started)
        return (self.done - self.begun) / counting if counting > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take, or None while that cannot be told."""
        if not self.total or not self.rate:
            return None
        return (self.total - self.done) / self.rate

    def _note(self, done: int, total: int) -> None:
        # Plain writes and no signal: a job may report every row, and the strip looks when it paints.
        if total != self.total and self._reported:
            # another sort of steps, with a pace of its own
            self._counting_since = time.monotonic()
        self._reported = True
        self.done, self.total = done, total

    def _tell(self, phase: str) -> None:
        self.note = phase


class FollowedTask(LongTask):
    """What runs elsewhere, by itself, and is shown while it does; `stop` is called where the user wants it to rest."""

    def __init__(self, title: str, stop: Callable[[], None]) -> None:
        super().__init__(title, cancellable=True)
        self._stop = stop

    def cancel(self) -> None:
        """Let it rest: what is done stays."""
        super().cancel()
        self._stop()


class _Errand(NamedTuple):
    """What becomes of a job's outcome. It stays on the interface thread: a worker that dropped the last
    reference to a page would destroy it there."""

    then: Callable[[Any], None] | None
    on_error: Callable[[CrmError], None] | None
    owner: "weakref.ref[QObject] | None"
    slot: tuple[int, str] | None
    task: LongTask | None
    writer: bool

    @property
    def abandoned(self) -> bool:
        """Whether the owner was destroyed since."""
        if self.owner is None:
            return False
        owner = self.owner()
        return owner is None or not shiboken6.isValid(owner)


class Tasks(QObject):
    """Runs jobs on worker threads and brings their outcomes back to the interface thread.

    A CrmError goes to `on_error`, or to `failed` where none was given. Anything else is a bug: it goes to
    `crashed`, and is raised on the interface thread where no one listens there.
    """

    failed = Signal(object)
    crashed = Signal(object)
    started = Signal(object)
    ended = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_S)
        self._readers = ThreadPoolExecutor(READER_THREADS, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._outcomes: deque[Callable[[], None]] = deque()
        self._errands: dict[int, _Errand] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._followed: list[FollowedTask] = []
        self._count = 0
        self._closed = False
        self._garbage = GarbageTimer(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Whether an outcome is still to be delivered."""
        return bool(self._errands or self._outcomes)

    @property
    def running(self) -> list[LongTask]:
        """The long tasks that have not ended yet, oldest first."""
        return [*(each.task for each in self._errands.values() if each.task is not None), *self._followed]

    def run(
        self,
        job: Callable[..., T],
        *args: object,
        owner: QObject | None = None,
        then: Callable[[T], None] | None = None,
        on_error: Callable[[CrmError], None] | None = None,
        title: str | None = None,
        cancellable: bool = True,
        key: str | None = None,
        writer: bool = False,
    ) -> LongTask | None:
        """Run `job(*args)` on a worker and hand its result to `then` on the interface thread.

        With `title` the job gets `progress=` as well, the task strip shows it, and its LongTask is returned. Of the
        jobs of one `owner` under one `key` only the newest is delivered. The outcome is dropped when `owner` was
        destroyed meanwhile. `writer` jobs run one after the other, in the order asked for. Nothing is done any more
        once this was closed.
        """
        if self._closed:
            # what rests before it asks may do so while the session ends: nobody waits for it, and the file is closed
            return None
        task = LongTask(title, cancellable=cancellable) if title is not None else None
        slot = (id(owner), key) if key is not None else None
        self._count += 1
        number = self._count
        if slot is not None:
            self._errands.pop(self._newest.get(slot, 0), None)
            self._newest[slot] = number
        keeper = weakref.ref(owner) if owner is not None else None
        self._errands[number] = _Errand(then, on_error, keeper, slot, task, writer)
        call = partial(job, *args, progress=task.progress) if task is not None else partial(job, *args)
        pool = self._writer if writer else self._readers
        future = pool.submit(copy_context().run, self._perform, number, call)
        if task is not None:
            self.started.emit(task)
        future.add_done_callback(partial(self._arrive, number))
        return task

    def call_soon(self, call: Callable[[], None]) -> None:
        """Call `call` on the interface thread, after the outcomes that arrived before; may be used on any thread."""
        self._outcomes.append(call)
        self._arrived.emit()

    def follow(self, task: FollowedTask) -> None:
        """Show `task`, which runs elsewhere, until it is let go."""
        self._followed.append(task)
        self.started.emit(task)

    def let_go(self, task: FollowedTask) -> None:
        """Show `task` no more."""
        if task in self._followed:
            self._followed.remove(task)
            self.ended.emit(task)

    def close(self) -> None:
        """Stop long tasks and readings, let the writes that were asked for finish, and end the threads."""
        self._closed = True
        self._followed.clear()
        for task in self.running:
            task.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._outcomes.clear()
        self._errands.clear()
        self._garbage.stop()

    def _perform(self, number: int, call: Callable[[], T]) -> T | None:
        # A reading that was superseded before its turn came is not worth its time.
        return call() if number in self._errands else None

    def _arrive(self, number: int, future: "Future[T]") -> None:
        if not future.cancelled():
            self.call_soon(partial(self._settle, number, future))

    def _deliver(self) -> None:
        if self._rest.isActive():
            return
        begun = time.monotonic()
        try:
            while self._outcomes:
                self._outcomes.popleft()()
                if time.monotonic() - begun > DELIVERING_S:
                    break
        finally:
            if self._outcomes:
                self._rest.start()

    def _settle(self, number: int, future: "Future[T]") -> None:
        errand = self._errands.pop(number, None)
        if errand is not None:
            if errand.slot is not None and self._newest.get(errand.slot) == number:
                del self._newest[errand.slot]
            if errand.task is not None:
                self.ended.emit(errand.task)
        error = future.exception()
        if error is None:
            if errand is not None and errand.then is not None and not errand.abandoned:
                errand.then(future.result())
        elif isinstance(error, CrmError):
            self._tell(errand, error)
        else:
            self._crash(error)

    def _tell(self, errand: _Errand | None, error: CrmError) -> None:
        if errand is None:
            return
        if errand.on_error is not None and not errand.abandoned:
            errand.on_error(error)
        elif errand.writer or not errand.abandoned:
            # What could not be saved is told even when the page that asked for it is gone.
            self.failed.emit(error)

    def _crash(self, error: BaseException) -> None:
        if not self.isSignalConnected(QMetaMethod.fromSignal(self.crashed)):
            raise error
        self.crashed.emit(error)
