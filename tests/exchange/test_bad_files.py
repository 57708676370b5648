"""Whatever is given to be imported ends in a clear message or in refused rows, never in half an import."""

import csv
import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import CrmError, UnreadableFile
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_files

HUGE = 5 * 1024**3


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def imported(
    journal: Journal, folder: Path, text: str | bytes, kind: str = "people", name: str = "a.csv"
) -> ImportReport:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_files(journal, [Source(path, kind)])


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in report.rejections]


@pytest.mark.parametrize("path", real_files("07_csv/**/*.csv"), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_odd_table_is_rehearsed_or_refused(journal: Journal, path: Path) -> None:
    try:
        report = import_files(journal, [Source(path, "people")], dry_run=True)
    except CrmError as error:
        told = str(error)
    else:
        total = report.total
        assert total.read == total.created + total.updated + total.unchanged + total.skipped + total.rejected
        told = path.name if all(each.reason for each in report.rejections) else ""
    assert path.stem in told


class Repeated(io.RawIOBase):
    """A file of five gigabytes that is one byte over and over, without a drive that holds it."""

    def __init__(self, byte: bytes) -> None:
        super().__init__()
        self._byte = byte
        self._at = 0
        self._null = os.open(os.devnull, os.O_RDONLY)

    def seek(self, offset: int, whence: int = 0) -> int:
        assert whence == 0
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        count = min(size if size >= 0 else HUGE, HUGE - self._at)
        assert count < 300_000_000, "all of it would be in memory"
        self._at += count
        return self._byte * count

    def fileno(self) -> int:
        return self._null

    def close(self) -> None:
        if not self.closed:
            os.close(self._null)
        super().close()


@pytest.mark.parametrize(
    "byte", [b"a", b",", b'"', b" ", b"\n", b"\0", b"\xff", b"[", b"{", b"<", b"1", b"\t", b"\xe9"]
)
def test_five_gigabytes_of_one_byte_are_refused_at_once(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, byte: bytes
) -> None:
    path = tmp_path / "huge.csv"
    path.write_bytes(byte)
    original = Path.open

    def opened(self: Path, mode: str = "r", buffering: int = -1) -> object:
        return Repeated(byte) if self == path and "b" in mode else original(self, mode, buffering)

    monkeypatch.setattr(Path, "open", opened)
    started = time.monotonic()
    for kind in ("auto", "people"):
        with pytest.raises(CrmError) as refused:
            import_files(journal, [Source(path, kind)])
        assert "huge" in str(refused.value) or "people" in str(refused.value)
    assert time.monotonic() - started < 20


def test_ten_thousand_columns_are_read(journal: Journal, tmp_path: Path) -> None:
    header = ["Name", "Email", *(f"Extra {number}" for number in range(9998))]
    values = ["Ana", "ana@example.com", *(str(number) for number in range(9998))]
    report = imported(journal, tmp_path, "\n".join(map(",".join, (header, values))))
    assert report.total == Counts(read=1, created=1)


def test_days_outside_of_the_calendar_and_amounts_beyond_counting_refuse_their_rows(
    journal: Journal, tmp_path: Path
) -> None:
    text = (
        "Deal name,Amount,Close date\nA,1,0000-01-01\nB,1,9999-12-31\nC,1e30,2024-01-01\n"
        "D,1000000000000000000000000000000,2024-01-01\nE,12.345678,2024-01-01\nF,1,2024-02-30\nG,1,10000-01-01\n"
    )
    report = imported(journal, tmp_path, text, "deals")
    assert [(each.row, each.column) for each in report.rejections] == [
        (2, "Close date"),
        (4, "Amount"),
        (5, "Amount"),
        (6, "Amount"),
        (7, "Close date"),
        (8, "Close date"),
    ]
    assert rows(journal, "SELECT title, expected_on FROM deal") == [("B", "9999-12-31")]


def test_instants_at_the_ends_of_time_refuse_their_rows(journal: Journal, tmp_path: Path) -> None:
    text = "Type,When,Subject\ncall,0001-01-01T00:00:00+14:00,a\ncall,9999-12-31T23:59:59-14:00,b\ncall,2024-01-01,c\n"
    report = imported(journal, tmp_path, text, "activities")
    assert (report.total.created, report.total.rejected) == (1, 2)


def test_two_rows_with_one_id_become_one_record_with_what_came_last(journal: Journal, tmp_path: Path) -> None:
    text = "Id,Name,Email,Job title\n7,Ana,ana@example.com,Buyer\n7,Ana,ana@example.com,Owner\n"
    report = imported(journal, tmp_path, text)
    assert report.total == Counts(read=2, created=1, updated=1)
    assert [(each.field, each.earlier, each.later, each.stands) for each in report.contradictions] == [
        ("Job title", "Buyer", "Owner", "Owner")
    ]
    assert rows(journal, "SELECT job_title FROM contact") == [("Owner",)]


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        ("Company,Parent\nA,B\nB,C\nC,A\n", "companies", (4, "“C” cannot be below “A”, which is below it already.")),
        ("Name,Manager\nA,B\nB,A\n", "members", (3, "“B” cannot be below “A”, which is below it already.")),
        ("Id,Name,Manager id\n1,A,2\n2,B,1\n", "members", (3, "“B” cannot be below “1”, which is below it already.")),
        (
            "Account Name,Account ID,Parent ID\nA,1,2\nB,2,1\n",
            "companies",
            (3, "“B” cannot be below “1”, which is below it already."),
        ),
    ],
)
def test_circular_parents_refuse_the_row_that_closes_the_circle(
    journal: Journal, tmp_path: Path, text: str, kind: str, told: tuple[int, str]
) -> None:
    report = imported(journal, tmp_path, text, kind)
    assert reasons(report) == [told]


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (
            "Company,Parent\nA,A\n",
            "companies",
            "“Parent”: companies that would be below themselves are below none",
        ),
        ("Account Name,Account ID,Parent ID\nA,1,1\n", "companies", "“Parent ID”: companies that would be below"),
        ("Name,Manager\nA,A\n", "members", "“Manager”: members who would be their own managers have none: “A”"),
        ("Id,Name,Manager id\n1,A,1\n", "members", "“Manager id”: members who would be their own managers"),
    ],
)
def test_whoever_is_above_himself_is_told(journal: Journal, tmp_path: Path, text: str, kind: str, told: str) -> None:
    report = imported(journal, tmp_path, text, kind)
    assert report.total.created == 1
    assert [each for each in report.warnings if told in each]


