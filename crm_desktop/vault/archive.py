"""One backup file: an uncompressed ZIP of a workspace's encrypted files, and a manifest that tells no names."""

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import IO, NamedTuple

from crm_desktop.errors import DamagedWorkspace, NewerWorkspace, NotAWorkspace, UnreadableFile
from crm_desktop.jobs import Progress
from crm_desktop.vault.durable import PRIVATE, create_private, sync_file
from crm_desktop.words import _

MANIFEST = "manifest.json"
# the only names that are ever packed or unpacked
MEMBERS = ("crm.db", "crm.db-wal", "files.db", "files.db-wal", "keys.a", "keys.b")
CHUNK = 1 << 20
_FORMAT = 1
_BEGINNING = b"PK\x03\x04"
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


class Steps:
    """Adds up the bytes of several passes over the files and reports them to a job's progress."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def add(self, amount: int) -> None:
        """Report `amount` more bytes; raises Cancelled when the job was cancelled."""
        self._done += amount
        self._progress.report(min(self._done, self._total), self._total)


def pack(part: Path, sources: list[Path], made_at: datetime, steps: Steps) -> None:
    """Write `sources` into the new archive `part` at the speed of a file copy, and wait until it is on the disk."""
    with create_private(part) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for source in sources:
                with source.open("rb", buffering=0) as reading, _new_member(archive, source.name, made_at) as writing:
                    _copy(reading, writing, steps)
        file.flush()
        sync_file(file.fileno())


def add_manifest(part: Path, manifest: Manifest) -> None:
    """Complete the archive `part`: only a backup that was checked gets a manifest."""
    content = {
        "format": _FORMAT,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "binding": manifest.binding.hex(),
        "schema_version": manifest.schema_version,
        "counts": dict(manifest.counts),
        "members": [member._asdict() for member in manifest.members],
    }
    with part.open("r+b") as file:
        with zipfile.ZipFile(file, "a") as archive, _new_member(archive, MANIFEST, manifest.made_at) as writing:
            writing.write(json.dumps(content, indent=1, sort_keys=True).encode())
        file.flush()
        sync_file(file.fileno())


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of the backup `path`.

    Raises UnreadableFile, NotAWorkspace for any other file, DamagedWorkspace, NewerWorkspace.
    """
    with opened_archive(path) as archive:
        if MANIFEST not in archive.namelist():
            raise not_a_backup(path)
        content = json.loads(archive.read(MANIFEST))
    if content["format"] > _FORMAT:
        raise NewerWorkspace(
            _("{file} was made by a newer version of the program. Install the newer version to restore it.").format(
                file=path.name
            )
        )
    members = tuple(Member(each["name"], each["size"], each["sha256"]) for each in content["members"])
    made_at = datetime.fromisoformat(content["made_at"])
    return Manifest(made_at, bytes.fromhex(content["binding"]), content["schema_version"], content["counts"], members)


def unpack(path: Path, folder: Path, steps: Steps) -> tuple[Member, ...]:
    """Write the files of the backup `path` into `folder`, each on the disk before the next, and return what was read.

    Raises DamagedWorkspace when the backup's own checksums do not fit.
    """
    with opened_archive(path) as archive:
        names = [name for name in MEMBERS if name in archive.namelist()]
        return tuple(_unpacked(archive, name, folder, steps) for name in names)


def begins_with(path: Path) -> bytes:
    """Return the first 16 bytes of the database inside the backup `path`."""
    with opened_archive(path) as archive, archive.open(MEMBERS[0]) as file:
        return file.read(_DATABASE_SALT_BYTES)


def read_member(path: Path, name: str) -> bytes:
    """Return the content of the small file `name` inside the backup `path`, nothing where it is missing or damaged."""
    with opened_archive(path) as archive, contextlib.suppress(KeyError, zipfile.BadZipFile):
        return archive.read(name)
    return b""


@contextlib.contextmanager
def opened_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the backup `path` and translate what can go wrong in the block into the user's terms."""
    try:
        with _opened(path) as file:
            if file.read(len(_BEGINNING)) != _BEGINNING:
                raise not_a_backup(path)
            with zipfile.ZipFile(file) as archive:
                yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, KeyError) as error:
        raise damaged_backup(path) from error


def damaged_backup(path: Path) -> DamagedWorkspace:
    """Return the error for a backup whose content is not what was written."""
    return DamagedWorkspace(
        _("The backup {file} is damaged or was cut off. Nothing was changed. Choose another backup.").format(
            file=path.name
        )
    )


def not_a_backup(path: Path) -> NotAWorkspace:
    """Return the error for a file that is something else."""
    return NotAWorkspace(
        _("{file} is not a backup of this program. Choose a file whose name ends in .crmbackup.").format(file=path.name)
    )


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(
            _("{path} cannot be read: {reason}. Choose a backup file.").format(path=path, reason=error.strerror)
        ) from error


def _new_member(archive: zipfile.ZipFile, name: str, made_at: datetime) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    entry.external_attr = PRIVATE << 16
    return archive.open(entry, "w", force_zip64=True)


def _copy(reading: IO[bytes] | FileIO, writing: IO[bytes], steps: Steps) -> None:
    while chunk := reading.read(CHUNK):
        writing.write(chunk)
        steps.add(len(chunk))


def _unpacked(archive: zipfile.ZipFile, name: str, folder: Path, steps: Steps) -> Member:
    digest = hashlib.sha256()
    target = folder / name
    with archive.open(name) as reading, create_private(target) as writing:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            steps.add(len(chunk))
        writing.flush()
        sync_file(writing.fileno())
        return Member(name, writing.tell(), digest.hexdigest())
