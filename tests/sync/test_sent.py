"""A large push tells how many of the records that waited are sent, and goes on counting where it was cut."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import Cancelled
from crm_desktop.jobs import Progress
from crm_desktop.journal.ids import new_id
from crm_desktop.sync import packing
from crm_desktop.sync.exchange import sync_once
from crm_desktop.sync.sent import sent_of_step, waiting_changes
from crm_desktop.sync.wire import line_batches
from tests.sync.laptops import Firm, Laptop

PEOPLE, AT_ONCE = 70, 20
Moves = list[tuple[int, int]]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a batch hold AT_ONCE changes."""
    monkeypatch.setattr(packing, "MOST_CHANGES", AT_ONCE)
    monkeypatch.setattr(packing, "line_batches", lambda acts: line_batches(acts, AT_ONCE))


@pytest.fixture
def first(firm: Firm) -> Laptop:
    """The owner's laptop, which sent all that it has."""
    made = firm.first()
    made.sync()
    return made


def load(laptop: Laptop) -> None:
    """Load PEOPLE in one step."""
    with laptop.journal.transaction("Load") as tx:
        rows = ((new_id(), "person", f"Dana {number}") for number in range(PEOPLE))
        tx.insert_many("contact", ("id", "kind", "name"), rows, PEOPLE)


def sent(moves: Moves) -> Moves:
    """Return those moves of which the whole is known."""
    return [each for each in moves if each[1]]


def test_what_is_sent_is_told_of_what_waited(first: Laptop) -> None:
    load(first)
    moves: Moves = []
    sync_once(first.workspace, Progress(lambda *move: moves.append(move)))
    assert sent(moves) == [(0, PEOPLE), (20, PEOPLE), (40, PEOPLE), (60, PEOPLE)]


def test_few_changes_are_sent_without_a_word(first: Laptop) -> None:
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    moves: Moves = []
    sync_once(first.workspace, Progress(lambda *move: moves.append(move)))
    assert sent(moves) == []


def test_what_was_stopped_goes_on_where_it_was(first: Laptop) -> None:
    load(first)
    stopping = Progress(lambda done, _total: stopping.cancel() if done == 20 else None)
    with pytest.raises(Cancelled):
        sync_once(first.workspace, stopping)
    with first.workspace.reader() as reader:
        assert (sent_of_step(reader), waiting_changes(reader)) == (40, PEOPLE)
    moves: Moves = []
    synced = sync_once(first.workspace, Progress(lambda *move: moves.append(move)))
    assert sent(moves) == [(40, PEOPLE), (60, PEOPLE)]
    assert synced.pushed == PEOPLE - 40


def test_fields_of_one_record_that_one_act_changed_count_as_one(first: Laptop) -> None:
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    edit_contact(first.journal, dana, {"nickname": "Dan", "job_title": "Buyer", "department": "Kitchens"})
    with first.workspace.reader() as reader:
        assert waiting_changes(reader) == 2
