"""Web pages that are called workbooks, as many programs export them, and what Excel 2003 wrote as XML."""

from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.table import Table
from crm_desktop.exchange.readers.workbook import open_page
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.journal.journal import Journal

EXCEL_XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="People"><Table>
<Row><Cell><Data ss:Type="String">Name</Data></Cell><Cell><Data ss:Type="String">City</Data></Cell>
<Cell><Data ss:Type="String">Email</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">M&#252;ller &amp; Co</Data><Comment><ss:Data>seen</ss:Data></Comment></Cell>
<Cell ss:Index="3"><Data ss:Type="String">ana@acme.example</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def page(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "export.xls"
    path.write_bytes(text.encode(encoding))
    assert file_form(path) is FileForm.PAGE
    return path


def opened(path: Path) -> Table:
    return open_page(path, ReadAs(), "DE", lambda name: name in ("Name", "City"))


def cells(path: Path) -> list[list[str]]:
    with closing(opened(path)) as table:
        return [list(table.columns), *(row.cells for row in table.rows())]


def test_the_table_of_a_page_is_read_as_a_sheet(tmp_path: Path) -> None:
    path = page(
        tmp_path,
        "<html><head><style>td { color: red }</style></head><body><h1>Kunden</h1><table border=1>"
        "<tr><th>Name<th>City</tr><tr><td>Jos&eacute;&nbsp;Pe\u00f1a</td><td>Main Street 1<br>  Leeds </td></tr>"
        "<TR><TD><b>Zo\u00eb</b></TD><TD></TD></TR></table></body></html>",
    )
    assert cells(path) == [["Name", "City"], ["Jos\u00e9 Pe\u00f1a", "Main Street 1\nLeeds"], ["Zo\u00eb", ""]]


def test_cells_over_several_rows_and_columns_hold_their_place(tmp_path: Path) -> None:
    path = page(
        tmp_path,
        "<table><tr><td>Name</td><td>City</td><td>Role</td></tr>"
        "<tr><td rowspan=2>Ana</td><td colspan='2'>Leeds</td></tr><tr><td>York</td><td>Buyer</td></tr></table>",
    )
    assert cells(path)[1:] == [["Ana", "Leeds", ""], ["Ana", "York", "Buyer"]]


def test_the_largest_of_several_tables_is_taken(tmp_path: Path) -> None:
    people = "<table><tr><td>Name</td><td>City</td></tr><tr><td>Ana</td><td>Leeds</td></tr></table>"
    path = page(tmp_path, f"<table><tr><td>Menu</td><td>{people}</td></tr></table>")
    assert cells(path) == [["Name", "City"], ["Ana", "Leeds"]]


def test_the_page_says_in_which_encoding_it_is(tmp_path: Path) -> None:
    text = "<html><meta charset=iso-8859-2><table><tr><td>Name</td></tr><tr><td>\u0141\u00f3d\u017a</td></tr></table>"
    with closing(opened(page(tmp_path, text, "iso-8859-2"))) as table:
        assert (table.form.format, table.form.encoding) == ("html", "iso8859-2")
        assert [row.cells for row in table.rows()] == [["\u0141\u00f3d\u017a"]]


def test_what_excel_2003_wrote_as_xml_is_read(tmp_path: Path) -> None:
    assert cells(page(tmp_path, EXCEL_XML)) == [["Name", "City", "Email"], ["M\u00fcller & Co", "", "ana@acme.example"]]


def test_a_page_without_a_table_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a web page without a table"):
        opened(page(tmp_path, "<html><body>Session expired</body></html>"))


def test_a_page_of_contacts_is_imported(journal: Journal, tmp_path: Path) -> None:
    report = import_files(journal, [Source(page(tmp_path, EXCEL_XML), "companies")])
    assert (report.total.read, report.total.created) == (1, 1)
