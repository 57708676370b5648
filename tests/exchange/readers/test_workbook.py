"""Workbooks are read sheet by sheet, with the values that their cells hold."""

import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import archive, files
from crm_desktop.exchange.readers.sheet_cells import Typed
from crm_desktop.exchange.readers.sheet_source import sheets_of
from crm_desktop.exchange.readers.workbook import SheetTable, open_sheet
from crm_desktop.exchange.source import ReadAs
from tests.exchange.readers import ods_files, ole_files
from tests.exchange.shared_data import real_file, real_files
from tests.fuzz.tried import fuzzed

USUAL = {"name", "email", "phone", "company", "street", "city", "item", "type", "quantity", "amount"}
Value = str | float | bool | date | None


@contextmanager
def opened(path: Path, sheet: str | None = None, *, header: bool | None = None) -> Iterator[SheetTable]:
    table = open_sheet(path, ReadAs(sheet=sheet, header=header), lambda cell: cell.strip().casefold() in USUAL)
    try:
        yield table
    finally:
        table.close()


def cells(path: Path, sheet: str | None = None) -> list[list[str]]:
    with opened(path, sheet) as table:
        return [row.cells for row in table.rows()]


def written(
    tmp_path: Path, rows: Sequence[Sequence[Value]], merged: Sequence[str] = (), *, since_1904: bool = False
) -> Path:
    path = tmp_path / "book.xlsx"
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, {"date_1904": since_1904, "default_date_format": "yyyy-mm-dd", **plain})
    sheet = book.add_worksheet("People")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for block in merged:
        sheet.merge_range(block, None)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
    return path


def test_numbers_days_and_yes_or_no_are_texts_that_read_in_one_way(tmp_path: Path) -> None:
    afternoon, midnight = (datetime.fromisoformat(f"2017-04-03 {time}") for time in ("14:30", "00:00"))
    rows: list[Sequence[Value]] = [
        ("Name", "Amount", "Since", "At", "Active"),
        ("Ana", 1.234, date(2017, 4, 3), afternoon, True),
        ("Bo", 1996.0, date(1999, 12, 31), midnight, False),
    ]
    assert cells(written(tmp_path, rows)) == [
        ["Ana", "1.234", "2017-04-03", "2017-04-03 14:30:00", "TRUE"],
        ["Bo", "1996", "1999-12-31", "2017-04-03", "FALSE"],
    ]


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [("Name", "Since"), ("Ana", date(2017, 4, 3))]
    assert cells(written(tmp_path, rows, since_1904=True)) == [["Ana", "2017-04-03"]]


def test_formulas_give_the_values_that_were_saved() -> None:
    with opened(real_file("08_xlsx/sheetjs_formulae_test_simple.xlsx"), header=False) as table:
        assert [row.cells for row in table.rows()][:2] == [["1", "1", "1", "1"], ["2", "2", "2", "2"]]


def test_cells_merged_over_rows_hold_the_value_in_each(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        ("Company", "Name"),
        ("Acme", "Ana"),
        (None, "Bo"),
        ("Beta", "Cleo"),
    ]
    assert cells(written(tmp_path, rows, ["A2:A3"])) == [["Acme", "Ana"], ["Acme", "Bo"], ["Beta", "Cleo"]]


def test_headings_over_columns_are_part_of_their_names(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        ("Name", "Address", None, "Email"),
        (None, "Street", "City", None),
        ("Ana", "High St 1", "Leeds", "ana@example.com"),
    ]
    path = written(tmp_path, rows, ["A1:A2", "B1:C1", "D1:D2"])
    with opened(path) as table:
        assert table.columns == ["Name", "Address / Street", "Address / City", "Email"]
        assert [row.number for row in table.rows()] == [3]


def test_notes_above_blank_rows_and_totals_below_are_no_rows(tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        ("Sales of May", None, None),
        (None, None, None),
        ("Name", "Amount", "City"),
        ("Ana", 12.5, "Leeds"),
        (None, None, None),
        ("Bo", 7.0, "York"),
        ("Total", 19.5, None),
    ]
    with opened(written(tmp_path, rows)) as table:
        assert [row.cells[0] for row in table.rows()] == ["Ana", "Bo"]
        assert table.form.header_row == 3
        assert "Sales of May" in table.form.warnings[0]
        assert "Total 19.5" in table.notes()[0]


