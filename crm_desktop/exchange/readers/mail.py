"""One mail: who wrote to whom, when, what, and which files came along."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import chain

from crm_desktop.exchange.mail_addresses import addresses_in
from crm_desktop.exchange.readers.mail_message import message_of, type_of
from crm_desktop.files.plain_text import decoded, html_text
from crm_desktop.values.day import shown_everywhere
from crm_desktop.values.names import clean_text

MOST_PARTS = 500
MOST_ADDRESSES = 200
LONGEST_BODY = 1_000_000  # letters
# Signs of mails that a machine wrote, or that went to many: nobody becomes a contact by them.
_AUTOMATIC = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?|newsletter)\b", re.IGNORECASE
)
_BULK_HEADERS = {"list-id", "list-unsubscribe", "list-post"}
# Servers note in these when a mail passed through or came in.
# Two digits are a year of our time, but four are what they say.
_FIRST_CENTURY = re.compile(r"\b00\d\d\b(?=[ \t]+\d{1,2}:)")
_TAKEN_IN = ("received", "x-received", "delivery-date", "resent-date")
_ENVELOPE = re.compile(r"\b([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})(?:\s+[A-Z+-][\w+-]*)?\s+(\d{4})\b")
_COMMENT = re.compile(r"\([^()]*\)")
_SPACES = re.compile(r"[ \t]+")
_COLON = re.compile(r"\s*:\s*")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_DATE = re.compile(rb"^date[ \t]*:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[",;<>()]+')
Headers = Mapping[str, Sequence[str]]


def mail_cells(content: bytes, envelope: str = "") -> dict[str, str]:
    """Return the text of each place that the mail fills; it never raises, whatever the mail holds.

    `envelope` is the line above it in a box: it says when the mail came in, where the mail says nothing of a time.
    """
    message = message_of(content)
    headers = _headers_of(message)
    sender = _addresses(headers, "from") or _addresses(headers, "sender") or _addresses(headers, "reply-to")
    to, cc = _addresses(headers, "to"), [*_addresses(headers, "cc"), *_addresses(headers, "bcc")]
    subject = _text(headers, "subject")
    body, files = _body_and_files(message)
    at = _sent_at(headers) or _came_in(envelope)
    return {
        "external_id": _identity(headers, sender, (at, subject, body)),
        "kind": "email",
        "at": at,
        "subject": subject,
        "body": body,
        "sender": ", ".join(sender[:1]),
        "recipients": ", ".join(to[:MOST_ADDRESSES]),
        "cc": ", ".join(cc[:MOST_ADDRESSES]),
        "automatic": "yes" if _is_automatic(headers, sender) else "",
        "files": json.dumps(files) if files else "",
    }


def _text(headers: Headers, name: str) -> str:
    """Return the header `name` as a person reads it; empty where there is none."""
    return clean_text(_SPACES.sub(" ", _decoded(_first(headers, name))))


def _headers_of(message: Message) -> Headers:
    """Return the headers as they stand in the mail, in one line each, by their names in small letters."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), []).append(_flat(str(value)))
    return found


def _first(headers: Headers, name: str) -> str:
    return headers[name][0] if name in headers else ""


