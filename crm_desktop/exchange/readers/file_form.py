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
    MAIL = "mail"
    BOX = "box"
    JSON = "json"
    PAGE = "page"


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
_JSON = re.compile(rb"\{\s*(?:\"|\}|$)|\[\s*(?:[{\[\"\d\]]|$)")
_PAGE = re.compile(
    rb"(?:<\?XML[^>]*>\s*)?(?:<\?MSO[^>]*>\s*)?<(?:!DOCTYPE HTML|(?:HTML|HEAD|META|BODY|TABLE|WORKBOOK)[\s>])"
)
_BOX = re.compile(rb"\s*From \S[^\n]*\n(?:[!-9;-~]+[ \t]*:|\s*\n)")
_MAIL_HEADERS = {
    *(
        b"from",
        b"to",
        b"date",
        b"subject",
        b"message-id",
        b"received",
        b"return-path",
        b"mime-version",
        b"delivered-to",
    ),
    *(b"content-type", b"reply-to", b"x-mozilla-status", b"x-mailer", b"sender", b"cc", b"dkim-signature"),
}
# How the parts of such a mail are called; no workbook has them.
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_PIECE = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file_form(path: Path) -> FileForm:
    """Return the form of the file at `path`; raises UnreadableFile where nothing here reads it."""
    with opened(path) as file:
        sample = first_bytes(file, SAMPLE, path.name)
    if sample.startswith(b"PK\x03\x04"):
        return _form_of_archive(path)
    if sample.startswith(_OLE):
        return _form_of_ole(path)
    strange = next((what for start, what in _STRANGE if sample.startswith(start)), None)
    if strange is not None:
        raise not_readable(path.name, strange)
    start = _plain_start(sample)
    if _LDIF_VERSION.match(start):
        return FileForm.LDIF
    if _JSON.match(start):
        return FileForm.JSON
    if _PAGE.match(start):
        return FileForm.PAGE
    if _BOX.match(sample):
        return FileForm.BOX
    if _is_mail(sample):
        return FileForm.MAIL
    return next((form for opening, form in _OPENINGS if start.startswith(opening)), FileForm.TEXT)


def _is_mail(sample: bytes) -> bool:
    """Tell whether a text begins with the header of a mail: at least two of its usual lines before a blank one."""
    head = re.split(rb"\r?\n\r?\n", sample.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    names = {found.lower() for found in re.findall(rb"(?m)^([A-Za-z][A-Za-z0-9-]*)[ \t]*:", head)}
    return re.match(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:", head) is not None and len(names & _MAIL_HEADERS) > 1


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


def _form_of_ole(path: Path) -> FileForm:
    """Return the form of a file of Office's old kind; raises UnreadableFile for a mail as Outlook keeps it."""
    with opened(path) as file:
        while piece := file.read(_PIECE):
            if _OUTLOOK in piece:
                raise UnreadableFile(
                    _(
                        "“{file}” is a mail as Outlook keeps it, which nothing else reads. Open it in Outlook, save it "
                        "as EML (on the web: Download), or drag it from Outlook into Thunderbird, and import that file."
                    ).format(file=path.name)
                )
    return FileForm.WORKBOOK


def _form_of_archive(path: Path) -> FileForm:
    names = entries(path, stamp(path))
    if "xl/workbook.xml" in names or ("content.xml" in names and "mimetype" in names):
        return FileForm.WORKBOOK
    kinds = (("xl/workbook.bin", "XLSB"), ("word/document.xml", "DOCX"), ("ppt/presentation.xml", "PPTX"))
    raise not_readable(path.name, next((what for name, what in kinds if name in names), "ZIP"))
