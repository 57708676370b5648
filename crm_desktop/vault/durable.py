"""Writing files so that after a power cut either the old or the new content is there, whole."""

import contextlib
import errno
import os
import sys
from pathlib import Path
from typing import IO

from crm_desktop.errors import CrmError
from crm_desktop.words import _

if sys.platform == "darwin":
    import fcntl

PRIVATE = 0o600
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_durably(path: Path, content: bytes) -> None:
    """Write `content` to `path`, readable by its owner alone: temporary file, fsync, rename, fsync of the folder."""
    fresh = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        with create_private(fresh) as file:
            file.write(content)
            file.flush()
            sync_file(file.fileno())
        replace_durably(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def create_private(path: Path) -> IO[bytes]:
    """Create the file `path`, readable by its owner alone from the first moment; raises FileExistsError."""
    # not chmod afterwards: drives formatted with FAT refuse it
    return os.fdopen(os.open(path, _CREATE, PRIVATE), "w+b")


def replace_durably(source: Path, target: Path) -> None:
    """Give `source` the name `target`, in place of what had it."""
    source.replace(target)
    sync_folder(target.parent)


def sync_path(path: Path) -> None:
    """Wait until the content of the file `path` is on the disk."""
    with path.open("rb+") as file:
        sync_file(file.fileno())


def sync_file(descriptor: int) -> None:
    """Wait until the content of an open file is on the disk itself."""
    if sys.platform == "darwin":
        # fsync on macOS leaves the bytes in the drive's cache
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk; Windows keeps them by itself."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_refused(error: OSError, path: Path) -> CrmError:
    """Return what the user can do when `path` could not be written because of `error`."""
    if error.errno in _FULL:
        return CrmError(
            _("{path} could not be written: the disk is full. Make room or choose another place.").format(path=path)
        )
    if error.errno == errno.EFBIG:
        return CrmError(
            _("{path} could not be written: that drive holds no files of this size. Choose another place.").format(
                path=path
            )
        )
    if error.errno in _FORBIDDEN:
        return CrmError(
            _("{path} could not be written: you may not write there. Choose another place.").format(path=path)
        )
    return CrmError(
        _("{path} could not be written: {reason}. Try again or choose another place.").format(
            path=path, reason=error.strerror
        )
    )
