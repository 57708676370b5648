"""The record of a contact: all that surrounds it, in few statements."""

from datetime import date

from crm_desktop.contacts.actions import edit_contact, remove_contacts
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from tests.contacts.world import made_world

MOST_STATEMENTS = 4


def record(journal: Journal, contact: bytes) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found


def test_a_company_shows_its_people_deals_tickets_and_next_step(journal: Journal) -> None:
    world = made_world(journal)
    acme = record(journal, world.acme)
    assert [person.name for person in acme.people] == ["Aaron Feld", "Dana Whitfield"]
    assert [(deal.title, deal.stage) for deal in acme.deals] == [("GTX Plus Pro × 40", "Engaging")]
    assert [task.title for task in acme.tasks] == ["Check licence count"]
    assert [ticket.status for ticket in acme.tickets] == ["new", "solved"]


def test_its_figures_say_what_was_won_and_since_when(journal: Journal) -> None:
    figures = record(journal, made_world(journal).acme).figures
    assert (figures.won_minor, figures.won_deals, figures.average_minor) == (110_000, 1, 110_000)
    assert figures.won_since == date(2026, 4, 28)
    assert (figures.open_minor, figures.open_deals, figures.open_tickets) == (2_190_000, 1, 1)


def test_a_person_shows_the_colleagues_and_the_company_by_name(journal: Journal) -> None:
    world = made_world(journal)
    dana = record(journal, world.dana)
    assert [person.name for person in dana.people] == ["Aaron Feld"]
    assert dana.names["company"] == "Acme Corporation"
    assert [(point.kind, point.value) for point in dana.points] == [("email", "dana.whitfield@acme.example")]


def test_a_job_that_was_left_stays_on_the_record(journal: Journal) -> None:
    world = made_world(journal)
    edit_contact(journal, world.dana, {"company": world.zoomit, "job_title": "Head of IT"})
    now, before = record(journal, world.dana).jobs
    assert (now.name, now.job_title, now.main) == ("Zoomit", "Head of IT", True)
    assert (before.name, before.job_title, before.to_day) == (
        "Acme Corporation",
        "IT purchasing manager",
        date(2026, 5, 14),
    )


def test_a_relationship_is_seen_from_both_ends(journal: Journal) -> None:
    world = made_world(journal)
    with journal.transaction("Relate") as tx:
        tx.insert("relationship", {"from_contact": world.zoomit, "to_contact": world.acme, "kind": "supplies"})
    (here,) = record(journal, world.acme).relations
    (there,) = record(journal, world.zoomit).relations
    assert (here.name, here.kind, here.outward) == ("Zoomit", "supplies", False)
    assert (there.name, there.outward) == ("Acme Corporation", True)


def test_a_contact_in_the_bin_is_still_told_and_an_unknown_one_is_not(journal: Journal) -> None:
    world = made_world(journal)
    remove_contacts(journal, [world.dana])
    assert record(journal, world.dana).values["removed_at"] is not None
    with journal.store.reader() as reader:
        assert contact_record(reader, new_id(), journal.place) is None


def test_a_record_is_read_in_four_statements(journal: Journal) -> None:
    world = made_world(journal)
    asked: list[str] = []
    with journal.store.reader() as reader:
        reader.set_trace_callback(asked.append)
        contact_record(reader, world.acme, journal.place)
        reader.set_trace_callback(None)
    assert len(asked) <= MOST_STATEMENTS
