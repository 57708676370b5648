"""Receipts of erasures: what a server erased it seals, so that any laptop can have it erased again.

A server that was set back has forgotten what was erased since its backup. It knows its own seal again, so the receipts
of a member who may not erase anything count as much as anybody's, and nobody can make one.
"""

from crm_desktop.journal.journal import Journal
from crm_desktop.sync.erasing import Erased
from crm_desktop.sync.remote import Hello, Remote
from crm_desktop.vault.driver import Connection

_AT_ONCE = 2000


def show_receipts(journal: Journal, remote: Remote, hello: Hello) -> int:
    """Have the server erase again what it has forgotten; return how many receipts it was shown.

    It has forgotten something where it knows of fewer erasures than there are receipts here. Receipts that are not its
    own, because its database was made anew, are dropped.
    """
    if hello.erased is None or hello.read_only:
        return 0
    with journal.store.reader() as reader:
        receipts = _receipts(reader)
    if len(receipts) <= hello.erased:
        return 0
    refused: list[bytes] = []
    for start in range(0, len(receipts), _AT_ONCE):
        refused += remote.erase_again(receipts[start : start + _AT_ONCE])
    if refused:
        with journal.bookkeeping() as connection:
            connection.executemany("UPDATE erased SET receipt = NULL WHERE id = ?", [(each,) for each in refused])
    return len(receipts)


def _receipts(reader: Connection) -> list[Erased]:
    found = reader.execute("SELECT tbl, id, receipt FROM erased WHERE receipt IS NOT NULL ORDER BY at, id")
    return [Erased(*row) for row in found.fetchall()]
