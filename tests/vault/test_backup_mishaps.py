"""A backup that is stopped, cut off or has no room leaves nothing behind that looks like one."""

import os
import resource
import shutil
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.errors import Cancelled, CrmError
from crm_desktop.jobs import Progress
from crm_desktop.vault.backup import back_up, verify_backup
from crm_desktop.vault.driver import Connection
from tests.vault.conftest import BACKUP, MADE_AT, PEOPLE, Vault, add_people
from tests.vault.killing import kill_at_each_step


def test_a_damaged_workspace_gets_no_backup_that_is_called_good(vault: Vault, target: Path) -> None:
    with (vault.folder / "crm.db").open("r+b") as file:
        file.seek(5 * 4096 + 10)
        file.write(bytes(50))
    connection = vault.open()
    with pytest.raises(CrmError, match="did not pass its check"):
        back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    connection.close()
    assert list(target.iterdir()) == []


def test_a_cancelled_backup_leaves_nothing(vault: Vault, connection: Connection, target: Path) -> None:
    progress = Progress(lambda done, total: progress.cancel() if done > total / 3 else None)
    with pytest.raises(Cancelled):
        back_up(connection, vault.folder, vault.secret, target, MADE_AT, progress)
    assert list(target.iterdir()) == []
    assert not connection.in_transaction


def test_a_backup_can_be_cancelled_while_it_is_checked(vault: Vault, connection: Connection, target: Path) -> None:
    add_people(connection, 60_000)
    seen: list[int] = []

    def stop_in_the_last_third(done: int, total: int) -> None:
        seen.append(done)
        if done > total * 2 / 3:
            progress.cancel()

    progress = Progress(stop_in_the_last_third)
    with pytest.raises(Cancelled):
        back_up(connection, vault.folder, vault.secret, target, MADE_AT, progress)
    assert list(target.iterdir()) == []


def test_progress_is_reported_to_the_end(vault: Vault, connection: Connection, target: Path) -> None:
    seen: list[tuple[int, int]] = []
    back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress(lambda *step: seen.append(step)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_power_cut_during_a_backup_leaves_nothing_under_its_name(
    vault: Vault, connection: Connection, target: Path
) -> None:
    connection.close()

    def prepare() -> None:
        shutil.rmtree(target, ignore_errors=True)

    def act() -> None:
        back_up(vault.open(), vault.folder, vault.secret, target, MADE_AT, Progress())

    def check(_step: int) -> None:
        if (target / BACKUP).exists():
            assert verify_backup(target / BACKUP, vault.secret).counts["person"] == PEOPLE
        again = vault.open()
        later = back_up(again, vault.folder, vault.secret, target, MADE_AT + timedelta(hours=1), Progress())
        again.close()
        assert {path.name for path in target.iterdir()} <= {BACKUP, later.path.name}
        later.path.unlink()

    assert kill_at_each_step(prepare, act, check) > 10


def test_a_full_disk_is_named_and_nothing_is_left(vault: Vault, connection: Connection, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=17m", "none", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs rights that this user does not have")
    try:
        connection.execute("CREATE TABLE big (content BLOB)")
        connection.execute("INSERT INTO big VALUES (randomblob(200000))")
        back_up(connection, vault.folder, vault.secret, small, MADE_AT, Progress())
        (small / "filler").write_bytes(bytes(15 << 20))
        with pytest.raises(CrmError, match=r"are needed on the drive.*Make room"):
            back_up(connection, vault.folder, vault.secret, small, MADE_AT, Progress())
        assert {path.name for path in small.iterdir()} == {BACKUP, "filler"}
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    vault: Vault, connection: Connection, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CrmError, match="disk is full"):
        back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    assert list(target.iterdir()) == []


def test_a_drive_that_holds_no_large_files_is_named(vault: Vault, connection: Connection, target: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(CrmError, match="no files of this size"):
            back_up(connection, vault.folder, vault.secret, target, MADE_AT, Progress())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(target.iterdir()) == []


def test_a_place_that_may_not_be_written_is_named(vault: Vault, connection: Connection, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CrmError, match="could not be written"):
        back_up(connection, vault.folder, vault.secret, tmp_path / "file" / "backups", MADE_AT, Progress())
