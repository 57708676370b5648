"""One writer at a time: a lock of the operating system that names its holder and dies with it."""

import contextlib
import errno
import getpass
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import CrmError, WorkspaceOpenElsewhere
from crm_desktop.vault.durable import PRIVATE, write_refused
from crm_desktop.words import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_FILE = "lock"
# Windows hides locked bytes from readers, so the byte that is locked lies far behind the text
_LOCKED_BYTE = 1 << 30
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_LONGEST_TEXT = 4096


class Holder(NamedTuple):
    """Who has a workspace open for writing."""

    host: str
    user: str
    pid: int
    since: datetime


class WorkspaceLock:
    """The right to write to a workspace; a crash or power cut gives it back by itself."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_FILE
        self._descriptor: int | None = None

    def acquire(self, now: datetime | None = None) -> None:
        """Take the lock, held since `now`; raises WorkspaceOpenElsewhere naming who has it."""
        now = now or datetime.now(UTC)
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE)
        except OSError as error:
            raise write_refused(error, self._path) from error
        try:
            if not try_lock(descriptor):
                raise _open_elsewhere(_holder(self._path), now)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        _write_holder(descriptor, Holder(platform.node(), _user(), os.getpid(), now))

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        self._descriptor = None

    def __enter__(self) -> "WorkspaceLock":
        self.acquire()
        return self

    def __exit__(self, *_args: object) -> None:
        self.release()


def current_holder(folder: Path) -> Holder | None:
    """Return who has the workspace `folder` open for writing, or None when nobody has."""
    path = folder / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise write_refused(error, path) from error
    try:
        return None if try_lock(descriptor) else _holder(path)
    finally:
        os.close(descriptor)


def try_lock(descriptor: int) -> bool:
    """Lock the open file `descriptor` and say whether that worked; raises CrmError where a drive has no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            # flock belongs to this opening of the file: a second opening by the same program is refused as well
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise CrmError(
            _(
                "This drive cannot keep two programs apart ({reason}). Move the workspace to a drive of this computer."
            ).format(reason=error.strerror)
        ) from error
    return True


def _write_holder(descriptor: int, holder: Holder) -> None:
    text = json.dumps(holder._asdict() | {"since": holder.since.isoformat()}).encode()
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.truncate(descriptor, 0)
    os.write(descriptor, text)


def _holder(path: Path) -> Holder | None:
    # the holder may be just about to write its text
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        with path.open("rb") as file:
            fields = json.loads(file.read(_LONGEST_TEXT))
        return Holder(
            str(fields["host"]), str(fields["user"]), int(fields["pid"]), datetime.fromisoformat(fields["since"])
        )
    return None


def _open_elsewhere(holder: Holder | None, now: datetime) -> WorkspaceOpenElsewhere:
    if holder is None:
        return WorkspaceOpenElsewhere(
            _("This workspace is open in another window. Close it there, or open it here for reading only.")
        )
    since, today = holder.since.astimezone(), now.astimezone().date()
    return WorkspaceOpenElsewhere(
        _("Open on {host} since {time}. Close it there, or open it here for reading only.").format(
            host=holder.host, time=f"{since:%H:%M}" if since.date() == today else f"{since:%Y-%m-%d %H:%M}"
        )
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # a user id without a name, as in a container
        return ""
