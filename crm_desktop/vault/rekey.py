"""Replacing the recovery key: the files are re-keyed as copies and swapped, never rewritten in place.

The order, and what a power cut leaves after each step:

1. `rekeyed/crm.db`, then `rekeyed/files.db`, are copied, re-keyed and proven: the old key opens everything.
2. `keys.b` is written for the new key: `keys.a` still fits `crm.db`, the old key opens everything.
3. `rekeyed/crm.db` becomes `crm.db`: now `keys.b` fits it, the new key opens.
4. `rekeyed/files.db` becomes `files.db`, and `keys.a` is written: done.

`finish_replacing` goes back to the start after a cut in 1 and 2, and on to the end after a cut in 3 and 4.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.vault.argon import Argon
from crm_desktop.vault.contents import DATABASES, found_in
from crm_desktop.vault.copying import check_room, files_standing_still, standing_still
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import (
    create_private,
    replace_durably,
    sync_folder,
    sync_path,
    write_durably,
    write_refused,
)
from crm_desktop.vault.keys_file import COPIES, KeysFile, database_salt, intact_copies, write_keys
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.slots import passphrase_slot, sealed_keys
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.vault.steps import Steps
from crm_desktop.words import _

STAGE = "rekeyed"
_LOGS = ("-wal", "-shm", "-journal")


def replace_secret(
    folder: Path,
    connection: Connection,
    old: bytes,
    new: bytes,
    passphrase: str,
    back_up: Callable[[], object],
    *,
    argon: Argon | None = None,
) -> None:
    """Make `new` the recovery secret of the workspace `folder` instead of `old`, opened by `passphrase`.

    `back_up` makes a verified backup first. `connection` is the only one that is open, under the workspace's lock; it
    is closed, the caller opens again with `new`. The keyring's slot is dropped. The old key still opens old backups.
    """
    back_up()
    keys = sealed_keys(new, [passphrase_slot(new, passphrase, argon)])
    stage = folder / STAGE
    try:
        _drop_stage(stage)
        check_room(folder, [folder / name for name in DATABASES])
        _fill_stage(folder, stage, connection, old)
        for name in DATABASES:
            if (stage / name).exists():
                _rekey(stage / name, old, new)
        _prove(stage, new)
        connection.close()
        _drop_empty_logs(folder)
        _swap(folder, stage, keys)
    except OSError as error:
        raise write_refused(error, folder) from error
    finally:
        connection.close()


def finish_replacing(folder: Path) -> None:
    """Go back or on where a power cut interrupted `replace_secret`; call it under the lock, before opening."""
    stage = folder / STAGE
    if not stage.is_dir():
        return
    try:
        if not (stage / DATABASES[0]).exists():
            _move_files(folder, stage)
        _drop_stage(stage)
        begins = database_salt(folder)
        fitting = next((keys for keys in intact_copies(folder) if keys and keys.binding == begins), None)
        if fitting:
            write_keys(folder, fitting)
    except OSError as error:
        raise write_refused(error, folder) from error


def _fill_stage(folder: Path, stage: Path, connection: Connection, old: bytes) -> None:
    stage.mkdir(mode=0o700)
    with ExitStack() as still:
        still.enter_context(standing_still(connection))
        still.enter_context(files_standing_still(folder, old))
        for name in DATABASES:
            for part in (name, name + _LOGS[0]):
                if (folder / part).is_file():
                    create_private(stage / part).close()
                    shutil.copyfile(folder / part, stage / part)
            sync_folder(stage)


def _rekey(path: Path, old: bytes, new: bytes) -> None:
    connection = connect(path, raw_key(old, path.name))
    try:
        # this copy is thrown away if anything fails, so it needs no journal, which would be as large as itself
        connection.execute("PRAGMA journal_mode=OFF").fetchall()
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(raw_key(new, path.name).pragma("rekey"))
    except dbapi2.OperationalError as error:
        raise CrmError(
            _("The recovery key was not replaced ({reason}). Everything is as it was. Make room on the disk.").format(
                reason=error
            )
        ) from error
    finally:
        connection.close()
    sync_path(path)


def _prove(stage: Path, new: bytes) -> None:
    problems = found_in(stage, new, Steps(Progress(), 0))
    if problems:
        raise CrmError(
            _("The recovery key was not replaced: the new file did not pass its check ({reason}). Try again.").format(
                reason=problems[0]
            )
        )


def _drop_empty_logs(folder: Path) -> None:
    """Remove the old files' logs, which would be replayed into the new ones; refuse where something is in them."""
    for name in DATABASES:
        log = folder / (name + _LOGS[0])
        if log.exists() and log.stat().st_size > 0:
            raise CrmError(
                _("The recovery key was not replaced: another program reads the workspace. Close it and try again.")
            )
        for ending in _LOGS:
            (folder / (name + ending)).unlink(missing_ok=True)


def _swap(folder: Path, stage: Path, keys: KeysFile) -> None:
    write_durably(folder / COPIES[1], keys.to_bytes())
    replace_durably(stage / DATABASES[0], folder / DATABASES[0])
    _move_files(folder, stage)
    write_durably(folder / COPIES[0], keys.to_bytes())
    _drop_stage(stage)


def _move_files(folder: Path, stage: Path) -> None:
    name = DATABASES[1]
    if (stage / name).exists():
        for ending in _LOGS:
            (folder / (name + ending)).unlink(missing_ok=True)
        replace_durably(stage / name, folder / name)


def _drop_stage(stage: Path) -> None:
    """Delete the copies, crm.db last: without it the rest would be taken for a swap that was cut short."""
    if not stage.is_dir():
        return
    for name in reversed(DATABASES):
        for ending in ("", *_LOGS):
            (stage / (name + ending)).unlink(missing_ok=True)
        sync_folder(stage)
    shutil.rmtree(stage)
    sync_folder(stage.parent)
