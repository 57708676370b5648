"""Reads a file that somebody else made, in a process of its own: what hangs or crashes here harms nobody.

The content comes on stdin and the answer goes to stdout, so nothing is ever written in plain text.
"""

import io
import json
import re
import sys
import unicodedata
from collections.abc import Sequence

from crm_desktop.files.media import BEGINNING, HTML, MAIL, PDF
from crm_desktop.files.office_text import KINDS, NotReadable, office_text
from crm_desktop.files.plain_text import decoded, html_text, mail_text

TEXT, PAGE, BOOK = "text", "page", "book"
MOST_LETTERS = 400_000
REFUSED = 3
_MEMORY_BYTES = 2 << 30
_CPU_SECONDS = 60
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]+")
_SPACES = re.compile(r"[ \t\xa0]+")
_EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


def main(arguments: Sequence[str]) -> int:
    """Answer `text MEDIA_TYPE`, `page NUMBER DPI` or `book`; return REFUSED where the file cannot be read."""
    _limit()
    content = sys.stdin.buffer.read()
    try:
        if arguments[0] == BOOK:
            answer = _book(content)
        else:
            answer = _page(content, *arguments[1:]) if arguments[0] == PAGE else _text(content, arguments[1])
    except NotReadable as reason:
        sys.stderr.write(str(reason))
        return REFUSED
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    return 0


def text_of(content: bytes, media_type: str) -> str:
    """Return the text of `content`, up to MOST_LETTERS of it; raises NotReadable."""
    if media_type == PDF:
        from crm_desktop.files.pdf_pages import pdf_text

        return tidy(pdf_text(content, MOST_LETTERS))
    if media_type in KINDS:
        return tidy(office_text(io.BytesIO(content), media_type, MOST_LETTERS))
    if media_type == MAIL:
        return tidy(mail_text(content))[:MOST_LETTERS]
    if b"\0" in content[:BEGINNING] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotReadable("no text")
    text = decoded(content)
    return tidy(html_text(text) if media_type == HTML else text)[:MOST_LETTERS]


def tidy(text: str) -> str:
    """Return `text` composed (NFC), without control signs, and with single spaces and empty lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _SPACES.sub(" ", _UNWANTED.sub("", lines))
    pages = (_EMPTY_LINES.sub("\n\n", page).strip() for page in clean.split("\f"))
    return unicodedata.normalize("NFC", "\f".join(pages).rstrip("\f"))


def _text(content: bytes, media_type: str) -> bytes:
    return text_of(content, media_type).encode()


def _page(content: bytes, number: str, dpi: str) -> bytes:
    from crm_desktop.files.pdf_pages import pdf_page

    page = pdf_page(content, int(number), float(dpi))
    head = json.dumps([page.width, page.height, page.number, page.pages]).encode()
    return head + b"\n" + page.pixels


def _book(content: bytes) -> bytes:
    """Read all of a workbook; what its reader refuses it may refuse again, what takes all memory ends this process."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            for _row in book.get_sheet_by_name(name).iter_rows():
                pass
    except MemoryError as error:
        raise NotReadable("too large") from error
    except (calamine.CalamineError, calamine.PasswordError, OSError, ValueError, OverflowError):
        return b"refused"
    return b"read"


def _limit() -> None:
    """Let a file that makes its reader grow or run without end only end this process."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in ((resource.RLIMIT_AS, _MEMORY_BYTES), (resource.RLIMIT_CPU, _CPU_SECONDS)):
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
