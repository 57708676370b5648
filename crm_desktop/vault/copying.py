"""Copying open databases: writers are kept out meanwhile, and there is room for the copies."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.errors import CrmError
from crm_desktop.vault.contents import DATABASES
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.words import _

_PATIENCE_WITH_READERS_MS = 500
_PATIENCE_WITH_FILES_MS = 60_000  # a large attachment is written in many short transactions
_MB = 1 << 20
_SPARE = 16 * _MB  # for what else the disk needs meanwhile


@contextlib.contextmanager
def standing_still(connection: Connection) -> Iterator[None]:
    """Fold the log into the file and keep every writer out for the length of the block.

    Raises CrmError when another writer does not finish within the connection's patience.
    """
    patience_ms = int(connection.execute("PRAGMA busy_timeout").fetchone()[0])
    # a reader may keep the log from being emptied; it is then copied too, for what is in it alone would be lost
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_WITH_READERS_MS}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute(f"PRAGMA busy_timeout={patience_ms}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except dbapi2.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise CrmError(_("A long change is being written. Wait until it is finished, then try again.")) from error
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def files_standing_still(folder: Path, secret: bytes) -> Iterator[None]:
    """Keep every writer out of the attachments of the workspace `folder` for the length of the block."""
    name = DATABASES[1]
    if not (folder / name).is_file():
        yield
        return
    connection = connect(folder / name, raw_key(secret, name))
    try:
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE_WITH_FILES_MS}")
        with standing_still(connection):
            yield
    finally:
        connection.close()


def check_room(place: Path, copied: list[Path]) -> None:
    """Raise CrmError when the drive of `place` has no room for copies of the files `copied`."""
    needed = _SPARE + sum(path.stat().st_size for path in copied if path.is_file())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise CrmError(
            _(
                "{needed} MB are needed on the drive of {path}, but only {free} MB are free. "
                "Make room or choose another place."
            ).format(needed=needed // _MB, path=place, free=free // _MB)
        )
