"""The tables of kept contents, and the statements on them.

Rows of chunks are only ever added at the end and emptied, never deleted or moved: where SQLite moves rows together it
leaves copies of them in the rest of pages, and what was dropped is to be nowhere.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from crm_desktop.errors import DamagedWorkspace, MissingContent
from crm_desktop.jobs import Progress
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

CHUNK_BYTES = 512 << 10
# In files of this version no chunk was ever moved.
UNMOVED = 1
TABLES = (
    # pages that are freed can be given back to the drive; it takes effect when the file is written anew
    "PRAGMA auto_vacuum = INCREMENTAL",
    "VACUUM",
    "BEGIN",
    "CREATE TABLE content(hash BLOB PRIMARY KEY, size INTEGER NOT NULL, chunks INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE chunk(hash BLOB NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (hash, n))",
    f"PRAGMA user_version = {UNMOVED}",
    "COMMIT",
)


class Kept(NamedTuple):
    """A content that is kept: its SHA-256 and how many bytes it has."""

    hash: bytes
    size: int


class Told:
    """Adds up what was read, tells how far that is, and asks with `check` whether to go on."""

    def __init__(self, progress: Progress, total: int, check: Callable[[], None]) -> None:
        self._progress = progress
        self._total = total
        self._check = check
        self._done = 0

    def add(self, amount: int) -> None:
        """Tell that `amount` more bytes were read; raises Cancelled."""
        self._check()
        self._done += amount
        self._progress.report(min(self._done, self._total), self._total, in_bytes=True)


def fingerprint(stream: BinaryIO, told: Told) -> Kept:
    """Return what the content of `stream` is called by, and its size."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        told.add(len(chunk))
    return Kept(digest.digest(), size)


def holds(connection: Connection, content: bytes) -> bool:
    """Tell whether the content is here, whole."""
    return connection.execute("SELECT 1 FROM content WHERE hash = ?", (content,)).fetchone() is not None


def chunk_at(connection: Connection, content: bytes, number: int) -> bytes | None:
    """Return the chunk `number` of the content, None where it is not here."""
    row = connection.execute("SELECT data FROM chunk WHERE hash = ? AND n = ?", (content, number)).fetchone()
    return None if row is None else bytes(row[0])


def count_chunks(connection: Connection, content: bytes, chunks: int) -> int:
    """Return how many of the first `chunks` chunks of the content are here."""
    found = connection.execute("SELECT count(*) FROM chunk WHERE hash = ? AND n < ?", (content, chunks)).fetchone()
    return int(found[0])


def insert(writer: Connection, content: bytes, chunks: Iterable[tuple[int, bytes]]) -> None:
    """Keep `chunks` of the content, each with its number; what is here already stays as it is."""
    writer.executemany(
        "INSERT OR IGNORE INTO chunk(hash, n, data) VALUES (?, ?, ?)",
        ((content, number, chunk) for number, chunk in chunks),
    )


def note_whole(writer: Connection, content: Kept, chunks: int) -> None:
    """Note that the content is here; raises MissingContent where its chunks were dropped meanwhile."""
    if count_chunks(writer, content.hash, chunks) != chunks:
        raise missing()
    row = (content.hash, content.size, chunks)
    writer.execute("INSERT OR REPLACE INTO content(hash, size, chunks) VALUES (?, ?, ?)", row)


def drop_all(writer: Connection, content: bytes) -> None:
    """Drop the content, and all chunks of it."""
    while drop(writer, content, 16):
        pass


def drop(writer: Connection, content: bytes, most: int) -> bool:
    """Drop up to `most` chunks of the content, and it itself with the last one; tell whether there are more."""
    rows = [row[0] for row in writer.execute("SELECT rowid FROM chunk WHERE hash = ? LIMIT ?", (content, most))]
    writer.executemany("UPDATE chunk SET hash = x'', n = rowid, data = x'' WHERE rowid = ?", [(each,) for each in rows])
    if len(rows) == most:
        return True
    writer.execute("DELETE FROM content WHERE hash = ?", (content,))
    return False


def known(reader: Connection) -> set[bytes]:
    """Return the hashes of all contents that are here, whole or in part."""
    found = reader.execute("SELECT hash FROM content UNION SELECT hash FROM chunk")
    return {row[0] for row in found} - {b""}


def missing() -> MissingContent:
    """Return the error that tells of a content that is not here."""
    return MissingContent(_("The content of this file is not on this computer. Restore the newest backup that has it."))


def damaged() -> DamagedWorkspace:
    """Return the error that tells of a content that arrived otherwise than it was sent."""
    return DamagedWorkspace(_("The content of this file arrived damaged. Nothing was kept; open it once more."))


@contextmanager
def transaction(writer: Connection) -> Iterator[Connection]:
    """Open a transaction for the length of the block."""
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield writer
        writer.execute("COMMIT")
    except BaseException:
        writer.execute("ROLLBACK")
        raise
