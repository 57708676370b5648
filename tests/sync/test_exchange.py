"""Laptops that share one workspace through a real PostgreSQL come to hold the same, and lose nothing."""

from typing import Any

import psycopg
import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.history import record_history
from crm_desktop.store.sites import own_site
from crm_desktop.sync.binding import binding
from crm_desktop.sync.conflicts import clashed_records, count_conflicts
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.exchange import connection
from crm_desktop.sync.greeting import greet
from crm_desktop.sync.remote import Remote
from crm_desktop.sync.status import sharing_status
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import CONTACT, NAME, Office, new_record


def settle(*laptops: Laptop) -> None:
    """Let all laptops send, then all take in."""
    for _round in range(2):
        for each in laptops:
            each.sync()


def test_a_second_laptop_joins_and_has_everything(firm: Firm) -> None:
    first = firm.first()
    add_contact(first.journal, "person", {"name": "Dana Whitfield", "email": "dana@harborlane.example"})
    assert first.sync().pushed > 0
    second = firm.another()
    second.sync()
    assert second.hash == first.hash


def test_edits_on_both_sides_meet(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    add_contact(second.journal, "company", {"name": "Harbor Lane Kitchens"})
    settle(first, second)
    assert first.hash == second.hash
    assert first.one("SELECT nickname FROM contact WHERE id = ?", dana) == "Dan"
    with first.workspace.reader() as reader:
        assert count_conflicts(reader) == 0


def test_two_edits_of_one_field_wait_in_the_inbox_of_both(firm: Firm) -> None:
    first, second, dana = clashed(firm)
    for laptop, mine, theirs in ((first, "Buyer", "Owner"), (second, "Owner", "Buyer")):
        with laptop.workspace.reader() as reader:
            (record,) = clashed_records(reader)
        (clash,) = record.clashes
        assert (record.title, record.record, clash.field.name) == ("Dana Whitfield", dana, "job_title")
        assert (clash.mine.value, clash.theirs.value, clash.base) == (mine, theirs, None)
        assert clash.mine.here
        assert clash.mine.member_name == "Anna Snelling"
    assert first.hash == second.hash


def clashed(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    firm.clock.move(seconds=1)
    edit_contact(second.journal, dana, {"job_title": "Owner"})
    settle(first, second)
    return first, second, dana


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Buyer"), ("theirs", "Owner"), ("both", "Buyer / Owner")])
def test_a_decision_empties_the_inbox_everywhere(firm: Firm, choice: str, stands: str) -> None:
    first, second, dana = clashed(firm)
    with first.workspace.reader() as reader:
        (record,) = clashed_records(reader)
    resolve(first.journal, {record.clashes[0].cid: choice})
    settle(first, second)
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            assert count_conflicts(reader) == 0
        assert laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) == stands
    assert first.hash == second.hash


def clashed_number(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(first.journal, dana, {"phone": "+1 555 019 0244"})
    firm.clock.move(seconds=1)
    edit_contact(second.journal, dana, {"phone": "+1 555 019 0210"})
    settle(first, second)
    return first, second, dana


NUMBERS = "SELECT group_concat(value || ' ' || normal, ', ') FROM (SELECT * FROM contact_point ORDER BY value)"


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("mine", "+1 555 019 0244 +15550190244"),
        ("theirs", "+1 555 019 0210 +15550190210"),
        ("both", "+1 555 019 0210 +15550190210, +1 555 019 0244 +15550190244"),
    ],
)
def test_two_numbers_are_one_question_and_both_may_stay(firm: Firm, choice: str, stands: str) -> None:
    first, second, _dana = clashed_number(firm)
    for laptop in (first, second):
        with laptop.workspace.reader() as reader:
            (record,) = clashed_records(reader)
            assert [each.field.name for each in record.clashes] == ["value"]
            assert count_conflicts(reader) == 1
    with first.workspace.reader() as reader:
        cid = clashed_records(reader)[0].clashes[0].cid
    resolve(first.journal, {cid: choice})
    settle(first, second)
    for laptop in (first, second):
        assert laptop.one(NUMBERS) == stands
        assert laptop.one("SELECT count(*) FROM contact_point WHERE is_primary = 1") == 1
        assert laptop.one("SELECT count(*) FROM conflict WHERE state = 0") == 0
    assert first.hash == second.hash