def test_hidden_sheets_are_told_from_others() -> None:
    found = sheets_of(real_file("08_xlsx/sheetjs_sheet_visibility.xlsx"))
    assert [tuple(each) for each in found] == [("Visible", False), ("Hidden", True), ("VeryHidden", True)]


def test_a_sheet_is_chosen_by_its_name() -> None:
    path = real_file("08_xlsx/sheetjs_interview.xlsx")
    with opened(path, "tags") as table:
        assert (table.title, len(list(table.rows()))) == ("tags", 8)
    with pytest.raises(UnreadableFile, match=r"has no sheet “people”. Sheets: interview, tags"), opened(path, "people"):
        pass


def test_an_excel_table_is_read_with_its_names() -> None:
    with opened(real_file("08_xlsx/calamine_inventory-table.xlsx")) as table:
        assert table.columns == ["Item", "Type", "Quantity"]
        assert next(row.cells for row in table.rows()) == ["1", "Apple", "50"]


@pytest.mark.parametrize("path", real_files("08_xlsx/*.xlsx"), ids=lambda path: path.stem)
def test_all_sheets_of_real_workbooks_are_read_twice_alike_or_are_empty(path: Path) -> None:
    for sheet in sheets_of(path):
        try:
            with opened(path, sheet.name) as table:
                first = list(table.rows())
                assert first == list(table.rows())
                assert all(len(row.cells) == len(table.columns) for row in first)
        except UnreadableFile as error:
            if "has no cells" not in str(error):
                raise


def test_the_old_binary_format_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(ole_files.workbook([["Name", "Amount"], ["Müller", 1.234], ["Zoë", 5.0]]))
    assert cells(path) == [["Müller", "1.234"], ["Zoë", "5"]]


def test_an_open_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "free.ods"
    write_open_document(path, [["Name", "City"], ["Ana", "Leeds"]])
    assert cells(path) == [["Ana", "Leeds"]]


def test_a_wrong_ending_does_not_matter(tmp_path: Path) -> None:
    path = written(tmp_path, [("Name", "City"), ("Ana", "Leeds")]).rename(tmp_path / "book.xls")
    assert cells(path) == [["Ana", "Leeds"]]


def test_locked_workbooks_are_refused_with_what_to_do(tmp_path: Path) -> None:
    new, old, misnamed = tmp_path / "new.xlsx", tmp_path / "old.xls", tmp_path / "other.bin"
    new.write_bytes(ole_files.compound_file("EncryptedPackage", b"secret" * 1000))
    old.write_bytes(ole_files.workbook([["Name"]], more=b"\x2f\x00\x36\x00" + b"\1" * 54))
    misnamed.write_bytes(new.read_bytes())
    for path in (new, old, misnamed):
        with pytest.raises(UnreadableFile, match="locked with a password"), opened(path):
            pass


def test_damage_that_its_reader_did_not_expect_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    content = ole_files.workbook([["Name", "Amount"], ["Ana", 1.5]])
    path.write_bytes(content[:1538] + content[1539:])
    with pytest.raises(UnreadableFile, match="damaged or cut off"), opened(path):
        pass


def test_files_that_only_look_like_workbooks_are_refused(tmp_path: Path) -> None:
    good = written(tmp_path, [("Name", "City"), ("Ana", "Leeds")]).read_bytes()
    broken = {
        "cut.xlsx": good[: len(good) // 2],
        "flipped.xlsx": good.replace(b"xl/workbook.xml", b"xl/workbook.xmm"),
        "noise.xls": ole_files.compound_file("Workbook", b"\x07" * 6000),
        "headless.xlsx": b"PK\x03\x04" + bytes(200),
    }
    for name, content in broken.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UnreadableFile, match="damaged") as refused, opened(path):
            pass
        assert "EOCD" not in str(refused.value)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    content = bytearray(written(tmp_path, [("Name", "City"), ("Ana", "Leeds")]).read_bytes())
    _say_size(content, 0xFFFFFFF0)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="would unpack to 4,294 MB"), opened(path):
        pass


def test_an_entry_that_is_larger_than_it_says_is_damaged(tmp_path: Path) -> None:
    content = bytearray(written(tmp_path, [("Name", "City"), ("Ana", "Leeds")]).read_bytes())
    _say_size(content, 100)
    path = tmp_path / "liar.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="damaged"), opened(path):
        pass


