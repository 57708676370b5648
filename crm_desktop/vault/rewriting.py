"""Writing a database anew beside itself, so that its pages hold nothing but what stands, and putting that in its place.

SQLite overwrites what is deleted, but leaves copies of rows where a page was split. Only a file that is written anew is
free of them. It is written while others go on writing; what they write meanwhile makes the copy worthless.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from crm_desktop.errors import CrmError
from crm_desktop.vault.copying import check_room
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.durable import create_private, replace_durably, sync_path
from crm_desktop.vault.sqlcipher import RawKey, check_size, connect, damage_explained
from crm_desktop.vault.stopping import stoppable

_FRESH, _LEFT = ".fresh", ".left"
_CACHE_MB = 16

# Told how many bytes are written of about how many; what it raises stops the writing.
Ask = Callable[[int, int], None]


class Overtaken(CrmError):
    """Something was written since the copy was begun."""


class FreshCopy:
    """The database `path` written anew as the file `fresh`, for as long as nothing is committed to `path`."""

    def __init__(self, path: Path, fresh: Path, watching: Connection, version: int) -> None:
        self._path = path
        self._fresh = fresh
        self._watching = watching
        self._version = version

    @property
    def is_current(self) -> bool:
        """Whether nothing was committed since the copy was begun."""
        return _version(self._watching) == self._version

    def take_place(self, last: Connection) -> bool:
        """Put the copy in place of the database after closing `last`, by which alone this program has it open.

        Return whether that was done: not while another program has the file open.
        """
        self._watching.close()
        # the last connection that is closed takes the log with it, if it is one that may write
        last.close()
        if self._path.with_name(f"{self._path.name}-wal").exists():
            return False
        with contextlib.suppress(OSError):
            # freeing a large file takes a second, for which nobody is to wait: it keeps a name until the block ends
            _left(self._path).hardlink_to(self._path)
        try:
            replace_durably(self._fresh, self._path)
        except OSError:
            # Windows replaces no file that somebody reads
            return False
        return True


@contextlib.contextmanager
def written_anew(path: Path, key: RawKey, ask: Ask) -> Iterator[FreshCopy]:
    """Write the database `path` anew beside itself for the length of the block, keeping nobody from writing.

    Raises what `ask` raises, and CrmError where there is no room; then nothing stays.
    """
    fresh = _fresh(path)
    drop_copy(path)
    check_room(path.parent, [path])
    watching = connect(path, key, read_only=True, cache_mb=_CACHE_MB)
    try:
        version = _version(watching)
        create_private(fresh).close()
        _write(watching, path, fresh, ask)
        made = connect(fresh, key, read_only=True, still=True)
        try:
            check_size(made, fresh)
        finally:
            made.close()
        yield FreshCopy(path, fresh, watching, version)
    finally:
        watching.close()
        drop_copy(path)


def drop_copy(path: Path) -> None:
    """Delete what a copy of the database `path` that was cut off left."""
    for ending in ("", "-journal", "-wal", "-shm"):
        _fresh(path).with_name(f"{_fresh(path).name}{ending}").unlink(missing_ok=True)
    _left(path).unlink(missing_ok=True)


def _write(watching: Connection, path: Path, fresh: Path, ask: Ask) -> None:
    def asked() -> None:
        ask(fresh.stat().st_size, path.stat().st_size)

    asked()
    # the source is only read, which the driver does not see
    watching.execute("PRAGMA query_only=OFF")
    with damage_explained(fresh), stoppable(watching, asked):
        watching.execute("VACUUM INTO ?", (str(fresh),))
    watching.execute("PRAGMA query_only=ON")
    asked()
    sync_path(fresh)


def _fresh(path: Path) -> Path:
    return path.with_name(path.name + _FRESH)


def _left(path: Path) -> Path:
    return path.with_name(path.name + _LEFT)


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
