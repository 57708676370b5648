"""A drive that stops answering in the middle of a file, for as long as a test wants."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class HangingDrive:
    """Reads of the file at `path` beyond the first `answers` wait until `answering` is set."""

    def __init__(self, path: Path, answers: int) -> None:
        self.path = path
        self.answers = answers
        self.answering = threading.Event()
        self.hangs = threading.Event()
        self.left_open: list[io.FileIO] = []


class HangingFile(io.FileIO):
    """A file on such a drive."""

    def __init__(self, drive: HangingDrive) -> None:
        super().__init__(drive.path, "rb")
        self._drive = drive
        drive.left_open.append(self)

    def read(self, size: int | None = -1, /) -> bytes:
        """Return what there is, once the drive answers."""
        self._drive.answers -= 1
        if self._drive.answers < 0:
            self._drive.hangs.set()
            assert self._drive.answering.wait(20)
        return super().read(min(4096, size) if size is not None and size > 0 else 4096) or b""


@contextmanager
def hanging(path: Path, answers: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingDrive]:
    """Let the drive that `path` is on hang after so many `answers`; it answers again at the end."""
    drive = HangingDrive(path, answers)
    original = Path.open

    def opened(self: Path, mode: str = "r", buffering: int = -1, encoding: str | None = None) -> object:
        return HangingFile(drive) if self == path and "b" in mode else original(self, mode, buffering, encoding)

    monkeypatch.setattr(Path, "open", opened)
    try:
        yield drive
    finally:
        drive.answering.set()
        monkeypatch.setattr(Path, "open", original)
