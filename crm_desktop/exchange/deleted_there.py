"""Records that the rows of an import tell to be deleted in the other program: nothing is linked to them."""

from crm_desktop.exchange.match import Key
from crm_desktop.exchange.spool import Spool


class DeletedThere:
    """The ids of rows that were left out as deleted, with what their records were called."""

    def __init__(self, spool: Spool) -> None:
        self._names = spool.entries()
        self._any = False

    def note(self, table: str, key: Key, name: str) -> None:
        """Note that the record of `table` with the id `key`, called `name`, is deleted."""
        self._any = True
        self._names.put(_text(table, key), (name,))

    def name_of(self, table: str, key: Key) -> str | None:
        """Return what the record of `table` with the id `key` was called, or its id; None if it is not deleted."""
        found = self._names.get(_text(table, key)) if self._any else None
        return None if found is None else str(found[0]) or key[1]


def _text(table: str, key: Key) -> bytes:
    return "\n".join((table, *key)).encode()
