"""Backups that prove themselves: copied at file speed, opened again, and only then given their name."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import CrmError, DamagedWorkspace, WrongRecoveryKey
from crm_desktop.jobs import Progress
from crm_desktop.vault.archive import (
    MEMBERS,
    Manifest,
    Member,
    add_manifest,
    begins_with,
    damaged_backup,
    pack,
    read_manifest,
    read_member,
    unpack,
)
from crm_desktop.vault.backup_turn import CHECK, PART, discard, own_turn
from crm_desktop.vault.contents import DATABASES, found_in, schema_version, table_counts
from crm_desktop.vault.copying import check_room, files_standing_still, standing_still
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably, sync_folder, write_refused
from crm_desktop.vault.keys_file import COPIES, parsed_keys
from crm_desktop.vault.secret import raw_key, secret_from_text
from crm_desktop.vault.slots import unlocked
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.vault.steps import Steps
from crm_desktop.words import _

SUFFIX = ".crmbackup"


class BackupReport(NamedTuple):
    """A backup that was opened and checked; `copy_seconds` is how long writers had to wait."""

    path: Path
    made_at: datetime
    size: int
    schema_version: str
    counts: Mapping[str, int]
    copy_seconds: float
    check_seconds: float


class OpenedBackup(NamedTuple):
    """The content of a backup: its database, and the folder in which all of it lies."""

    reader: Connection
    folder: Path


def back_up(
    connection: Connection, folder: Path, secret: bytes, target: Path, now: datetime, progress: Progress
) -> BackupReport:
    """Back the workspace `folder` up into the folder or new file `target`, and check the backup with `secret`.

    `connection` is the open writer, outside a transaction; others wait while the files are copied, not while the copy
    is checked. Raises CrmError when there is no room or right to write, DamagedWorkspace when the check fails; then
    nothing is left under the backup's name.
    """
    try:
        with own_turn(folder, progress) as turn:
            path = _backup_path(target, folder, now)
            path.parent.mkdir(parents=True, exist_ok=True)
            # the backup, and the copy that is unpacked to check it
            check_room(path.parent, 2 * [folder / name for name in MEMBERS])
            turn.note(_part(path), _check_folder(path))
            return _checked_backup(connection, folder, secret, path, now, progress)
    except OSError as error:
        raise write_refused(error, target) from error


def verify_backup(path: Path, secret: bytes, progress: Progress | None = None) -> BackupReport:
    """Unpack the backup `path` beside itself, check all of it, and return what it holds.

    Raises WrongRecoveryKey when `secret` belongs to another workspace, DamagedWorkspace, NotAWorkspace.
    """
    started = time.perf_counter()
    manifest = read_manifest(path)
    with opened_backup(path, secret, progress) as opened:
        if table_counts(opened.reader) != dict(manifest.counts):
            raise damaged_backup(path)
    return BackupReport(
        path,
        manifest.made_at,
        path.stat().st_size,
        manifest.schema_version,
        manifest.counts,
        0.0,
        time.perf_counter() - started,
    )


@contextlib.contextmanager
def opened_backup(path: Path, secret: bytes, progress: Progress | None = None) -> Iterator[OpenedBackup]:
    """Lend the checked content of the backup `path`, unpacked for the length of the block."""
    with _room_to_check(path) as room:
        unpack_backup(path, room, secret, progress)
        connection = connect(room / DATABASES[0], raw_key(secret), read_only=True, still=True)
        try:
            yield OpenedBackup(connection, room)
        finally:
            connection.close()


def unpack_backup(path: Path, folder: Path, secret: bytes, progress: Progress | None = None) -> None:
    """Write the content of the backup `path` into the new folder `folder` and check it.

    Raises WrongRecoveryKey, DamagedWorkspace, NotAWorkspace, and CrmError when the place cannot be written.
    """
    manifest = read_manifest(path)
    check_belongs(path, manifest, secret)
    steps = Steps(progress or Progress(), 2 * sum(member.size for member in manifest.members))
    try:
        folder.mkdir(mode=0o700)
        found = unpack(path, folder, steps)
        sync_folder(folder)
    except OSError as error:
        raise write_refused(error, folder) from error
    if found != manifest.members:
        raise damaged_backup(path)
    if found_in(folder, secret, steps):
        raise damaged_backup(path)
    steps.finish()


def check_belongs(path: Path, manifest: Manifest, secret: bytes) -> None:
    """Raise WrongRecoveryKey when the backup `path` is of another workspace or of an older recovery key."""
    salt = raw_key(secret).salt
    if manifest.binding != salt:
        raise WrongRecoveryKey(
            _(
                "{file} was made with another recovery key. Open it with the passphrase or recovery key of its time."
            ).format(file=path.name)
        )
    if begins_with(path) != salt:
        raise damaged_backup(path)


def backup_secret(path: Path, passphrase: str) -> bytes:
    """Return the secret of the backup `path`, opened with the passphrase of its time; raises WrongPassphrase."""
    read_manifest(path)
    for name in COPIES:
        # one whole copy of the keys is enough
        with contextlib.suppress(DamagedWorkspace):
            keys = parsed_keys(read_member(path, name))
            if keys is not None:
                return unlocked(keys, passphrase)
    raise damaged_backup(path)


def backup_secret_from_key(path: Path, text: str) -> bytes:
    """Return the secret of the backup `path` from the typed recovery key `text`; raises WrongRecoveryKey."""
    secret = secret_from_text(text)
    check_belongs(path, read_manifest(path), secret)
    return secret


def _checked_backup(
    connection: Connection, folder: Path, secret: bytes, path: Path, now: datetime, progress: Progress
) -> BackupReport:
    part, room = _part(path), _check_folder(path)
    room.mkdir(mode=0o700)
    started = time.perf_counter()
    with contextlib.ExitStack() as still:
        still.enter_context(standing_still(connection))
        still.enter_context(files_standing_still(folder, secret))
        sources = [folder / name for name in MEMBERS if _has_content(folder / name)]
        # written, unpacked again, and checked
        steps = Steps(progress, 3 * sum(source.stat().st_size for source in sources))
        pack(part, sources, now, steps)
    copied = time.perf_counter()
    manifest = _manifest(part, room, secret, now, steps)
    steps.finish()
    add_manifest(part, manifest)
    replace_durably(part, path)
    return BackupReport(
        path,
        now,
        path.stat().st_size,
        manifest.schema_version,
        manifest.counts,
        copied - started,
        time.perf_counter() - copied,
    )


def _manifest(part: Path, room: Path, secret: bytes, now: datetime, steps: Steps) -> Manifest:
    """Unpack what was just written, open it with the key and describe it."""
    members: tuple[Member, ...] = unpack(part, room, steps)
    problems = found_in(room, secret, steps)
    if problems:
        raise CrmError(
            _(
                "The backup was made but did not pass its check ({reason}). It was discarded. "
                "Check the workspace, and try another drive."
            ).format(reason=problems[0])
        )
    key = raw_key(secret)
    connection = connect(room / DATABASES[0], key, read_only=True, still=True)
    try:
        return Manifest(now, key.salt, schema_version(connection), table_counts(connection), members)
    finally:
        connection.close()


def _backup_path(target: Path, folder: Path, now: datetime) -> Path:
    if target.suffix == SUFFIX and not target.is_dir():
        if target.exists():
            raise CrmError(_("{path} exists already. Choose another name.").format(path=target))
        return target
    stem = f"{folder.stem}-{now:%Y-%m-%d-%H%M}"
    path, number = target / (stem + SUFFIX), 1
    while path.exists():
        number += 1
        path = target / f"{stem}-{number}{SUFFIX}"
    return path


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _part(path: Path) -> Path:
    return path.with_name(path.stem + PART)


def _check_folder(path: Path) -> Path:
    return path.with_name(path.stem + CHECK)


@contextlib.contextmanager
def _room_to_check(path: Path) -> Iterator[Path]:
    """Say where the backup `path` may be unpacked: beside it, else in the temporary folder; it stays encrypted."""
    if not os.access(path.parent, os.W_OK):
        with tempfile.TemporaryDirectory() as outside:
            yield Path(outside) / "check"
        return
    room = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield room / "check"
    finally:
        discard(room)
