"""Sharing beside the user's work: at once when somebody sends, at least once a minute, later where nobody answers."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import NamedTuple

from crm_desktop.errors import CrmError, ServerUnreachable
from crm_desktop.jobs import Progress, ProgressListener
from crm_desktop.sync.binding import binding, known
from crm_desktop.sync.connection import Address
from crm_desktop.sync.exchange import Shared, Synced, connection, send_files, sync_once
from crm_desktop.sync.remote import Remote, reached
from crm_desktop.sync.uploads import next_upload

# A poll is the truth; being woken only saves waiting.
EVERY_S = 60.0
_FIRST_PAUSE_S = 2.0
_LONGEST_PAUSE_S = 600.0
# How soon a wish to stop or to send is heard while waiting for the server to wake us.
_LISTENED_S = 0.5
# A connection that nobody used for so long, though it is used every minute, is not trusted.
_STALE_S = 1.5 * EVERY_S
# How often it is told how far the files came.
_TOLD_EVERY_S = 2.0


def _unheard(_done: int, _total: int) -> None:
    """Listen to nothing."""


class _Ear(NamedTuple):
    """The connection on which the server wakes us, and by which it is asked; when that was last done."""

    remote: Remote
    address: Address
    used_at: float


class Background:
    """Exchanges with the server again and again, on the thread that runs it; `nudge` and `stop` come from others.

    Told on the thread that does it is how far that came, and 0 of 0 at the end: `moved` of what `run` exchanges,
    `files_moved` how many bytes of files are sent.
    """

    def __init__(
        self,
        shared: Shared,
        every_s: float = EVERY_S,
        moved: ProgressListener = _unheard,
        files_moved: ProgressListener = _unheard,
    ) -> None:
        self._shared = shared
        self._moved, self._files_moved = moved, files_moved
        self._files_held = False
        self._every_s = every_s
        self._nudged = threading.Event()
        self._stopped = threading.Event()
        self._exchanging = threading.Lock()
        self._files: threading.Thread | None = None
        self._exchanges, self._sending = Progress(moved), Progress(self._on_sent)
        self._told_at = 0.0
        self._told: Callable[[], None] = lambda: None
        self._failures = 0
        self._ear: _Ear | None = None

    def nudge(self) -> None:
        """Exchange soon: something was written here, or the user asked."""
        self._nudged.set()

    def stop(self) -> None:
        """End waiting, and `run`."""
        self._stopped.set()
        self._nudged.set()
        self._exchanges.cancel()
        self._sending.cancel()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to end."""
        return self._stopped.is_set()

    def exchange(self, progress: Progress | None = None, *, may_empty: bool = False) -> Synced:
        """Exchange once; raises what `sync_once` raises, and remembers how often that was in a row.

        Whoever asks while another thread exchanges waits for that to end.
        """
        with self._exchanging:
            self._nudged.clear()
            try:
                done = self._exchanged(progress, may_empty=may_empty)
            except CrmError:
                self._failures += 1
                raise
            self._failures = 0
            self._send_files()
            return done

    def _exchanged(self, progress: Progress | None, *, may_empty: bool) -> Synced:
        """Exchange over the line by which the server wakes us, where there is one: a new one plans everything anew."""
        kept = self._ear
        if kept is not None and not -_STALE_S < time.time() - kept.used_at < _STALE_S:
            # the computer slept: nobody may be there, and finding out takes a minute
            self._stop_listening()
            kept = None
        once = partial(sync_once, self._shared, progress, may_empty=may_empty, files=False, lend=self._lent)
        try:
            return once()
        except ServerUnreachable:
            if kept is None:
                raise
        # it was cut meanwhile
        return once()

    @contextmanager
    def _lent(self, address: Address) -> Iterator[Remote]:
        ear = self._ear
        if ear is None or ear.address != address:
            with connection(address) as remote:
                yield remote
            return
        try:
            yield ear.remote
        except BaseException:
            self._stop_listening()
            raise
        if self._ear is ear:
            self._ear = ear._replace(used_at=time.time())

    def wait(self, most_s: float | None = None) -> None:
        """Wait until there is something to do: somebody sent, this device wants to, or the time is up."""
        left = self._pause() if self._failures else (self._every_s if most_s is None else most_s)
        if self._failures:
            self._stop_listening()
            self._nudged.wait(left)
            return
        while left > 0 and not self._nudged.is_set():
            listened = min(_LISTENED_S, left)
            if self._woken(listened):
                return
            left -= listened

    def run(self, told: Callable[[], None]) -> None:
        """Exchange and wait until stopped; `told` is called after each attempt, and while files are sent beside.

        Where the server does not answer or refuses, or sharing is paused, edits wait; why is kept in the file.
        """
        self._told = told
        try:
            while not self.stopped:
                self._nudged.clear()
                with suppress(CrmError):
                    if not self._paused():
                        self.exchange(self._exchanges)
                self._moved(0, 0)
                told()
                self.wait()
        finally:
            self.join()

    def join(self) -> None:
        """Hang up, and wait until no file is being sent; `stop` ends that behind the chunk that is on its way."""
        self._stop_listening()
        if self._files is not None:
            self._files.join()

    def _send_files(self) -> None:
        """Send files that wait on a thread of their own, so that records never wait for them."""
        if (
            self.stopped
            or self._files_held
            or (self._files is not None and self._files.is_alive())
            or not self._have_files()
        ):
            return
        self._files = threading.Thread(target=self._send_until_done, name="files", daemon=True)
        self._files.start()

    def hold_files(self) -> None:
        """Send no files behind the chunk that is on its way, until they are wanted; records go on."""
        self._files_held = True
        self._sending.cancel()

    def want_files(self) -> None:
        """Send files that were held again, with the next exchange."""
        if self._files_held and not self.stopped:
            self._files_held, self._sending = False, Progress(self._on_sent)

    def _have_files(self) -> bool:
        with self._shared.journal.store.reader() as reader:
            return next_upload(reader) is not None

    def _on_sent(self, done: int, total: int) -> None:
        self._files_moved(done, total)
        now = time.monotonic()
        if now - self._told_at > _TOLD_EVERY_S:
            self._told_at = now
            self._told()

    def _send_until_done(self) -> None:
        # what the line or the server does not take waits for the next exchange
        with suppress(CrmError):
            if send_files(self._shared, self._sending):
                self._told()
        self._files_moved(0, 0)

    def _paused(self) -> bool:
        with self._shared.journal.store.reader() as reader:
            return bool(known(reader).paused)

    def _pause(self) -> float:
        return float(
            min(_FIRST_PAUSE_S * 2 ** min(self._failures - 1, 16), _LONGEST_PAUSE_S) * random.uniform(0.7, 1.3)
        )

    def _woken(self, patience_s: float) -> bool:
        try:
            if self._ear is None:
                with self._shared.journal.store.reader() as reader:
                    bound = binding(reader)
                self._ear = _Ear(reached(bound.address), bound.address, time.time())
                self._ear.remote.listen()
                # what was sent before anybody listened is not heard
                return True
            return self._ear.remote.woken(patience_s)
        except CrmError:
            self._stop_listening()
            self._nudged.wait(patience_s)
            return False

    def _stop_listening(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.remote.close()
