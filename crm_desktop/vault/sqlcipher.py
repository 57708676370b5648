"""Opening encrypted database files, and finding out whether they are whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, cast

from sqlcipher3 import dbapi2

from crm_desktop.errors import CrmError, DamagedWorkspace, UnreadableFile
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import create_private
from crm_desktop.vault.wal import pages_in_wal
from crm_desktop.words import _

SALT_BYTES = 16
_DISK_FAILED = "disk i/o error"
_DISK_FULL = "disk is full"
_LOCKED = "database is locked"
_SETTINGS = (
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "busy_timeout=5000",
)
# Where it keeps as many the driver gives up the newest: what came after a hundred others was prepared each time anew.
_KEPT_STATEMENTS = 400
_WRITER_SETTINGS = ("journal_mode=WAL", "synchronous=FULL")
# The driver searches each NULL and each id that it binds for ways to adapt it, unless one is registered: these give
# back what they get, and bind six times as quickly. Rows are mostly NULLs and ids.
dbapi2.register_adapter(bytes, bytes)
dbapi2.register_adapter(type(None), {}.get)


class RawKey(NamedTuple):
    """What SQLCipher is keyed with: a 256-bit `key`, and the `salt` that becomes the file's first 16 bytes."""

    key: bytes
    salt: bytes

    def pragma(self, name: str = "key") -> str:
        """Return the statement that keys (or with `name` "rekey" re-keys) a connection with no derivation."""
        return f"PRAGMA {name}=\"x'{self.key.hex()}{self.salt.hex()}'\""


def connect(
    path: Path,
    key: RawKey,
    *,
    read_only: bool = False,
    cache_mb: int = 64,
    create: bool = False,
    still: bool = False,
) -> Connection:
    """Open the encrypted file `path`; only `create` makes a missing one.

    `still` says that nobody writes to a `read_only` file meanwhile: then nothing is put beside it.

    `key` was checked against the keys file before, so a file that it does not open is a DamagedWorkspace.
    """
    if not create and not path.is_file():
        raise DamagedWorkspace(_("{file} is missing. Restore the newest backup.").format(file=path.name))
    if not create and path.stat().st_size == 0:
        # SQLite takes an empty file for a new database
        raise DamagedWorkspace(_("{file} is empty. Restore the newest backup.").format(file=path.name))
    if create and not path.exists():
        # SQLite would let other users of the computer read it
        create_private(path).close()
    with damage_explained(path):
        return _opened(
            path, key, _mode(path, read_only=read_only, create=create, still=still), cache_mb, read_only=read_only
        )


@contextmanager
def damage_explained(path: Path) -> Iterator[None]:
    """Raise what the user can act on where the block meets damage in the file `path`, or a disk that fails."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        told = explained(error, path)
        if told is None:
            raise
        raise told from error


def explained(error: BaseException | None, path: Path) -> CrmError | None:
    """Return what the user can act on where `error` tells of damage in the file `path` or of its disk, else None."""
    if not isinstance(error, dbapi2.DatabaseError):
        return None
    text = str(error).lower()
    if _is_damage(error):
        return DamagedWorkspace(
            _("{file} cannot be read: it is damaged or was cut off. Restore the newest backup.").format(file=path.name)
        )
    if _DISK_FULL in text or _DISK_FAILED in text:
        return UnreadableFile(
            _("{path} cannot be read or written: the disk is full or failing. Make room and try again.").format(
                path=path
            )
        )
    if "unable to open" in text or "readonly" in text:
        return UnreadableFile(
            _("{path} cannot be opened: you may not read or write there. Check the permissions of the folder.").format(
                path=path
            )
        )
    if _LOCKED in text:
        return CrmError(_("A long change is being written. Wait until it is finished, then try again."))
    return None


def memory_database() -> Connection:
    """Return a database that is in memory alone and gone with its connection, to sort and group in."""
    return cast("Connection", dbapi2.connect(":memory:", isolation_level=None))


def check_size(connection: Connection, path: Path) -> None:
    """Raise DamagedWorkspace when pages of the file `path` are missing: SQLCipher's own check finds that whole."""
    problem = size_problem(connection, path)
    if problem:
        raise DamagedWorkspace(
            _("{file} is damaged: {problem} Restore the newest backup.").format(file=path.name, problem=problem)
        )


