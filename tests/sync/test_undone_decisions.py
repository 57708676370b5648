"""Who takes back a decision has the clash back in the inbox, and so has everybody."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.journal.written import last_change
from crm_desktop.store.derived import Touched
from crm_desktop.sync import inbox
from crm_desktop.sync.conflicts import clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.loaded import loaded
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.server.members import change_member
from crm_desktop.sync.set_aside import aside_records
from crm_desktop.sync.undone import is_answered, reopened
from crm_desktop.vault.driver import Connection
from tests.sync.laptops import Firm, Laptop
from tests.sync.server.test_changed_rights import joined
from tests.sync.test_exchange import clashed, settle


def decided(laptop: Laptop, choice: str) -> None:
    with laptop.workspace.reader() as reader:
        (record,) = clashed_records(reader)
    resolve(laptop.journal, {record.clashes[0].cid: choice})


def sides(laptop: Laptop) -> set[object]:
    with laptop.workspace.reader() as reader:
        (record,) = clashed_records(reader)
        assert count_conflicts(reader) == 1
    return {record.clashes[0].mine.value, record.clashes[0].theirs.value}


def count(laptop: Laptop) -> int:
    with laptop.workspace.reader() as reader:
        return count_conflicts(reader)


@pytest.mark.parametrize("synced", [False, True])
@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
def test_the_clash_is_back_everywhere(firm: Firm, choice: str, synced: bool) -> None:
    first, second, dana = clashed(firm)
    decided(first, choice)
    if synced:
        settle(first, second)
    undo_last(first.journal)
    assert sides(first) == {"Buyer", "Owner"}
    settle(first, second)
    third = firm.another()
    third.sync()
    for laptop in (first, second, third):
        assert sides(laptop) == {"Buyer", "Owner"}
        assert laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Owner"
    assert first.hash == second.hash == third.hash


def test_the_clash_is_back_also_where_very_much_was_taken_back(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "_UNDONE", 0)
    first, second, _dana = clashed(firm)
    decided(first, "mine")
    settle(first, second)
    undo_last(first.journal)
    settle(first, second)
    assert sides(first) == sides(second) == {"Buyer", "Owner"}


def test_what_arrives_is_not_looked_for_in_a_long_history(firm: Firm) -> None:
    laptop = firm.first()
    few, many = (add_contact(laptop.journal, "person", {"name": name}) for name in ("Dana", "Elif"))
    for record, edits in ((few, 1), (many, 300)):
        for number in range(edits):
            edit_contact(laptop.journal, record, {"job_title": f"Buyer {number}"})
    # the first look reads the schema, too
    work_for_arrived(laptop, few)
    assert work_for_arrived(laptop, many) == work_for_arrived(laptop, few)


def work_for_arrived(laptop: Laptop, record: bytes) -> int:
    """Return how many steps SQLite takes to see whether an edit of the record that arrived asks something."""
    connection, worked = laptop.journal.store.writer, 0

    def count() -> int:
        nonlocal worked
        worked += 1
        return 0

    (rid,) = connection.execute("SELECT rid FROM contact WHERE id = ?", (record,)).fetchone()
    touched = Touched({"contact": frozenset({rid})}, {}, last_change(connection))
    connection.set_progress_handler(count, 1)
    inbox.refresh_inbox(connection, touched)
    connection.set_progress_handler(None, 1)
    return worked


def test_the_history_of_what_was_decided_is_not_gone_through_with_each_edit(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, dana = clashed(firm)
    decided(first, "mine")
    settle(first, second)
    gone_through: list[bytes] = []

    def noted(connection: Connection, number: int, record: bytes) -> Record:
        gone_through.append(record)
        return loaded(connection, number, record)

    monkeypatch.setattr("crm_desktop.sync.inbox.loaded", noted)
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(second, first)
    assert gone_through == []
    undo_last(first.journal)
    assert dana in gone_through
    assert count(first) == 1


@pytest.mark.parametrize("choice", ["mine", "theirs", "both"])
def test_the_decision_done_again_closes_it_everywhere(firm: Firm, choice: str) -> None:
    first, second, _dana = clashed(firm)
    decided(first, choice)
    undo_last(first.journal)
    settle(first, second)
    redo_last(first.journal)
    assert count(first) == 0
    settle(first, second)
    third = firm.another()
    third.sync()
    assert (count(first), count(second), count(third)) == (0, 0, 0)
    assert first.hash == second.hash == third.hash


def test_another_laptop_can_decide_what_was_taken_back(firm: Firm) -> None:
    first, second, dana = clashed(firm)
    decided(first, "mine")
    undo_last(first.journal)
    settle(first, second)
    decided(second, "theirs")
    settle(second, first)
    assert (count(first), count(second)) == (0, 0)
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert first.hash == second.hash


def test_an_undo_that_the_server_refuses_takes_nothing_back(firm: Firm) -> None:
    first, second, dana = clashed(firm)
    ole = joined(firm, first)
    decided(ole, "mine")
    settle(ole, first, second)
    assert (count(first), count(second)) == (0, 0)
    undo_last(ole.journal)
    change_member(first.journal, "Ole Berg", sees="me")
    settle(ole, first, second)
    assert (count(first), count(second)) == (0, 0)
    with ole.workspace.reader() as reader:
        assert len(aside_records(reader)) == 1
    change_member(first.journal, "Ole Berg", sees="all")
    settle(ole, first, second)
    for laptop in (first, second, ole):
        assert count(laptop) == 0
        assert laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) == first.one(
            "SELECT job_title FROM contact WHERE id = ?", dana
        )
    assert first.hash == second.hash == ole.hash


def test_a_decision_that_a_copy_sent_again_as_its_own_is_taken_back_with_it() -> None:
    typed, before = Clock(5, 1), Clock(6, 2)
    decisions = [Clock(9, site) for site in (3, 4)]
    state = FieldState(Cell("Owner", Clock(12, 4)))
    for edit in (
        Edit("Buyer", typed),
        Edit("Owner", before),
        *(Edit("Buyer, Owner", clock, (before, typed)) for clock in decisions),
        Edit("Owner", Clock(12, 4), (decisions[1],)),
    ):
        state.edits[edit.clock] = edit
    assert is_answered(state, Cell("Buyer", typed), frozenset({decisions[1]})) is False
    assert [each.value for each in reopened(state, frozenset({decisions[1]}))] == ["Buyer"]
    assert is_answered(state, Cell("Buyer", typed), frozenset()) is True
