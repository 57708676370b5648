"""A backup holds everything, was opened before it got its name, and tells what is wrong with it."""

import os
import shutil
import subprocess
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    CrmError,
    DamagedWorkspace,
    NewerWorkspace,
    NotAWorkspace,
    UnreadableFile,
    WrongPassphrase,
    WrongRecoveryKey,
)
from crm_desktop.jobs import Progress
from crm_desktop.vault.backup import (
    BackupReport,
    back_up,
    backup_secret,
    backup_secret_from_key,
    opened_backup,
    unpack_backup,
    verify_backup,
)
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import new_secret, secret_text
from crm_desktop.vault.slots import open_with_passphrase
from tests.vault.conftest import BACKUP, CANARY, MADE_AT, PASSPHRASE, PEOPLE, Vault, add_people, make_vault, people_in


@pytest.fixture
def report(vault: Vault, connection: Connection, target: Path) -> BackupReport:
    return back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())


def test_a_backup_is_one_file_named_after_the_workspace_and_the_minute(report: BackupReport, target: Path) -> None:
    assert [path.name for path in target.iterdir()] == [BACKUP]
    assert report.path == target / BACKUP
    assert report.size == report.path.stat().st_size
    assert report.path.stat().st_mode & 0o777 == 0o600


def test_a_second_backup_in_the_same_minute_gets_a_number(
    report: BackupReport, vault: Vault, connection: Connection, target: Path
) -> None:
    second = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    assert second.path.name == BACKUP.replace(".crm", "-2.crm")
    assert report.path.exists()


def test_a_backup_may_be_given_a_name_but_never_replaces_a_file(
    vault: Vault, connection: Connection, tmp_path: Path
) -> None:
    chosen = tmp_path / "before the fair.crmbackup"
    assert back_up(connection, vault.folder, vault.secret, chosen, MADE_AT, Progress()).path == chosen
    with pytest.raises(CrmError, match="exists already"):
        back_up(connection, vault.folder, vault.secret, chosen, MADE_AT, Progress())


def test_the_report_tells_what_is_in_it(report: BackupReport, vault: Vault) -> None:
    assert report.counts == {"person": PEOPLE, "alembic_version": 1}
    assert report.schema_version == "0001"
    assert report.made_at == MADE_AT
    assert verify_backup(report.path, vault.secret).counts == report.counts


def test_nothing_of_the_user_can_be_read_in_a_backup(report: BackupReport) -> None:
    content = report.path.read_bytes()
    assert CANARY.encode() not in content
    assert b"Canary" not in content
    assert b"Hartwell" not in content


def test_a_backup_can_be_opened_without_the_program(report: BackupReport, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", str(report.path), "-C", str(tmp_path)], check=True)
    assert (tmp_path / "crm.db").stat().st_size > 0
    assert (tmp_path / "manifest.json").stat().st_size > 0


def test_the_newest_change_is_in_it_although_it_was_still_in_the_log(
    vault: Vault, connection: Connection, target: Path
) -> None:
    add_people(connection, 5)
    assert (vault.folder / "crm.db-wal").stat().st_size > 0
    report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    assert report.counts["person"] == PEOPLE + 5


def test_the_newest_change_is_in_it_although_a_reader_holds_the_log(
    vault: Vault, connection: Connection, target: Path
) -> None:
    reader = vault.open(read_only=True)
    reader.execute("BEGIN")
    assert people_in(reader) == PEOPLE
    connection.execute("PRAGMA busy_timeout=10")
    add_people(connection, 5)
    report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    reader.close()
    assert report.counts["person"] == PEOPLE + 5
    assert verify_backup(report.path, vault.secret).counts["person"] == PEOPLE + 5


def test_a_backup_made_while_others_write_is_whole(vault: Vault, connection: Connection, target: Path) -> None:
    done = threading.Event()

    def keep_writing() -> None:
        writer = vault.open()
        while not done.is_set():
            add_people(writer, 3)
            time.sleep(0.005)
        writer.close()

    busy = threading.Thread(target=keep_writing)
    busy.start()
    try:
        for _turn in range(5):
            report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
            assert (report.counts["person"] - PEOPLE) % 3 == 0
    finally:
        done.set()
        busy.join()


def test_a_long_change_is_waited_for_and_then_named(vault: Vault, connection: Connection, target: Path) -> None:
    other = vault.open()
    other.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA busy_timeout=20")
    with pytest.raises(CrmError, match="long change"):
        back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    other.execute("ROLLBACK")
    other.close()
    assert list(target.iterdir()) == []
    assert back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress()).counts["person"] == PEOPLE


def test_others_wait_while_the_file_is_copied_but_not_while_it_is_checked(
    vault: Vault, connection: Connection, target: Path
) -> None:
    other = vault.open()
    other.execute("PRAGMA busy_timeout=0")
    written: list[bool] = []

    def try_to_write(_done: int, _total: int) -> None:
        try:
            other.execute("INSERT INTO person (name) VALUES ('Lin')")
        except dbapi2.OperationalError:
            written.append(False)
        else:
            written.append(True)

    report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress(try_to_write))
    other.close()
    assert written == sorted(written)
    assert set(written) == {False, True}
    assert report.counts["person"] == PEOPLE


