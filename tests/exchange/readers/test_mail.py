"""Mails in files of their own and in boxes become rows: who wrote to whom, when, what, and what came along."""

import base64
import json
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.mail_addresses import addresses_in
from crm_desktop.exchange.readers.file_form import FileForm, file_form
from crm_desktop.exchange.readers.mail import mail_cells
from crm_desktop.exchange.readers.open_mails import MailTable
from tests.exchange.shared_data import real_file, real_files
from tests.fuzz.tried import fuzzed


def mail(name: str) -> dict[str, str]:
    """Return the filled places of the first mail in a real file."""
    return mails(real_file(f"08_eml/{name}"))[0]


def mails(path: Path) -> list[dict[str, str]]:
    with closing(MailTable(path.name, [path], box=file_form(path) is FileForm.BOX)) as table:
        rows = list(table.rows())
        assert table.count == len(rows)
        return [{name: cell for name, cell in zip(table.columns, row.cells, strict=True) if cell} for row in rows]


def files(found: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(each["name"], base64.b64decode(each["data"])) for each in json.loads(found.get("files", "[]"))]


def test_a_plain_mail_says_who_wrote_what_to_whom_and_when() -> None:
    found = mail("basic_email.eml")
    assert found == {
        "external_id": "6B7EC235-5B17-4CA8-B2B8-39290DEB43A3@test.lindsaar.net test@lindsaar.net",
        "kind": "email",
        "at": "2008-11-22T04:04:59Z",
        "subject": "Testing 123",
        "body": "Plain email.\n\nHope it works well!\n\nMikel",
        "sender": "Mikel Lindsaar <test@lindsaar.net>",
        "recipients": "Mikel Lindsaar <raasdnil@gmail.com>",
    }


def test_letters_of_other_alphabets_are_read_in_headers_and_text() -> None:
    assert mail("japanese.eml")["subject"] == "まみむめも"
    assert mail("japanese_iso_2022.eml")["body"] == "すみません。"
    assert mail("attachment_pdf.eml")["subject"] == "Another PDF with 🎉 Unicode chars in it 🍿"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("attachment_pdf.eml", ["broken.pdf"]),
        ("raw_email7.eml", ["test.rb", "test.pdf", "smime.p7s"]),
        ("attachment_message_rfc822.eml", ["ForwardedMessage.eml"]),
        ("thunderbird_single-event-invite.eml", ["invite.ics"]),
        ("raw_email_reply.eml", []),
    ],
)
def test_what_is_attached_comes_along(name: str, expected: list[str]) -> None:
    found = files(mail(name))
    assert [file_name for file_name, _content in found] == expected
    assert all(content for _name, content in found)


def test_old_ways_to_write_a_header_are_understood() -> None:
    found = mail("example13.eml")
    assert (found["sender"], found["recipients"]) == (
        "John Doe <jdoe@machine.example>",
        "Mary Smith <mary@example.net>",
    )
    assert (found["at"], found["body"]) == (
        "1997-11-21T15:55:06Z",
        'This is a message just to say hello.\nSo, "Hello".',
    )


def test_a_bounce_is_known_as_written_by_a_machine() -> None:
    assert mail("report_422.eml")["automatic"] == "yes"


def test_a_box_is_cut_into_its_mails_and_lines_that_were_quoted_are_as_they_were() -> None:
    found = mails(real_file("08_eml/roundcube_import.mbox"))
    assert [(each["subject"], each["body"]) for each in found] == [
        ("Import 1", "1234"),
        ("Import 2", "From me"),
        ("Import 3", "XXXX"),
    ]
    # This program gave all three mails one id.
    assert len({each["external_id"] for each in found}) == 3


def test_a_sentence_that_begins_with_from_does_not_cut_a_mail(tmp_path: Path) -> None:
    box = tmp_path / "box"
    text = "From a@example.com Mon Jan  1 10:00:00 2024\nFrom: a@example.com\nDate: 1 Jan 2024 10:00:00 +0000\n\n"
    box.write_text(f"{text}Hello.\nFrom now on at 10:30 we meet.\n\nFrom here, Ana\n")
    assert [each["body"] for each in mails(box)] == ["Hello.\nFrom now on at 10:30 we meet.\n\nFrom here, Ana"]


