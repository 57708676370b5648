"""The bytes of attachments: chunks in an encrypted file of their own, once for each content.

A content is there as soon as its row in `content` is committed, after all of its chunks. Records are written after
that, so a kill leaves chunks that no record names, never a record without its bytes.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crm_desktop.errors import CrmError, DamagedWorkspace
from crm_desktop.jobs import Progress
from crm_desktop.store.content_rows import (
    CHUNK_BYTES,
    TABLES,
    UNMOVED,
    Kept,
    Told,
    chunk_at,
    count_chunks,
    damaged,
    drop,
    drop_all,
    fingerprint,
    holds,
    insert,
    known,
    missing,
    note_whole,
    transaction,
)
from crm_desktop.store.store import fold_log
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably
from crm_desktop.vault.rewriting import drop_copy, written_anew
from crm_desktop.vault.sqlcipher import RawKey, connect, integrity
from crm_desktop.words import _

FILES = "files.db"
# Chunks of one transaction: 8 MiB keep memory and the write-ahead log small, and let a backup in between.
_AT_ONCE = 16
_CACHE_MB = 8
# A lock that is let go is had at once by whoever let it go, unless they wait.
_GIVE_WAY_S = 0.002
# Pages that are given back to the drive in one turn: 8 MiB.
_PAGES_AT_ONCE = 2048


class FileStore:
    """The contents of one workspace's attachments; the file is made with the first of them."""

    def __init__(self, folder: Path, key: RawKey, *, read_only: bool = False) -> None:
        self.path = folder / FILES
        self.read_only = read_only
        self._key = key
        self._writing = threading.RLock()
        # held while a reader is opened, and while the file is put in place of another
        self._gate = threading.Lock()
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
        told = Told(progress or Progress(), 2 * total, self._check_open)
        content = fingerprint(stream, told)
        with self._writing:
            writer = self._opened_writer()
            self._new.add(content.hash)
            if not holds(writer, content.hash):
                try:
                    self._write(writer, content, stream, told)
                except BaseException:
                    self._new.discard(content.hash)
                    with transaction(writer):
                        drop_all(writer, content.hash)
                    raise
        return content

    def arriving(self, content: bytes, chunks: int, fetch: Callable[[int], bytes]) -> Iterator[bytes]:
        """Yield the chunks of the content with the SHA-256 `content` as `fetch` brings them one by one, and keep them.

        Those that are here already are not fetched again. Nobody waits for it: a turn of writing is one chunk. Raises
        DamagedWorkspace at the end, keeping nothing, when they are not what they should be.
        """
        digest, size = hashlib.sha256(), 0
        for number in range(chunks):
            with self._writing:
                chunk = chunk_at(self._opened_writer(), content, number)
            if chunk is None:
                chunk = fetch(number)
                with self._writing, transaction(self._opened_writer()) as writer:
                    insert(writer, content, [(number, chunk)])
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        self._prove(Kept(content, size), chunks, proven=digest.digest() == content)

    def take(self, content: bytes, chunks: int, some: Mapping[int, bytes]) -> bool:
        """Keep `some` of the `chunks` chunks of the content, by their numbers; tell whether that makes it whole.

        They may come in any order and again. Raises DamagedWorkspace, keeping nothing, when they are not what they
        should be.
        """
        with self._writing:
            writer = self._opened_writer()
            if holds(writer, content):
                return False
            self._new.add(content)
            with transaction(writer):
                insert(writer, content, some.items())
            if count_chunks(writer, content, chunks) != chunks:
                return False
        # it is read for that, which nobody is to wait for
        digest, size = hashlib.sha256(), 0
        for number in range(chunks):
            with self._writing:
                chunk = chunk_at(self._opened_writer(), content, number)
            if chunk is None:
                raise missing()
            digest.update(chunk)
            size += len(chunk)
        self._prove(Kept(content, size), chunks, proven=digest.digest() == content)
        return True

    def _prove(self, content: Kept, chunks: int, *, proven: bool) -> None:
        """Note that the content is here where it is `proven`; else drop its chunks and raise."""
        with self._writing, transaction(self._opened_writer()) as writer:
            if proven:
                note_whole(writer, content, chunks)
            else:
                drop_all(writer, content.hash)
        if not proven:
            raise damaged()

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
                raise missing()
            row = reader.execute("SELECT chunks FROM content WHERE hash = ?", (content,)).fetchone()
            if row is None:
                raise missing()
            for number in range(first, row[0]):
                chunk = chunk_at(reader, content, number)
                if chunk is not None:
                    yield chunk

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
            here = known(writer)
            dropped = (here - set(wanted) - self._new) | (here & set(also))
        for each in sorted(dropped):
            while self._dropped_part(each):
                time.sleep(_GIVE_WAY_S)
        while dropped and self._gave_back():
            time.sleep(_GIVE_WAY_S)
        return len(dropped)

    def _dropped_part(self, content: bytes) -> bool:
        """Drop some chunks of `content`; tell whether there are more."""
        with self._writing, transaction(self._opened_writer()) as writer:
            return drop(writer, content, _AT_ONCE)

    def _gave_back(self) -> bool:
        """Give some pages that are free back to the drive; tell whether there are more."""
        with self._writing:
            writer = self._opened_writer()
            free = int(writer.execute("PRAGMA freelist_count").fetchone()[0])
            writer.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
            # what cannot be given back, for the file is older than that, stays free
            return 0 < int(writer.execute("PRAGMA freelist_count").fetchone()[0]) < free

    def purge(self, progress: Progress | None = None) -> bool:
        """Leave nothing of dropped contents in the file; return whether that is done.

        What is dropped is overwritten, and no copy of it was ever made. Only a file that an older version wrote is
        written anew, once, whatever its size. A reader, or a content that is just being kept, may hold that up.
        """
        if not self.path.is_file():
            return True
        with self._writing:
            unmoved = self._opened_writer().execute("PRAGMA user_version").fetchone()[0] >= UNMOVED
        if not unmoved and not self._rewritten(progress or Progress()):
            return False
        with self._writing:
            return fold_log(self._opened_writer())

    def _rewritten(self, told: Progress) -> bool:
        def ask(done: int, total: int) -> None:
            self._check_open()
            told.report(min(done, total), total)

        with written_anew(self.path, self._key, ask) as copy, self._writing, self._gate:
            if not copy.is_current:
                return False
            last, self._writer = self._opened_writer(), None
            if not copy.take_place(last):
                return False
            self._opened_writer().execute(f"PRAGMA user_version = {UNMOVED}")
        return True

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
        with self._gate:
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
            drop_copy(self.path)
            self._writer = connect(self.path, self._key, cache_mb=_CACHE_MB)
        return self._writer

    def _create(self) -> None:
        """Make the file under another name, so that a kill leaves none or a whole one."""
        fresh = self.path.with_name(f"{FILES}.new")
        fresh.unlink(missing_ok=True)
        connection = connect(fresh, self._key, create=True)
        for statement in TABLES:
            connection.execute(statement)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
        replace_durably(fresh, self.path)

    def _write(self, writer: Connection, content: Kept, stream: BinaryIO, told: Told) -> None:
        with transaction(writer):
            # what a kill left of the same content
            drop_all(writer, content.hash)
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
            with transaction(writer):
                insert(writer, content.hash, enumerate(chunks, number))
                if ended:
                    note_whole(writer, content, number + len(chunks))
            number += len(chunks)
