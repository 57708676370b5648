"""CSV and TSV files are read as they are, and what cannot be read is said."""

import csv
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.open_text import open_text_table
from crm_desktop.exchange.readers.text_table import TextTable, join_cells
from crm_desktop.exchange.source import ReadAs
from tests.exchange.shared_data import real_file, real_files
from tests.fuzz.tried import fuzzed

AS_DETECTED = ReadAs()
USUAL = {"name", "email", "phone", "company", "first name", "last name"}


@contextmanager
def opened(path: Path, read_as: ReadAs = AS_DETECTED, region: str = "US") -> Iterator[TextTable]:
    table = open_text_table(path, read_as, region, lambda cell: cell.strip().casefold() in USUAL)
    try:
        yield table
    finally:
        table.close()


def cells(path: Path, read_as: ReadAs = AS_DETECTED) -> list[list[str]]:
    with opened(path, read_as) as table:
        return [row.cells for row in table.rows()]


def problems(path: Path) -> list[tuple[int, str]]:
    with opened(path) as table:
        return [(row.number, row.problem) for row in table.rows() if row.problem]


def written(tmp_path: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
ROWS = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1))


@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@fuzzed("CSV", 100)
@example(rows=[["\r"], ["\n"]], delimiter=",", encoding="utf-8")
@example(rows=[["", ""], ["a", '"']], delimiter="\t", encoding="utf-16")
def test_whatever_was_written_as_csv_is_read_back(
    tmp_path: Path, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert cells(path, ReadAs(encoding=encoding, delimiter=delimiter, header=False)) == rows


@given(names=st.lists(st.text("äöüßéèñçøåabcdefg ", min_size=3), min_size=3), delimiter=st.sampled_from(",;\t|"))
@fuzzed("CSV", 100)
def test_delimiter_and_encoding_are_found(tmp_path: Path, names: list[str], delimiter: str) -> None:
    rows = [[name, f"{number}@example.com", str(number)] for number, name in enumerate(names)]
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["Name", "Email", "No"], *rows])
    with opened(path) as table:
        assert (table.form.delimiter, table.columns, table.form.header_row) == (delimiter, ["Name", "Email", "No"], 1)
        assert [row.cells for row in table.rows()] == rows


@pytest.mark.parametrize("path", real_files("07_csv/rfc4180/*.json"), ids=lambda path: path.stem)
def test_rfc_4180_files_give_the_expected_rows(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    header = path.stem.startswith("header-")
    with opened(path.with_suffix(".csv"), ReadAs(header=header)) as table:
        rows: Sequence[object] = [row.cells for row in table.rows()]
        if header:
            rows = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]
    assert rows == expected


