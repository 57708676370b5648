"""Packing the batch behind the one that the server is taking, so that neither waits for the other."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from crm_desktop.store.store import Store
from crm_desktop.sync.packing import Packed, pack_behind, waits_behind
from crm_desktop.vault.driver import Connection


class Ahead:
    """A batch being packed on a thread of its own, from the file as it was when the block began."""

    def __init__(self, reader: Connection, thread: ThreadPoolExecutor) -> None:
        self._reader = reader
        self._state = _state(reader)
        self._packing: Future[Packed | None] = thread.submit(pack_behind, reader)

    def taken(self) -> Packed | None:
        """Return what was packed, inside an open transaction in which the batch before was settled.

        None where nothing waited, and where anything was written meanwhile: what it would hold may be otherwise now.
        """
        packed = self._packing.result()
        self._reader.execute("ROLLBACK")
        return packed if _state(self._reader) == self._state else None


@contextmanager
def packing_ahead(store: Store) -> Iterator[Ahead | None]:
    """Pack the batch behind the one on its way while the block runs; None where nothing waits behind it."""
    with store.reader() as reader:
        waits = waits_behind(reader)
    if not waits:
        yield None
        return
    # the thread ends before the reader is given back
    with store.reader() as reader, ThreadPoolExecutor(1, "packing") as thread:
        yield Ahead(reader, thread)


def _state(reader: Connection) -> int:
    """Return what differs as soon as another connection committed anything."""
    return int(reader.execute("PRAGMA data_version").fetchone()[0])
