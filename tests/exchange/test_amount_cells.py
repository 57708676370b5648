"""Amounts whose currency or decimals are not those of the workspace are asked about, and nothing typed is lost."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import CrmError
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from tests.exchange.import_desk import Desk, reasons

DOLLARS = "Deal ID,Deal name,Amount\n1,A,$2500.50\n2,B,75\n3,C,£12\n"
AMOUNTS = "SELECT title, amount, currency FROM deal ORDER BY title"


@pytest.fixture
def german(desk: Desk) -> Desk:
    desk.journal.place = desk.journal.place._replace(region="DE", currency="EUR")
    return desk


def took(
    desk: Desk,
    path: Path,
    options: ImportOptions | None = None,
    currencies: Mapping[str, str] | None = None,
    read_as: ReadAs | None = None,
) -> ImportReport:
    source = Source(path, "deals", read_as=read_as or ReadAs(), currencies=currencies or {})
    return import_files(desk.journal, [source], options)


def test_a_sign_of_several_currencies_is_refused_until_it_is_said_which(german: Desk) -> None:
    path = german.file(DOLLARS, "deals.csv")
    refused = took(german, path)
    assert reasons(refused) == [(2, "Amount", "$2500.50")]
    assert "“$” is the sign of several" in refused.rejections[0].reason
    took(german, path, currencies={"Amount": "USD"})
    assert german.rows(AMOUNTS) == [("A", 250050, "USD"), ("B", 7500, "USD"), ("C", 1200, "GBP")]


def test_a_sign_of_the_workspace_may_be_said_to_be_another(desk: Desk) -> None:
    path = desk.file(DOLLARS, "deals.csv")
    took(desk, path, currencies={"Amount": "CAD"})
    assert desk.rows(AMOUNTS)[0] == ("A", 250050, "CAD")


def test_the_currency_of_the_row_stands_above_that_of_the_column(german: Desk) -> None:
    path = german.file("Deal ID,Deal name,Amount,Currency\n1,A,$5.50,AUD\n2,B,$7.50,\n", "deals.csv")
    took(german, path, currencies={"Amount": "USD"})
    assert german.rows(AMOUNTS) == [("A", 550, "AUD"), ("B", 750, "USD")]


def test_refused_amounts_keep_the_currency_that_was_said(german: Desk) -> None:
    path = german.file("Deal ID,Deal name,Amount\n1,A,$5.505\n", "deals.csv")
    rejects = german.folder / "rejects.csv"
    took(german, path, ImportOptions(rejects=rejects), currencies={"Amount": "USD"}, read_as=ReadAs(decimal="point"))
    rejects.write_text(rejects.read_text().replace("5.505", "5.50"))
    assert import_files(german.journal, [Source(rejects)]).total == Counts(read=1, created=1)
    assert german.rows(AMOUNTS) == [("A", 550, "USD")]


def test_the_price_of_a_line_is_in_the_currency_of_its_deal(german: Desk) -> None:
    path = german.file("Deal ID,Deal name,Product,Unit price,Currency\n1,A,Chair,$5.50,USD\n", "deals.csv")
    assert took(german, path).total.rejected == 0
    assert german.rows("SELECT unit_price FROM deal_line") == [(550,)]


def test_further_decimals_are_refused_or_rounded_as_the_user_wishes(desk: Desk) -> None:
    path = desk.folder / "deals.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([("Deal ID", "Deal name", "Amount"), (1, "A", 7.125), (2, "B", 0.1 + 0.2)]):
            sheet.write_row(at, 0, row)
    refused = took(desk, path)
    assert reasons(refused) == [(2, "Amount", "7.125")]
    rounded = took(desk, path, read_as=ReadAs(rounds=True))
    assert desk.rows(AMOUNTS) == [("A", 713, "USD"), ("B", 30, "USD")]
    assert [each for each in rounded.warnings if "rounded" in each and "“7.125” → 7.13 (1×)" in each]


def test_what_computing_left_is_no_decimal_of_a_whole_number(desk: Desk) -> None:
    desk.take_in("Company,Employees\nAcme,249.99999999999997\n", "companies", "firms.csv")
    assert desk.rows("SELECT employees FROM contact") == [(250,)]


def test_numbers_that_can_be_read_in_two_ways_are_not_imported_where_nobody_can_be_asked(german: Desk) -> None:
    path = german.file('Deal ID,Deal name,Amount\n1,A,"2,500"\n2,B,75\n', "deals.csv")
    with pytest.raises(CrmError, match=r"as 2500 \(--decimal point\) or as 2.5 \(--decimal comma\)"):
        took(german, path, ImportOptions(guessed=False))
    assert german.rows("SELECT count(*) FROM deal") == [(0,)]
    took(german, path, ImportOptions(guessed=False), read_as=ReadAs(decimal="point"))
    assert german.rows(AMOUNTS)[0] == ("A", 250000, "EUR")


def test_numbers_of_employees_and_chances_are_not_asked(german: Desk) -> None:
    path = german.file("Deal ID,Deal name,Probability\n1,A,12.500\n", "deals.csv")
    assert took(german, path, ImportOptions(guessed=False)).total.rejected == 1
    firms = german.file("Company,Employees\nAcme,1.250\nBeta,900\n", "firms.csv")
    import_files(german.journal, [Source(firms, "companies")], ImportOptions(guessed=False))
    assert german.rows("SELECT employees FROM contact ORDER BY name") == [(1250,), (900,)]


def test_ids_that_a_spreadsheet_cut_are_refused_and_whole_ones_are_read(desk: Desk) -> None:
    report = desk.take_in("Deal ID,Deal name\n1.23457E+12,A\n1.23457E+12,B\n1.234567E+06,C\n", "deals", "deals.csv")
    assert reasons(report) == [(2, "Deal ID", "1.23457E+12"), (3, "Deal ID", "1.23457E+12")]
    assert desk.rows("SELECT external_ids FROM deal") == [('{"import": "1234567"}',)]


def test_phone_numbers_of_spreadsheets_get_their_digits_back_where_all_are_there(desk: Desk) -> None:
    report = desk.take_in("Name,Phone,Email\nAna,2.025550143E+09,ana@x.example;\nBen,4.42079E+11,\n")
    assert desk.rows("SELECT normal FROM contact_point ORDER BY rid") == [
        *(("ana@x.example",), ("+12025550143",), ("4.42079E+11",))
    ]
    assert [each for each in report.warnings if "not complete phone numbers" in each and "“4.42079E+11” (1×)" in each]
