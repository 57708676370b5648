"""Files as they were when they were looked at: an import of what was rehearsed refuses any other."""

import hashlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import files
from crm_desktop.exchange.readers.patient_file import patiently
from crm_desktop.jobs import Progress
from crm_desktop.words import _

# Drives note times as coarsely as this (FAT), so that a file may change twice at what they call one time.
COARSEST_NS = 2_000_000_000
_BLOCK = 1 << 20


class ChangedFile(UnreadableFile):
    """The file at `path` is not the one that was looked at; nothing was imported."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text)
        self.path = path


class Noted(NamedTuple):
    """What the drive says of a file without reading it; `quiet` where it was last written well before that."""

    stamp: files.Stamp
    noted_ns: int
    quiet: bool


class Seen(NamedTuple):
    """A file that was looked at: what the drive said of it, and the SHA-256 of its bytes."""

    noted: Noted
    digest: str


def noted(paths: Iterable[Path]) -> dict[Path, Noted]:
    """Return what the drive says of the files at `paths`; raises UnreadableFile where one is gone."""
    return {path: _noted(path) for path in paths}


def seen(before: Mapping[Path, Noted], progress: Progress) -> dict[Path, Seen]:
    """Return the files `before` as they were read; raises UnreadableFile where one was changed since, and Cancelled."""
    found = {}
    for path, each in before.items():
        found[path] = Seen(each, _digest(path, progress))
        files.check(path, each.stamp)
    return found


def check_seen(looked_at: Mapping[Path, Seen], progress: Progress) -> None:
    """Raise ChangedFile where a file is not the one that was looked at any more; raises Cancelled.

    A file is read again only where the drive cannot vouch for it.
    """
    for path, before in looked_at.items():
        try:
            now = _noted(path)
        except UnreadableFile as error:
            raise _gone(path) from error
        if now.stamp.size == before.noted.stamp.size:
            same_times = now[:2] == before.noted[:2]
            if (same_times and before.noted.quiet) or _digest(path, progress) == before.digest:
                continue
        raise ChangedFile(
            _("“{file}” has changed since it was looked at: look again. Nothing was imported.").format(file=path.name),
            path,
        )


def check_fingerprint(told: str, before: Mapping[Path, Noted], progress: Progress) -> None:
    """Raise UnreadableFile where the files `before` have another fingerprint than was `told`, which may be none."""
    if told and fingerprint(seen(before, progress)) != told.strip().lower():
        raise UnreadableFile(
            _(
                "The files have changed since they were looked at: what --dry-run told is not what they hold now. "
                "Look again. Nothing was imported."
            )
        )


def fingerprint(looked_at: Mapping[Path, Seen]) -> str:
    """Return one text for all that was looked at: the SHA-256 of a file, for several that of theirs in order."""
    digests = sorted(each.digest for each in looked_at.values())
    return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _noted(path: Path) -> Noted:
    stamp = files.stamp(path)
    # where this is no time of change, as on Windows, it stays the same and tells nothing
    changed_ns = patiently(path.stat, path).st_ctime_ns
    return Noted(stamp, changed_ns, time.time_ns() - max(stamp.changed_ns, changed_ns) > COARSEST_NS)


def _digest(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    try:
        with files.opened(path) as file:
            while block := file.read(_BLOCK):
                progress.report(0, 0)
                digest.update(block)
    except OSError as error:
        raise files.broken_off(path.name, error) from error
    return digest.hexdigest()


def _gone(path: Path) -> ChangedFile:
    told = _(
        "“{file}” was there when it was looked at and is gone now. Put it back and look again. Nothing was imported."
    )
    return ChangedFile(told.format(file=path.name), path)
