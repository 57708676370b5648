"""What the office did not take is kept as it was typed, and can be made again when it may be."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import UnknownRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.sync.set_aside import AsideRecord, aside_records, put_away, take_back, try_again
from crm_desktop.sync.status import sharing_status
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_mishaps import add_contact_member, admin


def waiting(laptop: Laptop, *, put: bool = False) -> list[AsideRecord]:
    with laptop.workspace.reader() as reader:
        return aside_records(reader, put_away=put)


def counted(laptop: Laptop) -> int:
    with laptop.workspace.reader() as reader:
        sharing = sharing_status(reader)
    assert sharing is not None
    return sharing.set_aside


def typed(aside: AsideRecord) -> dict[str, object]:
    return {each.field.name: each.value for each in aside.edits if each.field is not None}


def reader_of(firm: Firm, first: Laptop) -> Laptop:
    """Return the laptop of Ben, who may only read."""
    ben = add_contact_member(first, "Ben Ode")
    first.sync()
    laptop = firm.another("ben", firm.add_member("ben", ben, "read_only"))
    laptop.sync()
    return laptop


def refused_edit(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    """Return Anna's laptop, that of Ben, and Dana, whose job title Ben wrote and the office did not take."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    laptop = reader_of(firm, first)
    edit_contact(laptop.journal, dana, {"job_title": "Buyer"})
    laptop.sync()
    return first, laptop, dana


def let_write(firm: Firm) -> None:
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET rights = 'sales' WHERE role_name = 'ben'")


def test_a_refused_edit_is_made_again_when_it_may_be(firm: Firm) -> None:
    first, laptop, dana = refused_edit(firm)
    (aside,) = waiting(laptop)
    assert (aside.title, aside.here, typed(aside)) == ("Dana Whitfield", True, {"job_title": "Buyer"})
    let_write(firm)
    laptop.sync()
    try_again(laptop.journal, [each.seq for each in aside.edits])
    laptop.sync()
    first.sync()
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert (waiting(laptop), counted(laptop)) == ([], 0)


def test_a_new_record_that_was_refused_keeps_all_that_was_typed(firm: Firm) -> None:
    first = firm.first()
    laptop = reader_of(firm, first)
    made = add_contact(laptop.journal, "person", {"name": "Ole Berg", "job_title": "Owner", "phone": "+1 555 019 0200"})
    laptop.sync()
    assert laptop.one("SELECT count(*) FROM contact") == 0
    kept = {each.table: each for each in waiting(laptop)}
    assert kept["contact"].made
    assert typed(kept["contact"])["job_title"] == "Owner"
    assert typed(kept["contact_point"])["value"] == "+1 555 019 0200"
    let_write(firm)
    laptop.sync()
    try_again(laptop.journal, [edit.seq for each in kept.values() for edit in each.edits])
    laptop.sync()
    first.sync()
    assert first.one("SELECT name || job_title FROM contact WHERE id = ?", made) == "Ole BergOwner"
    assert first.one("SELECT value FROM contact_point WHERE contact = ?", made) == "+1 555 019 0200"
    assert first.hash == laptop.hash


def test_what_was_put_away_is_out_of_sight_and_can_be_taken_back(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    laptop = reader_of(firm, first)
    edit_contact(laptop.journal, dana, {"job_title": "Buyer"})
    laptop.sync()
    seqs = [edit.seq for each in waiting(laptop) for edit in each.edits]
    put_away(laptop.journal, seqs)
    assert (waiting(laptop), counted(laptop), len(waiting(laptop, put=True))) == ([], 0, 1)
    take_back(laptop.journal, seqs)
    assert typed(waiting(laptop)[0]) == {"job_title": "Buyer"}
    assert counted(laptop) == 1


def test_an_edit_of_a_record_that_left_is_not_made_again(firm: Firm) -> None:
    first = firm.first()
    ben = add_contact_member(first, "Ben Ode")
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "owner": ben})
    first.sync()
    password = firm.add_member("ben", ben)
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET sees = 'me' WHERE role_name = 'ben'")
    laptop = firm.another("ben", password)
    laptop.sync()
    edit_contact(laptop.journal, dana, {"job_title": "Buyer"})
    edit_contact(first.journal, dana, {"owner": first.journal.member})
    first.sync()
    laptop.sync()
    (aside,) = waiting(laptop)
    assert (aside.here, typed(aside)) == (False, {"job_title": "Buyer"})
    with pytest.raises(UnknownRecord, match="not on this computer any more"):
        try_again(laptop.journal, [each.seq for each in aside.edits])
    assert len(waiting(laptop)) == 1


def test_an_import_that_was_refused_keeps_every_row(firm: Firm) -> None:
    first = firm.first()
    laptop = reader_of(firm, first)
    with laptop.journal.transaction("Import") as tx:
        rows = [(new_id(), f"Guest {number}", "person") for number in range(3)]
        tx.insert_many("contact", ("id", "name", "kind"), rows)
    laptop.sync()
    assert laptop.one("SELECT count(*) FROM contact") == 0
    assert sorted(str(typed(each)["name"]) for each in waiting(laptop)) == ["Guest 0", "Guest 1", "Guest 2"]
    let_write(firm)
    laptop.sync()
    try_again(laptop.journal, [edit.seq for each in waiting(laptop) for edit in each.edits])
    laptop.sync()
    first.sync()
    assert first.one("SELECT count(*) FROM contact") == 3
    assert first.hash == laptop.hash


def test_a_refused_step_of_many_updates_keeps_each_of_them(firm: Firm) -> None:
    many = 1100
    first = firm.first()
    with first.journal.transaction("Import") as tx:
        guests = [(new_id(), f"Guest {number}", "person") for number in range(many)]
        tx.insert_many("contact", ("id", "name", "kind"), guests)
    laptop = reader_of(firm, first)
    with laptop.journal.transaction("Set the job") as tx:
        tx.update_many("contact", ("job_title",), [("Buyer", guest) for guest, _name, _kind in guests])
    laptop.sync()
    assert laptop.one("SELECT count(*) FROM contact WHERE job_title IS NOT NULL") == 0
    kept = waiting(laptop)
    assert len(kept) == many
    assert all(typed(each) == {"job_title": "Buyer"} for each in kept)


def test_what_was_tried_again_is_not_listed_as_put_away(firm: Firm) -> None:
    _first, laptop, _dana = refused_edit(firm)
    let_write(firm)
    laptop.sync()
    try_again(laptop.journal, [edit.seq for each in waiting(laptop) for edit in each.edits])
    assert waiting(laptop, put=True) == []
