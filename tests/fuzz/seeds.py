"""What fuzzing begins with: small files of the shared ones, and words that the formats are made of."""

import zipfile
from itertools import islice
from pathlib import Path

from tests.exchange.readers import ole_files
from tests.exchange.shared_data import FOLDER

LONGEST = 6000
MOST = 40
_PLACES = {
    "CSV": ("07_csv/**/*.csv", "06_contact_exports/*.csv"),
    "XLSX archive": ("08_xlsx/*.xlsx",),
    "vCard": ("05_vcards/*.vcf",),
    "LDIF": ("06_contact_exports/*.ldif",),
    "JSON": ("02_salesforce_tree/*.json", "07_csv/spectrum/*.json"),
    "mail": ("08_eml/*.eml",),
    "mail box": ("08_eml/*.mbox",),
    "calendar": ("08_ics/*.ics",),
}
WORDS: dict[str, tuple[str, ...]] = {
    "CSV": (",", ";", "\t", '"', '""', "\r\n", "\n", "\r", "sep=;", "Name", "Email", "a@b.c", "\0", "\ufeff"),
    "XLSX archive": ("PK\3\4", "PK\1\2", "PK\5\6", "xl/workbook.xml"),
    "XLSX sheet": (
        *(
            "<worksheet>",
            "<sheetData>",
            "</sheetData>",
            '<row r="',
            "<row>",
            "</row>",
            '<c r="A1">',
            '<c r="B2" t="s">',
        ),
        *("<v>", "</v>", "</c>", "<is><t>", "</t></is>", 't="inlineStr"', 's="1"', "<f>", "</f>", "&amp;", "&#65;"),
        *("<![CDATA[", "]]>", "<!--", "-->", '<mergeCell ref="A1:B9"/>', '"', ">", "<", "1e308", "_x000D_"),
    ),
    "XLS": ("\xd0\xcf\x11\xe0", "Workbook"),
    "web page": (
        *(
            "<html>",
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "<td rowspan=3>",
            "<td colspan='9'>",
            "</td>",
            "<br>",
        ),
        *(
            "Name",
            "Email",
            "&nbsp;",
            "&#0;",
            "<!--",
            "-->",
            "<![if",
            "<![CDATA[",
            "]]>",
            "<!DOCTYPE",
            "<script>",
            "<style",
        ),
        *('<meta charset="utf-16">', "<?xml version='1.0'?>", "<Row>", '<Cell ss:Index="3">', "<Data>", "<", ">", "\0"),
    ),
    "vCard": (
        *(
            "BEGIN:VCARD",
            "END:VCARD",
            "FN:",
            "N:",
            "TEL;",
            "EMAIL;",
            "ADR;",
            ";QUOTED-PRINTABLE:",
            "=\r\n",
            "=C3=",
            ";",
        ),
        *(
            ";ENCODING=b:",
            "item1.",
            "X-ABLABEL:",
            ";CHARSET=",
            "BDAY:",
            "PHOTO;",
            "AGENT:",
            "\\n",
            "\r\n ",
            "VERSION:2.1",
        ),
    ),
    "LDIF": ("dn: ", "dn:: ", "cn: ", "mail:", "objectclass: ", "member: ", "changetype: ", "\n ", ":<", "#", "\n\n"),
    "JSON": (
        "{",
        "}",
        "[",
        "]",
        '"',
        ":",
        ",",
        "null",
        "1e999",
        '"records"',
        '"attributes"',
        '"referenceId"',
        "\\ud800",
    ),
    "mail": (
        *(
            "From: ",
            "To: ",
            "Date: ",
            "Subject: ",
            "Content-Type: ",
            "multipart/mixed",
            '; boundary="',
            "--",
            "=?utf-8?b?",
        ),
        *(
            "?=",
            "Content-Transfer-Encoding: base64",
            "message/rfc822",
            "\r\n\r\n",
            "filename*=",
            "Mon, 1 Jan 2024 10:00 +0000",
        ),
    ),
    "mail box": ("From a@b Mon Jan  1 10:00:00 2024\n", "\n\n", ">From ", "Date: ", "From: "),
    "calendar": (
        *(
            "BEGIN:VCALENDAR",
            "END:VCALENDAR",
            "BEGIN:VEVENT",
            "END:VEVENT",
            "BEGIN:VTODO",
            "DTSTART",
            ";TZID=",
            ":20240501",
        ),
        *(
            "T100000Z",
            "RRULE:FREQ=",
            "EXDATE:",
            "DURATION:P1D",
            "BEGIN:VALARM",
            "TRIGGER:-PT",
            "RECURRENCE-ID:",
            "UID:",
        ),
        *(
            "ATTENDEE;CN=",
            "mailto:",
            "BEGIN:VTIMEZONE",
            "TZOFFSETTO:",
            "\r\n ",
            "STATUS:CANCELLED",
            "DUE:",
            "PRIORITY:",
        ),
    ),
}


def seeds(reader: str) -> list[bytes]:
    """Return what is tried first on `reader`."""
    if reader == "XLS":
        return [ole_files.workbook([["Name", "Amount"], ["Ana", 1.5]])]
    if reader == "web page":
        rows = "<tr><td rowspan=2>Ana<td colspan=2>x</tr><tr><td>y<td>z</tr>"
        return [f"<html><meta charset=utf-8><table><tr><th>Name<th>A<th>B</tr>{rows}</table>".encode()]
    if reader == "XLSX sheet":
        return [content for path in _found("08_xlsx/*.xlsx") for content in _sheets(path)]
    paths = [path for pattern in _PLACES[reader] for path in _found(pattern)]
    return [path.read_bytes()[:LONGEST] for path in paths]


def _found(pattern: str) -> list[Path]:
    return list(islice(sorted(FOLDER.glob(pattern)), MOST))


def _sheets(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [archive.read(name)[:LONGEST] for name in names[:2]]
