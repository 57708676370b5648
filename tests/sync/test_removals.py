"""An edit that meets a removal is never lost in the bin: a person decides, and both laptops agree."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.sync.conflicts import Clash, clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.removal import Written, edited_unseen
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle

REMOVED = "SELECT removed_at IS NOT NULL FROM contact WHERE id = ?"


def removed_and_edited(firm: Firm, *, edit_first: bool = False) -> tuple[Laptop, Laptop, bytes]:
    """Let the first laptop remove a person whose nickname the second one changes."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "job_title": "Buyer"})
    edit_contact(first.journal, dana, {"department": "Kitchens"})
    first.sync()
    second = firm.another()
    second.sync()

    def remove() -> None:
        remove_contacts(first.journal, [dana])

    def edit() -> None:
        edit_contact(second.journal, dana, {"nickname": "Dan"})

    for act in (edit, remove) if edit_first else (remove, edit):
        firm.clock.move(seconds=1)
        act()
    settle(first, second)
    return first, second, dana


def waiting(laptop: Laptop) -> Clash:
    with laptop.workspace.reader() as reader:
        assert count_conflicts(reader) == 1
        (record,) = clashed_records(reader)
    (clash,) = record.clashes
    return clash


def count(laptop: Laptop) -> int:
    with laptop.workspace.reader() as reader:
        return count_conflicts(reader)


@pytest.mark.parametrize("edit_first", [False, True])
def test_an_edit_that_meets_a_removal_waits_on_both_laptops(firm: Firm, edit_first: bool) -> None:
    first, second, dana = removed_and_edited(firm, edit_first=edit_first)
    for laptop in (first, second):
        clash = waiting(laptop)
        assert clash.is_removal
        assert [(each.field.name, each.value) for each in clash.edited] == [("nickname", "Dan")]
        assert laptop.one(REMOVED, dana) == 1
    assert waiting(first).mine.value is not None
    assert waiting(second).mine.value is None
    assert first.hash == second.hash


@pytest.mark.parametrize("edit_first", [False, True])
@pytest.mark.parametrize(("choice", "removed"), [("mine", 1), ("theirs", 0)])
def test_it_stays_removed_or_comes_back_everywhere(firm: Firm, choice: str, removed: int, edit_first: bool) -> None:
    first, second, dana = removed_and_edited(firm, edit_first=edit_first)
    resolve(first.journal, {waiting(first).cid: choice})
    assert count(first) == 0
    settle(first, second)
    third = firm.another()
    third.sync()
    for laptop in (first, second, third):
        assert count(laptop) == 0
        assert laptop.one(REMOVED, dana) == removed
        assert laptop.one("SELECT nickname FROM contact WHERE id = ?", dana) == "Dan"
    assert first.hash == second.hash == third.hash


def test_a_laptop_that_joins_finds_what_waits(firm: Firm) -> None:
    first, _second, _dana = removed_and_edited(firm)
    third = firm.another()
    third.sync()
    assert waiting(third).edited == waiting(first).edited


def test_who_restores_from_the_bin_has_decided(firm: Firm) -> None:
    first, second, dana = removed_and_edited(firm)
    with second.journal.transaction("Restore") as tx:
        tx.restore("contact", dana)
    assert count(second) == 0
    settle(second, first)
    assert count(first) == 0


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_decision_that_is_undone_is_asked_again_everywhere(firm: Firm, choice: str) -> None:
    first, second, dana = removed_and_edited(firm)
    resolve(first.journal, {waiting(first).cid: choice})
    settle(first, second)
    undo_last(first.journal)
    assert waiting(first).is_removal
    settle(first, second)
    third = firm.another()
    third.sync()
    for laptop in (first, second, third):
        assert waiting(laptop).is_removal
        assert laptop.one(REMOVED, dana) == 1
    redo_last(first.journal)
    settle(first, second)
    assert (count(first), count(second)) == (0, 0)
    assert first.hash == second.hash


