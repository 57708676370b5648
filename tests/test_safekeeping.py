"""Backup, restore and another recovery key take the attachments along."""

from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.files.actions import Holder
from crm_desktop.files.checking import file_problems
from crm_desktop.files.queries import FileRow, files_of
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.safekeeping import back_up_workspace, backups_of, check_backup, replace_recovery_key, restore_workspace
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.files.conftest import attached

CONTENT = b"Frame contract " * 100_000


@pytest.fixture
def holder(workspace: Workspace) -> Holder:
    found = Holder("contact", add_contact(workspace.journal, "company", {"name": "Acme"}))
    attached(workspace, found, "contract.bin", CONTENT)
    return found


def only_file(workspace: Workspace, holder: Holder) -> FileRow:
    with workspace.reader() as reader:
        assert file_problems(reader, workspace.files) == []
        (found,) = files_of(reader, holder)
    return found


def content(workspace: Workspace, holder: Holder) -> bytes:
    return b"".join(workspace.files.read(only_file(workspace, holder).content))


def test_a_restored_backup_has_the_files(workspace: Workspace, holder: Holder, tmp_path: Path) -> None:
    report = back_up_workspace(workspace, tmp_path / "safe.crmbackup")
    check_backup(workspace, report.path)
    restore_workspace(report.path, tmp_path / "Restored.crm", workspace.secret)
    restored = open_workspace(tmp_path / "Restored.crm", PASSPHRASE)
    try:
        assert content(restored, holder) == CONTENT
    finally:
        restored.close()


def test_a_backup_while_a_file_is_being_added_holds_only_whole_files(
    workspace: Workspace, holder: Holder, tmp_path: Path
) -> None:
    # chunks without their content, as they lie between two transactions of an addition
    workspace.files._opened_writer().execute("INSERT INTO chunk VALUES (?, 0, ?)", (bytes(32), b"half"))
    workspace.files._new.add(bytes(32))
    report = back_up_workspace(workspace, tmp_path / "safe.crmbackup")
    restore_workspace(report.path, tmp_path / "Restored.crm", workspace.secret)
    restored = open_workspace(tmp_path / "Restored.crm", PASSPHRASE)
    try:
        assert content(restored, holder) == CONTENT
    finally:
        restored.close()


def test_a_new_recovery_key_opens_the_files_too_and_the_old_one_no_more(workspace: Workspace, holder: Holder) -> None:
    old = workspace.secret
    opened = replace_recovery_key(workspace, PASSPHRASE)
    try:
        assert opened.secret != old
        assert content(opened, holder) == CONTENT
        attached(opened, holder, "more.bin", b"more")
        with pytest.raises(Exception, match="damaged"):
            connect(opened.folder / "files.db", raw_key(old, "files.db"))
    finally:
        opened.close()


def test_backups_are_kept_as_long_as_was_chosen(workspace: Workspace, clock: MovedClock) -> None:
    save_setting(workspace.journal, "backup_keep", "7")
    for _day in range(12):
        clock.move(days=1)
        back_up_workspace(workspace, now=clock())
    assert [each.made_at for each in backups_of(workspace)] == [clock() - timedelta(days=day) for day in range(7)]
