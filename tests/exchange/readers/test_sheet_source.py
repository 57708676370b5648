"""Sheets that are read row by row give what a reader of whole sheets gives."""

import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.sheet_cells import Failed, cell_texts
from crm_desktop.exchange.readers.sheet_formats import NumberFormat, format_written, number_text
from crm_desktop.exchange.readers.sheet_source import SheetSource, sheets_of
from tests.exchange.shared_data import real_files
from tests.fuzz.tried import fuzzed

Rows = list[tuple[int, list[str]]]
HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="x" xmlns:r="y"><sheetData>'
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Ana &amp; Bo</t></is></c><c r="B2"><v>7</v></c></row>'
)
TEXTS = '<sst xmlns="x"><si><t>Name</t></si><si><r><t>N</t></r><r><t xml:space="preserve">o </t></r></si></sst>'


@contextmanager
def sheet(path: Path, name: str = "Sheet1") -> Iterator[SheetSource]:
    with closing(SheetSource(path, name)) as source:
        yield source


def filled(rows: Iterator[tuple[int, list[str]]]) -> Rows:
    """Return the rows that hold anything, without the blank cells behind."""
    found = []
    for number, texts in rows:
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
    return found


def read(path: Path, name: str = "Sheet1") -> Rows:
    with sheet(path, name) as source:
        return filled(source.rows())


def by_calamine(path: Path, name: str) -> Rows:
    with closing(python_calamine.load_workbook(path)) as book:
        return filled(
            (number, cell_texts(cells)) for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1)
        )


def with_parts(path: Path, **parts: str) -> Path:
    """Write a workbook with its sheet or its shared texts as given."""
    model = path.with_name("model.xlsx")
    book = xlsxwriter.Workbook(model)
    book.add_worksheet().write(0, 0, "x")
    book.close()
    entries = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}
    given = {entries[name]: content for name, content in parts.items()}
    with zipfile.ZipFile(model) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, given.get(info.filename, old.read(info).decode()))
    return path


@pytest.mark.parametrize("path", real_files("08_xlsx/*.xlsx"), ids=lambda path: path.stem)
def test_real_sheets_are_read_alike_in_both_ways(path: Path) -> None:
    for each in sheets_of(path):
        # by that reader alone errors are empty
        rows = (
            (number, ["" if isinstance(cell, Failed) else cell for cell in row])
            for number, row in read(path, each.name)
        )
        assert filled(rows) == by_calamine(path, each.name)


@pytest.mark.parametrize(
    "content",
    [
        HEAD + ROWS + "</sheetData></worksheet>",
        HEAD + ROWS.replace(' r="A2"', "").replace(' r="B2"', "").replace(' r="2"', "") + "</sheetData></worksheet>",
        HEAD + ROWS.replace('r="A1" t="s"', 't="s" r="A1"') + "</sheetData></worksheet>",
        HEAD + ROWS.replace("<v>7</v>", "<f t='shared' si='0'/><v>7</v><extLst/>") + "</sheetData></worksheet>",
        HEAD + ROWS.replace("<row r=", "\n  <row spans='1:2' r=") + "</sheetData></worksheet>",
        HEAD + ROWS.replace("Ana &amp; Bo", "<![CDATA[Ana & Bo]]>") + "</sheetData></worksheet>",
        HEAD.replace("<sheetData>", "<!-- old --><sheetData>") + ROWS + "</sheetData></worksheet>",
        HEAD.replace("<worksheet", "<!-- by hand --><worksheet") + ROWS + "</sheetData></worksheet>",
    ],
)
def test_each_way_to_write_a_row_is_read(tmp_path: Path, content: str) -> None:
    path = with_parts(tmp_path / "book.xlsx", sheet=content, texts=TEXTS)
    assert read(path) == [(1, ["Name", "No "]), (2, ["Ana & Bo", "7"])]


def test_a_sheet_with_short_names_before_its_tags_is_read_whole(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = ROWS.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    content = f'<?xml version="1.0"?><x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    path = with_parts(tmp_path / "book.xlsx", sheet=content, texts=TEXTS)
    assert read(path) == [(1, ["Name", "No "]), (2, ["Ana & Bo", "7"])]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_sheet_that_ends_too_early_is_damaged(tmp_path: Path, cut: float) -> None:
    whole = HEAD + ROWS + "</sheetData></worksheet>"
    path = with_parts(tmp_path / "book.xlsx", sheet=whole[: int(len(whole) * cut)], texts=TEXTS)
    with pytest.raises(UnreadableFile):
        read(path)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", NumberFormat.PLAIN),
        ('0.00" days"', NumberFormat.PLAIN),
        (r"\d0", NumberFormat.PLAIN),
        ("[Red]0;d", NumberFormat.PLAIN),
        ("d/m/yy", NumberFormat.MOMENT),
        ("[$-409]h:mm AM/PM;@", NumberFormat.MOMENT),
        ("[h]:mm", NumberFormat.SPAN),
    ],
)
def test_a_format_says_what_a_number_is(code: str, form: NumberFormat) -> None:
    assert format_written(code) is form


@pytest.mark.parametrize(
    ("number", "text"),
    [("1", "1900-01-01"), ("60", "1900-02-28"), ("61", "1900-03-01"), ("2958465", "9999-12-31"), ("0.75", "18:00:00")]
    # no calendar has these, so the numbers stay
    + [(each, each) for each in ("-1", "2958466", "1e+300", "10000000000")],
)
def test_a_number_is_the_day_that_spreadsheets_show(number: str, text: str) -> None:
    shown = number_text(number, NumberFormat.MOMENT, since_1904=False)
    assert shown == text or float(shown) == float(text)


PIECES = st.sampled_from(
    [
        *("<row>", "</row>", '<row r="2">', '<c r="A1"/>', '<c r="B9" t="s"><v>', "0", "-1", "99", "</v></c>"),
        *('<c t="b">', "<v>", "</v>", "</c>", '<c r="ZZZ1">', "<is><t>", "</t></is>", "&#0;", "&amp;", "<!--", "]]>"),
        *("</sheetData>", '<c r="A1" s="999" t="d"><v>2024-05-01T00:00:00</v></c>', '<mergeCell ref="A1:B9"/>'),
        *("1e308", "nan"),
    ]
)
STRINGS = st.sampled_from([TEXTS, "<sst/>", "<sst><si></sst>", "", "<x:sst/>"])


@given(pieces=st.lists(PIECES, max_size=14), texts=STRINGS)
@fuzzed("XLSX sheet", 200)
def test_whatever_stands_in_a_sheet_it_is_read_or_refused(tmp_path: Path, pieces: list[str], texts: str) -> None:
    content = HEAD + ROWS + "".join(pieces) + "</sheetData></worksheet>"
    try:
        with sheet(with_parts(tmp_path / "book.xlsx", sheet=content, texts=texts)) as source:
            assert list(source.rows()) == list(source.rows())
    except UnreadableFile:
        return
