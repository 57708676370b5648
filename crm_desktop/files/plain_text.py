"""The text of files that are text already: plain, HTML, and mails."""

import codecs
import email
import email.policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from crm_desktop.values.encoding_guess import likeliest_encoding

# More than this tells nothing new.
_SAMPLE_BYTES = 16 << 10
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NO_TEXT = frozenset({"script", "style", "head", "template"})
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "table"})
_TOLD_HEADERS = ("Subject", "From", "To", "Cc", "Date")


def decoded(content: bytes) -> str:
    """Return `content` as text, in the encoding that it is most likely in."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        # what was cut in the middle of a letter is still UTF-8
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return content.decode(likeliest_encoding(content[:_SAMPLE_BYTES], "") or "cp1252", "replace")


def html_text(source: str) -> str:
    """Return what a reader of the page `source` sees."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return "".join(reader.pieces)


def mail_text(content: bytes) -> str:
    """Return what a reader of the mail sees: the usual headers, the text, and the names of what is attached."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    lines = [f"{name}: {value}" for name in _TOLD_HEADERS if (value := _header(message, name))]
    body = message.get_body(("plain", "html"))
    if body is not None:
        text = _part_text(body)
        lines += ["", html_text(text) if body.get_content_subtype() == "html" else text]
    names = [each.get_filename() or "" for each in message.iter_attachments()]
    return "\n".join([*lines, *(name for name in names if name)])


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError, AttributeError):
        # the standard parser stumbles over some broken headers
        return ""


def _part_text(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return decoded(content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at each block, and leave out what is not shown."""
        if tag in _NO_TEXT:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "td":
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        """Show text again behind what is not shown."""
        if tag in _NO_TEXT and self._hidden:
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        """Take what is shown."""
        if not self._hidden:
            self.pieces.append(data)
