"""What kind of file something is, told by how it begins and by its name."""

from mimetypes import MimeTypes
from pathlib import PurePath

BEGINNING = 16
UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
MAIL = "message/rfc822"
HTML = "text/html"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
PPTX = f"{_OFFICE}.presentationml.presentation"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
_OPEN = "application/vnd.oasis.opendocument"
ODT, ODP, ODS = f"{_OPEN}.text", f"{_OPEN}.presentation", f"{_OPEN}.spreadsheet"
_WITH_TEXT = frozenset({PDF, MAIL, DOCX, PPTX, XLSX, ODT, ODP, ODS})
# How files begin whose ending may lie.
_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_ENDINGS = {
    ".csv": "text/csv",
    ".docx": DOCX,
    ".eml": MAIL,
    ".htm": HTML,
    ".html": HTML,
    ".log": "text/plain",
    ".md": "text/plain",
    ".odp": ODP,
    ".ods": ODS,
    ".odt": ODT,
    ".pptx": PPTX,
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xlsx": XLSX,
}
# Not the tables of the system: they differ from computer to computer.
_TYPES = MimeTypes()


def media_type(name: str, beginning: bytes) -> str:
    """Return the media type of a file called `name` whose first bytes are `beginning`."""
    for start, kind in _BEGINNINGS:
        if beginning.startswith(start):
            return kind
    ending = PurePath(name).suffix.lower()
    return _ENDINGS.get(ending) or _TYPES.guess_type(f"x{ending}", strict=True)[0] or UNKNOWN


def has_text(kind: str) -> bool:
    """Tell whether files of the media type `kind` have a text that can be read."""
    return kind in _WITH_TEXT or kind.startswith("text/")
