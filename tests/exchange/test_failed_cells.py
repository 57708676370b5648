"""Cells in which a spreadsheet has an error come in empty, and that is told with where they are."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from tests.exchange.import_desk import Desk, reasons
from tests.exchange.readers import ods_files, ole_files

HEADER = ("Name", "Employees", "City")
ROWS = (("Acme", "#DIV/0!", "Leeds"), ("Beta", "7", "#REF!"), ("#REF!", "#DIV/0!", "#REF!"))
TOLD = [
    "1 row holds nothing but errors of the spreadsheet, such as #N/A, and was left out.",
    "“Employees”: errors of the spreadsheet, taken as empty: “#DIV/0!” in row 2 (1×).",
    "“City”: errors of the spreadsheet, taken as empty: “#REF!” in row 3 (1×).",
]


def xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate((HEADER, *ROWS)):
        for column, value in enumerate(row):
            if value.startswith("#"):
                sheet.write_formula(number, column, "=1/0", None, value)
            else:
                sheet.write(number, column, float(value) if value.isdecimal() else value)
    book.close()


def xls(path: Path) -> None:
    path.write_bytes(
        ole_files.workbook([[float(each) if each == "7" else each for each in row] for row in (HEADER, *ROWS)])
    )


def ods(path: Path) -> None:
    rows = ((ods_files.failed(each) if each.startswith("#") else ods_files.text(each) for each in row) for row in ROWS)
    head = ods_files.row(*map(ods_files.text, HEADER))
    ods_files.open_document(path, head + "".join(ods_files.row(*row) for row in rows))


def by_sdk(path: Path) -> None:
    """A workbook whose tags have short names before them, as the Open XML SDK writes: no row can be read by itself."""
    xlsx(path)
    _rewrite(path, lambda sheet: re.sub(r"<(/?)(?=[a-z])", r"<\1x:", sheet).replace("xmlns=", "xmlns:x="))


def by_hand(path: Path) -> None:
    """A workbook with a comment before its cells, which do not say where they are."""
    xlsx(path)
    _rewrite(path, lambda sheet: re.sub(r' r="\w+"', "", sheet).replace("<worksheet", "<!-- by hand --><worksheet"))


def _rewrite(path: Path, change: Callable[[str], str]) -> None:
    with ZipFile(path) as book:
        entries = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    entries[name] = change(entries[name].decode()).encode()
    with ZipFile(path, "w") as book:
        for each, content in entries.items():
            book.writestr(each, content)


@pytest.mark.parametrize("write", [xlsx, by_sdk, by_hand, xls, ods])
def test_errors_of_a_workbook_are_told_with_their_rows(desk: Desk, write: Callable[[Path], None]) -> None:
    path = desk.folder / f"companies.{write.__name__ if write in (xls, ods) else 'xlsx'}"
    write(path)
    sources = [Source(path, "companies")]
    rehearsed = import_files(desk.journal, sources, dry_run=True)
    report = import_files(desk.journal, sources)
    assert rehearsed.total == report.total == Counts(read=2, created=2)
    assert rehearsed.warnings == report.warnings == TOLD
    found = "SELECT c.name, c.employees, p.city FROM contact c LEFT JOIN contact_point p ON p.contact = c.id ORDER BY 1"
    assert desk.rows(found) == [("Acme", None, "Leeds"), ("Beta", 7, None)]
    assert import_files(desk.journal, sources).total == Counts(read=2, unchanged=2)


def test_errors_that_were_saved_as_csv_are_told_as_well(desk: Desk) -> None:
    report = desk.take_in("Name,Job title,City\nAna Roe,#BEZUG!,Leeds\nBo Lee,Buyer,#NAME?\n")
    assert report.warnings == [
        "“Job title”: errors of the spreadsheet, taken as empty: “#BEZUG!” in row 2 (1×).",
        "“City”: errors of the spreadsheet, taken as empty: “#NAME?” in row 3 (1×).",
    ]
    assert desk.rows("SELECT job_title FROM contact ORDER BY name") == [(None,), ("Buyer",)]


def test_an_error_empties_no_field_where_empty_cells_do(desk: Desk) -> None:
    desk.take_in("Name,Job title\nAna Roe,Buyer\nBo Lee,Owner\n")
    text = "Name,Job title\nAna Roe,#REF!\nBo Lee,\n"
    report = desk.take_in(text, options=ImportOptions(empties=True))
    assert reasons(report) == [(2, "Job title", "#REF!")]
    assert desk.rows("SELECT job_title FROM contact ORDER BY name") == [("Buyer",), (None,)]
