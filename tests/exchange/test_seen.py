"""What was rehearsed is what is imported: a file that became another since is told before anything is written."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import Cancelled, UnreadableFile
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.seen import ChangedFile, Seen, check_seen, fingerprint, noted, seen
from crm_desktop.exchange.source import Source
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Dana {n}\nEMAIL:dana@acme.example\nEND:VCARD\n"
EVENT = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Call {n}\nDTSTART:20260102T100000Z\nEND:VEVENT\n"
    "END:VCALENDAR\n"
)
FORMS = {
    "a.csv": "Name,E-Mail\nDana {n},dana@acme.example\n",
    "a.vcf": CARD,
    "a.ldif": "dn: cn=Dana\nobjectclass: person\ncn: Dana {n}\nmail: dana@acme.example\n",
    "a.ics": EVENT,
    "a.eml": "From: dana@acme.example\nDate: Fri, 02 Jan 2026 10:00:00 +0000\nSubject: {n}\n\nHello\n",
    "a.mbox": "From dana@acme.example Fri Jan  2 10:00:00 2026\nFrom: dana@acme.example\nSubject: {n}\n\nHello\n",
    "a.json": '{{"records": [{{"attributes": {{"type": "Account", "referenceId": "a"}}, "Name": "Acme {n}"}}]}}',
}


def written(folder: Path, name: str, number: int) -> Path:
    path = folder / name
    path.write_text(FORMS[name].format(n=number), encoding="utf-8", newline="")
    return path


def steps(journal: Journal) -> int:
    with journal.store.reader() as reader:
        return int(reader.execute("SELECT count(*) FROM step").fetchone()[0])


def rehearsed(journal: Journal, *paths: Path) -> ImportReport:
    return import_files(journal, [Source(each) for each in paths], dry_run=True)


def as_rehearsed(journal: Journal, report: ImportReport, *paths: Path) -> ImportReport:
    return import_files(journal, [Source(each) for each in paths], ImportOptions(seen=report.seen))


def long_ago(path: Path) -> None:
    """Let the file seem to be quiet, as if it had been written an hour before."""
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_was_rewritten_since_is_not_imported(journal: Journal, tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, 1)
    report, before = rehearsed(journal, path), steps(journal)
    written(tmp_path, name, 2)
    with pytest.raises(ChangedFile, match="has changed since it was looked at: look again") as told:
        as_rehearsed(journal, report, path)
    assert told.value.path == path
    assert steps(journal) == before
    assert as_rehearsed(journal, rehearsed(journal, path), path).total == report.total


@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_is_as_it_was_is_imported_with_the_numbers_of_the_rehearsal(
    journal: Journal, tmp_path: Path, name: str
) -> None:
    path = written(tmp_path, name, 1)
    report = rehearsed(journal, path)
    assert report.total.created == 1
    assert as_rehearsed(journal, report, path).total == report.total


def test_a_workbook_is_held_to_what_it_was(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write_column(0, 0, ["Name", "Dana"])
    report = rehearsed(journal, path)
    with path.open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ChangedFile):
        as_rehearsed(journal, report, path)


def test_a_file_that_is_gone_or_came_back_otherwise_is_told(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 1)
    report = rehearsed(journal, path)
    path.unlink()
    with pytest.raises(ChangedFile, match="is gone now"):
        as_rehearsed(journal, report, path)
    written(tmp_path, "a.csv", 3)
    with pytest.raises(ChangedFile, match="has changed"):
        as_rehearsed(journal, report, path)


def test_the_same_size_and_time_do_not_hide_other_contents(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 1)
    times = path.stat()
    report = rehearsed(journal, path)
    written(tmp_path, "a.csv", 2)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    with pytest.raises(ChangedFile):
        as_rehearsed(journal, report, path)


def test_the_same_contents_under_another_time_are_no_change(journal: Journal, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 1)
    report = rehearsed(journal, path)
    shutil.copy(path, tmp_path / "b.csv")
    (tmp_path / "b.csv").replace(path)
    long_ago(path)
    assert as_rehearsed(journal, report, path).total == Counts(read=1, created=1)


def test_one_changed_file_of_a_folder_stops_all_of_it(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    paths = [written(folder, name, 1) for name in ("a.csv", "a.vcf")]
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7\n")
    report = rehearsed(journal, folder)
    assert set(report.seen) == set(paths)
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7 newer\n")
    assert as_rehearsed(journal, report, folder).total == report.total
    written(folder, "a.vcf", 2)
    with pytest.raises(ChangedFile, match=r"a\.vcf"):
        as_rehearsed(journal, report, folder)


class OnFirstReport(Progress):
    """Does something to a file once the import has begun to look at it."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act: Callable[[], object] | None = act

    def report(self, done: int, total: int, *, in_bytes: bool = False) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()
        super().report(done, total)


def test_a_file_that_is_replaced_while_it_is_looked_at_is_told_before_the_backup(
    journal: Journal, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    text = "Name,E-Mail\n" + "".join(f"Ana {n},ana{n}@example.com\n" for n in range(6000))
    path.write_text(text)
    report, before = rehearsed(journal, path), steps(journal)
    backups: list[int] = []

    def replace() -> None:
        other = tmp_path / "other.csv"
        other.write_text(text.replace("Ana 7,", "Bo 77,"))
        other.replace(path)

    with pytest.raises(ChangedFile):
        import_files(
            journal,
            [Source(path, "people")],
            ImportOptions(seen=report.seen),
            OnFirstReport(replace),
            make_safe=lambda rows: backups.append(rows),
        )
    assert backups == []
    assert steps(journal) == before


def test_a_rehearsal_does_not_promise_what_it_did_not_read(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "Name,E-Mail\n" + "".join(f"Ana {n},ana{n}@example.com\n" for n in range(6000))
    path.write_text(text)

    def replace() -> None:
        other = tmp_path / "other.csv"
        other.write_text(text + "Bo,bo@example.com\n")
        other.replace(path)

    with pytest.raises(UnreadableFile, match="changed while it was being read"):
        import_files(journal, [Source(path, "people")], None, OnFirstReport(replace), dry_run=True)


def test_a_quiet_file_is_not_read_again_to_know_it(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", 1)
    (before,) = seen(noted([path]), Progress()).values()
    quiet = before._replace(noted=before.noted._replace(quiet=True), digest="of something else")
    check_seen({path: quiet}, Progress())
    with pytest.raises(ChangedFile):
        check_seen({path: quiet._replace(noted=quiet.noted._replace(quiet=False))}, Progress())


def test_a_file_written_a_moment_ago_is_not_called_quiet(tmp_path: Path) -> None:
    (fresh,) = noted([written(tmp_path, "a.csv", 1)]).values()
    assert not fresh.quiet


def test_looking_at_a_file_can_be_given_up(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        seen(noted([written(tmp_path, "a.csv", 1)]), progress)


def test_the_fingerprint_of_several_files_does_not_go_by_their_order(tmp_path: Path) -> None:
    found: dict[Path, Seen] = seen(noted(written(tmp_path, name, 1) for name in FORMS), Progress())
    backwards = dict(reversed(found.items()))
    assert fingerprint(found) == fingerprint(backwards)
    one = next(iter(found))
    assert fingerprint({one: found[one]}) == found[one].digest
