"""The bytes of attachments: kept once, whole or not at all, never readable from outside."""

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crm_desktop.errors import Cancelled, CrmError, DamagedWorkspace, MissingContent
from crm_desktop.jobs import Progress
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.store.file_store import FileStore
from crm_desktop.vault.secret import new_secret, raw_key
from tests.privacy.pages import holds

KEY = raw_key(new_secret(), "files.db")
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 16 * CHUNK_BYTES, 17 * CHUNK_BYTES + 7)
MEMORY_BYTES = 24 << 20


@pytest.fixture
def files(tmp_path: Path) -> Iterator[FileStore]:
    opened = FileStore(tmp_path, KEY)
    yield opened
    opened.close()


def kept(files: FileStore, content: bytes) -> bytes:
    return files.keep(io.BytesIO(content)).hash


def read(files: FileStore, content: bytes) -> bytes:
    return b"".join(files.read(content))


def chunks_in(files: FileStore) -> int:
    with files._reader() as reader:
        assert reader is not None
        return int(reader.execute("SELECT count(*) FROM chunk WHERE hash <> x''").fetchone()[0])


@pytest.mark.parametrize("size", SIZES)
def test_what_is_kept_is_read_back_byte_for_byte(files: FileStore, size: int) -> None:
    content = os.urandom(size)
    done = files.keep(io.BytesIO(content))
    assert done == (hashlib.sha256(content).digest(), size)
    assert read(files, done.hash) == content
    assert files.size_of(done.hash) == size


def test_the_same_content_is_kept_once(files: FileStore) -> None:
    content = os.urandom(3 * CHUNK_BYTES)
    assert kept(files, content) == kept(files, content)
    assert chunks_in(files) == 3


def test_nothing_kept_is_readable_in_the_folder(files: FileStore, tmp_path: Path) -> None:
    kept(files, b"Katharina Canary-Vogelsang " * 1000)
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert any(each.name == "files.db" for each in written)
    for each in written:
        raw = each.read_bytes()
        assert b"Canary" not in raw
        assert b"SQLite" not in raw


