"""What a file is, told by its first bytes and not by its name."""

import re
from enum import StrEnum
from pathlib import Path

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.archive import entries
from crm_desktop.exchange.readers.files import first_bytes, opened, stamp
from crm_desktop.words import _

SAMPLE = 4096


class FileForm(StrEnum):
    """The forms of files, each with a reader of its own."""

    TEXT = "text"
    WORKBOOK = "workbook"
    VCARD = "vcard"
    LDIF = "ldif"
    CALENDAR = "calendar"


_STRANGE = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"!BDN", "PST"),
)
_OPENINGS = (
    (b"BEGIN:VCARD", FileForm.VCARD),
    (b"BEGIN:VCALENDAR", FileForm.CALENDAR),
    (b"BEGIN:VEVENT", FileForm.CALENDAR),
    (b"BEGIN:VTODO", FileForm.CALENDAR),
)
_LDIF_VERSION = re.compile(rb"(?:#[^\n]*\n\s*)*(?:VERSION:\s*1\s+)?DN:")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file_form(path: Path) -> FileForm:
    """Return the form of the file at `path`; raises UnreadableFile where nothing here reads it."""
    with opened(path) as file:
        sample = first_bytes(file, SAMPLE, path.name)
    if sample.startswith(b"PK\x03\x04"):
        return _form_of_archive(path)
    if sample.startswith(_OLE):
        return FileForm.WORKBOOK
    strange = next((what for start, what in _STRANGE if sample.startswith(start)), None)
    if strange is not None:
        raise not_readable(path.name, strange)
    start = _plain_start(sample)
    if _LDIF_VERSION.match(start):
        return FileForm.LDIF
    return next((form for opening, form in _OPENINGS if start.startswith(opening)), FileForm.TEXT)


def _plain_start(sample: bytes) -> bytes:
    """Return how a text begins, in capitals, whether its letters take one byte each or two."""
    return sample.translate(None, b"\0\xef\xbb\xbf\xff\xfe").lstrip()[:1024].upper()


def not_readable(name: str, what: str) -> UnreadableFile:
    """Return the refusal of a file that is a `what`."""
    return UnreadableFile(
        _("“{file}” holds no table that can be read: it is {what}. Export the data as CSV or XLSX first.").format(
            file=name, what=what
        )
    )


def _form_of_archive(path: Path) -> FileForm:
    names = entries(path, stamp(path))
    if "xl/workbook.xml" in names or ("content.xml" in names and "mimetype" in names):
        return FileForm.WORKBOOK
    kinds = (("xl/workbook.bin", "XLSB"), ("word/document.xml", "DOCX"), ("ppt/presentation.xml", "PPTX"))
    raise not_readable(path.name, next((what for name, what in kinds if name in names), "ZIP"))