@pytest.mark.parametrize("path", real_files("08_eml/*"), ids=lambda path: path.name)
def test_every_real_mail_is_known_as_one(path: Path) -> None:
    assert file_form(path) in (FileForm.MAIL, FileForm.BOX)
    assert all(each["sender"] and each["subject"] for each in mails(path))


def test_a_mail_in_html_alone_is_read_as_text() -> None:
    found = mail_cells(b"From: a@example.com\nContent-Type: text/html\n\n<p>Hello<br>you</p><style>p{}</style>")
    assert found["body"] == "Hello\nyou"


def test_a_mail_without_an_id_is_known_again_by_what_it_says() -> None:
    text = b"From: a@example.com\nDate: 1 Jan 2024 10:00:00 +0000\nSubject: Hi\n\nHello"
    assert mail_cells(text)["external_id"] == mail_cells(text.replace(b"\n", b"\r\n"))["external_id"]
    assert mail_cells(text)["external_id"] != mail_cells(text + b" you")["external_id"]


def test_an_encoding_that_nobody_knows_is_left_aside() -> None:
    assert mail_cells(b"Subject: =?utf\0-8?q?An=C3=A1?=\n\nHello")["subject"] == "Aná"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Roe, Ana" <ana@example.com>, bo@example.com', [("Roe, Ana", "ana@example.com"), ("", "bo@example.com")]),
        ("Ana Roe <ana@example.com>; Bo <bo@example.com>", [("Ana Roe", "ana@example.com"), ("Bo", "bo@example.com")]),
        ("undisclosed-recipients:;", []),
        ("Team: ana@example.com, bo@example.com;", [("", "ana@example.com"), ("", "bo@example.com")]),
        ("ana@example.com (Ana)", [("", "ana@example.com")]),
        ("<ana@example.com", [("", "<ana@example.com")]),
        ('"broken <ana@example.com>', [('"broken', "ana@example.com")]),
    ],
)
def test_lists_of_addresses_are_taken_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert addresses_in(text) == expected


HEADERS = st.sampled_from(
    ["From", "To", "Cc", "Subject", "Date", "Message-ID", "Received", "Content-Type", "Content-Disposition", "List-Id"]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "multipart/mixed; boundary=x",
            "message/rfc822",
            'text/html; charset="klingon"',
            "attachment; filename*=utf-8''%zz",
            "=?utf-8?b?%%%?=",
            "=?klingon?q?=41?=",
            "Fri, 99 Foo 0000 99:99",
            "Mon, 1 Jan 0001 00:00:00 +2359",
            'application/pdf; name="a\x00b"',
        ]
    ),
)
LINES = st.one_of(
    st.tuples(HEADERS, VALUES).map(": ".join), st.text(max_size=30), st.sampled_from(["", "--x", "--x--", " more"])
)


@given(lines=st.lists(LINES, max_size=20), end=st.sampled_from(["\n", "\r\n"]))
@fuzzed("mail", 500)
def test_whatever_stands_in_a_mail_it_is_read(lines: list[str], end: str) -> None:
    found = mail_cells(end.join(lines).encode("utf-8", "surrogatepass"))
    assert found["kind"] == "email"
    assert found["external_id"]


@given(content=st.binary(max_size=300))
@fuzzed("mail box", 200)
def test_bytes_that_are_no_mail_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise.mbox"
    path.write_bytes(b"From a@example.com Mon Jan  1 10:00:00 2024\n" + content)
    try:
        with closing(MailTable(path.name, [path], box=True)) as table:
            assert len(list(table.rows())) >= 1
    except UnreadableFile:
        return


def test_an_encoding_whose_name_holds_a_zero_stops_nothing() -> None:
    mail = b"From: a@example.com\r\nSubject: Hi\r\nContent-Type: text/plain; charset=x\0y\r\n\r\nHello \xe9\r\n"
    for encoded in (mail, mail.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", 1)):
        assert mail_cells(encoded)["subject"] == "Hi"
