"""What is done with a file that holds anything: it is read twice alike, or refused in words."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_desktop.errors import CrmError
from crm_desktop.exchange.ics_import import CalendarFile
from crm_desktop.exchange.ics_moments import RefusedItem
from crm_desktop.exchange.ics_reader import read_item
from crm_desktop.exchange.ics_zones import Zones
from crm_desktop.exchange.readers.calendar_text import read_calendar
from crm_desktop.exchange.readers.json_table import JsonTable, parts_in
from crm_desktop.exchange.readers.ldif import open_ldif
from crm_desktop.exchange.readers.open_mails import MailTable
from crm_desktop.exchange.readers.open_text import open_text_table
from crm_desktop.exchange.readers.open_vcards import cards_apart, cards_with_care, open_vcards
from crm_desktop.exchange.readers.sheet_source import sheets_of
from crm_desktop.exchange.readers.table import Table
from crm_desktop.exchange.readers.vcard_lines import line_blocks, lines_in, properties_in
from crm_desktop.exchange.readers.workbook import open_page, open_sheet
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.schema.forms import Place

REGION = "US"
PLACE = Place("en", REGION, "USD", ZoneInfo("America/New_York"))
NOW_MS = 1_778_760_000_000


def _same_twice(table: Table) -> None:
    try:
        first = list(table.rows())
        assert first == list(table.rows())
        width = len(table.columns)
        assert all(row.problem is not None or len(row.cells) == width for row in first)
        table.first_rows()
        table.notes()
    finally:
        table.close()


def read_text(path: Path) -> None:
    """Read a table of text."""
    _same_twice(open_text_table(path, ReadAs(), REGION, lambda name: name.strip().casefold() in ("name", "email")))


def read_workbook(path: Path) -> None:
    """Read all sheets of a workbook."""
    for sheet in sheets_of(path):
        _same_twice(open_sheet(path, ReadAs(sheet=sheet.name), lambda name: name == "Name"))


def read_page(path: Path) -> None:
    """Read the largest table of a web page."""
    _same_twice(open_page(path, ReadAs(), REGION, lambda name: name == "Name"))


def read_cards(path: Path) -> None:
    """Read vCards; those that are taken apart as they stand hold what the careful reader finds."""
    _same_twice(open_vcards([path], path.name, ReadAs(), REGION))
    content = path.read_bytes()
    careful = cards_with_care(properties_in(lines_in(line_blocks([content])), "cp1252"))
    assert list(cards_apart(line_blocks([content]), "cp1252")) == list(careful)


def read_ldif(path: Path) -> None:
    """Read an LDIF address book."""
    _same_twice(open_ldif(path))


def read_json(path: Path) -> None:
    """Read all lists of records in a JSON file."""
    for part in parts_in(path, ReadAs(), REGION):
        _same_twice(JsonTable(path, ReadAs(sheet=part), REGION))


def read_mail(path: Path) -> None:
    """Read a mail."""
    _same_twice(MailTable(path.name, [path], box=False))


def read_box(path: Path) -> None:
    """Read a box of mails."""
    _same_twice(MailTable(path.name, [path], box=True))


def read_ics(path: Path) -> None:
    """Read a calendar and all that it holds."""
    assert CalendarFile(Source(path), PLACE).rows >= 0
    text = read_calendar(path.read_bytes(), path.name, REGION)
    zones = Zones(text.zones, PLACE.zone)
    for cut in text.components:
        try:
            read_item(cut, zones, NOW_MS)
        except RefusedItem as refusal:
            _said(refusal)


def _said(refusal: Exception) -> None:
    assert str(refusal), "a refusal says why"


class Target:
    """A reader: what reads a file with its `ending`, and how a fuzzer's bytes become that file."""

    def __init__(
        self, ending: str, read: Callable[[Path], None], packed: Callable[[bytes], bytes] = lambda content: content
    ) -> None:
        self.ending = ending
        self._read = read
        self._packed = packed

    def try_on(self, content: bytes, folder: Path) -> bool:
        """Write `content` to a file in `folder` and read that; return whether it was read, not refused in words."""
        path = folder / f"fuzzed{self.ending}"
        path.write_bytes(self._packed(content))
        try:
            self._read(path)
        except CrmError as refusal:
            _said(refusal)
            return False
        return True


_SHEET = "xl/worksheets/sheet1.xml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{_RELATED}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATED}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
    "xl/sharedStrings.xml": "<sst><si><t>Name</t></si><si><t>Email</t></si></sst>",
}


def sheet_in_book(content: bytes) -> bytes:
    """Return a workbook whose one sheet is `content`."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in _BOOK.items():
            archive.writestr(name, text)
        archive.writestr(_SHEET, content)
    return made.getvalue()


TARGETS = {
    "CSV": Target(".csv", read_text),
    "XLSX archive": Target(".xlsx", read_workbook),
    "XLSX sheet": Target(".xlsx", read_workbook, sheet_in_book),
    "XLS": Target(".xls", read_workbook),
    "web page": Target(".xls", read_page),
    "vCard": Target(".vcf", read_cards),
    "LDIF": Target(".ldif", read_ldif),
    "JSON": Target(".json", read_json),
    "mail": Target(".eml", read_mail),
    "mail box": Target(".mbox", read_box),
    "calendar": Target(".ics", read_ics),
}
