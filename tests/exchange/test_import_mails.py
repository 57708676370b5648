"""Mails come onto the timelines of those who wrote and got them, with their files, once."""

from base64 import b64encode
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.safe_import import import_safely
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View
from crm_desktop.vault.driver import Row
from crm_desktop.workspace import Workspace
from tests.exchange.shared_data import real_file, real_files

# One grey pixel as PNG.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)


def rows(journal: Journal, sql: str, *values: object) -> list[Row]:
    with journal.store.reader() as reader:
        return reader.execute(sql, values).fetchall()


def written(folder: Path, name: str, *headers: str, body: str = "Hello") -> Path:
    path = folder / name
    text = ["Date: Mon, 1 Jan 2024 10:00:00 +0000", f"Message-ID: <{name}@example.com>", *headers, "", body]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mails"
    made.mkdir()
    return made


def test_all_real_mails_come_in_but_for_those_without_a_date(journal: Journal) -> None:
    report = import_files(journal, [Source(path) for path in real_files("08_eml/*")])
    assert report.total.read == 15
    assert sorted(each.source for each in report.rejections) == ["japanese.eml", "japanese_iso_2022.eml"]
    kinds = "SELECT kind, count(*) FROM interaction GROUP BY 1"
    # Two of the real mails are one, sent on.
    assert rows(journal, kinds) == [("email", report.total.created)]
    assert (report.total.created, report.total.updated + report.total.unchanged) == (11, 2)


def test_a_mail_without_a_date_is_of_when_it_came_in(journal: Journal, folder: Path) -> None:
    box = folder / "old.mbox"
    head = "From: Dana <dana@acme.example>\nSubject: {0}\nMessage-ID: <{0}@acme.example>\n"
    by_server = "Received: from a by b; Tue, 2 Jan 2024 09:00:00 +0100\n"
    mails = (
        "From dana@acme.example Mon Jan  1 10:20:30 2024\n" + head.format("boxed") + "\nHello\n\n",
        "From dana@acme.example Mon Jan  1 10:20:30 2024\n" + head.format("passed") + by_server + "\nHello\n\n",
    )
    box.write_text("".join(mails), encoding="ascii")
    (folder / "never.eml").write_text(head.format("never") + "\nHello\n", encoding="ascii")
    report = import_files(journal, [Source(box), Source(folder / "never.eml")])
    found = "SELECT subject, datetime(at / 1000, 'unixepoch') FROM interaction ORDER BY subject"
    assert rows(journal, found) == [("boxed", "2024-01-01 10:20:30"), ("passed", "2024-01-02 08:00:00")]
    assert any("2 mails have no date of their own" in each for each in report.warnings)
    (refused,) = report.rejections
    assert (refused.source, refused.column) == ("never.eml", "at")
    assert "no server noted when it passed" in refused.reason


def test_a_mail_of_a_member_is_outgoing_and_one_to_a_member_is_incoming(journal: Journal, folder: Path) -> None:
    with journal.transaction("Give Anna an address") as tx:
        assert journal.member is not None
        tx.update("member", journal.member, {"email": "anna@hartwell.example"})
    written(folder, "a.eml", "From: Anna <anna@hartwell.example>", "To: Bo Roe <bo@acme.example>", "Subject: Offer")
    written(folder, "b.eml", "From: Bo Roe <bo@acme.example>", "To: anna@hartwell.example", "Subject: Re: Offer")
    report = import_files(journal, [Source(folder)])
    assert (report.total, report.linked) == (Counts(read=2, created=2), {"people": 1})
    told = (
        "SELECT i.direction, i.subject, p.name, m.name, i.sender FROM interaction i JOIN contact p ON p.id = i.person"
    )
    assert rows(journal, f"{told} JOIN member m ON m.id = i.owner ORDER BY i.subject") == [
        ("out", "Offer", "Bo Roe", "Anna", "Anna <anna@hartwell.example>"),
        ("in", "Re: Offer", "Bo Roe", "Anna", "Bo Roe <bo@acme.example>"),
    ]


