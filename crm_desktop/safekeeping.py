"""What keeps a workspace safe: backups of it, its passphrase and its recovery key."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.files.checking import drop_unnamed
from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import instant
from crm_desktop.store.migrations import SHARED_SINCE, check_known, schema_version
from crm_desktop.store.sites import local_value, set_local_value, take_new_site
from crm_desktop.store.workspace_settings import backup_folder, setting_value
from crm_desktop.sync.copies import be_another_copy
from crm_desktop.sync.ledger import erase_again, last_erasure_ms, ledger_folders, note_erasures, settle_erasures
from crm_desktop.vault.argon import Argon
from crm_desktop.vault.backup import BackupReport, back_up, backup_secret, backup_secret_from_key, verify_backup
from crm_desktop.vault.backup_list import BackupFile, drop_with_erased, list_backups, thin_out
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.rekey import replace_secret
from crm_desktop.vault.restore import restore
from crm_desktop.vault.secret import new_secret, raw_key
from crm_desktop.vault.slots import change_passphrase, open_with_passphrase, open_with_recovery_key, rewrite_keys
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.vault.strength import check_strength
from crm_desktop.workspace import DATABASE, KEY_MADE, PASSPHRASE_CHANGED, Workspace, open_workspace, opened_with

KEY_TESTED = "recovery_key_tested"
PATIENCE_MS = 60_000


class Restored(NamedTuple):
    """What a restore did: where the replaced workspace is kept, if there was one, and how much was erased again."""

    replaced: Path | None
    erased_again: int


def backup_place(workspace: Workspace) -> Path:
    """Return the folder that backups of `workspace` are written to."""
    with workspace.reader() as reader:
        return backup_folder(reader, workspace.folder)


def back_up_workspace(
    workspace: Workspace, target: Path | None = None, progress: Progress | None = None, *, now: datetime | None = None
) -> BackupReport:
    """Write a backup of `workspace` to the folder or new file `target` and prove it; then thin out the usual place.

    Edits wait only while the file is copied. Raises CrmError where it cannot be written or does not pass its check.
    """
    usual = backup_place(workspace)
    made_at = now or datetime.now(UTC)
    if not workspace.read_only:
        # left by a kill, or of erased records
        with workspace.reader() as reader:
            drop_unnamed(reader, workspace.files)
    connection = connect(workspace.folder / DATABASE, raw_key(workspace.secret))
    try:
        # another transaction may be long: an import of a hundred thousand rows
        connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        report = back_up(
            connection, workspace.folder, workspace.secret, target or usual, made_at, progress or Progress()
        )
    finally:
        connection.close()
    if target is None:
        thin_out(usual, made_at, _days_kept(workspace))
    with workspace.reader() as reader:
        note_erasures(reader, [*ledger_folders(reader, workspace.folder), report.path.parent])
        erased_ms = last_erasure_ms(reader)
    if erased_ms is not None:
        drop_with_erased(usual, workspace.folder.stem, instant(erased_ms), made_at)
    return report


def backups_of(workspace: Workspace) -> list[BackupFile]:
    """Return the backups of `workspace` in their usual place, the newest first."""
    return [each for each in list_backups(backup_place(workspace)) if each.workspace == workspace.folder.stem]


def check_backup(workspace: Workspace, path: Path, progress: Progress | None = None) -> BackupReport:
    """Open the backup `path` and check all of it."""
    return verify_backup(path, workspace.secret, progress)


def secret_of_backup(path: Path, passphrase: str | None = None, recovery_key: str | None = None) -> bytes:
    """Return what opens the backup `path`; raises WrongPassphrase or WrongRecoveryKey."""
    if recovery_key is not None:
        return backup_secret_from_key(path, recovery_key)
    return backup_secret(path, passphrase or "")


def restore_workspace(
    backup: Path, folder: Path, secret: bytes, progress: Progress | None = None, *, now: datetime | None = None
) -> Restored:
    """Put the content of `backup` in the place of the workspace `folder`, which nobody may have open.

    What was erased since the backup was made is erased again, as far as a ledger of it is on this computer or beside
    the backup.
    """
    replaced = restore(backup, folder, secret, _make_another_copy, now or datetime.now(UTC), progress)
    restored = opened_with(folder, secret)
    try:
        again = restored.erased_again + erase_again(restored.journal, [backup.parent])
        if again:
            settle_erasures(restored.journal, restored.files)
    finally:
        restored.close()
    return Restored(replaced, again)


def check_passphrase(workspace: Workspace, typed: str) -> None:
    """Raise WrongPassphrase unless `typed` opens `workspace`; takes as long as unlocking does."""
    open_with_passphrase(workspace.folder, typed)


def new_passphrase(
    workspace: Workspace, current: str, new: str, *, argon: Argon | None = None, now: datetime | None = None
) -> None:
    """Let `new` open `workspace` in the stead of `current`; raises WrongPassphrase and WeakPassphrase."""
    secret = open_with_passphrase(workspace.folder, current)
    check_strength(new, [workspace.name, workspace.member_name])
    change_passphrase(workspace.folder, secret, new, argon=argon)
    _note(workspace, PASSPHRASE_CHANGED, now or datetime.now(UTC))


def passphrase_from_key(
    folder: Path, recovery_key: str, new: str, *, argon: Argon | None = None, now: datetime | None = None
) -> None:
    """Let `new` open the workspace `folder` whose passphrase was lost; raises WrongRecoveryKey and WeakPassphrase."""
    secret = open_with_recovery_key(folder, recovery_key)
    check_strength(new, [folder.stem])
    rewrite_keys(folder, secret, new, argon=argon)
    connection = connect(folder / DATABASE, raw_key(secret))
    set_local_value(connection, PASSPHRASE_CHANGED, (now or datetime.now(UTC)).isoformat())
    connection.close()


def try_recovery_key(workspace: Workspace, typed: str, *, now: datetime | None = None) -> None:
    """Raise WrongRecoveryKey unless the typed key opens `workspace`; keep that it was tested."""
    open_with_recovery_key(workspace.folder, typed)
    note_key_tested(workspace, now or datetime.now(UTC))


def replace_recovery_key(
    workspace: Workspace, passphrase: str, progress: Progress | None = None, *, now: datetime | None = None
) -> Workspace:
    """Give `workspace` a new recovery key, after a verified backup; return it opened anew with its new secret.

    `workspace` is closed. The old key still opens the backups of its time. Raises WrongPassphrase.
    """
    folder, old = workspace.folder, open_with_passphrase(workspace.folder, passphrase)
    backup = back_up_workspace(workspace, progress=progress)
    workspace.close_files()
    replace_secret(folder, connect(folder / DATABASE, raw_key(old)), old, new_secret(), passphrase, lambda: backup)
    workspace.close()
    opened = open_workspace(folder, passphrase)
    set_local_value(opened.store.writer, KEY_TESTED, "")
    _note(opened, KEY_MADE, now or datetime.now(UTC))
    return opened


def note_key_tested(workspace: Workspace, now: datetime) -> None:
    """Keep on this device that the paper of the recovery key was there at `now`."""
    _note(workspace, KEY_TESTED, now)


def key_tested_at(reader: Connection) -> datetime | None:
    """Return when the recovery key was last typed from the paper, or None."""
    return _noted(reader, KEY_TESTED)


def key_made_at(reader: Connection) -> datetime | None:
    """Return when the recovery key was made on this device, or None where that is not known."""
    return _noted(reader, KEY_MADE)


def passphrase_changed_at(reader: Connection) -> datetime | None:
    """Return when the passphrase was last changed in the open workspace, or None."""
    return _noted(reader, PASSPHRASE_CHANGED)


def _note(workspace: Workspace, name: str, now: datetime) -> None:
    store = workspace.store
    with store.writing:
        set_local_value(store.writer, name, now.isoformat())


def _noted(reader: Connection, name: str) -> datetime | None:
    kept = local_value(reader, name)
    return datetime.fromisoformat(kept) if kept else None


def _days_kept(workspace: Workspace) -> int | None:
    """Return how many days of backups are kept, None where they are thinned out over a year."""
    with workspace.reader() as reader:
        chosen = setting_value(reader, "backup_keep")
    return int(chosen) if chosen.isdigit() else None


def _make_another_copy(connection: Connection) -> None:
    """Make the restored file a copy of its own: its edits are told apart from those of the file it was made from."""
    version = schema_version(connection)
    check_known(version)
    if version >= SHARED_SINCE:
        be_another_copy(connection)
    else:
        take_new_site(connection)
