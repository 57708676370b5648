"""The ids that the rows of an import have, read ahead where a row names one that is not there yet."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from crm_desktop.exchange.drafts import RefusedRow
from crm_desktop.exchange.id_series import COMPANY, PERSON
from crm_desktop.exchange.match import Key
from crm_desktop.exchange.row_reader import RowReader
from crm_desktop.exchange.spool import KeyShelf, Spool
from crm_desktop.journal.ids import new_id

_PLACE = "external_id"


class ComingIds:
    """The ids in all rows that `readers` read, also in those that come later or are refused."""

    def __init__(self, readers: Sequence[RowReader], spool: Spool) -> None:
        self._readers = readers
        self._spool = spool
        self._of_table: dict[str, KeyShelf] = {}

    def hold(self, table: str, key: Key) -> bool:
        """Tell whether a row that becomes a record of `table` has the id `key`."""
        shelf = self._of_table.get(table)
        if shelf is None:
            shelf = self._of_table[table] = self._spool.keys()
            for reader in self._readers:
                for each in _keys(reader) if reader.table == table and _PLACE in reader.at else ():
                    shelf.put("\n".join(each), new_id())
        return bool(shelf.get("\n".join(key)))


def _keys(reader: RowReader) -> Iterator[Key]:
    """Yield the keys of the ids of all rows of `reader`, whatever each of them is."""
    at, nothing = reader.at[_PLACE], [""] * len(reader.names)
    sorts = (PERSON, COMPANY) if reader.table == "contact" else ("",)
    with closing(reader.understood.table.rows()) as rows:
        for row in rows:
            cell = row.cells[at].strip() if at < len(row.cells) else ""
            cells = [*nothing[:at], cell, *nothing[at + 1 :]]
            for sort in sorts if cell else ():
                try:
                    key = reader.external(cells, _PLACE, reader.table, sort)
                except RefusedRow:
                    continue
                if key is not None:
                    yield key
