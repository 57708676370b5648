"""One backup of a workspace at a time, which first clears away what an interrupted one left."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from crm_desktop.jobs import Progress
from crm_desktop.vault.durable import PRIVATE
from crm_desktop.vault.lock import try_lock

TURN_FILE = "backup.lock"
PART = ".crmbackup.part"
CHECK = ".crmbackup.check"
_PAUSE_S = 0.1
_LONGEST_PATH = 4096


class Turn:
    """The right to make a backup; it remembers on disk which unfinished files belong to it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def note(self, part: Path, check: Path) -> None:
        """Remember that `part` and `check` are unfinished, for the next turn in case this one is cut off."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.truncate(self._descriptor, 0)
        os.write(self._descriptor, f"{part}\n{check}\n".encode())

    def clear(self) -> None:
        """Remove the unfinished files that were noted, on whichever drive they lie."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        noted = os.read(self._descriptor, 2 * _LONGEST_PATH).decode(errors="replace").splitlines()
        for path in map(Path, noted):
            # from a drive that was pulled out nothing can be removed
            with contextlib.suppress(OSError):
                if path.name.endswith((PART, CHECK)):
                    discard(path)
        os.truncate(self._descriptor, 0)


@contextlib.contextmanager
def own_turn(folder: Path, progress: Progress) -> Iterator[Turn]:
    """Wait until no other backup of the workspace `folder` is being made; raises Cancelled."""
    descriptor = os.open(folder / TURN_FILE, os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        while not try_lock(descriptor):
            progress.report(0, 0)
            time.sleep(_PAUSE_S)
        turn = Turn(descriptor)
        turn.clear()
        try:
            yield turn
        finally:
            turn.clear()
    finally:
        os.close(descriptor)


def discard(leftover: Path) -> None:
    """Delete the file or folder `leftover`, if it is there."""
    if leftover.is_dir():
        shutil.rmtree(leftover)
    elif leftover.exists():
        leftover.unlink()
