"""A restored workspace is what the backup held, and a power cut leaves the old one or the new one."""

import os
import shutil
from pathlib import Path

import pytest

from crm_desktop.errors import CrmError, DamagedWorkspace, WorkspaceOpenElsewhere, WrongRecoveryKey
from crm_desktop.jobs import Progress
from crm_desktop.vault.backup import back_up
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.lock import WorkspaceLock
from crm_desktop.vault.replacing import discard_replaced, finish_restore
from crm_desktop.vault.restore import restore
from crm_desktop.vault.secret import new_secret
from crm_desktop.vault.slots import change_passphrase, open_with_passphrase
from tests.vault.conftest import CHEAP, MADE_AT, PASSPHRASE, PEOPLE, Vault, add_people, people_in
from tests.vault.killing import kill_at_each_step


@pytest.fixture
def backup(vault: Vault) -> Path:
    """A backup inside the workspace, which afterwards got 7 more people."""
    connection = vault.open()
    report = back_up(connection, vault.folder, vault.secret, vault.folder / "backups", MADE_AT, Progress())
    add_people(connection, 7)
    connection.close()
    return report.path


def accept(_connection: Connection) -> None:
    """Find nothing wrong with the restored file."""


def test_the_workspace_holds_again_what_the_backup_held(vault: Vault, backup: Path) -> None:
    restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert vault.people() == PEOPLE
    files = vault.open("files.db", read_only=True)
    assert files.execute("SELECT count(*) FROM chunk").fetchone()[0] == 2
    files.close()


def test_the_replaced_workspace_is_kept_until_it_is_discarded(vault: Vault, backup: Path) -> None:
    kept = restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert kept is not None
    assert kept.name == "Hartwell.crm.replaced-2026-11-22-180200"
    assert Vault(kept, vault.secret).people() == PEOPLE + 7
    discard_replaced(kept)
    assert [path.name for path in vault.folder.parent.iterdir()] == ["Hartwell.crm"]


def test_the_backups_stay_with_the_workspace(vault: Vault, backup: Path) -> None:
    restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert backup.exists()


def test_a_restored_workspace_opens_with_the_passphrase_of_the_backup(vault: Vault, backup: Path) -> None:
    change_passphrase(vault.folder, vault.secret, "another", argon=CHEAP)
    restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret


def test_a_workspace_that_was_lost_is_made_again(vault: Vault, backup: Path, tmp_path: Path) -> None:
    saved = backup.rename(tmp_path / backup.name)
    shutil.rmtree(vault.folder)
    assert restore(saved, vault.folder, vault.secret, accept, MADE_AT) is None
    assert vault.people() == PEOPLE


def test_newer_logs_of_the_replaced_file_do_not_leak_into_the_restored_one(vault: Vault, backup: Path) -> None:
    writer = vault.open()
    add_people(writer, 50)
    for ending in ("-wal", "-shm"):
        shutil.copyfile(vault.folder / f"crm.db{ending}", vault.folder.parent / f"left{ending}")
    writer.close()
    for ending in ("-wal", "-shm"):
        shutil.copyfile(vault.folder.parent / f"left{ending}", vault.folder / f"crm.db{ending}")
    restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert vault.people() == PEOPLE


def test_what_the_caller_changes_before_the_swap_is_in_the_restored_file(vault: Vault, backup: Path) -> None:
    """A restored copy takes a new site id and repeats erasures before anybody can open it."""
    restore(backup, vault.folder, vault.secret, lambda connection: add_people(connection, 1), MADE_AT)
    assert not (vault.folder / "crm.db-wal").exists()
    assert vault.people() == PEOPLE + 1


def test_what_the_caller_refuses_is_not_restored(vault: Vault, backup: Path) -> None:
    def refuse(connection: Connection) -> None:
        assert people_in(connection) == PEOPLE
        raise CrmError("no")

    with pytest.raises(CrmError, match="no"):
        restore(backup, vault.folder, vault.secret, refuse, MADE_AT)
    assert vault.people() == PEOPLE + 7
    assert [path.name for path in vault.folder.parent.iterdir()] == ["Hartwell.crm"]


def test_an_open_workspace_is_not_replaced(vault: Vault, backup: Path) -> None:
    with WorkspaceLock(vault.folder), pytest.raises(WorkspaceOpenElsewhere):
        restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert vault.people() == PEOPLE + 7
    assert [path.name for path in vault.folder.parent.iterdir()] == ["Hartwell.crm"]


def test_a_damaged_backup_changes_nothing(vault: Vault, backup: Path) -> None:
    os.truncate(backup, backup.stat().st_size // 2)
    with pytest.raises(DamagedWorkspace, match="Nothing was changed"):
        restore(backup, vault.folder, vault.secret, accept, MADE_AT)
    assert vault.people() == PEOPLE + 7


def test_a_wrong_key_changes_nothing(vault: Vault, backup: Path) -> None:
    with pytest.raises(WrongRecoveryKey):
        restore(backup, vault.folder, new_secret(), accept, MADE_AT)
    assert vault.people() == PEOPLE + 7


def test_a_power_cut_leaves_the_old_workspace_or_the_restored_one(vault: Vault, backup: Path) -> None:
    original = vault.folder.parent.with_name("original")
    shutil.copytree(vault.folder, original)
    found: list[int] = []

    def prepare() -> None:
        shutil.rmtree(vault.folder.parent)
        shutil.copytree(original, vault.folder)

    def check(_step: int) -> None:
        finish_restore(vault.folder)
        found.append(vault.people())
        assert open_with_passphrase(vault.folder, PASSPHRASE) == vault.secret
        assert backup.exists()
        assert not any(path.name.endswith(".restored") for path in vault.folder.parent.iterdir())

    steps = kill_at_each_step(
        prepare, lambda: ignore(restore(backup, vault.folder, vault.secret, accept, MADE_AT)), check
    )
    assert steps > 20
    assert found == sorted(found, reverse=True), "first only the old one, from some step on only the restored one"
    assert set(found) == {PEOPLE, PEOPLE + 7}


def test_nothing_is_finished_where_nothing_was_begun(vault: Vault, tmp_path: Path) -> None:
    finish_restore(vault.folder)
    finish_restore(tmp_path / "nowhere" / "Hartwell.crm")
    assert vault.people() == PEOPLE


def ignore(_result: object) -> None:
    """Take what an act returns, so that it can be given as one that returns nothing."""
