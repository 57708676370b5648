"""A small world of contacts that tests look at: Acme and its people, with what happened between them and us."""

from datetime import date, timedelta
from typing import NamedTuple

from crm_desktop.activities.actions import add_task, complete_tasks, log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal, move_deal, win_deal
from crm_desktop.tickets.actions import add_ticket, solve_tickets

DAY_MS = 86_400_000


class World(NamedTuple):
    """The ids of what is in the small world."""

    acme: bytes
    dana: bytes
    aaron: bytes
    zoomit: bytes
    priya: bytes
    deal: bytes
    ticket: bytes


def made_world(journal: Journal) -> World:
    """Fill the file behind `journal` with a small world and return its ids."""
    today = journal.clock().date()
    now = milliseconds(journal.clock())
    acme = add_contact(
        journal,
        "company",
        {
            "name": "Acme Corporation",
            "sector": "technology",
            "roles": '["customer"]',
            "rating": "A",
            "city": "Springfield",
            "country": "US",
            "phone": "+1 555 014 2100",
            "tags": '["Q3 budget"]',
            "owner": journal.member,
        },
    )
    zoomit = add_contact(journal, "company", {"name": "Zoomit", "sector": "retail"})
    dana = add_contact(
        journal,
        "person",
        {
            "name": "Dana Whitfield",
            "company": acme,
            "job_title": "IT purchasing manager",
            "email": "dana.whitfield@acme.example",
            "owner": journal.member,
        },
    )
    aaron = add_contact(journal, "person", {"name": "Aaron Feld", "company": acme, "job_title": "Finance director"})
    priya = add_contact(journal, "person", {"name": "Priya Raman", "company": zoomit})
    for days, kind, subject in ((2, "call", "Renewal of 40 workstations"), (8, "email", "Quote Q-1187")):
        log_interaction(
            journal, {"kind": kind, "at": now - days * DAY_MS, "subject": subject, "person": dana, "duration_min": 14}
        )
    log_interaction(
        journal, {"kind": "note", "at": now - 40 * DAY_MS, "subject": "Budget is set in May", "person": aaron}
    )
    add_task(
        journal,
        {
            "title": "Check licence count",
            "due_day": (today - timedelta(days=2)).isoformat(),
            "person": dana,
            "company": acme,
        },
    )
    sent = add_task(journal, {"title": "Send catalogue", "person": dana, "company": acme})
    complete_tasks(journal, [sent])
    won = add_deal(journal, {"title": "MG Special × 20", "company": acme, "person": dana, "amount": 110_000})
    win_deal(journal, won, 110_000, date(2026, 4, 28))
    deal = add_deal(journal, {"title": "GTX Plus Pro × 40", "company": acme, "person": dana, "amount": 2_190_000})
    with journal.store.reader() as reader:
        stage = reader.execute("SELECT id FROM stage WHERE name = 'Engaging'").fetchone()[0]
    move_deal(journal, deal, stage)
    ticket = add_ticket(journal, {"subject": "Invoice was sent to the old address", "contact": dana, "company": acme})
    solved = add_ticket(journal, {"subject": "Question about rack ears", "contact": dana, "company": acme})
    solve_tickets(journal, [solved])
    return World(acme, dana, aaron, zoomit, priya, deal, ticket)
