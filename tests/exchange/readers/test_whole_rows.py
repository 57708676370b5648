"""Rows that are quoted as a whole are parted where that makes a table of them, or where the user says so."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.readers.open_text import open_text_table
from crm_desktop.exchange.source import ReadAs
from tests.exchange.readers.test_text_table import AS_DETECTED, USUAL, cells, opened, problems, written

WHOLE = '"Name,Email,Phone"\n"Ana Roe,ana@x.example,0123"\n"""Lee, Ben"",ben@x.example,"\n'
LISTS = [["Ana Roe", "ana@x.example", "0123"], ["Lee, Ben", "ben@x.example", ""]]
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1)


def test_each_row_is_parted_once_more_and_the_reason_told(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    with opened(path) as table:
        assert (table.columns, table.form.delimiter) == (["Name", "Email", "Phone"], ",")
        assert table.form.reasons["delimiter"] == "each row is quoted as a whole"
        assert table.form.whole_rows
        assert any("quoted as a whole" in each for each in table.form.warnings)
        assert [row.cells for row in table.rows()] == LISTS


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_part_them_as_well(tmp_path: Path, sign: str) -> None:
    path = written(tmp_path, f'"Name{sign}Email{sign}Phone"\r\n"Ana{sign}ana@x.example{sign}0123"\r\n')
    assert cells(path) == [["Ana", "ana@x.example", "0123"]]


def test_the_names_of_the_columns_may_stand_without_those_quotes(tmp_path: Path) -> None:
    assert cells(written(tmp_path, WHOLE.replace('"Name,Email,Phone"', "Name,Email,Phone"))) == LISTS


@pytest.mark.parametrize(
    "text",
    [
        '"Remark"\n"Ana, Ben, and Cy"\n"Dee, Eve, and Fay"\n',  # a list of texts
        '"Name,Email"\n"Ana,ana@x.example"\n',  # two cells may be a text with a comma
        '"Name,Email,Phone"\n"Ana,ana@x.example,0123"\n"Ben, who is away"\n',  # not all have as many
        '"Name","Email","Phone"\n"Ana","ana@x.example","0123"\n',  # cells that are quoted each
    ],
)
def test_what_makes_no_table_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    with opened(written(tmp_path, text)) as table:
        assert not table.form.whole_rows
        assert [row.cells for row in table.rows()] == list(csv.reader(io.StringIO(text)))[1:]


def test_the_user_may_say_the_contrary(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    with opened(path, ReadAs(parts_rows=False)) as table:
        assert table.columns == ["Name,Email,Phone"]
    path = written(tmp_path, '"Who,Where"\n"Ana,York"\n')
    assert cells(path, ReadAs(parts_rows=True)) == [["Ana", "York"]]
    assert cells(path) == [["Ana,York"]]


def test_a_row_further_below_that_has_other_cells_is_refused_and_told(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE + '"Ana,ana@x.example,0123"\n' * 300 + '"Ben, who is away"\n"a,""b,c"\n')
    assert [number for number, _problem in problems(path)] == [304, 305]


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1))
def test_whatever_was_quoted_twice_is_read_back(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "whole.csv"
    lines = []
    for row in [("Name", "Email", "Phone"), *rows]:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="").writerow(row)
        lines.append([line.getvalue()])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(lines)
    read_as = AS_DETECTED._replace(encoding="utf-8", delimiter=",", header=True, parts_rows=True)
    table = open_text_table(path, read_as, "US", lambda cell: cell.casefold() in USUAL)
    try:
        assert [tuple(row) for row in table.first_rows()] == rows[: len(table.first_rows())]
    finally:
        table.close()