def size_problem(connection: Connection, path: Path) -> str:
    """Return what is wrong with the size of the file `path` that `connection` has open, or nothing."""
    already_reading = connection.in_transaction
    if not already_reading:
        # a read transaction keeps checkpoints from moving the file's end while it is measured
        connection.execute("BEGIN")
    try:
        # SQLite itself notices a file that is shorter than its first page says, but not while that page is in the log
        page_size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        size = path.stat().st_size
        waiting = pages_in_wal(path.with_name(path.name + "-wal"), page_size)
    except dbapi2.DatabaseError as error:
        if not _is_damage(error):
            raise
        return _("The file's end is cut off or its first page cannot be read.")
    finally:
        if not already_reading:
            connection.execute("ROLLBACK")
    missing = [number for number in range(size // page_size + 1, pages + 1) if number not in waiting]
    if missing or size % page_size:
        return _("The file has {size} bytes but should have {expected}, its end is cut off.").format(
            size=size, expected=pages * page_size
        )
    if size > pages * page_size and not waiting:
        return _("The file has {size} bytes but should have {expected}, something was added at its end.").format(
            size=size, expected=pages * page_size
        )
    return ""


def integrity(connection: Connection, *, quick: bool = False) -> list[str]:
    """Return what is wrong with the file that `connection` has open, nothing when it is whole.

    Checks the size, the signature of each page, and the tables with their indexes; with `quick` only the pages that
    hold something, and the indexes not against their tables.
    """
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    pragmas = ["quick_check"] if quick else ["cipher_integrity_check", "integrity_check"]
    try:
        problem = size_problem(connection, path)
        found = [problem] if problem else []
        for pragma in pragmas:
            found += [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}") if row[0] != "ok"]
    except dbapi2.DatabaseError as error:
        if not _is_damage(error) and _DISK_FAILED not in str(error).lower():
            raise
        return [str(error)]
    return found


def file_salt(path: Path) -> bytes:
    """Return the first 16 bytes of the database at `path`, which bind it to its keys; fewer if it is cut off."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def _opened(path: Path, key: RawKey, mode: str, cache_mb: int, *, read_only: bool) -> Connection:
    driver = dbapi2.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_KEPT_STATEMENTS,
    )
    connection = cast(Connection, driver)
    try:
        connection.execute(key.pragma())
        # SQLCipher writes about failed pages to stderr by default, where nobody can act on it
        connection.execute("PRAGMA cipher_log_level=NONE")
        for setting in (*_SETTINGS, f"cache_size={-1024 * cache_mb}"):
            connection.execute(f"PRAGMA {setting}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
        else:
            _prepare_writing(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare_writing(connection: Connection) -> None:
    for setting in _WRITER_SETTINGS:
        connection.execute(f"PRAGMA {setting}").fetchall()
    if sys.platform == "darwin":
        # fsync on macOS leaves the bytes in the drive's cache
        connection.execute("PRAGMA fullfsync=ON")
        connection.execute("PRAGMA checkpoint_fullfsync=ON")


def _mode(path: Path, *, read_only: bool, create: bool, still: bool) -> str:
    if not read_only:
        return "mode=rwc" if create else "mode=rw"
    wal, shared = path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")
    waiting = wal.exists() and wal.stat().st_size > 0
    in_use = not still and (wal.exists() or shared.exists() or _may_write_beside(path))
    # a reader needs the -shm file; on a read-only medium it cannot be made, and nobody writes there either
    return "mode=ro" if waiting or in_use else "mode=ro&immutable=1"


def _may_write_beside(path: Path) -> bool:
    return os.access(path.parent, os.W_OK)


def _is_damage(error: Exception) -> bool:
    # the driver's plain DatabaseError stands for SQLITE_CORRUPT and SQLITE_NOTADB; locks and full disks are subclasses
    return type(error) is dbapi2.DatabaseError
