"""Mails that are read without the parser of the standard library are read as it reads them."""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.readers.mail_cut import with_whole_header
from crm_desktop.exchange.readers.mail_message import message_of, type_of
from tests.exchange.shared_data import real_files

PIECES = (
    *(b"Subject: Hi", b"From: A <a@example.com>", b"Content-Type: text/html; charset=utf-8", b" folded", b"\tfolded"),
    *(b"Content-Type: multipart/mixed; boundary=x", b"--x", b"Content-Type: message/rfc822", b"To :b@example.com"),
    *(
        b"",
        b"",
        b" ",
        b"stray",
        b": nothing",
        b"From x",
        b"caf\xc3\xa9: \xe9",
        b"Content-Type: text/plain; charset=a\0b",
    ),
)


def told(message: Message) -> object:
    """Return all that a message holds."""
    payload = message.get_payload() if message.is_multipart() else message.get_payload(decode=True)
    inner = [told(each) for each in payload if isinstance(each, Message)] if isinstance(payload, list) else payload
    return [(name, str(value)) for name, value in message.raw_items()], type_of(message), inner


def by_the_parser(mail: bytes) -> object:
    return told(message_from_bytes(with_whole_header(mail), policy=compat32))


@pytest.mark.parametrize("path", real_files("08_eml/*"), ids=lambda path: path.name)
def test_a_real_mail_is_read_as_the_parser_reads_it(path: Path) -> None:
    mail = path.read_bytes()
    assert told(message_of(mail)) == by_the_parser(mail)


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_whatever_a_mail_holds_it_is_read_as_the_parser_reads_it(lines: list[bytes], end: bytes) -> None:
    mail = end.join(lines)
    assert told(message_of(mail)) == by_the_parser(mail)
