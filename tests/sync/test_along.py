"""What went into the bin with a person comes back with them on every laptop, and newer edits are not lost."""

from typing import NamedTuple

from crm_desktop.activities.actions import edit_task
from crm_desktop.acts import add_record, restore_records, set_fields
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.journal.undo import undo_last
from crm_desktop.sync.conflicts import clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle

REMOVED = "SELECT removed_at IS NOT NULL FROM {} WHERE id = ?"


class Two(NamedTuple):
    """Two laptops that both have Dana and what is to be done for her."""

    first: Laptop
    second: Laptop
    dana: bytes
    task: bytes


def two(firm: Firm) -> Two:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    task = add_record(first.journal, "task", {"title": "Call back", "person": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    firm.clock.move(minutes=1)
    return Two(first, second, dana, task)


def removed(laptop: Laptop, table: str, record: bytes) -> bool:
    return bool(laptop.one(REMOVED.format(table), record))


def clashing(laptop: Laptop) -> list[tuple[str, int]]:
    with laptop.workspace.reader() as reader:
        return [(each.title, clash.cid) for each in clashed_records(reader) for clash in each.clashes]


def test_the_other_laptop_brings_all_of_it_back(firm: Firm) -> None:
    first, second, dana, task = two(firm)
    remove_contacts(first.journal, [dana])
    settle(first, second)
    assert removed(second, "contact", dana)
    assert removed(second, "task", task)

    firm.clock.move(minutes=1)
    restore_records(second.journal, [dana])
    settle(first, second)
    for laptop in (first, second):
        assert not removed(laptop, "contact", dana)
        assert not removed(laptop, "task", task)
    undo_last(second.journal)
    settle(first, second)
    assert removed(first, "contact", dana)
    assert removed(first, "task", task)
    assert first.hash == second.hash


def test_a_newer_edit_of_what_went_along_is_asked_about(firm: Firm) -> None:
    first, second, dana, task = two(firm)
    remove_contacts(first.journal, [dana])
    firm.clock.move(minutes=1)
    edit_task(second.journal, task, {"note": "She wants two"})
    settle(first, second)

    for laptop in (first, second):
        assert removed(laptop, "task", task)
        assert laptop.one("SELECT note FROM task WHERE id = ?", task) == "She wants two"
        assert [title for title, _cid in clashing(laptop)] == ["Call back"]
    assert first.hash == second.hash


def test_a_task_that_the_remover_did_not_know_stays_to_be_done(firm: Firm) -> None:
    first, second, dana, _task = two(firm)
    fresh = add_record(second.journal, "task", {"title": "Send plans", "person": "Dana Whitfield"})
    remove_contacts(first.journal, [dana])
    settle(first, second)

    for laptop in (first, second):
        assert removed(laptop, "contact", dana)
        assert not removed(laptop, "task", fresh)


def test_what_went_along_on_both_laptops_comes_back_whole(firm: Firm) -> None:
    first, second, dana, task = two(firm)
    fresh = add_record(first.journal, "task", {"title": "Send plans", "person": "Dana Whitfield"})
    remove_contacts(first.journal, [dana])
    firm.clock.move(minutes=1)
    remove_contacts(second.journal, [dana])
    settle(first, second)
    restore_records(second.journal, [dana])
    settle(first, second)

    for laptop in (first, second):
        assert [removed(laptop, "task", each) for each in (task, fresh)] == [False, False]
    assert first.hash == second.hash


def test_deciding_for_the_edit_brings_all_of_it_back(firm: Firm) -> None:
    first, second, dana, task = two(firm)
    remove_contacts(first.journal, [dana])
    firm.clock.move(minutes=1)
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(first, second)
    (_title, cid), *more = clashing(second)
    assert not more
    resolve(second.journal, {cid: "mine"})
    settle(first, second)

    for laptop in (first, second):
        assert not removed(laptop, "contact", dana)
        assert not removed(laptop, "task", task)
        with laptop.workspace.reader() as reader:
            assert count_conflicts(reader) == 0


def test_restoring_the_person_settles_what_was_asked_of_their_task(firm: Firm) -> None:
    first, second, dana, task = two(firm)
    remove_contacts(first.journal, [dana])
    firm.clock.move(minutes=1)
    set_fields(second.journal, task, {"priority": "High"})
    settle(first, second)
    firm.clock.move(minutes=1)
    restore_records(first.journal, [dana])
    settle(first, second)

    for laptop in (first, second):
        assert not removed(laptop, "task", task)
        assert laptop.one("SELECT priority FROM task WHERE id = ?", task) == "high"
        assert clashing(laptop) == []