# This file's expectation names a phone number that is not in the file.
@pytest.mark.parametrize(
    "path",
    [path for path in real_files("07_csv/spectrum/*.json") if path.stem != "location_coordinates"],
    ids=lambda path: path.stem,
)
def test_csv_spectrum_files_give_the_expected_rows(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    with opened(path.with_suffix(".csv"), ReadAs(header=True)) as table:
        found = [dict(zip(table.columns, row.cells, strict=True)) for row in table.rows()]
    if path.stem == "newlines_crlf":
        # The file as it is stored here has plain line ends, its expectation the original ones.
        expected = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in expected]
    assert found == expected


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("bad-header-less-fields", "The row has 2 cells, but there are 3 columns."),
        ("bad-header-more-fields", "The row has 4 cells, but there are 3 columns."),
        ("bad-missing-quote", "The file ends inside a quoted cell: a quote in line 2 is never closed."),
        ("bad-quotes-with-unescaped-quote", "The quotes in line 2 do not match."),
    ],
)
def test_bad_rfc_4180_rows_are_refused_with_the_reason(name: str, problem: str) -> None:
    assert problems(real_file(f"07_csv/rfc4180/{name}.csv")) == [(2, problem)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_usual_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    content = "Name,Email\r\nJörg Müller,jm@example.com\r\nZoë Peña,zp@example.com\r\n"
    path = written(tmp_path, content.encode(encoding))
    assert cells(path) == [["Jörg Müller", "jm@example.com"], ["Zoë Peña", "zp@example.com"]]


@pytest.mark.parametrize(
    ("encoding", "city"),
    [
        ("cp1250", "Łódź"),
        ("iso8859-2", "Łódź"),
        ("cp1251", "Москва"),
        ("iso8859-5", "Москва"),
        ("shift_jis", "株式会社"),
        ("iso2022_jp", "株式会社"),
        ("gbk", "北京公司"),
    ],
)
def test_encodings_of_other_parts_of_the_world_are_found_anywhere(tmp_path: Path, encoding: str, city: str) -> None:
    content = f"Name,City\r\n{city[:2]},{city}\r\n{city[1:]},{city}\r\n"
    assert cells(written(tmp_path, content.encode(encoding))) == [[city[:2], city], [city[1:], city]]


def test_an_encoding_that_had_to_be_guessed_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\nJörg Müller,jm@example.com\n".encode("cp1252"))
    with opened(path) as table:
        assert table.form.encoding == "cp1252"
        assert "not in UTF-8" in table.form.warnings[0]


def test_a_file_in_two_encodings_is_not_said_to_be_in_another_than_utf8(tmp_path: Path) -> None:
    lines = ["Name,City", "Jörg,Köln", "Zoë,Łódź"]
    path = written(tmp_path, "\n".join(lines).encode() + "\nAndré,Orléans\n".encode("cp1252"))
    with opened(path) as table:
        assert table.form.encoding == "utf-8"
        assert "is in two encodings: most of its lines are in UTF-8" in table.form.warnings[0]


@pytest.mark.parametrize("sign", ["^", "~", "¦"])
def test_rare_signs_part_cells_where_every_row_has_as_many(tmp_path: Path, sign: str) -> None:
    rows = [["Ann Lee", "ann@x.example"], ["Bob, the 2nd", "bob@x.example"]]
    text = "\n".join(sign.join(row) for row in [["Name", "Email"], *rows])
    assert cells(written(tmp_path, text)) == rows
    assert cells(written(tmp_path, f"Name,Note\nAnn,a{sign}b\nBob,c\n")) == [["Ann", f"a{sign}b"], ["Bob", "c"]]


def test_the_region_settles_between_encodings(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\nDvořák,d@example.com\n".encode("cp1250"))
    with opened(path, region="CZ") as table:
        assert [row.cells[0] for row in table.rows()] == ["Dvořák"]


def test_lines_in_another_encoding_are_mended_one_by_one_and_told(tmp_path: Path) -> None:
    good = "Name,Email\nZoë,z@example.com\nBjørn,b@example.com\nAnaïs,a@example.com\n".encode()
    path = written(tmp_path, good + "Jörg,j@example.com\n".encode("cp1252"))
    with opened(path) as table:
        assert [row.cells[0] for row in table.rows()] == ["Zoë", "Bjørn", "Anaïs", "Jörg"]
        assert table.notes() == ["1 line is not in utf-8 and was read as Windows-1252, the first is line 5."]


def test_notes_before_the_column_names_are_left_out_and_told() -> None:
    with opened(real_file("06_contact_exports/linkedin_Connections.csv")) as table:
        assert table.form.header_row == 4
        assert table.columns[:3] == ["First Name", "Last Name", "URL"]
        assert "notes before its column names" in table.form.warnings[0]


def test_columns_without_names_are_numbered(tmp_path: Path) -> None:
    path = written(tmp_path, "Jo Doe,jo@example.com,555\nAl Roe,al@example.com,556\n")
    with opened(path) as table:
        assert (table.form.header_row, table.columns) == (0, ["Column 1", "Column 2", "Column 3"])
        assert len(list(table.rows())) == 2


def test_repeated_and_empty_column_names_are_told_apart(tmp_path: Path) -> None:
    with opened(written(tmp_path, "Name,Email,Name,,Name\na,b@example.com,c,d,e\n")) as table:
        assert table.columns == ["Name", "Email", "Name (2)", "Column 4", "Name (3)"]


def test_excel_names_the_delimiter_in_the_first_line(tmp_path: Path) -> None:
    with opened(written(tmp_path, "sep=;\nName;Email\nJo, Dr.;jo@example.com\n")) as table:
        assert (table.form.delimiter, table.form.header_row) == (";", 2)
        assert [tuple(row[:3]) for row in table.rows()] == [(3, ["Jo, Dr.", "jo@example.com"], None)]


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\r\na,a@example.com\rb,b@example.com\nc,c@example.com")
    assert [row[0] for row in cells(path)] == ["a", "b", "c"]


def test_a_field_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    text = "long text " * 1024 * 1024
    path = written(tmp_path, f'Name,Notes\nJo,"{text}"\nAl,short\n')
    assert cells(path) == [["Jo", text], ["Al", "short"]]


def test_reading_takes_the_same_memory_however_long_the_file_is(tmp_path: Path) -> None:
    line = b"Jo Doe,jo@example.com,+44 20 7946 0958\n"
    path = written(tmp_path, b"Name,Email,Phone\n" + line * 200_000)
    with opened(path) as table:
        tracemalloc.start()
        count = sum(1 for _row in table.rows())
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 200_000
    assert peak < 1_000_000


def test_zero_bytes_in_a_row_refuse_that_row(tmp_path: Path) -> None:
    rows = b"Jo,jo@example.com\nA\0l,al@example.com\nEd,ed@example.com\n" + b"Di,di@example.com\n" * 20
    path = written(tmp_path, b"Name,Email\n" + rows)
    assert problems(path) == [(3, "A cell holds a zero byte, as damaged files do.")]


def test_a_file_cut_off_in_a_quoted_field_says_where(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,Notes\nJo,fine\nAl,"begins\nand goes on')
    assert problems(path) == [(3, "The file ends inside a quoted cell: a quote in line 3 is never closed.")]


def test_the_first_row_below_the_names_is_no_footer(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,Email\n"Dana,dana@acme.example\nReed,reed@acme.example\n')
    assert problems(path) == [(2, "The file ends inside a quoted cell: a quote in line 2 is never closed.")]


@pytest.mark.parametrize("end", ["Total: 2 people;;\n", "\nPrinted 3 May;;\n", "\nSumme: 2;;\nStand 3.5.;;\n"])
def test_a_note_below_a_table_of_empty_cells_is_no_row(tmp_path: Path, end: str) -> None:
    rows = "Name;City;Email\nDana;York;\nTotal Look;;\n"
    assert cells(written(tmp_path, rows + end)) == [["Dana", "York", ""], ["Total Look", "", ""]]


def test_what_looks_like_a_note_is_a_row_where_the_table_goes_on(tmp_path: Path) -> None:
    path = written(tmp_path, "Name;City\nDana;York\n\nPage;\nReed;Ulm\n")
    assert cells(path) == [["Dana", "York"], ["Page", ""], ["Reed", "Ulm"]]


def test_lines_in_two_encodings_are_each_read_in_their_own(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,City\nJörg,Köln\n".encode() + "Jürgen,Münster\n".encode("cp1252"))
    assert cells(path) == [["Jörg", "Köln"], ["Jürgen", "Münster"]]


def test_uneven_rows_are_refused_but_empty_cells_at_the_end_are_no_surplus(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\na,a@example.com,,\nb\nc,c@example.com,more\n")
    with opened(path) as table:
        rows = list(table.rows())
    assert rows[0].cells == ["a", "a@example.com"]
    assert [row.problem is None for row in rows] == [True, False, False]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,Notes\n\na,"two\nlines"\n,\nb,\n')
    with opened(path) as table:
        assert [row.number for row in table.rows()] == [3, 4, 5]


def test_quotes_after_a_space_are_quotes_where_the_rows_then_are_even() -> None:
    assert cells(real_file("07_csv/messy_leads/16-messy-formatting.csv"))[0] == [
        *(' John "Johnny" Doe ', "john@messy.com", " 555-0900 ", " Acme, Inc. ")
    ]


def test_backslashes_escape_quotes_where_the_rows_then_are_even(tmp_path: Path) -> None:
    path = written(tmp_path, 'Name,Notes\n"Jo","says \\"hi, there\\""\n"Al","nothing"\n')
    assert cells(path) == [["Jo", 'says "hi, there"'], ["Al", "nothing"]]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "people.csv", "is empty"),
        (b"\xef\xbb\xbf", "people.csv", "is empty"),
        (b'{"a": 1}', "people.json", "not a CSV file but JSON"),
        (b"BEGIN:VCARD\r\n", "people.vcf", "not a CSV file but vCard"),
        (bytes(range(256)) * 4, "people.csv", "not a text file"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, content: bytes, name: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told), opened(written(tmp_path, content, name)):
        pass


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, told in ((tmp_path / "none.csv", "There is no file"), (tmp_path, "is a folder")):
        with pytest.raises(UnreadableFile, match=told), opened(path):
            pass


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\n" + "Jo,jo@example.com\n" * 10)
    with opened(path) as table:
        rows = table.rows()
        next(rows)
        with path.open("a", encoding="utf-8") as file:
            file.write("Al,al@example.com\n")
        with pytest.raises(UnreadableFile, match="changed while it was being read"):
            list(rows)


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\nJörg,j@example.com\n".encode("cp1252"))
    with pytest.raises(UnreadableFile, match="cannot be read as ascii"):
        cells(path, ReadAs(encoding="ascii"))


def test_an_unknown_encoding_or_delimiter_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Email\n")
    for read_as in (ReadAs(encoding="klingon"), ReadAs(delimiter="<>")):
        with pytest.raises(UnreadableFile), opened(path, read_as):
            pass


def test_surplus_cells_are_joined_only_where_spaces_say_how() -> None:
    assert join_cells(["A", "Rua do Paço", " 67", "Rio"], 3, ",") == ["A", "Rua do Paço, 67", "Rio"]
    assert join_cells(["A", "Rua do Paço", "67", "Rio"], 3, ",") is None
    assert join_cells(["A", " b", " c", "d"], 3, ",") is None


def test_a_table_can_be_read_again(tmp_path: Path) -> None:
    with opened(written(tmp_path, "Name,Email\nJo,jo@example.com\n")) as table:
        assert list(table.rows()) == list(table.rows())
