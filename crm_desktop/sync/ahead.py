"""Packing the batch behind the one that the server is taking, so that neither waits for the other."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from crm_desktop.store.store import Store
from crm_desktop.sync.packing import Packed, pack_behind, waits_behind
from crm_desktop.vault.driver import Connection


class Ahead:
    """A batch that is packed on a thread of its own, from the file as it was when the block began."""

    def __init__(self, reader: Connection, thread: ThreadPoolExecutor) -> None:
        self._reader, self._thread = reader, thread
        self._state = _state(reader)
        self._packing: Future[Packed | None] | None = None

    def begin(self) -> None:
        """Pack from now on: the batch before is on its way, and packing does not keep it from leaving."""
        if self._packing is None:
            self._packing = self._thread.submit(pack_behind, self._reader)

    def taken(self) -> Packed | None:
        """Return what was packed, inside an open transaction in which the batch before was settled.

        None where nothing waited, and where anything was written meanwhile: what it would hold may be otherwise now.
        """
        if self._packing is None:
            return None
        packed = self._packing.result()
        self._reader.execute("ROLLBACK")
        return packed if _state(self._reader) == self._state else None


@contextmanager
def packing_ahead(store: Store) -> Iterator[Ahead | None]:
    """Lend what packs the batch behind the one on its way while the block runs; None where nothing waits behind it."""
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
