"""One writer connection and a small pool of readers on one encrypted file."""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.store.capture import capture_triggers
from crm_desktop.store.formula_calls import Now
from crm_desktop.store.functions import with_functions
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.rewriting import FreshCopy, Overtaken, drop_copy, written_anew
from crm_desktop.vault.sqlcipher import RawKey, connect, damage_explained, explained
from crm_desktop.words import _

POOLED_READERS = 4
READER_CACHE_MB = 16
# How long a file that was written anew waits for those who read, without keeping anybody from writing meanwhile.
_PATIENCE_S = 5.0
_PAUSE_S = 0.02


def fold_log(connection: Connection) -> bool:
    """Fold the log beside the file into it and cut it; tell whether that could be done: a reader may need it still."""
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


class Turn:
    """The right to write, for one thread at a time; its `with` blocks may nest.

    What leaves a block because the disk is full or failing, or the file damaged, is told so that one can act on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._lock.release()
        if error is None:
            return
        told = explained(error, self._path)
        if told is not None:
            raise told from error


class Store:
    """The open file: `writer` is used by one thread at a time, readers never wait for it (WAL)."""

    def __init__(self, path: Path, key: RawKey, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.writing = Turn(path)
        # held by whoever computes something from all records and keeps it beside them
        self.deriving = threading.Lock()
        # what formulas take for the present; the workspace sets it to the user's zone
        self.now: Now = lambda: datetime.now(UTC)
        self._key = key
        # held by whoever writes the file anew
        self.rewriting = threading.Lock()
        # held while a reader is lent, and while the file is put in place of another
        self._gate = threading.Lock()
        self._idle: queue.LifoQueue[Connection] = queue.LifoQueue()
        self._lent: set[Connection] = set()
        self._closed = False
        self._captures = False
        self._writer: Connection | None = None
        if not read_only:
            drop_copy(path)
            self._writer = self._opened_writer()

    @property
    def closed(self) -> bool:
        """Whether the file was closed."""
        return self._closed

    @property
    def writer(self) -> Connection:
        """The connection that writes; raises CrmError when the file was opened for reading only."""
        if self._writer is None:
            raise CrmError(
                _("This workspace is open for reading only, so nothing can be changed. Open it for writing first.")
            )
        return self._writer

    @property
    def capturing_writer(self) -> Connection:
        """The connection that writes, by which updates are noted in the journal; made so when first asked for."""
        writer = self.writer
        if not self._captures:
            # as a script, for the driver keeps each single statement prepared
            writer.executescript(";\n".join(capture_triggers()))
            self._captures = True
        return writer

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """Lend a read-only connection that sees one state of the file for as long as the block lasts."""
        connection = self._take()
        try:
            with damage_explained(self.path):
                connection.execute("BEGIN")
                yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._give_back(connection)

    def rewrite(self, progress: Progress | None = None) -> bool:
        """Put in place of the file one that was written anew, whose pages hold nothing but what stands.

        Nobody waits for the writing, only for the last moment. Return whether that was done: not where something was
        written meanwhile, or the file is being read all the time. Raises Cancelled, and CrmError where there is no
        room.
        """
        told, before = progress or Progress(), self.writer.total_changes

        def ask(done: int, total: int) -> None:
            if self._closed or self.writer.total_changes != before:
                raise Overtaken
            told.report(min(done, total), total)

        try:
            with written_anew(self.path, self._key, ask) as copy:
                return self._take_up(copy)
        except Overtaken:
            return False

    def _take_up(self, copy: FreshCopy) -> bool:
        """Put `copy` in place of the file once nobody reads; tell whether that was done."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            with self.writing, self._gate:
                if self._closed or not copy.is_current:
                    return False
                if not self._lent:
                    return self._replaced(copy)
            time.sleep(_PAUSE_S)
        return False

    def _replaced(self, copy: FreshCopy) -> bool:
        while not self._idle.empty():
            self._idle.get_nowait().close()
        try:
            return copy.take_place(self.writer)
        finally:
            self._writer, self._captures = self._opened_writer(), False

    def _opened_writer(self) -> Connection:
        return with_functions(connect(self.path, self._key), self._now)

    def _now(self) -> datetime:
        return self.now()

    def _take(self) -> Connection:
        with self._gate:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                connection = with_functions(
                    connect(self.path, self._key, read_only=True, cache_mb=READER_CACHE_MB), self._now
                )
            self._lent.add(connection)
        return connection

    def _give_back(self, connection: Connection) -> None:
        if self._closed or self._idle.qsize() >= POOLED_READERS:
            connection.close()
        else:
            self._idle.put(connection)
        # from here on the file may be exchanged, with all that is idle
        self._lent.discard(connection)

    def close(self) -> None:
        """Close all connections; the write-ahead log is folded into the file by the last one."""
        self._closed = True
        while not self._idle.empty():
            self._idle.get_nowait().close()
        if self._writer is not None:
            with self.writing:
                self._writer.close()
                self._writer = None
