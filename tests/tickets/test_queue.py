"""The ticket queue: deadlines, groups, answers."""

import pytest

from crm_desktop.activities.actions import log_interaction, plan_interaction
from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.tickets.actions import (
    HOUR_MS,
    add_ticket,
    answer_ticket,
    edit_ticket,
    note_on_ticket,
    solve_tickets,
)
from crm_desktop.tickets.queries import (
    QueueRow,
    TicketDetail,
    answered_in_time,
    conversation,
    earlier_tickets,
    late_tickets,
    ticket_detail,
    ticket_queue,
)
from tests.conftest import MovedClock


def queue(journal: Journal, place: Place, *conditions: Condition) -> list[QueueRow]:
    with journal.store.reader() as reader:
        return ticket_queue(reader, conditions, place, now(journal), now(journal) + 8 * HOUR_MS)


def detail(journal: Journal, ticket: bytes) -> TicketDetail:
    with journal.store.reader() as reader:
        found = ticket_detail(reader, ticket, now(journal), now(journal) + 8 * HOUR_MS)
    assert found is not None
    return found


def now(journal: Journal) -> int:
    return int(journal.clock().timestamp() * 1000)


def test_deadlines_are_those_that_the_workspace_chose(journal: Journal, place: Place) -> None:
    save_setting(journal, "answer_hours_high", "1")
    save_setting(journal, "solve_hours_high", "0")
    found = detail(journal, add_ticket(journal, {"subject": "First", "priority": "high"}))
    assert (found.answer_due_at, found.solve_due_at) == (now(journal) + HOUR_MS, None)
    other = detail(journal, add_ticket(journal, {"subject": "Second"}))
    assert (other.answer_due_at, other.solve_due_at) == (now(journal) + 8 * HOUR_MS, now(journal) + 72 * HOUR_MS)


def test_tickets_are_numbered_and_have_deadlines(journal: Journal, place: Place) -> None:
    add_ticket(journal, {"subject": "First", "priority": "high"})
    add_ticket(journal, {"subject": "Second", "kind": "compliment"})
    rows = {each.subject: each for each in queue(journal, place)}
    assert [rows["First"].number, rows["Second"].number] == [1, 2]
    assert rows["First"].due_at == now(journal) + 4 * HOUR_MS
    assert rows["Second"].due_at is None


def test_the_queue_is_grouped_by_what_is_due(journal: Journal, place: Place, clock: MovedClock) -> None:
    add_ticket(journal, {"subject": "Late", "priority": "critical"})
    waiting = add_ticket(journal, {"subject": "Asked back"})
    answer_ticket(journal, waiting, "Which serial number?")
    clock.move(hours=3)
    add_ticket(journal, {"subject": "Soon", "priority": "critical"})
    clock.move(minutes=1)
    add_ticket(journal, {"subject": "Today", "priority": "high"})
    add_ticket(journal, {"subject": "Thanks", "kind": "compliment"})
    add_ticket(journal, {"subject": "Slow", "priority": "low"})
    assert [(each.subject, each.group) for each in queue(journal, place)] == [
        ("Late", "breaching"),
        ("Soon", "next_hours"),
        ("Today", "today"),
        ("Slow", "later"),
        ("Thanks", "none"),
        ("Asked back", "waiting"),
    ]
    with journal.store.reader() as reader:
        assert late_tickets(reader, now(journal)) == 1


def test_an_answer_is_noted_and_stops_the_clock(journal: Journal, clock: MovedClock) -> None:
    ticket = add_ticket(journal, {"subject": "Refund", "priority": "high"})
    clock.move(hours=1)
    note_on_ticket(journal, ticket, "Ask the warehouse")
    answer_ticket(journal, ticket, "We are looking into it.")
    shown = detail(journal, ticket)
    assert (shown.row.status, shown.first_response_at, shown.row.due_at) == ("waiting", now(journal), None)
    with journal.store.reader() as reader:
        assert [(each.kind, each.author_name) for each in conversation(reader, ticket)] == [
            ("note", "Anna"),
            ("out", "Anna"),
        ]
        assert answered_in_time(reader, 0) == (1, 1)


def test_what_was_done_about_a_ticket_elsewhere_stands_in_its_conversation(journal: Journal, clock: MovedClock) -> None:
    dana = add_contact(journal, "person", {"name": "Dana Whitfield"})
    ticket = add_ticket(journal, {"subject": "Refund", "priority": "high"})
    clock.move(hours=1)
    mail: dict[str, Stored] = {"kind": "email", "direction": "in", "subject": "Refund", "body": "Still waiting."}
    log_interaction(journal, {**mail, "at": now(journal), "person": dana, "ticket": ticket})
    clock.move(hours=1)
    answer_ticket(journal, ticket, "It is on its way.")
    plan_interaction(journal, {"kind": "call", "subject": "Later", "at": now(journal) + HOUR_MS, "ticket": ticket})
    with journal.store.reader() as reader:
        assert [(each.activity, each.kind, each.author_name, each.body) for each in conversation(reader, ticket)] == [
            ("email", "in", "Dana Whitfield", "Refund\nStill waiting."),
            ("", "out", "Anna", "It is on its way."),
        ]


def test_solving_notes_when_and_reopening_forgets_it(journal: Journal) -> None:
    ticket = add_ticket(journal, {"subject": "Refund"})
    solve_tickets(journal, [ticket])
    assert detail(journal, ticket).solved_at == now(journal)
    edit_ticket(journal, ticket, {"status": "open"})
    assert detail(journal, ticket).solved_at is None


def test_earlier_tickets_of_the_company_are_shown(journal: Journal, place: Place) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    first = add_ticket(journal, {"subject": "First", "company": acme})
    second = add_ticket(journal, {"subject": "Second", "company": acme})
    add_ticket(journal, {"subject": "Other"})
    with journal.store.reader() as reader:
        assert [each.id for each in earlier_tickets(reader, second)] == [first]
    assert [each.subject for each in queue(journal, place, Condition("company", "=", "Acme"))] == ["Second", "First"]


def test_an_empty_message_is_refused(journal: Journal) -> None:
    ticket = add_ticket(journal, {"subject": "Refund"})
    with pytest.raises(InvalidField, match="empty"):
        answer_ticket(journal, ticket, "  ")


def test_the_first_own_fields_stand_in_the_queue(journal: Journal, place: Place) -> None:
    add_own_field(journal, NewField("tickets", "Machine", "text"))
    add_own_field(journal, NewField("tickets", "On site", "yes_no"))
    add_record(journal, "tickets", {"subject": "Noise", "machine": "Lathe 3", "on_site": "yes"})
    add_record(journal, "tickets", {"subject": "Silence"})
    assert {row.subject: row.own for row in queue(journal, place)} == {"Noise": ("Lathe 3", "On site"), "Silence": ()}
