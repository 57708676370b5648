"""Where an import reads what is there and puts what it plans: into the open transaction, or nowhere for a rehearsal."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple, Protocol

from crm_desktop.exchange.id_table import ID_BYTES
from crm_desktop.exchange.spool import Spool, ids_in
from crm_desktop.files.keeping import keep_content, most_bytes
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Stored
from crm_desktop.store.belonging import REMOVED
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.page_cache import little_cache, page_cache
from crm_desktop.vault.driver import Connection

Values = list[Stored]
CHUNK = 500  # ids in one statement
_FILE_COLUMNS = ("id", "name", "media_type", "size", "hash", "text", "owner")
_FILE_LINKS = ("interaction", "contact", "deal", "ticket")
BUILT_AFTER = 420_000  # rows of all tables: 100,000 people with their points
LOADING_CACHE_MB = 16  # measured on 100,000 people: as quick as with 64, and 50 MB less
MANY = 5000  # rows from which it pays to build indexes last


class NewAttachment(NamedTuple):
    """A file that is about to be kept, with the id of its record and the records that it belongs to."""

    id: bytes
    name: str
    content: bytes
    links: Mapping[str, bytes | None]


class StoredRecords(Protocol):
    """What the plan of an import reads from and writes to; files may have `largest_file` bytes (None: none is kept)."""

    now_ms: int
    largest_file: int | None

    def file_with(self, holder: tuple[str, bytes], digest: str) -> bytes | None:
        """Return the attachment of the record of a table that has the content with the SHA-256 `digest`, or None."""
        ...

    def attach(self, new: Sequence[NewAttachment]) -> None:
        """Keep the files `new` with their records."""
        ...

    def values(self, table: str, columns: Sequence[str], records: Sequence[bytes]) -> dict[bytes, Values]:
        """Return the values of `columns` of `records`."""
        ...

    def parts(
        self, table: str, owner: str, columns: Sequence[str], owners: Sequence[bytes]
    ) -> dict[bytes, list[tuple[bytes, Values]]]:
        """Return the rows of `table` that belong to `owners`, each with its id, in their order."""
        ...

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Insert `rows`, whose first column is the id."""
        ...

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Write `rows`, whose last column is the id."""
        ...


class WrittenRecords:
    """Reads and writes through an open transaction; large loads build the indexes of their tables last."""

    def __init__(self, tx: Transaction, files: FileStore | None = None) -> None:
        self.now_ms = tx.now_ms
        self.largest_file = None if files is None else most_bytes(tx.connection)
        self._tx = tx
        self._files = files
        self._loading = ExitStack()
        self._caching = ExitStack()
        self._inserted = 0
        self._puts_off = False

    def load_many(self, tables: Iterable[str], rows: int) -> None:
        """Put the indexes of `tables` off, where `rows` new ones are many beside what is there.

        They are built when BUILT_AFTER rows are in: building sorts in memory, which should not grow with the file.
        """
        for table in tables:
            there = int(self._tx.connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0])
            fills = rows > MANY and rows > 4 * there
            if fills:
                self._puts_off = True
                # what only goes on at the end of tables reads no page again
                self._caching.enter_context(page_cache(self._tx.connection, LOADING_CACHE_MB))
            self._loading.enter_context(put_off_indexes(self._tx.connection, table, when=fills))

    def loaded(self) -> None:
        """Build the indexes that were put off; sorting takes the memory that pages have else."""
        if self._puts_off:
            self._puts_off = False
            with little_cache(self._tx.connection):
                self._loading.close()

    def close(self) -> None:
        """Keep as many pages at hand again as is usual; for after the transaction."""
        self._caching.close()

    def values(self, table: str, columns: Sequence[str], records: Sequence[bytes]) -> dict[bytes, Values]:
        """Return the values of `columns` of `records`."""
        return stored_values(self._tx.connection, table, columns, records)

    def parts(
        self, table: str, owner: str, columns: Sequence[str], owners: Sequence[bytes]
    ) -> dict[bytes, list[tuple[bytes, Values]]]:
        """Return the rows of `table` that belong to `owners`, each with its id, in their order."""
        if owners:
            # Without an index this would read the whole table for each chunk.
            self.loaded()
        return stored_parts(self._tx.connection, table, owner, columns, owners)

    def file_with(self, holder: tuple[str, bytes], digest: str) -> bytes | None:
        """Return the attachment of the record of a table that has the content with the SHA-256 `digest`, or None."""
        return stored_file(self._tx.connection, holder, digest)

    def attach(self, new: Sequence[NewAttachment]) -> None:
        """Keep the files `new` with their records."""
        if self._files is None or not new:
            return
        rows = []
        for each in new:
            kept = keep_content(self._files, each.name, each.content, self.largest_file or 0)
            told = (each.id, kept.name, kept.media_type, kept.size, kept.hash.hex(), kept.text or None, self._tx.member)
            rows.append((*told, *(each.links.get(link) for link in _FILE_LINKS)))
        self._tx.insert_many("attachment", (*_FILE_COLUMNS, *_FILE_LINKS), rows)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Insert `rows`, whose first column is the id."""
        if rows:
            self._tx.insert_many(table, columns, rows)
            self._inserted += len(rows)
            if self._inserted > BUILT_AFTER:
                self.loaded()

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Write `rows`, whose last column is the id."""
        if rows:
            self._tx.update_many(table, columns, rows)


class RehearsedRecords:
    """Reads what is there and remembers, packed, what would be written: a rehearsal counts as the import does."""

    def __init__(self, connection: Connection, now_ms: int, spool: Spool, *, keeps_files: bool = False) -> None:
        self.now_ms = now_ms
        self.largest_file = most_bytes(connection) if keeps_files else None
        self._connection = connection
        self._shelf = spool.entries()
        self._owned = spool.keys()
        self._attached = spool.keys()
        self._columns: list[tuple[str, ...]] = []

    def values(self, table: str, columns: Sequence[str], records: Sequence[bytes]) -> dict[bytes, Values]:
        """Return the values of `columns` of `records`."""
        shelved = {record: each for record in records if (each := self._shelved(record)) is not None}
        found = stored_values(self._connection, table, columns, [each for each in records if each not in shelved])
        for record, values in shelved.items():
            found[record] = [values.get(column) for column in columns]
        return found

    def parts(
        self, table: str, owner: str, columns: Sequence[str], owners: Sequence[bytes]
    ) -> dict[bytes, list[tuple[bytes, Values]]]:
        """Return the rows of `table` that belong to `owners`, each with its id, in their order."""
        found = stored_parts(self._connection, table, owner, columns, owners)
        for record in owners:
            stored = dict(found.get(record, []))
            for part in ids_in(self._owned.get(record.hex())):
                shelved = self._shelved(part) or {}
                if shelved.get(REMOVED) is not None:
                    stored.pop(part, None)
                    continue
                stored[part] = [shelved.get(column) for column in columns]
            found[record] = list(stored.items())
        return found

    def file_with(self, holder: tuple[str, bytes], digest: str) -> bytes | None:
        """Return the attachment of the record of a table that has the content with the SHA-256 `digest`, or None."""
        found = self._attached.get(f"{holder[1].hex()} {digest}")
        return found[:ID_BYTES] or stored_file(self._connection, holder, digest)

    def attach(self, new: Sequence[NewAttachment]) -> None:
        """Remember the files `new`, so that they are not new a second time."""
        for each in new:
            digest = hashlib.sha256(each.content).hexdigest()
            for record in each.links.values():
                if record is not None:
                    self._attached.put(f"{record.hex()} {digest}", each.id)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Remember `rows`, whose first column is the id."""
        owner = BY_NAME[table].belongs_to
        at = columns.index(owner) if owner in columns else None
        for row in rows:
            record = row[0]
            if isinstance(record, bytes):
                self._put(record, tuple(columns), row)
                owned_by = None if at is None else row[at]
                if isinstance(owned_by, bytes):
                    self._owned.put(owned_by.hex(), record)

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Remember what `rows`, whose last column is the id, become."""
        own = workspace_kinds(self._connection).own.get(table, ())
        all_columns = [*(each.name for each in BY_NAME[table].stored_fields), *(each.name for each in own)]
        for row in rows:
            record = row[-1]
            if not isinstance(record, bytes):
                continue
            if self._shelf.get(record) is None:
                before = stored_values(self._connection, table, all_columns, [record])[record]
                self.insert(table, ["id", *all_columns], [[record, *before]])
            now = {**(self._shelved(record) or {}), **dict(zip(columns, row[:-1], strict=True))}
            self._put(record, tuple(now), list(now.values()))

    def _put(self, record: bytes, columns: tuple[str, ...], row: Sequence[Stored]) -> None:
        if columns not in self._columns:
            self._columns.append(columns)
        self._shelf.put(record, (self._columns.index(columns), *row))

    def _shelved(self, record: bytes) -> dict[str, Stored] | None:
        entry = self._shelf.get(record)
        if entry is None:
            return None
        number, *row = entry
        return dict(zip(self._columns[int(str(number))], row, strict=True))


def stored_values(
    connection: Connection, table: str, columns: Sequence[str], records: Sequence[bytes]
) -> dict[bytes, Values]:
    """Return the values of `columns`, own fields among them, of `records` of `table`."""
    found: dict[bytes, Values] = {}
    read = _expressions(connection, table, columns)
    for chunk in _chunks(records):
        marks = ", ".join("?" * len(chunk))
        for record, *values in connection.execute(
            f"SELECT id, {', '.join(read)} FROM {table} t WHERE id IN ({marks})", tuple(chunk)
        ):
            found[record] = values
    return found


def stored_file(connection: Connection, holder: tuple[str, bytes], digest: str) -> bytes | None:
    """Return the attachment of the record of a table that has the content with the SHA-256 `digest`, or None."""
    table, record = holder
    found = connection.execute(
        f"SELECT id FROM attachment WHERE {table} = ? AND hash = ? AND removed_at IS NULL LIMIT 1", (record, digest)
    ).fetchone()
    return None if found is None else bytes(found[0])


def _expressions(connection: Connection, table: str, columns: Sequence[str]) -> list[str]:
    declared = BY_NAME[table]
    if all(name in declared.by_name for name in columns):
        return list(columns)
    own = {each.name: field_expression(declared, each) for each in workspace_kinds(connection).own.get(table, ())}
    return [own.get(name, name) for name in columns]


def stored_parts(
    connection: Connection, table: str, owner: str, columns: Sequence[str], owners: Sequence[bytes]
) -> dict[bytes, list[tuple[bytes, Values]]]:
    """Return the rows of `table` that belong to `owners`, each with its id, in their order."""
    found: dict[bytes, list[tuple[bytes, Values]]] = {}
    for chunk in _chunks(owners):
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT {owner}, id, {', '.join(columns)} FROM {table} "
            f"WHERE {owner} IN ({marks}) AND removed_at IS NULL ORDER BY rid",
            tuple(chunk),
        )
        for belongs_to, part, *values in rows:
            found.setdefault(belongs_to, []).append((part, values))
    return found


def _chunks(records: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (records[start : start + CHUNK] for start in range(0, len(records), CHUNK))