def test_everybody_who_got_a_mail_takes_part_in_it(journal: Journal, folder: Path) -> None:
    path = written(
        folder,
        "a.eml",
        "From: bo@acme.example",
        "To: Ana <ana@acme.example>, Cy <cy@acme.example>",
        "Cc: di@acme.example",
    )
    import_files(journal, [Source(path)])
    parts = "SELECT c.name, p.role FROM participant p JOIN contact c ON c.id = p.contact ORDER BY p.rid"
    assert rows(journal, parts) == [("bo@acme.example", "from"), ("Ana", "to"), ("Cy", "to"), ("di@acme.example", "cc")]
    assert import_files(journal, [Source(path)]).total == Counts(read=1, unchanged=1)


def test_who_writes_from_the_domain_of_a_company_works_there(journal: Journal, folder: Path) -> None:
    add_contact(journal, "company", {"name": "Acme", "website": "https://www.acme.example"})
    import_files(journal, [Source(written(folder, "a.eml", "From: Bo <bo@acme.example>", "To: x@gmail.com"))])
    told = "SELECT p.name, c.name FROM contact p JOIN contact c ON c.id = p.company"
    assert rows(journal, told) == [("Bo", "Acme")]
    assert rows(journal, "SELECT c.name FROM interaction i JOIN contact c ON c.id = i.company") == [("Acme",)]


def test_nobody_becomes_a_contact_by_a_newsletter(journal: Journal, folder: Path) -> None:
    add_contact(journal, "person", {"name": "Ana", "email": "ana@example.com"})
    path = written(folder, "a.eml", "From: News <news@shop.example>", "To: ana@example.com", "List-Id: <news>")
    report = import_files(journal, [Source(path)])
    assert (report.total.created, dict(report.linked)) == (1, {})
    assert rows(journal, "SELECT c.name FROM interaction i JOIN contact c ON c.id = i.person") == [("Ana",)]


def test_an_address_that_two_people_share_belongs_to_both(journal: Journal, folder: Path) -> None:
    for name in ("Ana Roe", "Bo Roe"):
        add_contact(journal, "person", {"name": name, "email": "roe@example.com"})
    import_files(journal, [Source(written(folder, "a.eml", "From: roe@example.com", "To: x@example.com"))])
    parts = "SELECT c.name FROM participant p JOIN contact c ON c.id = p.contact WHERE p.role = 'from' ORDER BY 1"
    assert rows(journal, parts) == [("Ana Roe",), ("Bo Roe",)]


def test_a_mail_is_of_the_company_that_its_sender_gets_in_the_same_import(journal: Journal, folder: Path) -> None:
    mail = Source(written(folder, "a.eml", "From: ana@acme.example", "To: me@ours.example"))
    import_files(journal, [mail])
    people = folder / "people.csv"
    people.write_text("Email,Name,Company\nana@acme.example,Ana Roe,Acme\n", encoding="utf-8")
    sources = [Source(people, "people"), mail]
    rehearsed = import_files(journal, sources, dry_run=True)
    report = import_files(journal, sources)
    assert rehearsed.total == report.total
    told = "SELECT c.name FROM interaction i JOIN contact c ON c.id = i.company"
    assert rows(journal, told) == [("Acme",)]
    again = import_files(journal, sources).total
    assert (again.created, again.updated) == (0, 0)


def test_files_are_kept_once_with_the_mail_and_found_on_the_contact(workspace: Workspace) -> None:
    given = [Source(real_file("08_eml/raw_email7.eml"))]
    options = ImportOptions(keeps_files=True)
    rehearsed = import_files(workspace.journal, given, options, dry_run=True)
    report = import_safely(workspace, given, None)
    assert rehearsed.total == report.total == Counts(read=1, created=1)
    kept = "SELECT a.name, c.name FROM attachment a JOIN contact c ON c.id = a.contact ORDER BY a.rid"
    assert rows(workspace.journal, kept)[:2] == [("test.rb", "foo@example.com"), ("test.pdf", "foo@example.com")]
    ((digest,),) = rows(workspace.journal, "SELECT hash FROM attachment WHERE name = 'test.rb'")
    assert b"".join(workspace.files.read(bytes.fromhex(str(digest)))).startswith(b"puts")
    assert import_safely(workspace, given, None).total == Counts(read=1, unchanged=1)


