"""Restoring a backup: a new folder is made and proven beside the workspace, then takes its name."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from crm_desktop.jobs import Progress
from crm_desktop.vault.backup import unpack_backup
from crm_desktop.vault.contents import DATABASES
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import replace_durably, sync_folder, sync_path, write_refused
from crm_desktop.vault.lock import WorkspaceLock
from crm_desktop.vault.replacing import BACKUPS, READY, REPLACED, discard_replaced, finish_restore
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import check_size, connect

_UNFINISHED = ".restoring"


def restore(
    backup: Path,
    target: Path,
    secret: bytes,
    open_check: Callable[[Connection], None],
    now: datetime,
    progress: Progress | None = None,
) -> Path | None:
    """Put the content of `backup` in the place of the workspace folder `target`, which nobody may have open.

    `open_check` gets the restored database, open for writing, before anything is replaced: it renews the site id and
    repeats erasures; when it raises, nothing has changed. Returns the folder in which the replaced workspace is kept
    until `discard_replaced`, or None when there was none. A kill at any moment leaves the old or the new workspace,
    once `finish_restore` ran.
    """
    fresh = target.with_name(target.name + _UNFINISHED)
    try:
        discard_replaced(fresh)
        target.parent.mkdir(parents=True, exist_ok=True)
        unpack_backup(backup, fresh, secret, progress)
        _prove(fresh, secret, open_check)
        return _swap(fresh, target, now)
    except OSError as error:
        raise write_refused(error, target) from error
    finally:
        discard_replaced(fresh)


def _prove(fresh: Path, secret: bytes, open_check: Callable[[Connection], None]) -> None:
    """Open the unpacked files for writing, fold what was in their logs, and let the caller finish them."""
    for name in DATABASES:
        path = fresh / name
        if name == DATABASES[0] or path.exists():
            connection = connect(path, raw_key(secret, name))
            try:
                check_size(connection, path)
                if name == DATABASES[0]:
                    open_check(connection)
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
            sync_path(path)
    (fresh / BACKUPS).mkdir(exist_ok=True)
    sync_folder(fresh)


def _swap(fresh: Path, target: Path, now: datetime) -> Path | None:
    ready = target.with_name(target.name + READY)
    discard_replaced(ready)
    if not target.exists():
        replace_durably(fresh, target)
        return None
    lock = WorkspaceLock(target)
    lock.acquire(now)
    try:
        # the name says that the folder is complete: from here on an interrupted restore can be finished
        replace_durably(fresh, ready)
        kept = target.with_name(f"{target.name}{REPLACED}{now:%Y-%m-%d-%H%M%S}")
        if sys.platform == "win32":
            # Windows renames no folder that holds an open file
            lock.release()
        replace_durably(target, kept)
        finish_restore(target)
        return kept
    finally:
        lock.release()