def test_birthdays_that_programs_write_for_none_are_told(journal: Journal, tmp_path: Path) -> None:
    days = ("9999-12-31", "0001-01-01", "1900-01-01", "1899-12-30", "1980-05-12", "--05-12")
    text = "Name,Birthday\n" + "".join(f"P{number},{day}\n" for number, day in enumerate(days))
    report = imported(journal, tmp_path, text)
    (told,) = (each for each in report.warnings if "hardly birthdays" in each)
    assert told.endswith("“9999-12-31”, “0001-01-01”, “1900-01-01”, “1899-12-30” (4×).")


def test_a_circle_with_what_is_there_already_is_refused_as_well(journal: Journal, tmp_path: Path) -> None:
    imported(journal, tmp_path, "Company,Parent\nA,B\nB,C\n", "companies")
    report = imported(journal, tmp_path, "Company,Parent\nC,A\n", "companies")
    assert reasons(report) == [(2, "“C” cannot be below “A”, which is below it already.")]
    assert imported(journal, tmp_path, "Company,Parent\nA,C\nD,C\n", "companies").total.rejected == 0


def test_who_is_above_themselves_is_above_nobody(journal: Journal, tmp_path: Path) -> None:
    assert imported(journal, tmp_path, "Company,Parent\nA,A\n", "companies").total == Counts(read=1, created=1)
    assert rows(journal, "SELECT parent FROM contact") == [(None,)]


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("gone.csv", lambda path: None, "There is no file"),
        ("people.csv", lambda path: path.mkdir(), "nothing here that can be imported"),
        ("people.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n"), "it is PDF"),
        ("people.docx", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)), "damaged or cut off"),
        ("people.xml", lambda path: path.write_text("<people/>"), "HTML, XML"),
        ("people.csv", lambda path: path.write_bytes(b""), "is empty"),
    ],
)
def test_what_is_no_table_is_told(
    journal: Journal, tmp_path: Path, name: str, make: Callable[[Path], object], told: str
) -> None:
    path = tmp_path / name
    make(path)
    with pytest.raises(CrmError, match=told):
        import_files(journal, [Source(path)])