def test_the_writer_goes_on_after_a_backup(report: BackupReport, connection: Connection) -> None:
    assert not connection.in_transaction
    add_people(connection, 1)
    assert people_in(connection) == PEOPLE + 1
    assert report.counts["person"] == PEOPLE


def test_the_content_of_a_backup_can_be_looked_at(report: BackupReport, vault: Vault, target: Path) -> None:
    with opened_backup(report.path, vault.secret) as content:
        assert people_in(content.reader) == PEOPLE
    assert [path.name for path in target.iterdir()] == [BACKUP]


def test_the_passphrase_of_its_time_opens_a_backup(report: BackupReport, vault: Vault) -> None:
    assert backup_secret(report.path, PASSPHRASE) == vault.secret
    with pytest.raises(WrongPassphrase):
        backup_secret(report.path, "another")


def test_one_copy_of_the_keys_is_enough_for_a_backup(vault: Vault, connection: Connection, target: Path) -> None:
    (vault.folder / "keys.a").unlink()
    report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    assert backup_secret(report.path, PASSPHRASE) == vault.secret
    with pytest.raises(WrongPassphrase):
        backup_secret(report.path, "another")


def test_the_recovery_key_opens_a_backup(report: BackupReport, vault: Vault) -> None:
    assert backup_secret_from_key(report.path, secret_text(vault.secret)) == vault.secret
    with pytest.raises(WrongRecoveryKey):
        backup_secret_from_key(report.path, secret_text(new_secret()))


def test_a_key_of_another_workspace_is_told_from_damage(report: BackupReport) -> None:
    with pytest.raises(WrongRecoveryKey, match="another recovery key"):
        verify_backup(report.path, new_secret())


def test_damage_anywhere_is_found_and_never_called_something_else(report: BackupReport, vault: Vault) -> None:
    whole = report.path.read_bytes()
    for offset in range(0, len(whole), len(whole) // 60):
        report.path.write_bytes(
            whole[:offset] + bytes(byte ^ 0x41 for byte in whole[offset : offset + 16]) + whole[offset + 16 :]
        )
        # what fills up the last block of a file holds nothing
        if whole[offset : offset + 16] != bytes(16):
            with pytest.raises((DamagedWorkspace, NotAWorkspace)):
                verify_backup(report.path, vault.secret)


def test_damage_in_the_list_of_files_is_found(report: BackupReport, vault: Vault) -> None:
    whole = report.path.read_bytes()
    for offset in range(len(whole) - 3000, len(whole), 41):
        report.path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 0xFF]) + whole[offset + 1 :])
        try:
            verify_backup(report.path, vault.secret)
        except (DamagedWorkspace, NotAWorkspace, NewerWorkspace):
            continue
        # a byte that changes nothing of the content, such as a date in the list
        assert verify_backup(report.path, vault.secret).counts == report.counts


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.99])
def test_a_backup_that_was_cut_off_is_damaged(report: BackupReport, vault: Vault, part: float) -> None:
    os.truncate(report.path, int(report.size * part))
    with pytest.raises((DamagedWorkspace, NotAWorkspace)):
        verify_backup(report.path, vault.secret)


def test_another_file_is_not_a_backup(tmp_path: Path) -> None:
    text, archive = tmp_path / "letter.txt", tmp_path / "photos.zip"
    text.write_text("Dear Katharina")
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("photo.txt", "a photo")
    for path in (text, archive):
        with pytest.raises(NotAWorkspace, match="not a backup"):
            verify_backup(path, new_secret())
    with pytest.raises(UnreadableFile):
        verify_backup(tmp_path / "nowhere.crmbackup", new_secret())


def test_a_backup_of_a_newer_version_is_refused(report: BackupReport, vault: Vault, tmp_path: Path) -> None:
    newer = tmp_path / "newer.crmbackup"
    shutil.copyfile(report.path, newer)
    content = newer.read_bytes()
    newer.write_bytes(content.replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(NewerWorkspace):
        verify_backup(newer, vault.secret)


def test_only_the_files_of_a_workspace_are_ever_unpacked(report: BackupReport, vault: Vault, tmp_path: Path) -> None:
    with tarfile.open(report.path, "a:") as archive:
        for name in ("../escaped", "lock"):
            archive.addfile(tarfile.TarInfo(name))
    unpack_backup(report.path, tmp_path / "new.crm", vault.secret)
    assert not (tmp_path / "escaped").exists()
    assert {path.name for path in (tmp_path / "new.crm").iterdir()} == {"crm.db", "files.db", "keys.a", "keys.b"}


def test_an_unpacked_backup_is_a_workspace(report: BackupReport, vault: Vault, tmp_path: Path) -> None:
    unpack_backup(report.path, tmp_path / "new.crm", vault.secret)
    unpacked = Vault(tmp_path / "new.crm", vault.secret)
    assert open_with_passphrase(unpacked.folder, PASSPHRASE) == vault.secret
    assert unpacked.people() == PEOPLE
    files = unpacked.open("files.db", read_only=True)
    assert files.execute("SELECT count(*) FROM chunk").fetchone()[0] == 2
    files.close()


def test_a_workspace_without_attachments_is_backed_up_too(tmp_path: Path, target: Path) -> None:
    vault = make_vault(tmp_path / "Small.crm", files=False)
    connection = vault.open()
    report = back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    connection.close()
    assert verify_backup(report.path, vault.secret).counts["person"] == PEOPLE
