import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_desktop.reports.pdf_drawing import A4
from crm_desktop.reports.pdf_report import pdf_bytes
from crm_desktop.reports.report import ColumnKind, Report, ReportColumn, ReportTable, Row
from tests.reports.pdf_reading import opened, page_text, text_colours, words_on
from tests.reports.samples import printed, products

PEOPLE = (
    ReportColumn("name", "Name"),
    ReportColumn("seen", "Last seen", ColumnKind.DAY),
    ReportColumn("won", "Won", ColumnKind.MONEY, "EUR"),
)


def people(count: int) -> Iterator[Row]:
    for number in range(count):
        yield f"Person {number}", date(2026, 1, 1) + timedelta(days=number % 365), number * 101


def pdf_of(*tables: ReportTable) -> bytes:
    return pdf_bytes(Report("people", "People", tables=tables), printed())


def test_a_long_table_repeats_its_head_and_counts_its_pages() -> None:
    content = pdf_of(ReportTable("people", "", PEOPLE, people(200)))
    pages = len(opened(content))
    assert pages == 5
    for page in range(pages):
        text = page_text(content, page)
        assert "Last seen" in text
        assert f"Page {page + 1} of {pages}" in text


def test_no_row_is_lost_or_doubled_where_pages_turn() -> None:
    content = pdf_of(ReportTable("people", "", PEOPLE, people(200)))
    names = [
        line.split(" ")[1] for page in range(5) for line in page_text(content, page).splitlines() if "Person" in line
    ]
    assert names == [str(number) for number in range(200)]


def test_rows_stay_above_the_foot() -> None:
    content = pdf_of(ReportTable("people", "", PEOPLE, people(200)))
    rows = [word.baseline for word in words_on(content, 1) if word.text == "Person"]
    assert max(rows) < A4.height - 45


def test_the_total_comes_after_the_last_row_even_on_a_page_of_its_own() -> None:
    for count in range(38, 48):
        table = ReportTable("people", "", PEOPLE, people(count), total=("Total", None, 12345))
        content = pdf_of(table)
        last = page_text(content, len(opened(content)) - 1)
        assert "Total" in last
        assert "Last seen" in last
        assert "€123.45" in last


def test_a_heading_never_stands_alone_at_the_end_of_a_page() -> None:
    for count in range(30, 44):
        content = pdf_of(ReportTable("people", "", PEOPLE, people(count)), products())
        page = next(page for page in range(len(opened(content))) if "By product" in page_text(content, page))
        assert "GTX Plus Pro" in page_text(content, page)


def test_a_cell_too_long_for_its_column_is_shortened_beside_the_next() -> None:
    columns = (ReportColumn("name", "Name", share=50), ReportColumn("town", "Town", share=50))
    content = pdf_of(ReportTable("t", "", columns, [("Hartwell and Daughters " * 10, "Leeds")]))
    words = words_on(content, 0)
    shortened = next(word for word in words if word.text.endswith("…"))
    assert shortened.right < next(word for word in words if word.text == "Leeds").left


def test_columns_without_shares_take_what_their_cells_need() -> None:
    columns = (*PEOPLE, ReportColumn("note", "Note"))
    rows = [("Ann", date(2026, 5, 14), 123456789, "A long remark about what was said on the phone this morning")]
    text = page_text(pdf_of(ReportTable("t", "", columns, rows)), 0)
    assert "€1,234,567.89" in text
    assert "A long remark about what was said on the phone this morning" in text


def test_twelve_columns_still_fit_the_page() -> None:
    columns = tuple(ReportColumn(f"c{n}", f"Column {n}", ColumnKind.MONEY, "EUR") for n in range(12))
    words = words_on(pdf_of(ReportTable("t", "", columns, [(123456,) * 12])), 0)
    assert max(word.right for word in words) <= A4.width - 39


def test_growth_is_green_and_decline_is_red() -> None:
    colours = text_colours(pdf_bytes(Report("r", "R", tables=(products(),)), printed()), 0)
    assert colours["+12"] == (22, 108, 65)
    assert colours["−6"] == (174, 43, 34)
    assert colours["$590,120"] == (28, 29, 32)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell how much memory was used")
def test_a_hundred_thousand_rows_from_an_iterator_stay_within_memory() -> None:
    script = (
        "from pathlib import Path\n"
        "from tests.reports.test_pdf_table import PEOPLE, people, pdf_of\n"
        "from crm_desktop.reports.report import ReportTable\n"
        "print(len(pdf_of(ReportTable('people', '', PEOPLE, people(100_000)))))\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    size, kilobytes = map(int, output.split())
    assert size > 1_000_000
    assert kilobytes < 130_000


def test_no_column_touches_the_next() -> None:
    columns = (
        ReportColumn("title", "Title"),
        ReportColumn("amount", "Amount", ColumnKind.MONEY, "EUR"),
        ReportColumn("closed", "Closed", ColumnKind.DAY),
        ReportColumn("outcome", "Outcome"),
    )
    rows = [("Pump " * 40, 2_556_500 * number, date(2026, 12, 28), "Won") for number in range(1, 20)]
    words = words_on(pdf_of(ReportTable("deals", "", columns, rows)), 0)
    years = [word for word in words if word.text == "2026"]
    won = {word.baseline: word.left for word in words if word.text == "Won"}
    assert len(years) == 19
    assert all(won[year.baseline] - year.right > 5 for year in years)
