"""A day in the field of a year gives its year where only one can be meant, and that is said."""

from pathlib import Path

import pytest
import xlsxwriter

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.year_cells import year_of
from crm_desktop.journal.journal import Journal


@pytest.mark.parametrize(
    "text",
    ["2019-05-04", "04.05.2019", "13/04/2019", "04/13/2019", "4 May 2019", "2019/5/4", "20190504", "2019-05-04 00:00"],
)
def test_the_year_of_a_day_is_taken_whatever_order_its_numbers_have(text: str) -> None:
    assert year_of(text) == (2019, True)


@pytest.mark.parametrize(("text", "year"), [("2019", 2019), ("578", 578), ("9999", 9999)])
def test_a_year_is_a_year(text: str, year: int) -> None:
    assert year_of(text) == (year, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("04.05.19", "is not a year"),
        ("98", "which century"),
        ("'98", "which century"),
        ("2019-02-30", "is not a year"),
        ("2019-2020", "is not a year"),
        ("0000-05-04", "is not a year"),
        ("20195", "is not a year"),
        ("about 2019", "is not a year"),
        ("2019.5", "is not a year"),
    ],
)
def test_what_is_not_certain_is_refused(text: str, told: str) -> None:
    with pytest.raises(InvalidField, match=told):
        year_of(text)


def test_a_year_typed_into_a_cell_that_shows_days_is_no_year_of_1905() -> None:
    with pytest.raises(InvalidField, match="the year 2019 in a cell that shows days"):
        year_of(Typed("1905-07-11"))
    assert year_of("1905-07-11") == (1905, True)


def stored(journal: Journal) -> list[tuple[object, ...]]:
    with journal.store.reader() as reader:
        return reader.execute("SELECT name, founded_year FROM contact ORDER BY rid").fetchall()


def test_the_import_says_which_years_it_took_from_days(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "companies.csv"
    path.write_text("Company name,Founded\nAcme,2019-05-04\nZoomit,1996\nOle,some day\n", encoding="utf-8")
    report: ImportReport = import_files(journal, [Source(path, "companies")])
    assert stored(journal) == [("Acme", 2019), ("Zoomit", 1996)]
    assert [(each.row, each.column) for each in report.rejections] == [(4, "Founded")]
    told = "“Founded”: only the year was taken, because the field holds no days: “2019-05-04” → 2019 (1×)."
    assert told in report.warnings


def test_days_of_a_workbook_give_their_year(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "companies.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Company name", "Date founded"])
        sheet.write_row(1, 0, ["Acme"])
        sheet.write_number(1, 1, 43589, day)
        sheet.write_row(2, 0, ["Zoomit", 1996])
        sheet.write_row(3, 0, ["Ole"])
        sheet.write_number(3, 1, 2019, day)
    report = import_files(journal, [Source(path, "companies")])
    assert stored(journal) == [("Acme", 2019), ("Zoomit", 1996)]
    assert ["the year 2019" in each.reason for each in report.rejections] == [True]