def test_memory_stays_flat_whatever_the_size(files: FileStore, tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        for _turn in range(40):
            file.write(os.urandom(1 << 20))
    tracemalloc.start()
    with path.open("rb") as stream:
        done = files.keep(stream)
    for _chunk in files.read(done.hash):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert done.size == 40 << 20
    assert most < MEMORY_BYTES


class Changing(io.BytesIO):
    """A file that somebody writes to while it is read: it begins anew with other content."""

    def seek(self, offset: int, whence: int = 0) -> int:
        self.getbuffer()[:3] = b"new"
        return super().seek(offset, whence)


def test_a_file_that_changes_while_it_is_read_is_not_kept(files: FileStore) -> None:
    with pytest.raises(CrmError, match="changed while"):
        files.keep(Changing(b"old content" * 100_000))
    assert chunks_in(files) == 0
    assert files.contents() == []


def test_cancelling_leaves_nothing(files: FileStore) -> None:
    seen: list[int] = []

    def heard(done: int, _total: int) -> None:
        seen.append(done)
        if len(seen) > 60:
            progress.cancel()

    progress = Progress(heard)
    with pytest.raises(Cancelled):
        files.keep(io.BytesIO(os.urandom(40 * CHUNK_BYTES)), progress, 40 * CHUNK_BYTES)
    assert seen == sorted(seen)
    assert chunks_in(files) == 0


def test_what_a_kill_left_half_written_is_no_content_and_is_written_anew(files: FileStore) -> None:
    content = os.urandom(2 * CHUNK_BYTES)
    digest = hashlib.sha256(content).digest()
    kept(files, b"another")
    writer = files._opened_writer()
    writer.execute("INSERT INTO chunk VALUES (?, 0, ?)", (digest, b"half of i"))
    with pytest.raises(MissingContent):
        read(files, digest)
    kept(files, content)
    assert read(files, digest) == content


def test_a_missing_or_foreign_chunk_is_told(files: FileStore) -> None:
    content = kept(files, os.urandom(2 * CHUNK_BYTES))
    files._opened_writer().execute("DELETE FROM chunk WHERE n = 1")
    with pytest.raises(DamagedWorkspace):
        read(files, content)


def test_content_that_was_never_here_is_told(files: FileStore) -> None:
    with pytest.raises(MissingContent, match="not on this computer"):
        read(files, bytes(32))
    assert files.size_of(bytes(32)) is None
    assert files.contents() == []
    assert files.problems() == []


def test_others_are_dropped_but_never_what_was_just_kept(files: FileStore, tmp_path: Path) -> None:
    wanted, left = kept(files, b"wanted"), kept(files, os.urandom(5 * CHUNK_BYTES))
    assert files.drop_others([wanted]) == 0
    files.close()
    later = FileStore(tmp_path, KEY)
    just = kept(later, b"just kept")
    assert later.drop_others([wanted]) == 1
    assert {each.hash for each in later.contents()} == {wanted, just}
    with pytest.raises(MissingContent):
        read(later, left)
    later.close()
    assert (tmp_path / "files.db").stat().st_size < 2 * CHUNK_BYTES


def test_a_reading_only_store_reads_and_keeps_nothing(files: FileStore, tmp_path: Path) -> None:
    content = kept(files, b"contract")
    reading = FileStore(tmp_path, KEY, read_only=True)
    assert read(reading, content) == b"contract"
    with pytest.raises(CrmError, match="reading only"):
        kept(reading, b"another")
    reading.close()


def test_a_closed_store_neither_keeps_nor_reads(files: FileStore) -> None:
    content = kept(files, b"contract")
    files.close()
    with pytest.raises(CrmError, match="closed"):
        read(files, content)
    with pytest.raises(CrmError, match="closed"):
        kept(files, b"another")


def test_a_creation_that_was_cut_off_is_begun_anew(files: FileStore, tmp_path: Path) -> None:
    (tmp_path / "files.db.new").write_bytes(b"half")
    assert read(files, kept(files, b"contract")) == b"contract"
    assert sorted(each.name for each in tmp_path.iterdir() if "new" in each.name) == []


def small(chance: Random, word: str) -> bytes:
    """Return a content that fits into a page beside others, and holds `word` in all its parts."""
    return (word * 400)[: chance.randint(50, 3800)].encode() + chance.randbytes(8)


def test_of_what_was_dropped_no_page_holds_anything_though_the_file_is_not_written_anew(
    files: FileStore, tmp_path: Path
) -> None:
    chance = Random(11)
    files.keep(io.BytesIO(b"first"))
    before = files.path.stat().st_ino
    theirs = [kept(files, small(chance, "Zyqqomarine ")) for _each in range(60)]
    ours: list[bytes] = []
    for number in range(300):
        ours.append(kept(files, small(chance, "Plain ")))
        if number % 3 == 0:
            theirs.append(kept(files, small(chance, "Zyqqomarine ") * chance.choice((1, 1, 1, 400))))
        if number % 7 == 0:
            files.drop_others([], also=[ours.pop(chance.randrange(len(ours)))])
        if number % 40 == 0:
            files.drop_others([], also=[theirs.pop(chance.randrange(len(theirs)))])
    assert holds(files.path, KEY, "Zyqqomarine")
    files.drop_others(ours, also=theirs)
    assert files.purge() is True
    assert files.path.stat().st_ino == before
    assert not holds(files.path, KEY, "Zyqqomarine")
    assert {each.hash for each in files.contents()} >= set(ours)
    assert all(b"Plain" in read(files, each) for each in ours)
    assert files.problems() == []


def test_a_file_of_an_older_version_is_written_anew_once(files: FileStore) -> None:
    one, other = kept(files, b"Zyqqomarine" * 99), kept(files, b"plain")
    files._opened_writer().execute("PRAGMA user_version = 0")
    before = files.path.stat().st_ino
    files.drop_others([other], also=[one])
    assert files.purge() is True
    after = files.path.stat().st_ino
    assert after != before
    assert not holds(files.path, KEY, "Zyqqomarine")
    assert read(files, other) == b"plain"
    assert files.purge() is True
    assert files.path.stat().st_ino == after
    with files._reader() as reader:
        assert reader is not None
        assert reader.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def test_who_reads_a_content_holds_up_the_purge_but_not_for_ever(files: FileStore) -> None:
    one, other = kept(files, os.urandom(3 * CHUNK_BYTES)), kept(files, os.urandom(3 * CHUNK_BYTES))
    reading = files.read(other)
    next(reading)
    files.drop_others([other], also=[one])
    files._opened_writer().execute("PRAGMA busy_timeout = 10")
    files.purge()
    assert sum(map(len, reading)) == 2 * CHUNK_BYTES
    assert files.purge() is True
