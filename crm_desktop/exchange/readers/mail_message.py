"""The standard library's message of a mail; plain ones without its parser, which takes most of a reading."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from functools import lru_cache
from typing import NamedTuple

from crm_desktop.exchange.readers.mail_cut import with_whole_header

_FIELD = r"[!-9;-~]+:.*\n(?:[ \t].*\n)*"
_WELL_FORMED = re.compile(f"(?:{_FIELD})+")
_FIELDS = re.compile(_FIELD)
_BLANK_LINE = re.compile(r"\r?\n\r?\n")
_OF_PARTS = ("multipart", "message")
_USUAL_TYPE = 200  # letters: longer ones are not remembered


class PartType(NamedTuple):
    """What a part says that it is: both halves of its type, and the name of its encoding; empty for none."""

    main: str
    sub: str
    charset: str

    @property
    def whole(self) -> str:
        """The type as it is written."""
        return f"{self.main}/{self.sub}"


def message_of(mail: bytes) -> Message:
    """Return the message that `mail` is, whatever it holds."""
    return _plain_message(mail) or message_from_bytes(with_whole_header(mail), policy=compat32)


def type_of(part: Message) -> PartType:
    """Return what `part` says that it is."""
    told = part.get("content-type")
    if part.get_default_type() == "text/plain" and isinstance(told, str) and len(told) <= _USUAL_TYPE:
        return _usual_type(told)
    return _type_of(part)


def _plain_message(mail: bytes) -> Message | None:
    """Return the message of one part that `mail` is; None where it has parts, or a header that has to be mended."""
    text = mail.decode("ascii", "surrogateescape")
    blank = _BLANK_LINE.search(text)
    head = (text if blank is None else text[: blank.start()]) + "\n"
    if "\r" in head.replace("\r\n", "") or _WELL_FORMED.fullmatch(head) is None:
        return None
    message = Message(policy=compat32)
    for field in _FIELDS.findall(head):
        message.set_raw(*compat32.header_source_parse([field]))
    if type_of(message).main in _OF_PARTS:
        return None
    message.set_payload("" if blank is None else text[blank.end() :])
    return message


def _type_of(part: Message) -> PartType:
    try:
        charset = part.get_content_charset("")
    except ValueError:
        # a name that no encoding has may hold anything, a zero byte too
        charset = ""
    return PartType(part.get_content_maintype(), part.get_content_subtype(), charset)


@lru_cache(256)
def _usual_type(told: str) -> PartType:
    part: Message = Message(policy=compat32)
    part.set_raw("Content-Type", told)
    return _type_of(part)
