"""Who is above whom: parents of companies and managers of members never come round in a circle."""

from crm_desktop.vault.driver import Connection

DEEPEST = 10_000


class Hierarchy:
    """The links of `column` in `table`, as they are stored and as the import sets them."""

    def __init__(self, connection: Connection, table: str, column: str) -> None:
        self._connection = connection
        self._query = f"SELECT {column} FROM {table} WHERE id = ?"
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
        row = self._connection.execute(self._query, (record,)).fetchone()
        return None if row is None or row[0] is None else bytes(row[0])