def test_a_cell_far_outside_does_not_take_all_memory(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "City"])
    sheet.write_row(1, 0, ["Ana", "Leeds"])
    sheet.write(1_048_575, 16_383, "lost")
    book.close()
    with opened(path) as table:
        assert [row.cells for row in table.rows()] == [["Ana", "Leeds"], ["", ""]]
        assert table.notes() == ["1 row has cells beside the table, which were left out."]


def test_reading_takes_the_same_memory_however_long_the_sheet_is(tmp_path: Path) -> None:
    peaks = []
    for count in (10_000, 40_000):
        path = written(tmp_path, [("Name", "No"), *(("Ana", float(number)) for number in range(count))])
        tracemalloc.start()
        with opened(path) as table:
            assert sum(1 for _row in table.rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_a_workbook_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [("Name", "City"), ("Ana", "Leeds")])
    with opened(path) as table:
        written(tmp_path, [("Name", "City"), ("Ana", "York"), ("Bo", "Leeds")])
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(table.rows())
    with opened(path) as table:
        path.unlink()
        with pytest.raises(UnreadableFile, match="vanished"):
            list(table.rows())


def _say_size(archive: bytearray, size: int) -> None:
    """Write into the directory of `archive` that its first sheet unpacks to `size` bytes."""
    at = archive.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    archive[at : at + 4] = size.to_bytes(4, "little")


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20),
    st.integers(-(10**12), 10**12).map(lambda number: number / 1000),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


@given(rows=st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n), min_size=1)))
@fuzzed("XLSX sheet", 60)
def test_whatever_was_written_into_a_sheet_is_read_back(tmp_path: Path, rows: list[list[Value]]) -> None:
    path = written(tmp_path, [["text"] * len(rows[0]), *rows])
    with opened(path, header=True) as table:
        found = [row.cells for row in table.rows()]
    expected = [[value if isinstance(value, str) else _shown(value) for value in row] for row in rows]
    assert [[_number(cell) for cell in row] for row in found] == [[_number(cell) for cell in row] for row in expected]


@given(noise=st.binary(min_size=1, max_size=40), at=st.integers(0, 6000))
@fuzzed("XLSX archive", 150)
def test_damage_is_refused_or_read_but_never_ends_in_a_crash(tmp_path: Path, noise: bytes, at: int) -> None:
    content = bytearray(_good_book(tmp_path))
    at %= len(content)
    content[at : at + len(noise)] = noise
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    try:
        with opened(path) as table:
            list(table.rows())
    except UnreadableFile:
        pass


def _good_book(tmp_path: Path) -> bytes:
    path = tmp_path / "good.xlsx"
    if not path.exists():
        written(tmp_path, [("Name", "City"), ("Ana", "Leeds")]).rename(path)
    return path.read_bytes()


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(cell: str) -> str | float:
    try:
        number = float(cell) if isinstance(cell, Typed) or cell.strip() == cell else cell
    except ValueError:
        return cell
    return number if number == number else cell  # “NAN” is a text like any other


def write_open_document(path: Path, rows: Sequence[Sequence[str]]) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content xmlns:office="{names}:office:1.0" '
            f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{lines}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )


def test_a_sheet_that_is_nearly_nothing_when_packed_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LARGE_ENTRY", 1 << 20)
    path = tmp_path / "hollow.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (2 << 20))
    with pytest.raises(UnreadableFile, match="would unpack"):
        archive.entries(path, files.stamp(path))


def test_merged_cells_of_an_open_document_hold_the_value_in_each_row(tmp_path: Path) -> None:
    company = ods_files.text("Acme").replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
    rows = [
        ods_files.row(ods_files.text("Name"), ods_files.text("Company")),
        ods_files.row(ods_files.text("Ana"), company),
        ods_files.row(ods_files.text("Bo"), "<table:covered-table-cell/>"),
        ods_files.row(ods_files.text("Cy"), ods_files.text("Beta")),
    ]
    path = ods_files.open_document(tmp_path / "people.ods", "".join(rows))
    with opened(path) as table:
        assert [list(row.cells) for row in table.rows()] == [["Ana", "Acme"], ["Bo", "Acme"], ["Cy", "Beta"]]
