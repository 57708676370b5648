"""Records that several rows of one file changed: where the last of them gives back what was there, nothing changed."""

from collections.abc import Sequence

from crm_desktop.exchange.chunk_records import ChunkRecords
from crm_desktop.exchange.field_changes import FieldChanges
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.row_reader import Part
from crm_desktop.exchange.spool import Spool
from crm_desktop.exchange.stored_records import Values


class Reworked:
    """Keeps a fingerprint of what records held before the first row that changed them, however far apart rows stand.

    It has `given_back` where what was written to a record came to nothing in a later part of the file.
    """

    def __init__(self, spool: Spool, counts: Counts, changes: FieldChanges) -> None:
        self._shelf = spool.entries()
        self._counts = counts
        self._changes = changes
        self._rows: dict[bytes, int] = {}
        self._fields: dict[bytes, int] = {}
        self.given_back = False

    def note(self, record: bytes, fields: int) -> None:
        """Take in that a row changed so many `fields` of a `record` that was there."""
        self._rows[record] = self._rows.get(record, 0) + 1
        self._fields[record] = self._fields.get(record, 0) + fields

    def settle(self, before: ChunkRecords, now: ChunkRecords) -> None:
        """Count the rows of records that are again what they were as unchanged, and tell no changes of them."""
        back: list[bytes] = []
        in_vain = 0
        for record, rows in self._rows.items():
            fields = self._fields[record]
            first = _fingerprint(before.values[record], before.parts.get(record, ()))
            earlier = self._shelf.get(record)
            if earlier is not None:
                rows, fields, first = rows + int(str(earlier[0])), fields + int(str(earlier[1])), int(str(earlier[2]))
            if _fingerprint(now.values[record], now.parts.get(record, ())) == first:
                self._counts.updated -= rows
                self._counts.unchanged += rows
                self.given_back |= earlier is not None
                back.append(record)
                in_vain += fields
                rows = fields = 0
            self._shelf.put(record, (rows, fields, first))
        if back:
            self._changes.take_back(back, in_vain)
        self._rows.clear()
        self._fields.clear()


def _fingerprint(values: Values, parts: Sequence[tuple[bytes, Part]]) -> int:
    return hash((tuple(values), frozenset((part, tuple(each)) for part, each in parts)))
