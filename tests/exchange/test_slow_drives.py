"""A drive that hangs holds nobody up: it is told, the import can be given up at once, and what comes later counts."""

import threading
import time
from pathlib import Path

import pytest
import python_calamine as calamine
import xlsxwriter

from crm_desktop.errors import Cancelled
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from tests.exchange.hanging import hanging
from tests.exchange.readers import ole_files

MANY = 4000


def written(folder: Path, form: str) -> Path:
    """Return a file of that form with MANY records, far more than one read gives."""
    path = folder / f"many.{form}"
    numbers = range(MANY)
    match form:
        case "csv":
            text = "Name,Email\n" + "".join(f"Ana {n},ana{n}@example.com\n" for n in numbers)
        case "vcf" | "wide.vcf":
            text = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Ana {n}\nEMAIL:a{n}@b.example\nEND:VCARD\n" for n in numbers)
        case "ldif":
            text = "".join(f"dn: cn=A{n}\nobjectclass: person\ncn: Ana {n}\nmail: a{n}@b.example\n\n" for n in numbers)
        case "mbox":
            date = "Date: Fri, 02 Jan 2026 10:00:00 +0000"
            text = "".join(
                f"From a Fri Jan  2 10:00:00 2026\nFrom: a@b.example\n{date}\n\nHello {n}\n\n" for n in numbers
            )
        case "ics":
            events = "".join(
                f"BEGIN:VEVENT\nUID:{n}\nSUMMARY:Call {n}\nDTSTART:20260102T100000Z\nEND:VEVENT\n" for n in numbers
            )
            text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n"
        case _:
            ids = (
                f'{{"attributes": {{"type": "Account", "referenceId": "a{n}"}}, "Name": "Acme {n}"}}' for n in numbers
            )
            text = f'{{"records": [{", ".join(ids)}]}}'
    path.write_text(text, encoding="utf-16" if form.startswith("wide") else "utf-8")
    return path


def count(journal: Journal) -> int:
    with journal.store.reader() as reader:
        tables = ("contact", "interaction")
        return sum(int(reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables)


@pytest.mark.parametrize("answers", [0, 1, 12, 60])
@pytest.mark.parametrize("form", ["csv", "vcf", "wide.vcf", "ldif", "mbox", "ics", "json"])
def test_an_import_from_a_drive_that_hangs_is_given_up_at_once(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, answers: int
) -> None:
    path, progress = written(tmp_path, form), Progress()
    asked: list[float] = []

    def give_up() -> None:
        assert drive.hangs.wait(20)
        asked.append(time.monotonic())
        progress.cancel()

    with hanging(path, answers, monkeypatch) as drive:
        impatient = threading.Thread(target=give_up)
        impatient.start()
        with pytest.raises(Cancelled):
            import_files(journal, [Source(path)], progress=progress)
        assert time.monotonic() - asked[0] < 2
        impatient.join()
    assert count(journal) == 0
    let_go = time.monotonic() + 5
    while not all(each.closed for each in drive.left_open):
        assert time.monotonic() < let_go
        time.sleep(0.01)


def test_a_workbook_on_a_drive_that_hangs_is_given_up_at_once(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, progress = tmp_path / "many.xlsx", Progress()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number in range(MANY):
            sheet.write_row(number, 0, [f"Ana {number}", f"ana{number}@example.com"])

    def give_up() -> None:
        assert drive.hangs.wait(20)
        progress.cancel()

    with hanging(path, 10, monkeypatch) as drive:
        impatient = threading.Thread(target=give_up)
        impatient.start()
        with pytest.raises(Cancelled):
            import_files(journal, [Source(path, "people")], progress=progress)
        impatient.join()


def test_that_the_drive_is_waited_for_is_told_and_what_comes_then_counts(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told = written(tmp_path, "csv"), list[str]()

    def hear(phase: str) -> None:
        told.append(phase)
        if phase.startswith("Waiting"):
            drive.answering.set()

    with hanging(path, 40, monkeypatch) as drive:
        report = import_files(journal, [Source(path, "people")], progress=Progress(phases=hear))
    assert report.total == Counts(read=MANY, created=MANY)
    assert told[:2] == ["Waiting for the drive that “many.csv” is on", ""]


@pytest.mark.parametrize("act", ["stat", "open"])
def test_a_drive_that_hangs_before_a_file_is_open_is_given_up_at_once(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    path, progress = written(tmp_path, "csv"), Progress()
    hangs, answers = threading.Event(), threading.Event()
    original = getattr(Path, act)

    def hanging_act(self: Path, *args: object, **more: object) -> object:
        if self == path:
            hangs.set()
            assert answers.wait(20)
        return original(self, *args, **more)

    def give_up() -> None:
        assert hangs.wait(20)
        progress.cancel()

    monkeypatch.setattr(Path, act, hanging_act)
    impatient = threading.Thread(target=give_up)
    impatient.start()
    try:
        with pytest.raises(Cancelled):
            import_files(journal, [Source(path, "people")], progress=progress)
    finally:
        answers.set()
        impatient.join()
    assert count(journal) == 0


def test_a_workbook_that_is_read_as_a_whole_is_given_up_at_once(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, progress = tmp_path / "old.xls", Progress()
    path.write_bytes(ole_files.workbook([["Name", "Email"], ["Ana", "ana@example.com"]]))
    answers, load = threading.Event(), calamine.load_workbook

    def hanging_load(path: Path) -> calamine.CalamineWorkbook:
        progress.cancel()
        assert answers.wait(20)
        return load(path)

    monkeypatch.setattr(calamine, "load_workbook", hanging_load)
    try:
        with pytest.raises(Cancelled):
            import_files(journal, [Source(path, "people")], progress=progress)
    finally:
        answers.set()
    monkeypatch.setattr(calamine, "load_workbook", load)
    assert import_files(journal, [Source(path, "people")]).total == Counts(read=1, created=1)
