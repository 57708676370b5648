"""Who is above whom: parents of companies and managers of members never come round in a circle."""

from crm_desktop.exchange.stored_records import StoredRecords

DEEPEST = 10_000


class Hierarchy:
    """The links of `column` in `table`, as they are stored and as the import sets them."""

    def __init__(self, records: StoredRecords, table: str, column: str) -> None:
        self._records = records
        self._table, self._column = table, column
        self._set: dict[bytes, bytes] = {}

    def put(self, record: bytes, above: bytes) -> bool:
        """Put `record` below `above`; return False, and do nothing, where that would close a circle."""
        at: bytes | None = above
        for _step in range(DEEPEST):
            if at is None:
                self._set[record] = above
                return True
            if at == record:
                return False
            at = self._set.get(at) or self._stored(at)
        return False

    def _stored(self, record: bytes) -> bytes | None:
        found = self._records.values(self._table, [self._column], [record]).get(record, [None])[0]
        return found if isinstance(found, bytes) else None
