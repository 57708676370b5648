"""Where an import reads what is there and puts what it plans: into the open transaction, or nowhere for a rehearsal."""

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple, Protocol

from crm_desktop.files.keeping import keep_content, most_bytes
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.forms import Stored
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.file_store import FileStore
from crm_desktop.store.indexes import put_off_indexes
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection

Values = list[Stored]
CHUNK = 500  # ids in one statement
_FILE_COLUMNS = ("id", "name", "media_type", "size", "hash", "text", "owner")
_FILE_LINKS = ("interaction", "contact")
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

    def load_many(self, tables: Iterable[str], rows: int) -> None:
        """Put the indexes of `tables` off, where `rows` new ones are many beside what is there."""
        for table in tables:
            there = int(self._tx.connection.execute(f"SELECT coalesce(max(rid), 0) FROM {table}").fetchone()[0])
            self._loading.enter_context(
                put_off_indexes(self._tx.connection, table, when=rows > MANY and rows > 4 * there)
            )

    def loaded(self) -> None:
        """Build the indexes that were put off."""
        self._loading.close()

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

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Write `rows`, whose last column is the id."""
        if rows:
            self._tx.update_many(table, columns, rows)


class RehearsedRecords:
    """Reads what is there and remembers, packed, what would be written: a rehearsal counts as the import does."""

    def __init__(self, connection: Connection, now_ms: int, *, keeps_files: bool = False) -> None:
        self.now_ms = now_ms
        self.largest_file = most_bytes(connection) if keeps_files else None
        self._attached: dict[tuple[bytes | None, str], bytes] = {}
        self._connection = connection
        self._shelf: dict[bytes, bytes] = {}
        self._owned: dict[bytes, list[bytes]] = {}

    def values(self, table: str, columns: Sequence[str], records: Sequence[bytes]) -> dict[bytes, Values]:
        """Return the values of `columns` of `records`."""
        found = stored_values(self._connection, table, columns, [each for each in records if each not in self._shelf])
        for record in records:
            if record in self._shelf:
                shelved = self._unpacked(record)
                found[record] = [shelved.get(column) for column in columns]
        return found

    def parts(
        self, table: str, owner: str, columns: Sequence[str], owners: Sequence[bytes]
    ) -> dict[bytes, list[tuple[bytes, Values]]]:
        """Return the rows of `table` that belong to `owners`, each with its id, in their order."""
        found = stored_parts(self._connection, table, owner, columns, owners)
        for record in owners:
            stored = dict(found.get(record, []))
            for part in self._owned.get(record, ()):
                shelved = self._unpacked(part)
                stored[part] = [shelved.get(column) for column in columns]
            found[record] = list(stored.items())
        return found

    def file_with(self, holder: tuple[str, bytes], digest: str) -> bytes | None:
        """Return the attachment of the record of a table that has the content with the SHA-256 `digest`, or None."""
        return self._attached.get((holder[1], digest)) or stored_file(self._connection, holder, digest)

    def attach(self, new: Sequence[NewAttachment]) -> None:
        """Remember the files `new`, so that they are not new a second time."""
        for each in new:
            digest = hashlib.sha256(each.content).hexdigest()
            self._attached.update({(record, digest): each.id for record in each.links.values()})

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Remember `rows`, whose first column is the id."""
        owner = BY_NAME[table].belongs_to
        at = columns.index(owner) if owner in columns else None
        for row in rows:
            record = row[0]
            if isinstance(record, bytes):
                self._shelf[record] = marshal.dumps((tuple(columns), tuple(row)))
                owned_by = None if at is None else row[at]
                if isinstance(owned_by, bytes):
                    self._owned.setdefault(owned_by, []).append(record)

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Stored]]) -> None:
        """Remember what `rows`, whose last column is the id, become."""
        own = workspace_kinds(self._connection).own.get(table, ())
        all_columns = [*(each.name for each in BY_NAME[table].stored_fields), *(each.name for each in own)]
        for row in rows:
            record = row[-1]
            if not isinstance(record, bytes):
                continue
            if record not in self._shelf:
                before = stored_values(self._connection, table, all_columns, [record])[record]
                self.insert(table, ["id", *all_columns], [[record, *before]])
            now = {**self._unpacked(record), **dict(zip(columns, row[:-1], strict=True))}
            self._shelf[record] = marshal.dumps((tuple(now), tuple(now.values())))

    def _unpacked(self, record: bytes) -> dict[str, Stored]:
        columns, row = marshal.loads(self._shelf[record])
        return dict(zip(columns, row, strict=True))


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


def with_ids(rows: Iterable[Sequence[Stored]], owner: bytes) -> list[list[Stored]]:
    """Return `rows` with an id of their own and the id of the record that they belong to."""
    return [[new_id(), owner, *row] for row in rows]


def _chunks(records: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (records[start : start + CHUNK] for start in range(0, len(records), CHUNK))