def test_a_file_that_a_mail_did_not_have_before_is_a_change(workspace: Workspace, folder: Path) -> None:
    people = ("From: bo@acme.example", "To: ana@acme.example")
    import_safely(workspace, [Source(written(folder, "a.eml", *people))], None)
    box = 'Content-Type: multipart/mixed; boundary="x"'
    file = "Content-Disposition: attachment; filename=offer.txt"
    path = written(folder, "a.eml", *people, box, body=f"--x\n\nHello\n--x\n{file}\n\nten dollars\n--x--\n")
    rehearsed = import_files(workspace.journal, [Source(path)], ImportOptions(keeps_files=True), dry_run=True)
    assert rehearsed.total == import_safely(workspace, [Source(path)], None).total == Counts(read=1, updated=1)
    assert rows(workspace.journal, "SELECT name, text FROM attachment") == [("offer.txt", "ten dollars")]


def test_the_photo_of_a_card_is_what_its_contact_is_shown_with_and_goes_with_undo(workspace: Workspace) -> None:
    given = [Source(real_file("05_vcards/John_Doe_IPHONE.vcf"))]
    import_safely(workspace, given, None)
    shown = "SELECT a.name, a.media_type FROM contact c JOIN attachment a ON a.id = c.photo WHERE a.removed_at IS NULL"
    assert rows(workspace.journal, shown) == [("Mr. John Richter James Doe Sr.jpg", "image/jpeg")]
    assert import_safely(workspace, given, None).total == Counts(read=1, unchanged=1)
    undo_last(workspace.journal)
    assert rows(workspace.journal, shown) == []


@pytest.mark.parametrize(
    "photo", ["iVBORw0KGgo*", "iVBORw0KGgoAAAANSUhEUgAA", "/9j/4AAQSkZJRgABAQEA", "not base64 at all!"]
)
def test_a_damaged_photo_is_told_as_that(workspace: Workspace, tmp_path: Path, photo: str) -> None:
    path = tmp_path / "dana.vcf"
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Dana Whitfield\nPHOTO;ENCODING=b;TYPE=PNG:{photo}\nEND:VCARD\n"
    path.write_text(card, encoding="utf-8")
    report = import_safely(workspace, [Source(path)])
    told = "Photos whose data is damaged or cut off were left out: “Dana Whitfield” (1×)."
    assert (report.total.created, report.warnings) == (1, [told])


def test_files_that_cannot_be_kept_are_told(journal: Journal) -> None:
    report = import_files(journal, [Source(real_file("08_eml/attachment_pdf.eml"))])
    assert any("Files that came along were left out: “broken.pdf” (1×)." in each for each in report.warnings)


def test_a_new_photo_is_told_before_it_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Dana Whitfield\nEMAIL:dana@acme.example\n{photo}END:VCARD\n"
    path = tmp_path / "dana.vcf"
    path.write_text(card.format(photo=""), encoding="utf-8")
    import_safely(workspace, [Source(path)])
    shown = f"PHOTO;ENCODING=b;TYPE=PNG:{b64encode(PIXEL).decode()}\n"
    path.write_text(card.format(photo=shown), encoding="utf-8")
    options = ImportOptions(files=workspace.files, keeps_files=True)
    before = import_files(workspace.journal, [Source(path)], options, dry_run=True)
    report = import_safely(workspace, [Source(path)])
    for each in (before, report):
        assert each.total.updated == 1
        assert [(told.field, told.before, told.after) for told in each.changes] == [("Photo", "", "Dana Whitfield.png")]
    assert import_safely(workspace, [Source(path)]).total.unchanged == 1


def test_a_list_of_mails_that_comes_back_names_nobody_twice(journal: Journal, folder: Path) -> None:
    copies = ("From: Dana <dana@acme.example>", "To: Bo <bo@acme.example>", "Cc: Reed <reed@acme.example>")
    import_files(journal, [Source(written(folder, "a.eml", *copies, "Subject: Offer"))])
    path = folder / "activities.csv"
    view = View(kind_named("activities"))
    with journal.store.reader() as reader:
        export_list(reader, view, journal.place, path)
    assert import_files(journal, [Source(path)]).total == Counts(read=1, unchanged=1)
    roles = "SELECT c.name, p.role FROM participant p JOIN contact c ON c.id = p.contact ORDER BY c.name"
    assert rows(journal, roles) == [("Bo", "to"), ("Dana", "from"), ("Reed", "cc")]