def test_history_of_others_is_here_after_an_exchange(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    second = firm.another()
    second.sync()
    with second.workspace.reader() as reader:
        told = [(each.label, each.member, each.own) for each in record_history(reader, dana)]
    assert told == [("Edit contact", "Anna Snelling", False), ("Add Dana Whitfield", "Anna Snelling", False)]


def test_a_second_exchange_has_nothing_to_do(firm: Firm) -> None:
    first = firm.first()
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    first.sync()
    again = first.sync()
    assert (again.pushed, again.pulled, again.conflicts) == (0, 0, 0)


def test_a_greeting_that_tells_nothing_new_writes_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    first = firm.first()
    first.sync()
    with first.workspace.reader() as reader:
        bound, site = binding(reader), own_site(reader)
    with connection(bound.address) as remote:
        told = remote.hello(site, "Anna's laptop")
        monkeypatch.setattr(Remote, "hello", lambda *_asked: told)
        greet(first.journal, remote, bound)
        log = first.workspace.store.path.with_name("crm.db-wal")
        written = log.stat().st_mtime_ns
        greet(first.journal, remote, bound)
        assert log.stat().st_mtime_ns == written
        told = told._replace(sees="team")
        greet(first.journal, remote, bound)
        assert log.stat().st_mtime_ns > written
    assert first.one("SELECT sees FROM sync") == "team"


def test_what_came_and_that_it_went_well_reach_the_disk_at_once(firm: Firm) -> None:
    first, second = firm.first(), firm.another()
    settle(first, second)
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    writer = second.workspace.store.writer
    writer.execute("UPDATE sync SET last_ok_at = 1")
    said: list[str] = []
    writer.set_trace_callback(said.append)
    second.sync()
    writer.set_trace_callback(None)
    (taken_in,) = (place for place, each in enumerate(said) if each.startswith("UPDATE sync SET (cursor"))
    assert said[taken_in:].count("COMMIT") == 1
    assert second.one("SELECT last_ok_at FROM sync") == milliseconds(firm.clock())


def test_a_laptop_does_not_take_in_what_it_sent_itself(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    assert first.sync().pulled == 0
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    sent = first.sync()
    assert (sent.pushed, sent.pulled) == (1, 0)
    second = firm.another()
    second.sync()
    # unseen by the first laptop, whose own edit of the same record comes after it
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    second.sync()
    edit_contact(first.journal, dana, {"department": "Kitchens"})
    assert first.sync().pulled == 1
    assert second.sync().pulled == 1
    assert first.hash == second.hash
    assert (first.sync().pulled, second.sync().pulled) == (0, 0)


def test_an_exchange_counts_the_conflicts_that_are_new(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(second.journal, dana, {"job_title": "Owner"})
    found = [laptop.sync().conflicts for laptop in (first, second, first, second)]
    assert found == [0, 1, 1, 0]


def test_the_status_tells_who_shares(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    second = firm.another()
    second.sync()
    add_contact(second.journal, "person", {"name": "Dana Whitfield"})
    with second.workspace.reader() as reader:
        status = sharing_status(reader)
    assert status is not None
    assert (status.unsent, status.conflicts, status.role, status.last_error) == (1, 0, "owner", None)
    assert [each.here for each in status.devices] == [True, False]


def test_a_contact_of_a_kind_that_is_not_known_here_stops_no_exchange(firm: Firm, office: Office) -> None:
    first, record = firm.first(), new_record()
    first.sync()
    stranger = office.device()
    stranger.add(CONTACT, record, {NAME: "Without a kind"})
    stranger.add(CONTACT, new_record(), {NAME: "Of another", 20: "robot"})
    assert first.sync().pulled == 2
    assert first.one("SELECT name FROM contact WHERE id = ?", bytes.fromhex(record)) == "Without a kind"


def test_an_exchange_of_many_edits_takes_six_round_trips_at_most(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = firm.first(), firm.another()
    people = [add_contact(first.journal, "person", {"name": f"Person {number}"}) for number in range(200)]
    settle(first, second)
    for each in people:
        edit_contact(second.journal, each, {"job_title": "Buyer"})
    second.sync()
    for each in people[:50]:
        edit_contact(first.journal, each, {"nickname": "Dana"})
    trips: list[str] = []
    waits = psycopg.Connection.wait

    def counted(connection: psycopg.Connection, work: Any, *given: Any, **named: Any) -> Any:
        # what is only remembered for the next transaction does not travel
        if "_set_" not in work.__qualname__:
            trips.append(work.__qualname__)
        return waits(connection, work, *given, **named)

    monkeypatch.setattr(psycopg.Connection, "wait", counted)
    done = first.sync()
    assert (done.pushed, done.pulled) == (50, 200)
    assert len(trips) <= 6, trips
