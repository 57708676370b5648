"""Files as offices and shops send them: each is looked at in full after its import."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from tests.exchange.import_desk import Desk

SHOP = """\
Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,\
Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,\
Default Address Zip,Default Address Phone,Phone,Tags
'6940095283200,Maya,Okafor,maya@mail.example,yes,Okafor Studio,12 Elm St,Suite 4,Portland,OR,US,'97205,\
'+15035550142,'+15035550142,"VIP, wholesale"
'6940095283204,Sam,O'Neil,sam@mail.example,no,,1 High St,,Bath,,GB,'BA1 1AA,'+441225960000,,
"""
NEWSLETTER = """\
Email Address,First Name,Last Name,Birthday,MEMBER_RATING,OPTIN_TIME,CC,TAGS
ada@example.org,Ada,Lind,03/14,4,2024-03-05 14:22:10,US,"\"\"VIP\"\",\"\"Trade fair\"\""
"\"\"Q, Ann\"\" <q@example.org>",Quinn,,12/01,3,2022-06-07 10:11:12,DE,
"""
HEADINGS = {"A4:C4": "Patient", "D4:E4": "Kontakt", "F4:H4": "Anschrift"}
COLUMNS = ("Anrede", "Nachname", "Vorname", "Telefon", "E-Mail", "Straße u. Nr.", "PLZ", "Ort", "Geb.-Datum")
PATIENTS: tuple[tuple[str | date, ...], ...] = (
    ("Frau", "Schäfer", "Änne", "0711 / 45 67 89", "a@web.example", "Königstr. 12", "70173", "Ulm", date(1961, 4, 3)),
    (
        "Herr Dr.",
        "Öztürk",
        "Cem",
        "(0711) 998877",
        "c@x.example; d@x.example",
        "Gasse 5/1",
        "01097",
        "Köln",
        "13.11.1975",
    ),
    (),
    ("Summe: 2 Patienten",),
)


@pytest.fixture
def desk(journal: Journal, tmp_path: Path) -> Desk:
    return Desk(journal, tmp_path)


def test_customers_of_a_shop_keep_ids_addresses_and_companies(desk: Desk) -> None:
    report = desk.take_in(SHOP, "auto", "customers_export.csv", ImportOptions(consent_source="Shop"))
    assert (report.kinds["people"].created, report.rejections) == (2, [])
    company = "(SELECT c.name FROM contact c WHERE c.id = contact.company)"
    assert desk.rows(f"SELECT name, {company} FROM contact WHERE kind = 'person' ORDER BY rid") == [
        ("Maya Okafor", "Okafor Studio"),
        ("Sam O'Neil", None),
    ]
    ids = desk.rows("SELECT external_ids FROM contact WHERE kind = 'person'")
    assert ids == [('{"import:customer": "6940095283200"}',), ('{"import:customer": "6940095283204"}',)]
    address = "SELECT street, city, region, postal_code, country FROM contact_point WHERE kind = 'address' ORDER BY rid"
    assert desk.rows(address) == [
        ("12 Elm St\nSuite 4", "Portland", "OR", "97205", "US"),
        ("1 High St", "Bath", None, "BA1 1AA", "GB"),
    ]


def test_a_newsletter_list_tells_the_order_of_its_birthdays(desk: Desk) -> None:
    report = desk.take_in(NEWSLETTER, "auto", "subscribed_members_export.csv")
    assert report.rejections == []
    assert desk.rows("SELECT name, birthday, tags FROM contact ORDER BY rid") == [
        ("Ada Lind", "--03-14", '["VIP", "Trade fair"]'),
        ("Quinn", "--12-01", None),
    ]
    emails = desk.rows("SELECT value FROM contact_point WHERE kind = 'email' ORDER BY rid")
    assert emails == [("ada@example.org",), ("q@example.org",)]
    assert desk.rows("SELECT country FROM contact_point WHERE kind = 'address' ORDER BY rid") == [("US",), ("DE",)]


def test_a_list_of_patients_with_titles_headings_and_a_sum(desk: Desk) -> None:
    report = imported(desk, workbook(desk.folder / "Patientenliste.xlsx"))
    assert report.rejections == []
    assert desk.rows("SELECT name, birthday FROM contact ORDER BY rid") == [
        ("Frau Änne Schäfer", "1961-04-03"),
        ("Herr Dr. Cem Öztürk", "1975-11-13"),
    ]
    address = "SELECT street, postal_code, city FROM contact_point WHERE kind = 'address' ORDER BY rid"
    assert desk.rows(address) == [("Königstr. 12", "70173", "Ulm"), ("Gasse 5/1", "01097", "Köln")]
    assert any("Summe: 2 Patienten" in each for each in report.warnings)


def test_postal_codes_that_lost_a_zero_get_it_back_where_the_country_says_so(desk: Desk) -> None:
    text = "Name,PLZ,Ort,Land\nAna,1067,Dresden,DE\nBo,1010,Wien,AT\nCy,2134,Allston,\nDi,70173,Stuttgart,DE\n"
    report = desk.take_in(text, "people")
    codes = desk.rows("SELECT postal_code FROM contact_point WHERE kind = 'address' ORDER BY rid")
    assert [code for (code,) in codes] == ["01067", "1010", "2134", "70173"]
    assert [each for each in report.warnings if "zero" in each] == [
        "“PLZ”: postal codes got the zero back that they begin with: “1067” (1×).",
        "“PLZ”: postal codes that may have lost a zero at their beginning, kept: “2134” (1×).",
    ]


def imported(desk: Desk, path: Path) -> ImportReport:
    return import_files(desk.journal, [Source(path)])


def workbook(path: Path) -> Path:
    """Write PATIENTS below two title rows and the headings of groups of columns."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Patienten")
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.merge_range("A1:I1", "Zahnarztpraxis – Patientenliste")
    sheet.merge_range("A2:I2", "Stand: 12.05.2026")
    for cells, heading in HEADINGS.items():
        sheet.merge_range(cells, heading)
    sheet.write("I4", "Angaben")
    sheet.write_row(4, 0, COLUMNS)
    for number, row in enumerate(PATIENTS, 5):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time(), UTC).replace(tzinfo=None), day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return path
