"""Small disks that fill up: real ones, in memory."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_MOUNT = "mount -t tmpfs needs root on Linux"


class SmallDisk:
    """A disk of so many megabytes; `grow` makes it larger while it is in use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def grow(self, megabytes: int) -> None:
        """Let it hold `megabytes`."""
        subprocess.run(["mount", "-o", f"remount,size={megabytes}m", self.folder], check=True, capture_output=True)

    def fill(self, but: int = 0) -> None:
        """Leave no room on it `but` so many bytes."""
        with (self.folder / "filler").open("wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                file.truncate(max(0, os.fstat(file.fileno()).st_size - but))

    def make_room(self) -> None:
        """Give back what `fill` took."""
        (self.folder / "filler").unlink()


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Lend a disk of `megabytes`; skips the test where none can be made."""
    folder = Path(tempfile.mkdtemp(prefix="crm-disk-"))
    try:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=False, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip(_MOUNT)
    if made.returncode:
        folder.rmdir()
        pytest.skip(_MOUNT)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
