"""Files that are imported as a person would: rehearsed first, then for good."""

from pathlib import Path

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row


class Desk:
    """A folder for files, and the journal that they are imported into; every import is rehearsed first."""

    def __init__(self, journal: Journal, folder: Path) -> None:
        self.journal = journal
        self.folder = folder

    def file(self, text: str, name: str = "people.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def take_in(
        self, text: str, kind: str = "people", name: str = "people.csv", options: ImportOptions | None = None
    ) -> ImportReport:
        source = Source(self.file(text, name), kind)
        rehearsed = import_files(self.journal, [source], options, dry_run=True)
        report = import_files(self.journal, [source], options)
        ignored = {"batch", "seconds", "fingerprint"}
        told, done = rehearsed.plain(), report.plain()
        assert {each: told[each] for each in told if each not in ignored} == {
            each: done[each] for each in done if each not in ignored
        }
        return report

    def rows(self, sql: str) -> list[Row]:
        with self.journal.store.reader() as reader:
            return reader.execute(sql).fetchall()


def reasons(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.value) for each in report.rejections]
