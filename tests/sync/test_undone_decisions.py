"""Who takes back a decision has the clash back in the inbox, and so has everybody."""

import pytest

from crm_desktop.journal.undo import redo_last, undo_last
from crm_desktop.sync.conflicts import clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.records import FieldState
from crm_desktop.sync.server.members import change_member
from crm_desktop.sync.set_aside import aside_records
from crm_desktop.sync.undone import is_answered, reopened
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
