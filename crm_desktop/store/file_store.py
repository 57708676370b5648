"""The bytes of attachments: chunks in an encrypted file of their own, once for each content.

A content is there as soon as its row in `content` is committed, after all of its chunks. Records are written after
that, so a kill leaves chunks that no record names, never a record without its bytes.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crm_desktop.errors import CrmError, DamagedWorkspace, MissingContent
from crm_desktop.jobs import Progress
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably
from crm_desktop.vault.sqlcipher import RawKey, connect, integrity
from crm_desktop.words import _

FILES = "files.db"
CHUNK_BYTES = 512 << 10
# Chunks of one transaction: 8 MiB keep memory and the write-ahead log small, and let a backup in between.
_AT_ONCE = 16
_CACHE_MB = 8
_REWRITTEN_UP_TO = 256 << 20
_TABLES = (
    # pages that are freed can be given back to the drive; it takes effect when the file is written anew
    "PRAGMA auto_vacuum = INCREMENTAL",
    "VACUUM",
    "CREATE TABLE content(hash BLOB PRIMARY KEY, size INTEGER NOT NULL, chunks INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE chunk(hash BLOB NOT NULL, n INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (hash, n))",
)


class Kept(NamedTuple):
    """A content that is kept: its SHA-256 and how many bytes it has."""

    hash: bytes
    size: int


class FileStore:
    """The contents of one workspace's attachments; the file is made with the first of them."""

    def __init__(self, folder: Path, key: RawKey, *, read_only: bool = False) -> None:
        self.path = folder / FILES
        self.read_only = read_only
        self._key = key
        self._writing = threading.RLock()
        self._writer: Connection | None = None
        # kept since this was opened: their records may not be written yet
        self._new: set[bytes] = set()
        self._closed = False
        # where contents come from that other devices keep: what is shared is downloaded when it is opened
        self.elsewhere: Callable[[bytes], Iterator[bytes]] | None = None

    def keep(self, stream: BinaryIO, progress: Progress | None = None, total: int = 0) -> Kept:
        """Keep the content of `stream`, which is read twice, in flat memory; `total` is about how long it is.

        Content that is here already is not kept again. Raises Cancelled, and CrmError when the second reading differs
        from the first; then nothing is kept.
        """
        told = _Told(progress or Progress(), 2 * total, self._check_open)
        content = _fingerprint(stream, told)
        with self._writing:
            writer = self._opened_writer()
            self._new.add(content.hash)
            if not _holds(writer, content.hash):
                try:
                    self._write(writer, content, stream, told)
                except BaseException:
                    self._new.discard(content.hash)
                    with _transaction(writer):
                        _drop(writer, [content.hash])
                    raise
        return content

    def receive(self, content: bytes, chunks: int, fetch: Callable[[int], bytes]) -> None:
        """Keep the content with the SHA-256 `content`, whose chunks `fetch` brings one by one.

        Those that are here already are not fetched again. Raises DamagedWorkspace, keeping nothing, when they are not
        what they should be.
        """
        with self._writing:
            writer = self._opened_writer()
            here = {row[0] for row in writer.execute("SELECT n FROM chunk WHERE hash = ?", (content,))}
        for number in range(chunks):
            if number not in here:
                chunk = fetch(number)
                with self._writing, _transaction(self._opened_writer()):
                    writer.execute(
                        "INSERT OR REPLACE INTO chunk(hash, n, data) VALUES (?, ?, ?)", (content, number, chunk)
                    )
        with self._writing:
            self._prove(self._opened_writer(), content, chunks)

    def take(self, content: bytes, chunks: int, some: Mapping[int, bytes]) -> bool:
        """Keep `some` of the `chunks` chunks of the content, by their numbers; tell whether that makes it whole.

        They may come in any order and again. Raises DamagedWorkspace, keeping nothing, when they are not what they
        should be.
        """
        with self._writing:
            writer = self._opened_writer()
            if _holds(writer, content):
                return False
            self._new.add(content)
            with _transaction(writer):
                writer.executemany(
                    "INSERT OR REPLACE INTO chunk(hash, n, data) VALUES (?, ?, ?)",
                    ((content, number, chunk) for number, chunk in some.items()),
                )
            here = writer.execute("SELECT count(*) FROM chunk WHERE hash = ? AND n < ?", (content, chunks)).fetchone()
            whole = bool(here[0] == chunks)
            if whole:
                self._prove(writer, content, chunks)
        return whole

    def _prove(self, writer: Connection, content: bytes, chunks: int) -> None:
        """Note that the content is here where its chunks are what they should be; else drop them and raise."""
        digest, size = hashlib.sha256(), 0
        for (chunk,) in writer.execute("SELECT data FROM chunk WHERE hash = ? ORDER BY n", (content,)):
            digest.update(chunk)
            size += len(chunk)
        proven = digest.digest() == content
        with _transaction(writer):
            if proven:
                row = (content, size, chunks)
                writer.execute("INSERT OR REPLACE INTO content(hash, size, chunks) VALUES (?, ?, ?)", row)
            else:
                _drop(writer, [content])
        if not proven:
            raise DamagedWorkspace(_("The content of this file arrived damaged. Nothing was kept; open it once more."))

    def size_of(self, content: bytes) -> int | None:
        """Return how many bytes the content with the SHA-256 `content` has, or None where it is not here."""
        with self._reader() as reader:
            row = None
            if reader is not None:
                row = reader.execute("SELECT size FROM content WHERE hash = ?", (content,)).fetchone()
        return int(row[0]) if row is not None else None

    def chunks_of(self, content: bytes) -> int:
        """Return how many chunks the content has, 0 where it is not here."""
        with self._reader() as reader:
            row = None
            if reader is not None:
                row = reader.execute("SELECT chunks FROM content WHERE hash = ?", (content,)).fetchone()
        return int(row[0]) if row is not None else 0

    def read(self, content: bytes) -> Iterator[bytes]:
        """Yield the bytes of the content with the SHA-256 `content`, a chunk at a time.

        Raises MissingContent, and DamagedWorkspace when they are not what was kept: the last chunk may be out by then.
        """
        digest = hashlib.sha256()
        for chunk in self.pieces(content):
            digest.update(chunk)
            yield chunk
        if digest.digest() != content:
            raise DamagedWorkspace(
                _("The content of this file is damaged in {file}. Restore the newest backup.").format(file=FILES)
            )

    def pieces(self, content: bytes, first: int = 0) -> Iterator[bytes]:
        """Yield the chunks that are there of the content from the chunk `first` on, unproven; raises MissingContent.

        What is not here comes from `elsewhere`, where that is known.
        """
        if self.elsewhere is not None and self.size_of(content) is None:
            yield from self.elsewhere(content)
            return
        with self._reader() as reader:
            if reader is None:
                raise _missing()
            row = reader.execute("SELECT chunks FROM content WHERE hash = ?", (content,)).fetchone()
            if row is None:
                raise _missing()
            for number in range(first, row[0]):
                chunk = reader.execute("SELECT data FROM chunk WHERE hash = ? AND n = ?", (content, number)).fetchone()
                if chunk is not None:
                    yield chunk[0]

    def contents(self) -> list[Kept]:
        """Return all contents, in the order of their hashes."""
        with self._reader() as reader:
            found = reader.execute("SELECT hash, size FROM content ORDER BY hash").fetchall() if reader else []
        return [Kept(*row) for row in found]

    def drop_others(self, wanted: Iterable[bytes], also: Iterable[bytes] = ()) -> int:
        """Drop contents that are not `wanted` and were not kept since this was opened, and `also` these; tell how many.

        The caller holds the workspace's lock, so that nobody else is about to write a record of one.
        """
        if not self.path.is_file():
            return 0
        with self._writing:
            writer = self._opened_writer()
            known = {row[0] for row in writer.execute("SELECT hash FROM content UNION SELECT hash FROM chunk")}
            dropped = (known - set(wanted) - self._new) | (known & set(also))
            if dropped:
                with _transaction(writer):
                    _drop(writer, sorted(dropped))
                writer.execute("PRAGMA incremental_vacuum").fetchall()
        return len(dropped)

    def purge(self) -> None:
        """Leave nothing of dropped contents in the file.

        Large chunks are overwritten as they go. What small ones left in the rest of pages goes with the file being
        written anew, which a large one is not: it would take long, and as much memory.
        """
        if self.path.is_file():
            with self._writing:
                writer = self._opened_writer()
                if self.path.stat().st_size <= _REWRITTEN_UP_TO:
                    writer.execute("VACUUM")
                writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def problems(self) -> list[str]:
        """Return what is wrong with the file itself, nothing when it is whole or there is none."""
        with self._reader() as reader:
            return integrity(reader) if reader else []

    def close(self) -> None:
        """Close the file; what is just being kept is given up."""
        self._closed = True
        with self._writing:
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    @contextmanager
    def _reader(self) -> Iterator[Connection | None]:
        """Lend a connection that reads, or None where no attachment was ever kept."""
        self._check_open()
        if not self.path.is_file():
            yield None
            return
        reader = connect(self.path, self._key, read_only=True, cache_mb=_CACHE_MB)
        try:
            yield reader
        finally:
            reader.close()

    def _check_open(self) -> None:
        if self._closed:
            raise CrmError(_("The workspace was closed meanwhile. Open it and try again."))

    def _opened_writer(self) -> Connection:
        self._check_open()
        if self.read_only:
            raise CrmError(
                _("This workspace is open for reading only, so nothing can be changed. Open it for writing first.")
            )
        if self._writer is None:
            if not self.path.is_file():
                self._create()
            self._writer = connect(self.path, self._key, cache_mb=_CACHE_MB)
        return self._writer

    def _create(self) -> None:
        """Make the file under another name, so that a kill leaves none or a whole one."""
        fresh = self.path.with_name(f"{FILES}.new")
        fresh.unlink(missing_ok=True)
        connection = connect(fresh, self._key, create=True)
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
        replace_durably(fresh, self.path)

    def _write(self, writer: Connection, content: Kept, stream: BinaryIO, told: "_Told") -> None:
        with _transaction(writer):
            # what a kill left of the same content
            _drop(writer, [content.hash])
        stream.seek(0)
        digest, number, ended = hashlib.sha256(), 0, False
        while not ended:
            chunks = [chunk for chunk in (stream.read(CHUNK_BYTES) for _each in range(_AT_ONCE)) if chunk]
            ended = len(chunks) < _AT_ONCE
            for chunk in chunks:
                digest.update(chunk)
                told.add(len(chunk))
            if ended and digest.digest() != content.hash:
                raise CrmError(_("The file was changed while it was being read. Nothing was added; try again."))
            with _transaction(writer):
                _insert(writer, content, number, chunks)
                if ended:
                    row = (content.hash, content.size, number + len(chunks))
                    writer.execute("INSERT INTO content(hash, size, chunks) VALUES (?, ?, ?)", row)
            number += len(chunks)


class _Told:
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
        self._progress.report(min(self._done, self._total), self._total)


def _missing() -> MissingContent:
    return MissingContent(_("The content of this file is not on this computer. Restore the newest backup that has it."))


def _fingerprint(stream: BinaryIO, told: _Told) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        told.add(len(chunk))
    return Kept(digest.digest(), size)


def _holds(connection: Connection, content: bytes) -> bool:
    return connection.execute("SELECT 1 FROM content WHERE hash = ?", (content,)).fetchone() is not None


def _insert(writer: Connection, content: Kept, first: int, chunks: list[bytes]) -> None:
    writer.executemany(
        "INSERT INTO chunk(hash, n, data) VALUES (?, ?, ?)",
        ((content.hash, number, chunk) for number, chunk in enumerate(chunks, first)),
    )


def _drop(writer: Connection, contents: list[bytes]) -> None:
    for table in ("content", "chunk"):
        writer.executemany(f"DELETE FROM {table} WHERE hash = ?", [(each,) for each in contents])


@contextmanager
def _transaction(writer: Connection) -> Iterator[None]:
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
        writer.execute("COMMIT")
    except BaseException:
        writer.execute("ROLLBACK")
        raise
