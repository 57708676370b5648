"""Files on drives that may hang: whoever waits for them is told so, and can give up at once."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Generic, NamedTuple, TypeVar, cast

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.jobs import Progress
from crm_desktop.words import _

BLOCK = 256 * 1024  # read at once, so that few reads are handed over
LOOK_EVERY_S = 0.05
TELL_AFTER_S = 1.0


_T = TypeVar("_T")


class _Answer(NamedTuple, Generic[_T]):
    """What came of an act, or why nothing did."""

    found: _T | None
    error: Exception | None


class _Hand:
    """A thread that reads; when a read hangs, it is left alone with that, and lets go of the file afterwards."""

    def __init__(self) -> None:
        self._wanted: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="reading", daemon=True).start()

    def ask(self, act: Callable[[], _T]) -> "SimpleQueue[_Answer[_T]]":
        """Let the thread do `act`; return where its answer comes."""
        answer: SimpleQueue[_Answer[_T]] = SimpleQueue()
        self._wanted.put(lambda: answer.put(_answer(act)))
        return answer

    def end(self) -> None:
        """Let the thread end after what it does."""
        self._wanted.put(None)

    def _work(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            wanted()


def _answer(act: Callable[[], _T]) -> _Answer[_T]:
    try:
        return _Answer(act(), None)
    except (OSError, ValueError, MemoryError, CrmError) as error:
        return _Answer(None, error)


class _Patience:
    """What the reading of one job goes through."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._hand = _Hand()

    def wait(self, act: Callable[[], _T], name: str, late: Callable[[_T], None] | None = None) -> _T:
        """Return what `act` finds about the file `name`; raises Cancelled, though it may still hang.

        What it then finds too late goes to `late`.
        """
        answer, waited = self._hand.ask(act), 0.0
        while True:
            try:
                found, error = answer.get(timeout=LOOK_EVERY_S)
                break
            except Empty:
                try:
                    self._look(name, waited)
                except Cancelled:
                    if late is not None:
                        self._hand.ask(lambda: _pass_on(answer, late))
                    raise
                waited += LOOK_EVERY_S
        if waited > TELL_AFTER_S:
            self._progress.tell("")
        if error is not None:
            raise error
        return cast("_T", found)

    def end(self) -> None:
        """Let go of the thread."""
        self._hand.end()

    def _look(self, name: str, waited: float) -> None:
        if waited <= TELL_AFTER_S < waited + LOOK_EVERY_S:
            self._progress.tell(_("Waiting for the drive that “{file}” is on").format(file=name))
        self._progress.check()


def _pass_on(answer: "SimpleQueue[_Answer[_T]]", late: Callable[[_T], None]) -> None:
    found, error = answer.get()
    if error is None:
        late(cast("_T", found))


# A reader of some form deep below would else be handed the progress through all that lies between.
_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


@contextmanager
def given_up_with(progress: Progress) -> Iterator[None]:
    """Let reading in this thread end at once with Cancelled when `progress` is cancelled, though the drive hangs."""
    if _patience.get() is not None:
        yield
        return
    patience = _Patience(progress)
    before = _patience.set(patience)
    try:
        yield
    finally:
        _patience.reset(before)
        patience.end()


def open_patiently(path: Path) -> IO[bytes]:
    """Open the file at `path` to be read; raises OSError."""
    patience = _patience.get()
    if patience is None:
        return path.open("rb")
    raw: IO[bytes] = patience.wait(lambda: path.open("rb", buffering=0), path.name, lambda file: file.close())
    return io.BufferedReader(_PatientFile(raw, patience, path.name), BLOCK)


def patiently(act: Callable[[], _T], path: Path) -> _T:
    """Return what `act` finds out about the file at `path`; raises what it raises, and Cancelled though it hangs."""
    patience = _patience.get()
    return act() if patience is None else patience.wait(act, path.name)


class _PatientFile(io.RawIOBase):
    """The bytes of a file, read by another thread."""

    def __init__(self, raw: IO[bytes], patience: _Patience, name: str) -> None:
        super().__init__()
        self._raw = raw
        self._patience = patience
        self._name = name
        self._hangs = False
        self._left = threading.Lock()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It is a file on a drive."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place in the file."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._raw.tell()

    def fileno(self) -> int:
        """Return the number that the system knows the open file by."""
        return self._raw.fileno()

    def readinto(self, buffer: Any, /) -> int:
        """Read into `buffer`, as much as comes; raises Cancelled."""
        with self._left:
            self._hangs = True
        content = self._patience.wait(lambda: self._piece(len(buffer)), self._name)
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Let go of the file, or let the thread do so that hangs in it."""
        with self._left:
            super().close()
            if not self._hangs:
                self._raw.close()

    def _piece(self, size: int) -> bytes:
        try:
            return self._raw.read(size) or b""
        finally:
            with self._left:
                self._hangs = False
                if self.closed:
                    self._raw.close()
