"""The text of files, read in a process of its own with bounds on what it may take."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from crm_desktop.errors import Cancelled, UnreadableFile
from crm_desktop.files import apart, office_text, reading
from crm_desktop.files.apart import is_book_harmless, page_apart, text_apart
from crm_desktop.files.media import DOCX, HTML, MAIL, ODT, PDF, XLSX, has_text, media_type
from crm_desktop.files.office_text import NotReadable
from crm_desktop.files.reading import MOST_LETTERS, text_of
from crm_desktop.jobs import Progress
from tests.files import made

BOMB = 400 << 20


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Größe der Lieferung"
    message["From"] = "Dana Whitfield <dana@acme.example>"
    message.set_content("Bitte zwei Lieferungen.")
    message.add_alternative("<p>Bitte <b>zwei</b> Lieferungen.</p>", subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Q-1187.pdf")
    return message.as_bytes()


def test_pages_of_a_pdf_stay_apart() -> None:
    content = made.pdf("Frame contract", "GTX series at 12 % for Acme", "")
    assert text_of(content, PDF) == "Frame contract\fGTX series at 12 % for Acme"


@pytest.mark.parametrize(
    ("kind", "content"),
    [(DOCX, made.archive({"word/document.xml": made.DOCX})), (ODT, made.archive({"content.xml": made.ODT}))],
)
def test_paragraphs_of_office_files_are_lines(kind: str, content: bytes) -> None:
    assert text_of(content, kind) == "Frame contract\nfor Müller and Sons"


def test_cells_of_a_workbook_are_read() -> None:
    strings = '<sst xmlns="x"><si><t>Quartal</t></si><si><r><t>Um</t></r><r><t>satz</t></r></si></sst>'
    assert text_of(made.archive({"xl/sharedStrings.xml": strings}), XLSX) == "Quartal\nUmsatz"


def test_a_mail_tells_who_what_and_which_files() -> None:
    text = text_of(mail(), MAIL)
    assert "Subject: Größe der Lieferung" in text
    assert "Bitte zwei Lieferungen." in text
    assert "dana@acme.example" in text
    assert "Q-1187.pdf" in text


def test_a_page_is_read_as_it_is_seen() -> None:
    page = "<html><head><title>x</title><style>p{}</style></head><p>Caf&eacute;<br>two<script>alert(1)</script></html>"
    assert text_of(page.encode(), HTML) == "Café\ntwo"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Straße nach Köln"),
        ("utf-8-sig", "Straße nach Köln"),
        ("utf-16", "Straße nach Köln"),
        ("cp1252", "Straße nach Köln"),
        ("cp1251", "Привет, это письмо о новом продукте"),
    ],
)
def test_text_is_read_in_its_encoding(encoding: str, text: str) -> None:
    assert text_of(text.encode(encoding), "text/plain") == text


def test_a_letter_that_is_cut_in_two_harms_nothing() -> None:
    assert text_of("Straße nach Köln ö".encode()[:-1], "text/plain") == "Straße nach Köln"


def test_an_archive_that_unpacks_to_too_much_is_given_up() -> None:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        member.write(b"<w:document>")
        for _turn in range(BOMB >> 20):
            member.write(bytes(b" " * (1 << 20)))
    assert len(written.getvalue()) < 1 << 20
    with pytest.raises(NotReadable, match="unpacks to too much"):
        text_of(written.getvalue(), DOCX)


def test_an_archive_of_very_many_entries_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_text, "MOST_ENTRIES", 10)
    with pytest.raises(NotReadable, match="entries"):
        text_of(made.archive({f"{n}": "" for n in range(11)}), DOCX)


def test_entities_that_multiply_are_refused() -> None:
    laughs = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><w:document><w:t>&b;</w:t></w:document>'
    with pytest.raises(NotReadable, match="document type"):
        text_of(made.archive({"word/document.xml": laughs}), DOCX)


@pytest.mark.parametrize("kind", [PDF, DOCX, ODT, XLSX])
@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04 junk", b"%PDF-1.7 junk"])
def test_damage_has_no_text(kind: str, content: bytes) -> None:
    with pytest.raises(NotReadable):
        text_of(content, kind)


def test_bytes_are_no_text() -> None:
    with pytest.raises(NotReadable):
        text_of(bytes(range(64)), "text/plain")


def test_a_long_text_is_cut() -> None:
    assert len(text_of(b"rack ears " * 1_000_000, "text/plain")) <= MOST_LETTERS


def test_a_process_of_its_own_reads_text_and_pages() -> None:
    content = made.pdf("Frame contract", "Müller")
    assert text_apart([content], PDF) == "Frame contract\fMüller"
    page = page_apart([content], 7, 72)
    assert (page.number, page.pages) == (1, 2)
    assert len(page.pixels) == page.width * page.height * 4
    assert len(set(page.pixels[::4])) > 2


def test_the_built_program_is_the_reader_under_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made.pdf("Frame contract", "Müller")
    monkeypatch.setattr("sys.executable", "crm")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    _program, *words = apart._program()
    monkeypatch.undo()
    asked = [sys.executable, "-m", "crm_desktop", *words, apart.TEXT, PDF]
    assert subprocess.run(asked, input=content, capture_output=True, check=True).stdout.decode() == (
        "Frame contract\fMüller"
    )


def test_the_reader_is_not_told_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_PASSPHRASE", "secret words")
    shows = [sys.executable, "-c", "import os, sys; sys.stdin.read(); print(dict(os.environ))"]
    monkeypatch.setattr(apart, "_program", lambda: shows)
    assert "secret words" not in (text_apart([b""], "text/plain") or "secret words")


def test_what_cannot_be_read_apart_harms_nobody() -> None:
    assert text_apart([b"%PDF-1.7 junk"], PDF) is None
    with pytest.raises(UnreadableFile, match="cannot be shown"):
        page_apart([b"%PDF-1.7 junk"], 0, 72)


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.files.apart.PATIENCE_S", 0.01)
    assert text_apart([b"plain" * 1000], "text/plain") is None


def test_a_reader_is_not_blamed_for_a_content_that_comes_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.files.apart.PATIENCE_S", 4.0)

    def slow() -> Iterator[bytes]:
        yield b"plain "
        time.sleep(4.5)
        yield b"text"

    assert text_apart(slow(), "text/plain") == "plain text"


def test_a_reading_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        text_apart([b"plain"], "text/plain", progress)


@pytest.mark.parametrize(
    ("name", "beginning", "kind"),
    [
        ("contract.pdf", b"%PDF-1.7", PDF),
        ("contract.txt", b"%PDF-1.7", PDF),
        ("photo.JPEG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("letter.docx", b"PK\x03\x04", DOCX),
        ("archive.zip", b"PK\x03\x04", "application/zip"),
        ("notes", b"notes", "application/octet-stream"),
        ("mail.eml", b"From: ", MAIL),
        ("list.CSV", b"a;b", "text/csv"),
    ],
)
def test_the_kind_is_told_by_beginning_and_name(name: str, beginning: bytes, kind: str) -> None:
    assert media_type(name, beginning) == kind


def test_only_known_kinds_have_text() -> None:
    assert [has_text(kind) for kind in (PDF, DOCX, "text/csv", "image/png", "application/zip")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert reading.tidy("a\r\nb\x00\x07  c\n\n\n\nd\f\f") == "a\nb c\n\nd"


def test_a_workbook_that_is_none_harms_nobody() -> None:
    assert is_book_harmless([b"\xd0\xcf\x11\xe0 no workbook"])


def test_a_workbook_whose_reader_dies_is_known_before_it_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    dying = [sys.executable, "-c", "import os, sys; sys.stdin.buffer.read(); os.abort()"]
    monkeypatch.setattr(apart, "_program", lambda: dying)
    assert not is_book_harmless([b"\xd0\xcf\x11\xe0"])
