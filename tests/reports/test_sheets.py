import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm_desktop.errors import Cancelled
from crm_desktop.jobs import Progress
from crm_desktop.reports.report import ColumnKind, Report, ReportColumn, ReportTable
from crm_desktop.reports.report_json import report_document, write_json
from crm_desktop.reports.report_names import without_names
from crm_desktop.reports.sheets import csv_bytes, write_csv, write_xlsx, xlsx_bytes
from tests.reports.samples import sales_report

FORMULAS = ("=HYPERLINK(1)", "+49 30 1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1")
TEXT = (ReportColumn("name", "Name"),)


def formula_report() -> Report:
    return Report("r", "R", tables=(ReportTable("t", "T", TEXT, [(text,) for text in FORMULAS]),))


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_text_becomes_a_formula_in_csv() -> None:
    cells = [row[0] for row in csv_rows(csv_bytes(formula_report()))[1:]]
    assert cells == [f"'{text}" for text in FORMULAS]


def test_no_text_becomes_a_formula_or_a_link_in_xlsx() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(formula_report()))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_csv_has_plain_numbers_and_the_unit_in_the_head() -> None:
    rows = csv_rows(csv_bytes(sales_report()))
    assert rows[0] == ["By product"]
    assert rows[1] == ["Product", "Deals", "Won amount (USD)", "Share (%)", "Average (USD)", "Change (%)"]
    assert rows[2] == ["GTX Plus Pro", "107", "590120.00", "47.0", "5515.00", "12.0"]
    assert rows[9] == ["Best customers"]


def test_xlsx_cells_are_typed_and_each_table_has_its_sheet() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(sales_report())))
    assert book.sheet_names == ["By product", "Best customers"]
    rows = book.get_sheet_by_name("By product").to_python()
    assert rows[1][:4] == ["GTX Plus Pro", 107, 590120, 47]
    assert rows[-1][0] == "Total"


def test_days_and_instants_are_dates_for_the_spreadsheet() -> None:
    columns = (ReportColumn("d", "Day", ColumnKind.DAY), ReportColumn("i", "At", ColumnKind.INSTANT))
    row = (date(2026, 5, 14), datetime(2026, 5, 14, 9, 41, tzinfo=UTC))
    report = Report("r", "R", tables=(ReportTable("t", "T", columns, [row]),))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(report))).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [date(2026, 5, 14), datetime.fromisoformat("2026-05-14T09:41")]


def test_the_same_report_gives_the_same_workbook() -> None:
    assert xlsx_bytes(sales_report()) == xlsx_bytes(sales_report())


def test_odd_titles_become_sheet_names_that_open() -> None:
    tables = tuple(ReportTable("t", title, TEXT, [("x",)]) for title in ("A/B: [new]?", "long " * 20, "long " * 20, ""))
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(Report("r", "R", tables=tables))))
    assert len(set(book.sheet_names)) == 4
    assert all(len(name) <= 31 for name in book.sheet_names)


def test_a_cancelled_workbook_leaves_nothing_behind(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    report = replace(formula_report(), tables=(ReportTable("t", "T", TEXT, (("x",) for _n in range(5000))),))
    with pytest.raises(Cancelled):
        write_xlsx(report, tmp_path / "r.xlsx", progress)
    assert list(tmp_path.iterdir()) == []


def test_json_has_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    document = report_document(sales_report())
    assert list(document) == ["title", "parameters", "figures", "tables", "synced_at", "silence"]
    assert document["figures"] == {
        "won": {"amount": "1260210.00", "currency": "USD"},
        "deals": 791,
        "win_rate": 63.0,
    }
    write_json(sales_report(), tmp_path / "r.json")
    write_csv(sales_report(), tmp_path / "r.csv")
    assert '"590120.00"' in (tmp_path / "r.json").read_text("utf-8")
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_hidden_people_have_one_number_throughout_the_report() -> None:
    columns = (ReportColumn("who", "Who", names_people=True), ReportColumn("calls", "Calls", ColumnKind.COUNT))
    first = ReportTable("a", "A", columns, [("Ann", 1), ("Ben", 2)])
    second = ReportTable("b", "B", columns, [("Ben", 3), (None, 4)])
    hidden = without_names(Report("r", "R", tables=(first, second)))
    assert list(hidden.tables[0].rows) == [("Person 1", 1), ("Person 2", 2)]
    assert list(hidden.tables[1].rows) == [("Person 2", 3), (None, 4)]
