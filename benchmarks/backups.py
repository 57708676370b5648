"""Backing up a large workspace, beside a copy of its files."""

import io
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measured import Measured, seconds
from benchmarks.people import people_workspace
from crm_desktop.safekeeping import back_up_workspace
from crm_desktop.workspace import Workspace

SIZE_MB, PEOPLE = 1500, 1000
_FILE_MB, _ROUNDS = 50, 3


def backup_figures(size_mb: int = SIZE_MB) -> Iterator[Measured]:
    """Return how long edits wait while a workspace of `size_mb` is backed up, beside a copy of its files."""
    with TemporaryDirectory(prefix="crm-bench-") as place:
        scratch = Path(place)
        workspace = people_workspace(scratch / "large.crm", PEOPLE)
        _fill(workspace, size_mb)
        waits, copies = [], []
        for turn in range(_ROUNDS):
            copies.append(seconds(lambda: _copied(workspace, scratch)))
            report = back_up_workspace(workspace, scratch / f"{turn}.crmbackup", now=datetime.now(UTC))
            waits.append(report.copy_seconds)
            report.path.unlink()
        wait, copy = median(waits), median(copies)
        name = f"back up {size_mb:,} MB, until edits go on, beside a copy of the files"
        yield Measured(name, wait, copy, wait / copy, 1.3)
        workspace.close()


def _fill(workspace: Workspace, size_mb: int) -> None:
    """Attach files of random bytes, which no one can make smaller."""
    for number in range(max(1, size_mb // _FILE_MB)):
        kept = workspace.files.keep(io.BytesIO(os.urandom(min(_FILE_MB, size_mb) << 20)))
        values: dict[str, str | int | float | bytes | None] = {
            "name": f"File {number}.bin",
            "hash": kept.hash.hex(),
            "size": kept.size,
        }
        with workspace.journal.transaction("Add file") as tx:
            tx.insert("attachment", values)


def _copied(workspace: Workspace, scratch: Path) -> None:
    for name in ("crm.db", "files.db"):
        made = scratch / f"copy-{name}"
        shutil.copyfile(workspace.folder / name, made)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.unlink()