def test_removing_what_one_has_seen_asks_nobody(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(second, first)
    remove_contacts(first.journal, [dana])
    settle(first, second)
    # what is written into a record that one knows to be in the bin
    edit_contact(second.journal, dana, {"nickname": "Dee"})
    settle(second, first)
    assert (count(first), count(second)) == (0, 0)


def test_two_who_remove_the_same_are_not_asked(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    remove_contacts(first.journal, [dana])
    firm.clock.move(seconds=1)
    remove_contacts(second.journal, [dana])
    settle(first, second)
    assert (count(first), count(second)) == (0, 0)
    assert first.hash == second.hash


def removed_with_part(firm: Firm, part: str, *, edit_first: bool = False) -> tuple[Laptop, Laptop, bytes]:
    """Let the first laptop remove a person of whom the second one changes, or adds, a `part`."""
    first = firm.first()
    oak = add_contact(first.journal, "company", {"name": "Oak Cabinets"})
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    firm.clock.move(seconds=1)
    edit_contact(first.journal, dana, {"phone": "+1 555 019 0200", "email": "dana@oak.example"})
    with first.journal.transaction("Job") as tx:
        job = tx.insert("affiliation", {"person": dana, "company": oak, "job_title": "Buyer"})
    first.sync()
    second = firm.another()
    second.sync()

    def edit() -> None:
        if part in ("phone", "email"):
            values = {"phone": "+1 555 019 0244", "email": "d.whitfield@oak.example"}
            edit_contact(second.journal, dana, {part: values[part]})
            return
        with second.journal.transaction("Part") as tx:
            if part == "job":
                tx.update("affiliation", job, {"job_title": "Head of buying"})
            else:
                tx.insert("contact_point", {"contact": dana, "kind": "web", "value": "oak.example"})

    for act in (edit, lambda: remove_contacts(first.journal, [dana]))[:: 1 if edit_first else -1]:
        firm.clock.move(seconds=1)
        act()
    settle(first, second)
    return first, second, dana


@pytest.mark.parametrize(
    ("part", "value", "edit_first"),
    [
        ("phone", "+1 555 019 0244", False),
        ("email", "d.whitfield@oak.example", True),
        ("job", "Head of buying", True),
        ("web", "oak.example", False),
        ("web", "oak.example", True),
    ],
)
def test_an_edit_of_a_part_that_meets_a_removal_waits_on_every_laptop(
    firm: Firm, part: str, value: str, edit_first: bool
) -> None:
    first, second, dana = removed_with_part(firm, part, edit_first=edit_first)
    third = firm.another()
    third.sync()
    for laptop in (first, second, third):
        clash = waiting(laptop)
        assert clash.is_removal
        assert value in [each.value for each in clash.edited]
        assert laptop.one(REMOVED, dana) == 1
    resolve(second.journal, {waiting(second).cid: "mine"})
    settle(second, first)
    third.sync()
    for laptop in (first, second, third):
        assert (count(laptop), laptop.one(REMOVED, dana)) == (0, 0)
    assert first.hash == second.hash == third.hash


def test_a_record_that_stays_removed_with_its_part_is_asked_about_once(firm: Firm) -> None:
    first, second, dana = removed_with_part(firm, "phone")
    resolve(first.journal, {waiting(first).cid: "mine"})
    settle(first, second)
    assert [(count(each), each.one(REMOVED, dana)) for each in (first, second)] == [(0, 1), (0, 1)]
    undo_last(first.journal)
    settle(first, second)
    assert (count(first), count(second)) == (1, 1)


def test_parts_that_the_remover_had_seen_or_that_were_written_knowingly_ask_nobody(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(second.journal, dana, {"phone": "+1 555 019 0244", "email": "dana@oak.example"})
    settle(second, first)
    remove_contacts(first.journal, [dana])
    settle(first, second)
    edit_contact(second.journal, dana, {"phone": "+1 555 019 0288"})
    edit_contact(first.journal, dana, {"city": "Salem"})
    settle(second, first)
    third = firm.another()
    third.sync()
    assert (count(first), count(second), count(third)) == (0, 0, 0)


def test_who_knows_a_removal_by_the_step_that_brought_it_back_is_not_asked() -> None:
    born, removal, restored = Clock(1, 1), Clock(5, 1), Clock(6, 2)
    again, undone = Clock(7, 2), Clock(9, 3)
    removals = {
        removal: Written(Edit("removed", removal, (born, born))),
        restored: Written(Edit(None, restored, (removal, born)), undone=True),
        again: Written(Edit("removed", again, (restored, born)), undoes=True),
        undone: Written(Edit("removed", undone, (restored, born)), undoes=True),
    }
    knowing = Edit("Dan", Clock(8, 2), (born, again))
    assert edited_unseen(Cell("removed", undone), removals, [knowing]) == frozenset()
    unknowing = knowing._replace(bases=(born,))
    assert edited_unseen(Cell("removed", undone), removals, [unknowing]) == {knowing.clock}
