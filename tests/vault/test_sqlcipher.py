"""The encrypted file shows nothing, keeps what was written, and says when it is damaged."""

import os
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import DamagedWorkspace
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.sqlcipher import RawKey, check_size, connect, file_salt, integrity, size_problem

CANARY = "Katharina Canary-Vogelsang"
ROWS = 2000


@pytest.fixture
def key() -> RawKey:
    return raw_key(new_secret())


@pytest.fixture
def path(tmp_path: Path, key: RawKey) -> Path:
    """Return a closed file with some rows."""
    path = tmp_path / "crm.db"
    connection = connect(path, key, create=True)
    fill(connection)
    connection.close()
    return path


def fill(connection: Connection, rows: int = ROWS) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS person (rid INTEGER PRIMARY KEY, name TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO person (name) VALUES (?)", [(f"{CANARY} {n}",) for n in range(rows)])
    connection.execute("COMMIT")


def open_and_check(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    try:
        check_size(connection, path)
    finally:
        connection.close()


def count(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])


def test_what_was_written_is_there_after_opening_again(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    assert count(connection) == ROWS
    connection.close()


def test_no_name_and_no_table_can_be_read_in_the_files(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    fill(connection)
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert b"Canary" not in content
        assert b"person" not in content
        assert b"SQLite format" not in content
    connection.close()


def test_the_file_begins_with_the_salt_of_its_key(path: Path, key: RawKey) -> None:
    assert file_salt(path) == key.salt


def test_another_key_does_not_open_the_file(path: Path) -> None:
    with pytest.raises(DamagedWorkspace):
        connect(path, raw_key(new_secret()))


def test_opening_never_creates_a_missing_file(tmp_path: Path, key: RawKey) -> None:
    for read_only in (False, True):
        with pytest.raises(DamagedWorkspace, match="missing"):
            connect(tmp_path / "crm.db", key, read_only=read_only)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", 5000),
        ("query_only", 0),
        ("cache_size", -65536),
    ],
)
def test_a_writer_is_opened_with_the_settings_that_keep_its_content_safe(
    path: Path, key: RawKey, setting: str, expected: object
) -> None:
    connection = connect(path, key)
    assert connection.execute(f"PRAGMA {setting}").fetchone()[0] == expected
    connection.close()


def test_a_reader_cannot_write(path: Path, key: RawKey) -> None:
    connection = connect(path, key, read_only=True)
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        connection.execute("DELETE FROM person")
    assert connection.execute("PRAGMA query_only").fetchone()[0] == 1
    connection.close()


def test_a_reader_sees_what_the_writer_committed_a_moment_ago(path: Path, key: RawKey) -> None:
    writer = connect(path, key)
    reader = connect(path, key, read_only=True)
    writer.execute("INSERT INTO person (name) VALUES ('Lin')")
    assert count(reader) == ROWS + 1
    reader.close()
    writer.close()


def test_a_file_in_a_folder_that_may_not_be_written_can_still_be_read(path: Path, key: RawKey) -> None:
    path.parent.chmod(0o500)
    try:
        connection = connect(path, key, read_only=True)
        assert count(connection) == ROWS
        connection.close()
    finally:
        path.parent.chmod(0o700)


def test_nothing_is_printed_about_damaged_pages(path: Path, key: RawKey, capfd: pytest.CaptureFixture[str]) -> None:
    overwrite(path, 3 * 4096 + 100)
    connection = connect(path, key)
    assert integrity(connection)
    connection.close()
    assert capfd.readouterr() == ("", "")


def test_a_whole_file_has_nothing_to_complain_about(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    fill(connection)
    assert integrity(connection) == []
    assert integrity(connection, quick=True) == []
    connection.close()


@pytest.mark.parametrize("pages", [1, 2, 10])
def test_a_file_that_is_some_pages_short_is_called_damaged(path: Path, key: RawKey, pages: int) -> None:
    os.truncate(path, path.stat().st_size - pages * 4096)
    with pytest.raises(DamagedWorkspace):
        open_and_check(path, key)


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_file_cut_in_the_middle_of_a_page_is_called_damaged(path: Path, key: RawKey, part: float) -> None:
    os.truncate(path, int(path.stat().st_size * part) + 100)
    with pytest.raises(DamagedWorkspace):
        open_and_check(path, key)


def test_a_file_cut_off_while_it_is_open_is_found_by_its_size(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    os.truncate(path, path.stat().st_size - 4096)
    assert "cut off" in size_problem(connection, path)
    assert integrity(connection)
    connection.close()


def test_a_file_with_something_added_is_called_damaged(path: Path, key: RawKey) -> None:
    with path.open("ab") as file:
        file.write(bytes(4096))
    connection = connect(path, key)
    assert "added" in size_problem(connection, path)
    connection.close()


@pytest.mark.parametrize("size", [0, 16, 100, 4095])
def test_a_file_without_its_first_page_is_called_damaged(path: Path, key: RawKey, size: int) -> None:
    os.truncate(path, size)
    with pytest.raises(DamagedWorkspace):
        open_and_check(path, key)


def test_pages_that_wait_in_the_log_are_not_missed(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    fill(connection)
    assert path.stat().st_size < int(connection.execute("PRAGMA page_count").fetchone()[0]) * 4096
    assert size_problem(connection, path) == ""
    connection.close()


def test_a_cut_file_is_found_out_even_while_pages_wait_in_the_log(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    connection.execute("INSERT INTO person (name) VALUES ('Lin')")
    pages = path.stat().st_size // 4096
    os.truncate(path, (pages - 10) * 4096)
    assert "cut off" in size_problem(connection, path)
    connection.close()


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("offset", [16, 5000, 40_000, -50])
def test_a_changed_byte_anywhere_is_found(path: Path, key: RawKey, offset: int, quick: bool) -> None:
    overwrite(path, offset % path.stat().st_size, length=1)
    try:
        connection = connect(path, key)
    except DamagedWorkspace:
        return
    assert integrity(connection, quick=quick)
    connection.close()


def test_a_copy_opens_with_the_same_key(path: Path, key: RawKey, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(path, copy)
    connection = connect(copy, key)
    assert count(connection) == ROWS
    connection.close()


def overwrite(path: Path, offset: int, length: int = 200) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        old = file.read(length)
        file.seek(offset)
        file.write(bytes(byte ^ 0xFF for byte in old))


def test_empty_values_and_bytes_come_back_as_they_were_bound(path: Path, key: RawKey) -> None:
    connection = connect(path, key)
    values = (None, b"", b"\0id", bytearray(b"x"), "", 0)
    found = connection.execute("SELECT ?, ?, ?, ?, ?, ?", values).fetchone()
    kinds = connection.execute("SELECT " + ", ".join(["typeof(?)"] * 6), values).fetchone()
    connection.close()
    assert found == (None, b"", b"\0id", b"x", "", 0)
    assert kinds == ("null", "blob", "blob", "blob", "text", "integer")
