"""What lists show of each contact at once."""

from datetime import date

from crm_desktop.activities.actions import add_task, complete_tasks, log_interaction
from crm_desktop.activities.rollup import CONTACT_ROLLUP
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal, edit_deal, win_deal
from crm_desktop.tickets.actions import add_ticket, solve_tickets

Rollup = dict[int, tuple[object, ...]]


def kept(journal: Journal) -> Rollup:
    with journal.store.reader() as reader:
        return {row[0]: row[1:] for row in reader.execute("SELECT * FROM contact_rollup")}


def rebuilt(journal: Journal) -> Rollup:
    writer = journal.store.writer
    writer.execute("BEGIN")
    CONTACT_ROLLUP.rebuild(writer)
    found = {row[0]: row[1:] for row in writer.execute("SELECT * FROM contact_rollup")}
    writer.execute("ROLLBACK")
    return found


def test_what_is_kept_while_writing_is_what_all_records_say(journal: Journal) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    dana = add_contact(journal, "person", {"name": "Dana", "company": acme})
    log_interaction(
        journal, {"kind": "call", "person": dana, "at": 1000}, {"title": "Call back", "due_day": "2026-06-01"}
    )
    log_interaction(journal, {"kind": "email", "company": acme, "at": 2000})
    log_interaction(journal, {"kind": "meeting", "person": dana, "at": 9000, "planned": 1})
    soon = add_task(journal, {"title": "Send the offer", "person": dana, "due_day": "2026-05-15"})
    add_task(journal, {"title": "Some day", "company": acme})
    first = add_deal(journal, {"title": "GTX", "company": acme, "person": dana, "amount": 1000})
    add_deal(journal, {"title": "MG", "company": acme, "amount": 50, "rate": 2.0})
    win_deal(journal, first, 1200, date(2026, 5, 1))
    ticket = add_ticket(journal, {"subject": "Broken", "contact": dana, "company": acme})
    add_ticket(journal, {"subject": "Lost", "contact": acme, "company": acme})
    assert kept(journal) == rebuilt(journal)
    assert kept(journal)[2][:4] == (1000, "call", "Send the offer", "2026-05-15")
    assert kept(journal)[1][5:] == (1, 100, 1, 1200, 2)
    complete_tasks(journal, [soon])
    solve_tickets(journal, [ticket])
    assert kept(journal) == rebuilt(journal)
    undo_last(journal)
    assert kept(journal) == rebuilt(journal)


def test_a_deal_that_moves_to_another_company_leaves_the_first(journal: Journal) -> None:
    acme, zenith = (add_contact(journal, "company", {"name": name}) for name in ("Acme", "Zenith"))
    deal = add_deal(journal, {"title": "GTX", "company": acme, "amount": 1000})
    edit_deal(journal, deal, {"company": zenith})
    assert [row[5] for row in kept(journal).values()] == [0, 1]


def test_who_took_part_in_a_meeting_had_it_last(journal: Journal) -> None:
    dana, ole = (add_contact(journal, "person", {"name": name}) for name in ("Dana", "Ole"))
    log_interaction(journal, {"kind": "email", "person": ole, "at": 1000})
    met = log_interaction(journal, {"kind": "meeting", "person": dana, "at": 2000}, others=[ole])
    assert [row[:2] for row in kept(journal).values()] == [(2000, "meeting"), (2000, "meeting")]
    assert kept(journal) == rebuilt(journal)
    with journal.transaction("Move it") as tx:
        tx.update("interaction", met, {"at": 500})
    assert [row[:2] for row in kept(journal).values()] == [(500, "meeting"), (1000, "email")]
    undo_last(journal)
    with journal.transaction("Plan it") as tx:
        tx.update("interaction", met, {"planned": 1})
    assert kept(journal) == rebuilt(journal)
    undo_last(journal)
    with journal.transaction("Leave it") as tx:
        (part,) = tx.connection.execute("SELECT id FROM participant").fetchone()
        tx.update("participant", part, {"removed_at": 1})
    assert [row[:2] for row in kept(journal).values()] == [(2000, "meeting"), (1000, "email")]
    assert kept(journal) == rebuilt(journal)
