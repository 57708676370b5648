"""One backup file: a tar of a workspace's encrypted files, and a manifest that tells no names."""

import contextlib
import errno
import hashlib
import json
import os
import sys
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from crm_desktop.errors import DamagedWorkspace, NewerWorkspace, NotAWorkspace, UnreadableFile
from crm_desktop.vault.durable import PRIVATE, create_private, sync_file
from crm_desktop.vault.steps import Steps
from crm_desktop.words import _

# the only names that are ever packed or unpacked
MEMBERS = ("crm.db", "crm.db-wal", "files.db", "files.db-wal", "keys.a", "keys.b")
MANIFEST = "manifest.json"
# the first, empty member: what begins with it is a backup, whatever is damaged behind
_MARKER = "crm_desktop backup"
_FORMAT = 1
_CHUNK = 1 << 20
_KERNEL_CHUNK = 8 << 20
_END = bytes(2 * tarfile.BLOCKSIZE)
_DATABASE_SALT_BYTES = 16


class Member(NamedTuple):
    """A file inside a backup."""

    name: str
    size: int
    sha256: str


class Manifest(NamedTuple):
    """What a backup holds; `binding` are the first bytes of its database, `counts` the rows of each table."""

    made_at: datetime
    binding: bytes
    schema_version: str
    counts: Mapping[str, int]
    members: tuple[Member, ...]


def pack(part: Path, sources: list[Path], made_at: datetime, steps: Steps) -> None:
    """Write `sources` into the new archive `part` at the speed of a file copy, and wait until it is on the disk."""
    with create_private(part) as file:
        file.write(_header(_MARKER, 0, made_at))
        for source in sources:
            with source.open("rb", buffering=0) as reading:
                size = os.fstat(reading.fileno()).st_size
                file.write(_header(source.name, size, made_at))
                _copy(reading, file, size, steps)
                file.write(_padding(size))
        file.flush()
        sync_file(file.fileno())


def add_manifest(part: Path, manifest: Manifest) -> None:
    """Complete the archive `part`: only a backup that was checked gets a manifest."""
    content = json.dumps(
        {
            "format": _FORMAT,
            "made_at": manifest.made_at.astimezone(UTC).isoformat(),
            "binding": manifest.binding.hex(),
            "schema_version": manifest.schema_version,
            "counts": dict(manifest.counts),
            "members": [member._asdict() for member in manifest.members],
        },
        indent=1,
        sort_keys=True,
    ).encode()
    with part.open("ab") as file:
        file.write(_header(MANIFEST, len(content), manifest.made_at) + content + _padding(len(content)) + _END)
        file.flush()
        sync_file(file.fileno())


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of the backup `path`.

    Raises UnreadableFile, NotAWorkspace for any other file, DamagedWorkspace, NewerWorkspace.
    """
    try:
        content = json.loads(read_member(path, MANIFEST))
        if content["format"] > _FORMAT:
            raise NewerWorkspace(
                _("{file} was made by a newer version of the program. Install the newer version to restore it.").format(
                    file=path.name
                )
            )
        return _manifest(content)
    except (ValueError, KeyError, TypeError) as error:
        raise damaged_backup(path) from error


def unpack(path: Path, folder: Path, steps: Steps) -> tuple[Member, ...]:
    """Write the files of the backup `path` into `folder`, each on the disk before the next, and return what was read.

    Raises DamagedWorkspace when the backup is cut off.
    """
    with _opened_archive(path) as archive:
        return tuple(_unpacked(archive, entry, folder, steps) for entry in archive if entry.name in MEMBERS)


def begins_with(path: Path) -> bytes:
    """Return the first 16 bytes of the database inside the backup `path`."""
    with _opened_archive(path) as archive:
        return _content(archive, MEMBERS[0]).read(_DATABASE_SALT_BYTES)


def read_member(path: Path, name: str) -> bytes:
    """Return the content of the small file `name` inside the backup `path`; raises DamagedWorkspace."""
    with _opened_archive(path) as archive:
        return _content(archive, name).read()


def damaged_backup(path: Path) -> DamagedWorkspace:
    """Return the error for a backup whose content is not what was written."""
    return DamagedWorkspace(
        _("The backup {file} is damaged or was cut off. Nothing was changed. Choose another backup.").format(
            file=path.name
        )
    )


@contextlib.contextmanager
def _opened_archive(path: Path) -> Iterator[tarfile.TarFile]:
    with _opened(path) as file:
        if file.read(len(_MARKER)) != _MARKER.encode():
            raise NotAWorkspace(
                _("{file} is not a backup of this program. Choose a file whose name ends in .crmbackup.").format(
                    file=path.name
                )
            )
        file.seek(0)
        try:
            with tarfile.open(fileobj=file, mode="r:") as archive:
                yield archive
        except (tarfile.TarError, EOFError, KeyError) as error:
            raise damaged_backup(path) from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            _("{path} cannot be read: {reason}. Choose a backup file.").format(path=path, reason=error.strerror)
        ) from error


def _manifest(content: dict[str, Any]) -> Manifest:
    return Manifest(
        datetime.fromisoformat(content["made_at"]),
        bytes.fromhex(content["binding"]),
        content["schema_version"],
        content["counts"],
        tuple(Member(each["name"], each["size"], each["sha256"]) for each in content["members"]),
    )


def _content(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file


def _header(name: str, size: int, made_at: datetime) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, PRIVATE, int(made_at.timestamp())
    return entry.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _copy(reading: IO[bytes], writing: IO[bytes], size: int, steps: Steps) -> None:
    """Copy the first `size` bytes, inside the kernel where that is possible."""
    writing.flush()
    left = size
    while left:
        copied = _copied(reading, writing, left)
        if not copied:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        left -= copied
        steps.add(copied)
    # the kernel moved the file's position on, unknown to the buffer
    writing.seek(0, os.SEEK_END)


if sys.platform == "linux":

    def _copied(reading: IO[bytes], writing: IO[bytes], left: int) -> int:
        return os.sendfile(writing.fileno(), reading.fileno(), None, min(left, _KERNEL_CHUNK))

else:

    def _copied(reading: IO[bytes], writing: IO[bytes], left: int) -> int:
        return writing.write(reading.read(min(left, _CHUNK)))


def _unpacked(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, steps: Steps) -> Member:
    digest = hashlib.sha256()
    with _content(archive, entry.name) as reading, create_private(folder / entry.name) as writing:
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            steps.add(len(chunk))
        writing.flush()
        sync_file(writing.fileno())
        return Member(entry.name, writing.tell(), digest.hexdigest())