def _decoded(raw: str) -> str:
    if not raw.isascii():
        # Letters that should have been encoded.
        raw = decoded(raw.encode("utf-8", "surrogateescape"))
    if "=?" not in raw:
        return raw
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def _piece(piece: str | bytes, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(charset or "ascii")
    except (LookupError, ValueError):
        return decoded(piece)


def _addresses(headers: Headers, name: str) -> list[str]:
    """Return the addresses of a header, each as `Name <address>` or the address alone."""
    found = []
    for raw in headers.get(name, ()):
        # Names are decoded only now: one of them may hold a comma.
        for shown, address in addresses_in(_COMMENT.sub("", raw)):
            plain = " ".join(_NOT_IN_NAMES.sub(" ", clean_text(_decoded(shown))).split())
            found.append(f"{plain} <{address}>" if plain and plain != address else address)
    return found


def _flat(raw: str) -> str:
    return raw.replace("\r", "").replace("\n", " ")


def has_own_date(content: bytes) -> bool:
    """Tell whether the mail says itself when it was written."""
    blank = _BLANK_LINE.search(content)
    return _DATE.search(content, 0, len(content) if blank is None else blank.start()) is not None


def _sent_at(headers: Headers) -> str:
    """Return when the mail was sent, in UTC, else when a server took it in; empty where it does not say."""
    received = (each.rpartition(";")[2] for name in _TAKEN_IN for each in headers.get(name, ()))
    for raw in chain(headers.get("date", ()), received):
        plain = _COLON.sub(":", _COMMENT.sub("", raw)).strip()
        try:
            found = parsedate_to_datetime(plain)
            aware = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
            if _FIRST_CENTURY.search(plain) is None and shown_everywhere(aware):
                return _iso(aware.astimezone(UTC))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return ""


def _came_in(envelope: str) -> str:
    """Return when the mail below the line `envelope` of a box came in; boxes keep that in UTC (RFC 4155)."""
    found = _ENVELOPE.search(envelope)
    if found is None:
        return ""
    try:
        came = datetime.strptime(" ".join(found.groups()), "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return _iso(came) if shown_everywhere(came) else ""


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at.year >= 1000 else ""


def _identity(headers: Headers, sender: list[str], told: tuple[str, str, str]) -> str:
    """Return what says the same mail: its own id beside its sender, because some programs give one id twice."""
    own = "".join(_COMMENT.sub("", _first(headers, "message-id")).split()).strip("<>")
    address = (sender[0] if sender else "").rpartition("<")[2].strip(">").lower()
    if own:
        return f"{own} {address}".strip()
    return hashlib.sha256("\n".join((address, *told)).encode("utf-8", "surrogatepass")).hexdigest()


def _is_automatic(headers: Headers, sender: list[str]) -> bool:
    submitted = _text(headers, "auto-submitted").lower()
    if submitted not in ("", "no") or not _BULK_HEADERS.isdisjoint(headers):
        return True
    if _text(headers, "precedence").lower() in ("bulk", "list", "junk"):
        return True
    return any(_AUTOMATIC.match(each.rpartition("<")[2]) for each in sender[:1])


def _body_and_files(message: Message) -> tuple[str, list[dict[str, str]]]:
    """Return the text of the mail, and its files: their name, type and bytes in Base64."""
    plain: list[str] = []
    pages: list[str] = []
    files: list[dict[str, str]] = []
    for part, related in _parts(message):
        told = type_of(part)
        kind = told.whole
        name = _file_name(part)
        disposition = part.get_content_disposition()
        attached = disposition == "attachment" or bool(name)
        if kind == "message/rfc822":
            files.append(_file(name or "mail.eml", kind, _inner(part)))
        elif attached and not (related and disposition != "attachment"):
            files.append(_file(name, kind, _bytes_of(part)))
        elif kind == "text/plain":
            plain.append(_text_of(part, told.charset))
        elif kind == "text/html":
            pages.append(_text_of(part, told.charset))
        elif kind == "text/calendar":
            files.append(_file("invite.ics", kind, _bytes_of(part)))
        elif not related and told.main not in ("text", "message", "multipart"):
            files.append(_file(name, kind, _bytes_of(part)))
    text = "\n".join(plain) if any(each.strip() for each in plain) else "\n".join(map(html_text, pages))
    tidy = re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean_text(tidy)[:LONGEST_BODY], files


def _parts(message: Message) -> list[tuple[Message, bool]]:
    """Return the parts of `message` that hold something, each with whether it belongs to a page beside it."""
    found: list[tuple[Message, bool]] = []
    waiting = [(message, False)]
    while waiting and len(found) < MOST_PARTS:
        part, related = waiting.pop(0)
        # the payload of a single part is not looked at here: the parser stumbles over some names of encodings
        payload = part.get_payload() if part.is_multipart() else None
        told = type_of(part)
        if told.whole == "message/rfc822" or not isinstance(payload, list):
            found.append((part, related))
            continue
        inside = related or told.sub == "related"
        waiting[:0] = [(each, inside) for each in payload if isinstance(each, Message)]
    return found


def _file_name(part: Message) -> str:
    if not any("name" in str(part.get(each, "")).lower() for each in ("Content-Disposition", "Content-Type")):
        return ""
    try:
        return clean_text(_decoded(_flat(part.get_filename() or "")))
    except (ValueError, LookupError, TypeError, AttributeError):
        # the standard parser stumbles over some broken parameters
        return ""


def _inner(part: Message) -> bytes:
    payload = part.get_payload() if part.is_multipart() else None
    inner = payload[0] if isinstance(payload, list) and payload else part
    try:
        return inner.as_bytes() if isinstance(inner, Message) else b""
    except (ValueError, LookupError, TypeError, AttributeError):
        return b""


def _bytes_of(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text_of(part: Message, charset: str) -> str:
    content = _bytes_of(part)
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decoded(content)


def _file(name: str, kind: str, content: bytes) -> dict[str, str]:
    return {"name": name, "type": kind, "data": base64.b64encode(content).decode("ascii")}
