"""A file of this computer that is about to be added: opened once, and refused with the reason where that cannot be."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.values.file_name import shown_size
from crm_desktop.words import _

# A link is not followed, and a pipe that nobody writes to does not wait; both flags are missing on Windows.
_HOW = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Source(NamedTuple):
    """What is read: the `name` that it had, how many bytes it has, and the bytes."""

    name: str
    size: int
    stream: BinaryIO


@contextmanager
def opened_source(path: Path, most_bytes: int, language: str = "en") -> Iterator[Source]:
    """Open the file `path` for adding.

    Raises UnreadableFile for a folder, a link, something that is no file, a file that may not be read, is gone, or has
    more than `most_bytes`.
    """
    try:
        if path.is_symlink():
            raise _link(path)
        descriptor = os.open(path, _HOW)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        size = _size(path, os.fstat(descriptor))
        check_size(path.name, size, most_bytes, language)
    except BaseException:
        os.close(descriptor)
        raise
    with os.fdopen(descriptor, "rb") as stream:
        try:
            yield Source(path.name, size, stream)
        except OSError as error:
            raise _refused(path, error) from error


def check_size(name: str, size: int, most_bytes: int, language: str = "en") -> None:
    """Raise UnreadableFile where a file of `size` bytes is larger than `most_bytes`."""
    if size > most_bytes:
        raise UnreadableFile(
            _(
                "“{name}” has {size}, but files of more than {limit} are not kept. "
                "Add a smaller version, or raise the limit in Settings, Name and formats."
            ).format(name=name, size=shown_size(size, language), limit=shown_size(most_bytes, language))
        )


def _size(path: Path, status: os.stat_result) -> int:
    if stat.S_ISDIR(status.st_mode):
        raise _folder(path)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile(_("“{name}” is not a file whose content can be kept.").format(name=path.name))
    return status.st_size


def _link(path: Path) -> UnreadableFile:
    lost = _("“{name}” is a link to {target}, which cannot be found. Find the file that it stood for.")
    found = _("“{name}” is a link to {target}. Add that file itself.")
    said = found if _leads_somewhere(path) else lost
    return UnreadableFile(said.format(name=path.name, target=path.readlink()))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # it lies in a folder that one may not enter
        return False


def _leads_somewhere(link: Path) -> bool:
    try:
        link.stat()
    except OSError:
        return False
    return True


def _folder(path: Path) -> UnreadableFile:
    return UnreadableFile(_("“{name}” is a folder. Add the files that are in it.").format(name=path.name))


def _refused(path: Path, error: OSError) -> UnreadableFile:
    if error.errno == errno.ENOENT:
        return UnreadableFile(_("“{name}” is not there any more. It may have been moved.").format(name=path.name))
    if error.errno == errno.ELOOP:
        return _link(path)
    if _is_folder(path):
        # Windows opens no folder as a file
        return _folder(path)
    return UnreadableFile(
        _("“{name}” cannot be read: {reason}. Check your rights to it and the drive.").format(
            name=path.name, reason=error.strerror or error
        )
    )
