"""Folders and workbooks are imported whole: each table in them by itself, with the links between them."""

import shutil
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.journal.journal import Journal
from crm_desktop.vault.driver import Row
from tests.exchange.shared_data import real_file

SHEETS: dict[str, list[tuple[str | float, ...]]] = {
    "Deals": [("Deal name", "Account", "Amount", "Close date"), ("Big one", "Acme", 1250.5, "2024-05-01")],
    "Accounts": [("Account name", "Industry", "Number of employees"), ("Acme", "retail", 12)],
    "Read me": [("Made for the board",)],
}


def book(folder: Path, hidden: str = "") -> Path:
    path = folder / "all.xlsx"
    made = xlsxwriter.Workbook(path)
    for name, rows in SHEETS.items():
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if name == hidden:
            sheet.hide()
    made.add_worksheet("Blank")
    made.close()
    return path


def rows(journal: Journal, sql: str) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql).fetchall()


def test_the_sheets_of_a_workbook_are_linked_and_what_is_no_table_is_left_out(journal: Journal, tmp_path: Path) -> None:
    report = import_files(journal, [Source(book(tmp_path))])
    assert report.kinds == {"companies": Counts(read=1, created=1), "deals": Counts(read=1, created=1)}
    assert report.linked == {}
    deals = "SELECT d.title, d.amount, c.sector FROM deal d JOIN contact c ON c.id = d.company"
    assert rows(journal, deals) == [("Big one", 125050, "retail")]
    told = " ".join(report.warnings)
    assert "“all.xlsx, sheet Read me” was left out." in told
    assert "“all.xlsx, sheet Blank” was left out." in told


def test_a_hidden_sheet_is_imported_only_when_it_is_named(journal: Journal, tmp_path: Path) -> None:
    path = book(tmp_path, hidden="Accounts")
    report = import_files(journal, [Source(path)], dry_run=True)
    assert set(report.kinds) == {"deals"}
    assert any("Accounts. Choose a sheet" in each for each in report.warnings)
    named = Source(path, read_as=ReadAs(sheet="Accounts"))
    assert set(import_files(journal, [named], dry_run=True).kinds) == {"companies"}


def test_a_kind_that_the_user_gives_is_meant_of_the_first_sheet(journal: Journal, tmp_path: Path) -> None:
    report = import_files(journal, [Source(book(tmp_path), "deals")], dry_run=True)
    assert report.kinds == {"deals": Counts(read=1, created=1)}
    assert any("Accounts, Read me, Blank" in each for each in report.warnings)


def test_the_rows_of_a_workbook_are_refused_and_come_back_as_rows_of_csv(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet()
    for number, row in enumerate([("Name", "Email"), ("Ana", "ana@example.com"), ("Bo", "bo at example")]):
        sheet.write_row(number, 0, row)
    made.close()
    rejects = tmp_path / "refused.csv"
    report = import_files(journal, [Source(path)], ImportOptions(rejects=rejects))
    assert [(each.row, each.column, each.value) for each in report.rejections] == [(3, "Email", "bo at example")]
    text = rejects.read_text(encoding="utf-8-sig").replace("Bo,bo at example", "Bo,bo@example.com", 1)
    rejects.write_text(text, encoding="utf-8")
    assert import_files(journal, [Source(rejects)]).total == Counts(read=1, created=1)


def test_a_folder_is_imported_as_its_files_are(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "crm"
    shutil.copytree(real_file("01_maven_crm"), folder)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    (folder / ".hidden").write_text("nothing")
    report = import_files(journal, [Source(folder)], dry_run=True)
    assert report.total == Counts(read=8927, created=8927)
    assert [each for each in report.warnings if "was left out" in each] == [
        (
            "“picture.png” was left out. “picture.png” holds no table that can be read: it is PNG. "
            "Export the data as CSV or XLSX first."
        )
    ]


def test_a_folder_with_nothing_to_import_says_why(journal: Journal, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    with pytest.raises(UnreadableFile, match=r"nothing here that can be imported.*it is PNG"):
        import_files(journal, [Source(folder)])


def test_a_folder_without_files_is_told_beside_others(journal: Journal, tmp_path: Path) -> None:
    folder, people = tmp_path / "empty", tmp_path / "people.csv"
    folder.mkdir()
    people.write_text("Name,Email\nDana,keine\n")
    report = import_files(journal, [Source(folder), Source(people)], dry_run=True)
    assert report.total.created == 1
    assert "The folder “empty” holds no files." in report.warnings
    assert "“Email”: taken as empty: “keine” (1×)." in report.warnings


def test_a_data_dictionary_among_named_files_is_left_out_and_told(journal: Journal) -> None:
    report = import_files(journal, [Source(real_file("01_maven_crm_plus"))], dry_run=True)
    assert {kind: counts.read for kind, counts in report.kinds.items()} == {
        "members": 35,
        "companies": 85,
        "products": 7,
        "deals": 8800,
        "activities": 626,
    }
    assert report.total.rejected == 0
    assert [each for each in report.warnings if "was left out" in each] == [
        (
            "“data_dictionary.csv” was left out. “data_dictionary” seems to hold this: Data dictionaries. "
            "That cannot be imported yet; leave the file out."
        )
    ]
