"""Which contents of attachments wait to be sent, and how far each came: records never wait for them."""

from collections.abc import Collection
from typing import NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.store.capture import INSERTED_RANGE
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.store.file_store import FileStore
from crm_desktop.sync.outbox import ACCEPTED
from crm_desktop.vault.driver import Connection


class Upload(NamedTuple):
    """A content that waits: its SHA-256, and how many of its chunks are known to be on the server."""

    content: bytes
    sent: int


class Uploads(NamedTuple):
    """What waits to be sent: how many contents, how many of their bytes, and why the server did not take one."""

    files: int
    bytes_left: int
    reason: str | None


def queue_uploads(journal: Journal, files: FileStore) -> None:
    """Let wait the contents that are named by records which are about to be sent."""
    with journal.store.reader() as reader:
        named = _named(reader)
        known = {row[0]: row[1] for row in reader.execute("SELECT hash, size FROM upload")}
    sizes = {content: files.size_of(content) for content in named if not known.get(content)}
    # what was never here is sent by whoever added it
    new = [(content, size) for content, size in sizes.items() if size is not None]
    if new:
        with journal.bookkeeping() as connection:
            connection.executemany("INSERT OR REPLACE INTO upload(hash, size) VALUES (?, ?)", new)


def next_upload(reader: Connection, without: Collection[bytes] = ()) -> Upload | None:
    """Return the smallest content that waits, leaving aside those `without`."""
    for content, sent in reader.execute("SELECT hash, sent FROM upload ORDER BY size, hash"):
        if content not in without:
            return Upload(content, sent)
    return None


def note_sent(connection: Connection, content: bytes, chunks: int) -> None:
    """Note that the first `chunks` chunks of `content` are there."""
    connection.execute("UPDATE upload SET sent = ?, reason = NULL WHERE hash = ?", (chunks, content))


def note_refused(connection: Connection, content: bytes, reason: str) -> None:
    """Note why the server did not take `content`; it is tried again with the next exchange."""
    connection.execute("UPDATE upload SET reason = ? WHERE hash = ?", (reason, content))


def drop_upload(connection: Connection, content: bytes) -> None:
    """Let `content` wait no more."""
    connection.execute("DELETE FROM upload WHERE hash = ?", (content,))


def uploads(reader: Connection) -> Uploads:
    """Return what waits."""
    files, left, reason = reader.execute(
        f"SELECT count(*), coalesce(sum(max(size - sent * {CHUNK_BYTES}, 0)), 0), max(reason) FROM upload"
    ).fetchone()
    return Uploads(int(files), int(left), reason)


def _named(reader: Connection) -> list[bytes]:
    """Return the contents that records name which changes that wait have touched."""
    rows = (
        f"SELECT c.rid AS first, iif(c.op = {INSERTED_RANGE}, json_extract(c.delta, '$[1]'), c.rid) AS last "
        f"FROM change c JOIN step s ON s.seq = c.step WHERE s.state < {ACCEPTED} AND c.tbl = {ATTACHMENT.number}"
    )
    found = reader.execute(
        f"SELECT DISTINCT a.hash FROM ({rows}) w JOIN {ATTACHMENT.name} a ON a.rid BETWEEN w.first AND w.last "
        "WHERE a.hash IS NOT NULL AND a.hash <> ''"
    )
    return [bytes.fromhex(row[0]) for row in found]
