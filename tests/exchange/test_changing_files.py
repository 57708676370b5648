"""Files that change, vanish, hang or never end while they are read change nothing."""

import io
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import Cancelled, UnreadableFile
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from tests.exchange.test_bad_files import rows


class Meddling(Progress):
    """Does something to the file at `path` as soon as rows are being imported."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        super().__init__()
        self._meddle: Callable[[], object] | None = meddle

    def report(self, done: int, total: int, *, in_bytes: bool = False) -> None:
        super().report(done, total)
        if done and self._meddle is not None:
            self._meddle()
            self._meddle = None


class Impatient(Progress):
    """Gives up as soon as rows are being imported."""

    def report(self, done: int, total: int, *, in_bytes: bool = False) -> None:
        super().report(done, total)
        if done:
            self.cancel()


def people_file(folder: Path, count: int = 6000) -> Path:
    path = folder / "a.csv"
    path.write_text("Name,Email\n" + "".join(f"Ana {n},ana{n}@example.com\n" for n in range(count)))
    return path


@pytest.mark.parametrize(
    "meddle",
    [
        lambda path: path.write_text("Name,Email\nBo,bo@example.com\n"),
        lambda path: os.truncate(path, 40_000),
        lambda path: path.write_bytes(b""),
    ],
)
def test_a_file_that_changes_while_it_is_imported_changes_nothing(
    journal: Journal, tmp_path: Path, meddle: Callable[[Path], object]
) -> None:
    path = people_file(tmp_path)
    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        import_files(journal, [Source(path, "people")], progress=Meddling(lambda: meddle(path)))
    assert rows(journal, "SELECT count(*) FROM contact") == [(0,)]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files that are open")
def test_a_file_that_is_deleted_while_it_is_imported_comes_in_whole(journal: Journal, tmp_path: Path) -> None:
    path = people_file(tmp_path)
    report = import_files(journal, [Source(path, "people")], progress=Meddling(path.unlink))
    assert report.total == Counts(read=6000, created=6000)


def test_a_workbook_that_is_deleted_while_it_is_imported_changes_nothing(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate([("Name", "Email"), *((f"Ana {n}", f"ana{n}@example.com") for n in range(3000))]):
        sheet.write_row(number, 0, row)
    book.close()
    with pytest.raises(UnreadableFile, match="vanished while it was being read"):
        import_files(journal, [Source(path, "people")], progress=Meddling(path.unlink))
    assert rows(journal, "SELECT count(*) FROM contact") == [(0,)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_at_once(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile, match="is a pipe or a device"):
        import_files(journal, [Source(path, "people")])


class Slow(io.FileIO):
    """A file on a drive that takes its time and gives little at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        time.sleep(0.002)
        return super().read(min(4096, size) if size is not None and size > 0 else 4096) or b""


def test_a_slow_drive_is_waited_for_and_can_be_given_up(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = people_file(tmp_path)
    original = Path.open

    def opened(self: Path, mode: str = "r", **how: object) -> object:
        return Slow(self, "rb") if self == path and "b" in mode else original(self, mode)

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(Cancelled):
        import_files(journal, [Source(path, "people")], progress=Impatient())
    assert rows(journal, "SELECT count(*) FROM contact") == [(0,)]
    assert import_files(journal, [Source(path, "people")]).total == Counts(read=6000, created=6000)


def test_a_file_that_grows_while_it_is_read_changes_nothing(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Name,Email\n" + "".join(f"Ana {n},ana{n}@example.com\n" for n in range(30_000)))

    def grow() -> None:
        with path.open("a") as file:
            file.write("Bo,bo@example.com\n")

    writer = threading.Timer(0.2, grow)
    writer.start()
    try:
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            import_files(journal, [Source(path, "people")])
    finally:
        writer.join()
    assert rows(journal, "SELECT count(*) FROM contact") == [(0,)]
