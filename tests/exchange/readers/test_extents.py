"""A workbook of a few kB asks for no more memory than a workbook may, however far out its cells are."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import python_calamine as calamine
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.readers.extent import Extent, column_letters
from crm_desktop.exchange.readers.ods_extent import ods_extents
from crm_desktop.exchange.readers.workbook import open_sheet
from crm_desktop.exchange.readers.xls_extent import xls_extents
from crm_desktop.exchange.source import ReadAs
from tests.exchange.readers import ods_files, ole_files

PEOPLE: list[list[str | float]] = [["Name", "Email"], ["Ana", "ana@example.com"]]
ODS_PEOPLE = "".join(ods_files.row(*map(ods_files.text, map(str, row))) for row in PEOPLE)


def cells(path: Path) -> list[list[str]]:
    table = open_sheet(path, ReadAs(), {"Name", "Email"}.__contains__)
    try:
        return [row.cells for row in table.rows()]
    finally:
        table.close()


def peak_of_refusal(path: Path) -> tuple[str, int]:
    """Return how `path` is refused, and how many megabytes more a process of its own took for that."""
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom crm_desktop.errors import UnreadableFile\n"
        "from crm_desktop.exchange.readers.sheet_source import sheets_of\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "peak = lambda who: resource.getrusage(who).ru_maxrss // 1024\nbefore = peak(resource.RUSAGE_SELF)\n"
        "try:\n    sheets_of(Path(sys.argv[1]))\nexcept UnreadableFile as error:\n    print(error)\n"
        "print(max(peak(resource.RUSAGE_SELF) - before, peak(resource.RUSAGE_CHILDREN)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    told, peak = done.stdout.splitlines()
    return told, int(peak)


@pytest.mark.skipif(os.name == "nt", reason="Windows sets no limits to memory")
@pytest.mark.parametrize(
    ("make", "cell"),
    [
        (lambda path: path.write_bytes(ole_files.workbook(PEOPLE, far=[(65_535, 255)])), "IV65536"),
        (lambda path: path.write_bytes(ole_files.workbook(PEOPLE, far=[(65_535, 0), (5, 65_535)])), "CRXP65536"),
        (
            lambda path: ods_files.open_document(
                path,
                ODS_PEOPLE
                + ods_files.row(ods_files.blank(), repeated=65_533)
                + ods_files.row(ods_files.blank(1023), ods_files.text("x")),
            ),
            "AMJ65536",
        ),
        (
            lambda path: ods_files.open_document(
                path, ODS_PEOPLE + ods_files.row(ods_files.text("x", repeated=1000), repeated=90_000)
            ),
            "ALL90002",
        ),
        (
            lambda path: ods_files.open_document(
                path, ODS_PEOPLE + ods_files.row(ods_files.text("x"), repeated=4_000_000_000)
            ),
            "B4000000002",
        ),
    ],
)
def test_a_small_file_does_not_take_all_memory_for_places_that_are_empty(
    tmp_path: Path, make: Callable[[Path], object], cell: str
) -> None:
    path = tmp_path / "far.book"
    make(path)
    assert path.stat().st_size < 10_000
    told, peak = peak_of_refusal(path)
    assert f"cells as far out as {cell}, over " in told
    assert peak < 30


def test_formats_down_to_the_last_row_are_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "long.ods"
    blank = ods_files.row(ods_files.blank(16_384), repeated=1_048_574)
    ods_files.open_document(path, ODS_PEOPLE + blank)
    assert cells(path) == [["Ana", "ana@example.com"]]


def test_a_sheet_that_is_wide_and_long_but_not_huge_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.xls"
    path.write_bytes(ole_files.workbook(PEOPLE, far=[(7_000, 255)]))
    assert cells(path) == [["Ana", "ana@example.com"], ["", ""]]


@pytest.mark.parametrize("seed", range(30))
def test_the_extent_of_an_old_workbook_is_what_its_reader_takes(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    far = [(dice.randrange(300), dice.randrange(256)) for _cell in range(dice.randrange(200))]
    content = ole_files.workbook(PEOPLE, far=far)
    sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    extents = xls_extents(content)
    assert extents is not None
    assert max((each.rows, each.columns) for each in extents) == (sheet.height, sheet.width)
    assert max(each.cells for each in extents) == 4 + len(far)


@given(noise=st.binary(max_size=40), at=st.integers(0, 6000))
def test_damage_in_an_old_workbook_leaves_its_extent_unknown_or_told(noise: bytes, at: int) -> None:
    content = bytearray(ole_files.workbook(PEOPLE))
    content[at : at + len(noise)] = noise
    for each in xls_extents(bytes(content)) or ():
        assert each.cells >= 0


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert list(map(column_letters, (1, 26, 27, 256, 702, 703, 16_384))) == ["A", "Z", "AA", "IV", "ZZ", "AAA", "XFD"]


@pytest.mark.parametrize("before", range((1 << 20) - 700, (1 << 20) - 300, 7))
def test_a_tag_that_is_cut_in_two_counts_all_the_same(before: int) -> None:
    tags = '<table:table><table:table-row><table:table-cell table:formula="A>1" office:value-type="float"'
    far = f'{tags} table:number-columns-repeated = "5000000000000"></table:table-cell></table:table-row></table:table>'
    content = ("x" * before + far).encode()
    assert Extent(1, 5_000_000_000_000, 1) in list(ods_extents(io.BytesIO(content)))
