"""Amounts of workbooks are in the currency in which their cells show them."""

from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.readers.sheet_formats import currency_shown
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from tests.exchange.import_desk import Desk, reasons
from tests.exchange.readers import ods_files

DEALS = "SELECT title, amount, currency FROM deal ORDER BY title"


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("#,##0.00 [$CHF-807]", "CHF"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$kr-41D] #,##0", "SEK"),
        ('_-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-', "€"),
        ('"$"#,##0.00', "$"),
        ("$#,##0.00;[Red]-$#,##0.00", "$"),
        ("[$-409]d/m/yy", ""),
        ("#,##0.00", ""),
        ('0" pcs"', ""),
        ("General", ""),
    ],
)
def test_a_format_tells_its_currency(code: str, currency: str) -> None:
    assert currency_shown(code) == currency


def workbook(path: Path, *amounts: tuple[float, str]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Deal name", "Amount"])
    for number, (amount, code) in enumerate(amounts, 1):
        sheet.write(number, 0, f"D{number}")
        sheet.write(number, 1, amount, book.add_format({"num_format": code}))
    book.close()
    return path


def test_amounts_of_a_workbook_are_in_the_currency_of_their_cells(desk: Desk) -> None:
    path = workbook(desk.folder / "deals.xlsx", (1250.5, "#,##0.00 [$CHF-807]"), (-7, '#,##0.00 "€"'), (9, "0.00"))
    report = import_files(desk.journal, [Source(path, "deals")])
    assert report.total == Counts(read=3, created=3)
    assert desk.rows(DEALS) == [("D1", 125050, "CHF"), ("D2", -700, "EUR"), ("D3", 900, "USD")]
    assert import_files(desk.journal, [Source(path, "deals")]).total == Counts(read=3, unchanged=3)


def test_a_sign_of_several_currencies_in_a_format_is_asked(desk: Desk) -> None:
    path = workbook(desk.folder / "deals.xlsx", (1250.5, '#,##0.00 "kr"'))
    report = import_files(desk.journal, [Source(path, "deals")])
    assert reasons(report) == [(2, "Amount", "kr 1250.5")]
    said = Source(path, "deals", currencies={"Amount": "SEK"})
    import_files(desk.journal, [said])
    assert desk.rows(DEALS) == [("D1", 125050, "SEK")]


def test_what_is_no_amount_is_the_number_alone(desk: Desk) -> None:
    path = desk.folder / "firms.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, money = book.add_worksheet(), book.add_format({"num_format": '"$"#,##0'})
    sheet.write_row(0, 0, ["Company", "Employees", "Notes"])
    sheet.write(1, 0, "Acme")
    sheet.write(1, 1, 12, money)
    sheet.write(1, 2, 99, money)
    book.close()
    assert import_files(desk.journal, [Source(path, "companies")]).total == Counts(read=1, created=1)
    assert desk.rows("SELECT employees, notes FROM contact") == [(12, "99")]


def test_an_open_document_says_the_currency_of_each_amount(desk: Desk) -> None:
    amount = (
        '<table:table-cell office:value-type="currency" office:currency="CHF" office:value="5"><text:p>5</text:p>'
        "</table:table-cell>"
    )
    head = ods_files.row(ods_files.text("Deal name"), ods_files.text("Amount"))
    path = ods_files.open_document(desk.folder / "deals.ods", head + ods_files.row(ods_files.text("A"), amount))
    import_files(desk.journal, [Source(path, "deals")])
    assert desk.rows(DEALS) == [("A", 500, "CHF")]
