"""What an import has to remember, put aside on the drive where it grows: memory does not grow with the file.

The drive sees it only encrypted, with a key that is never written down.
"""

import marshal
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from crm_desktop.exchange.id_table import ID_BYTES, IdTable
from crm_desktop.schema.forms import Stored
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.scratch import Scratch

MOST_HELD = 150_000  # entries of all shelves together
_EASED_EVERY = 500  # pairs: asking all shelves takes longer than putting one on
Entry = tuple[Stored, ...]
Pair = tuple[str, bytes]


class Spool:
    """Keeps what was put on its shelves in memory while that is little, and else in a scratch database in `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._scratch: Scratch | None = None
        self._numbers = count(1)
        self._shelves: list[KeyShelf | EntryShelf] = []

    def keys(self) -> "KeyShelf":
        """Return a new shelf of records by their keys."""
        shelf = KeyShelf(self)
        self._shelves.append(shelf)
        return shelf

    def entries(self) -> "EntryShelf":
        """Return a new shelf of entries by their ids."""
        shelf = EntryShelf(self)
        self._shelves.append(shelf)
        return shelf

    def ease(self) -> None:
        """Put aside what is held where it has become much."""
        if sum(each.held for each in self._shelves) > MOST_HELD:
            for each in self._shelves:
                each.put_aside()

    def easing(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield `pairs` that are put on shelves one by one, and put aside what is held whenever it has become much."""
        for number, pair in enumerate(pairs, 1):
            yield pair
            if number % _EASED_EVERY == 0:
                self.ease()

    def forget_keys(self) -> None:
        """Forget what was on the shelves of keys: no row asks for one any more."""
        for each in self._shelves:
            if isinstance(each, KeyShelf):
                each.forget()
        if self._scratch is not None:
            self._scratch.connection.execute("PRAGMA shrink_memory")

    def table(self, columns: str) -> tuple[Connection, str]:
        """Return the scratch database and the name of a new table in it with `columns`."""
        if self._scratch is None:
            self._scratch = Scratch(self._folder)
        name = f"shelf{next(self._numbers)}"
        self._scratch.connection.execute(f"CREATE TABLE {name}({columns})")
        return self._scratch.connection, name

    def close(self) -> None:
        """Forget everything."""
        if self._scratch is not None:
            self._scratch.close()
        self._shelves.clear()


class KeyShelf:
    """Ids of records by texts or other ids; several may have one text, in the order in which they came."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._new = IdTable()
        self._aside: tuple[Connection, str] | None = None

    @property
    def held(self) -> int:
        """How many texts are in memory."""
        return len(self._new)

    def get(self, text: str | bytes) -> bytes:
        """Return the ids of the records with `text`, one behind the other; nothing where there are none."""
        key = hash(text)
        new = self._new.get(key)
        return new if self._aside is None else self._found(key) + new

    def put(self, text: str | bytes, record: bytes) -> None:
        """Let `record` be found by `text`."""
        self._new.add(hash(text), record)

    def discard(self, text: str | bytes, record: bytes) -> None:
        """Take back a `put`."""
        key = hash(text)
        there = self._new.get(key)
        if there:
            self._new.put(key, _without(there, record))
        if self._aside is not None:
            self._set_aside(key, _without(self._found(key), record))

    def take(self, text: str | bytes) -> bytes | None:
        """Take the first of the records with `text` off the shelf; return None where there is none left."""
        key = hash(text)
        aside = self._found(key) if self._aside is not None else b""
        if aside:
            self._set_aside(key, aside[ID_BYTES:])
            return aside[:ID_BYTES]
        held = self._new.get(key)
        if held:
            self._new.put(key, held[ID_BYTES:])
        return held[:ID_BYTES] or None

    def forget(self) -> None:
        """Find nothing any more."""
        self._new.clear()
        self._aside = None

    def put_aside(self) -> None:
        """Write what is held to the scratch database."""
        if not self._new:
            return
        if self._aside is None:
            self._aside = self._spool.table("text INTEGER PRIMARY KEY, records BLOB NOT NULL")
        connection, table = self._aside
        _write(
            connection,
            f"INSERT INTO {table}(text, records) VALUES (?, ?) "
            "ON CONFLICT(text) DO UPDATE SET records = CAST(records || excluded.records AS BLOB)",
            self._new.items(),
        )
        self._new.clear()

    def _set_aside(self, key: int, records: bytes) -> None:
        if self._aside is not None:
            connection, table = self._aside
            connection.execute(f"UPDATE {table} SET records = ? WHERE text = ?", (records, key))

    def _found(self, key: int) -> bytes:
        if self._aside is None:
            return b""
        connection, table = self._aside
        row = connection.execute(f"SELECT records FROM {table} WHERE text = ?", (key,)).fetchone()
        return b"" if row is None else bytes(row[0])


class EntryShelf:
    """Entries by the ids of their records; a second one for an id takes the place of the first."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._new: dict[bytes, bytes] = {}
        self._aside: tuple[Connection, str] | None = None

    @property
    def held(self) -> int:
        """How many entries are in memory."""
        return len(self._new)

    def get(self, record: bytes) -> Entry | None:
        """Return the entry for `record`, or None."""
        packed = self._new.get(record)
        if packed is None and self._aside is not None:
            connection, table = self._aside
            row = connection.execute(f"SELECT entry FROM {table} WHERE id = ?", (record,)).fetchone()
            packed = None if row is None else bytes(row[0])
        return None if packed is None else _unpacked(packed)

    def put(self, record: bytes, entry: Entry) -> None:
        """Keep `entry` for `record`."""
        self._new[record] = marshal.dumps(entry)

    def all(self) -> Iterator[Entry]:
        """Yield all entries in the order of their ids."""
        if self._aside is not None:
            self.put_aside()
            connection, table = self._aside
            rows: Iterable[bytes] = (row[0] for row in connection.execute(f"SELECT entry FROM {table} ORDER BY id"))
        else:
            rows = (packed for _id, packed in sorted(self._new.items()))
        return (_unpacked(bytes(packed)) for packed in rows)

    def put_aside(self) -> None:
        """Write what is held to the scratch database."""
        if not self._new:
            return
        if self._aside is None:
            self._aside = self._spool.table("id BLOB PRIMARY KEY, entry BLOB NOT NULL")
        connection, table = self._aside
        rows = ((record, self._new[record]) for record in sorted(self._new))
        _write(connection, f"INSERT OR REPLACE INTO {table}(id, entry) VALUES (?, ?)", rows)
        self._new.clear()


def ids_in(records: bytes) -> Iterator[bytes]:
    """Yield the ids that stand one behind the other in `records`."""
    return (records[at : at + ID_BYTES] for at in range(0, len(records), ID_BYTES))


def _without(records: bytes, record: bytes) -> bytes:
    return b"".join(each for each in ids_in(records) if each != record)


def folder_of(connection: Connection) -> Path | None:
    """Return the folder of the file that `connection` has open; None where it is in memory."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    return Path(path).parent if path else None


def _unpacked(packed: bytes) -> Entry:
    entry: Entry = marshal.loads(packed)
    return entry


def _write(connection: Connection, statement: str, rows: Iterable[tuple[int | bytes, bytes]]) -> None:
    connection.execute("BEGIN")
    connection.executemany(statement, rows)
    connection.execute("COMMIT")