def test_strings_that_break_programs_are_kept_as_they_are(journal: Journal, tmp_path: Path) -> None:
    for path in real_files("09_lists/blns.txt"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        table = tmp_path / "naughty.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["Id", "Name", "Notes"])
            out.writerows([str(number), f"Ana {number}", line] for number, line in enumerate(lines))
        report = import_files(journal, [Source(table, "people")])
        assert report.total == Counts(read=len(lines), created=len(lines))
        assert import_files(journal, [Source(table, "people")]).total.unchanged == len(lines)


def test_a_mail_as_outlook_keeps_it_is_refused_with_the_way_out(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "offer.msg"
    entry = "__substg1.0_0037001F".encode("utf-16-le").ljust(128, b"\0")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry * 4)
    with pytest.raises(UnreadableFile, match="as EML"):
        import_files(journal, [Source(path)], dry_run=True)


@pytest.mark.parametrize("ending", [".xlsx", ".json"])
def test_a_number_that_its_field_refuses_refuses_the_row_and_not_the_file(
    journal: Journal, tmp_path: Path, ending: str
) -> None:
    path, rejects = tmp_path / f"firms{ending}", tmp_path / "rejects.csv"
    if ending == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Company", "Employees"])
            sheet.write_row(1, 0, ["Acme", 12])
            sheet.write_row(2, 0, ["Zoomit", 12.5])
    else:
        path.write_text('[{"Company": "Acme", "Employees": 12}, {"Company": "Zoomit", "Employees": 12.5}]')
    for dry_run in (True, False):
        report = import_files(journal, [Source(path, "companies")], ImportOptions(rejects=rejects), dry_run=dry_run)
        assert [(each.column, each.value, each.reason) for each in report.rejections] == [
            ("Employees", "12.5", "“12.5” is not a whole number.")
        ]
        assert report.total.created == 1
    assert "12.5" in rejects.read_text(encoding="utf-8-sig")


def test_text_that_is_called_a_workbook_is_refused_as_none(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "fake.xlsx"
    path.write_text("this is no workbook at all")
    with pytest.raises(UnreadableFile, match=r"“fake.xlsx” is called a workbook but is none"):
        import_files(journal, [Source(path)], dry_run=True)
    path.write_text("Name\tEmail\nAna\tana@acme.example\n")
    assert import_files(journal, [Source(path)], dry_run=True).total.created == 1


def test_ten_thousand_columns_are_read_and_few_of_them_named(journal: Journal, tmp_path: Path) -> None:
    names = ["Name", "Email", *(f"measured value {number}" for number in range(9998))]
    text = f"{','.join(names)}\n{','.join(['Ana', 'ana@acme.example', *('1' * 9998)])}\n"
    begun = time.thread_time()
    report = imported(journal, tmp_path, text)
    assert time.thread_time() - begun < 8
    assert report.total.created == 1
    (told,) = report.warnings
    assert told.endswith("“measured value 19” and 9,978 more.")
