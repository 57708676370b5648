"""Mails that are dropped on the page of a record stand on its timeline, with what they carry, as one step."""

from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.files.actions import Holder
from crm_desktop.files.keeping import keep_content
from crm_desktop.files.queries import files_of
from crm_desktop.journal.undo import undo_last
from crm_desktop.mail_drop import Mails, look_at_mails, take_in_mails
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.vault.driver import Row
from crm_desktop.workspace import Workspace

MAIL = (
    "From: Ann Lee <ann@nowhere.example>\nTo: Me <me@ours.example>\nCc: Bo <bo@other.example>\n"
    "Date: Tue, 3 Mar 2026 09:30:00 +0000\nMessage-ID: <one@nowhere.example>\nSubject: The gate\n"
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nPlease look.\n'
    '--b\nContent-Type: text/plain; name="plan.txt"\nContent-Disposition: attachment; filename="plan.txt"\n\n'
    "the plan\n--b--\n"
)


def rows(workspace: Workspace, sql: str) -> list[Row]:
    with workspace.reader() as reader:
        return reader.execute(sql).fetchall()


@pytest.fixture
def dana(workspace: Workspace) -> Holder:
    company = add_contact(workspace.journal, "company", {"name": "Acme"})
    return Holder("contact", add_contact(workspace.journal, "person", {"name": "Dana", "company": company}))


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "gate.eml"
    path.write_text(MAIL)
    return path


LINKED = (
    "SELECT i.subject, p.name, c.name FROM interaction i LEFT JOIN contact p ON p.id = i.person "
    "LEFT JOIN contact c ON c.id = i.company"
)


def test_a_mail_of_people_who_are_not_here_belongs_to_the_contact_of_the_page(
    workspace: Workspace, dana: Holder, mail: Path
) -> None:
    looked = look_at_mails(workspace, [mail])
    assert looked == Mails([mail], 1, [])
    assert rows(workspace, "SELECT count(*) FROM interaction") == [(0,)]
    report = take_in_mails(workspace, dana, looked)
    assert report.total.created == 1
    assert rows(workspace, LINKED) == [("The gate", "Dana", "Acme")]
    assert rows(workspace, "SELECT name FROM contact ORDER BY name") == [("Acme",), ("Dana",)]
    assert rows(workspace, "SELECT sender FROM interaction") == [("Ann Lee <ann@nowhere.example>",)]
    assert rows(workspace, "SELECT name, contact = (SELECT id FROM contact WHERE name = 'Dana') FROM attachment") == [
        ("plan.txt", 1)
    ]


def test_mails_and_other_files_are_one_step(workspace: Workspace, dana: Holder, mail: Path) -> None:
    before = rows(workspace, "SELECT count(*) FROM step")
    note = keep_content(workspace.files, "note.txt", b"words", 1 << 20)
    report = take_in_mails(workspace, dana, look_at_mails(workspace, [mail]), [note])
    assert report.files_added == 1
    assert rows(workspace, "SELECT count(*) FROM step") == [(before[0][0] + 1,)]
    undo_last(workspace.journal)
    assert rows(workspace, "SELECT count(*) FROM interaction WHERE removed_at IS NULL") == [(0,)]
    assert rows(workspace, "SELECT count(*) FROM attachment WHERE removed_at IS NULL") == [(0,)]


def test_a_mail_that_is_here_is_linked_to_the_contact_as_well_and_once(
    workspace: Workspace, dana: Holder, mail: Path
) -> None:
    ann = Holder("contact", add_contact(workspace.journal, "person", {"name": "Ann", "email": "ann@nowhere.example"}))
    looked = look_at_mails(workspace, [mail])
    take_in_mails(workspace, ann, looked)
    report = take_in_mails(workspace, dana, looked)
    assert (report.total.created, report.total.updated) == (0, 1)
    assert [row[:2] for row in rows(workspace, LINKED)] == [("The gate", "Ann")]
    taking = "SELECT c.name, p.role FROM participant p JOIN contact c ON c.id = p.contact ORDER BY c.name"
    assert rows(workspace, taking) == [("Ann", "from"), ("Dana", None)]
    again = take_in_mails(workspace, dana, looked)
    assert (again.total.unchanged, again.step) == (1, None)
    assert rows(workspace, "SELECT count(*) FROM attachment") == [(1,)]


@pytest.mark.parametrize("table", ["deal", "ticket"])
def test_what_a_mail_carries_is_among_the_files_of_the_deal_and_ticket(
    workspace: Workspace, dana: Holder, mail: Path, table: str
) -> None:
    made = {
        "deal": lambda: add_deal(workspace.journal, {"title": "Gates"}),
        "ticket": lambda: add_ticket(workspace.journal, {"subject": "Gates"}),
    }
    beside = Holder(table, made[table]())
    looked = look_at_mails(workspace, [mail])
    take_in_mails(workspace, dana, looked)
    assert take_in_mails(workspace, beside, looked).total.updated == 1  # it is here already, without the deal
    with workspace.reader() as reader:
        assert [each.name for each in files_of(reader, beside)] == ["plan.txt"]
        assert [each.name for each in files_of(reader, dana)] == ["plan.txt"]
    assert take_in_mails(workspace, beside, looked).total.unchanged == 1
    second = mail.with_name("second.eml")
    second.write_text(MAIL.replace("one@nowhere", "two@nowhere").replace("the plan", "another plan"))
    take_in_mails(workspace, beside, look_at_mails(workspace, [second]))
    with workspace.reader() as reader:
        assert len(files_of(reader, beside)) == 2


def test_a_mail_on_the_page_of_a_company_is_of_that_company(workspace: Workspace, mail: Path) -> None:
    acme = Holder("contact", add_contact(workspace.journal, "company", {"name": "Acme"}))
    take_in_mails(workspace, acme, look_at_mails(workspace, [mail]))
    assert rows(workspace, LINKED) == [("The gate", None, "Acme")]


def test_what_is_no_mail_is_told_with_its_reason(workspace: Workspace, tmp_path: Path) -> None:
    texts = {"words.eml": "just words\n", "undated.eml": "From: a@x.example\nSubject: No day\n\nbody\n", "none.eml": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    looked = look_at_mails(workspace, [tmp_path / name for name in texts])
    assert (looked.paths, looked.number) == ([], 0)
    assert [each.path.name for each in looked.unread] == list(texts)
    assert all(each.reason for each in looked.unread)


def test_a_box_gives_an_entry_for_each_mail(workspace: Workspace, dana: Holder, tmp_path: Path) -> None:
    box = tmp_path / "old.mbox"
    second = MAIL.replace("one@nowhere", "two@nowhere").replace("The gate", "The fence")
    box.write_text(f"From ann Tue Mar  3 09:30:00 2026\n{MAIL}\nFrom ann Tue Mar  3 09:40:00 2026\n{second}\n")
    looked = look_at_mails(workspace, [box])
    assert looked.number == 2
    assert take_in_mails(workspace, dana, looked).total.created == 2
    assert {row[:2] for row in rows(workspace, LINKED)} == {("The gate", "Dana"), ("The fence", "Dana")}
