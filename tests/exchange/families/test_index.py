"""Every file of the index is read with as many records as the index counts."""

from zoneinfo import ZoneInfo

import pytest

from crm_desktop.exchange.ics_import import CalendarFile
from crm_desktop.exchange.readers.opening import open_table
from crm_desktop.exchange.readers.workbook import open_sheet
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.schema.forms import Place
from tests.exchange.families.index import IndexedFile, indexed_files

PLACE = Place("en", "US", "USD", ZoneInfo("America/New_York"))
FILES = indexed_files()
# Lines that are no rows: an empty line, and what a program writes above the names of the columns.
NO_ROWS = {
    "06_contact_exports-google_contacts_old_short.csv": 1,
    "06_contact_exports-linkedin_Connections.csv": 3,
    "06_contact_exports-thunderbird_tabs_and_commas.csv": 1,
    "07_csv-messy_leads-14-blank-rows.csv": 3,
}
# The index counts from the first filled row, and a total below a table is no row of it.
LAST_ROW = {("08_xlsx-calamine_issues.xlsx", "Sheet1"): 2, ("08_xlsx-calamine_pivots.xlsx", "PivotSheet3"): 6}


def of_unit(unit: str) -> list[IndexedFile]:
    return [each for each in FILES if each.number(unit)]


def rows_in(file: IndexedFile) -> tuple[int, bool]:
    """Return how many rows of values a file holds, and whether names of columns stand above them."""
    table = open_table(Source(file.path), "US", lambda _name: False)
    try:
        return sum(1 for _row in table.rows()), table.form.header_row > 0
    finally:
        table.close()


@pytest.mark.parametrize("file", of_unit("lines"), ids=lambda file: file.label)
def test_tables_have_the_rows_of_the_index(file: IndexedFile) -> None:
    rows, named = rows_in(file)
    assert rows + named + NO_ROWS.get(file.label, 0) == file.number("lines")


@pytest.mark.parametrize("file", of_unit("cards"), ids=lambda file: file.label)
def test_address_books_have_the_cards_of_the_index(file: IndexedFile) -> None:
    assert rows_in(file)[0] == file.number("cards")


@pytest.mark.parametrize("file", of_unit("components"), ids=lambda file: file.label)
def test_calendars_have_the_entries_of_the_index(file: IndexedFile) -> None:
    assert CalendarFile(Source(file.path), PLACE).rows == file.number("components")


@pytest.mark.parametrize("file", [each for each in FILES if each.sheets()], ids=lambda file: file.label)
def test_workbooks_have_the_rows_of_the_index(file: IndexedFile) -> None:
    for name, count in file.sheets().items():
        if count:
            table = open_sheet(file.path, ReadAs(sheet=name, header=False), lambda _name: False)
            last = [row.number for row in table.rows()][-1]
            assert last == LAST_ROW.get((file.label, name), count), name
            table.close()


def test_every_file_of_the_index_is_there() -> None:
    if not FILES:
        pytest.skip("the shared files are not at hand")
    assert [each.label for each in FILES if not each.path.exists()] == []
    assert len(FILES) > 200
