"""Writing the sample in bulk, with progress."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from crm_desktop.jobs import Progress
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.store.page_cache import page_cache
from crm_desktop.vault.driver import Connection

Rows = Iterable[Sequence[Stored]]
_REPORTED_EVERY = 1_000
# Indexes over a million rows are read all over the place: decrypting their pages again and again costs a fifth.
_CACHE_MB = 320
_MANY = 100_000


def roomy_cache(connection: Connection, rows: int) -> AbstractContextManager[None]:
    """Let `connection` keep more pages at hand for the length of the block where many `rows` are to come."""
    return page_cache(connection, _CACHE_MB) if rows > _MANY else nullcontext()


class Load:
    """One bulk load: counts what was written and tells `progress` of it."""

    def __init__(self, tx: Transaction, progress: Progress, total: int) -> None:
        self.tx = tx
        self.counts: dict[str, int] = {}
        self._progress = progress
        self._total = total
        self._done = 0

    def insert(self, table: str, columns: Sequence[str], rows: Rows, expected: int) -> None:
        """Insert `rows` into `table`; about `expected` of them are to come."""
        made = self.tx.insert_many(table, columns, self._counted(rows), expected)
        self.counts[table] = self.counts.get(table, 0) + len(made)
        self._progress.report(min(self._done, self._total), self._total)

    def _counted(self, rows: Rows) -> Iterator[Sequence[Stored]]:
        for row in rows:
            if self._done % _REPORTED_EVERY == 0:
                self._progress.report(min(self._done, self._total), self._total)
            self._done += 1
            yield row
