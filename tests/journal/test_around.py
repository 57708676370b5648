"""The history of a record with what links to it."""

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.history import Narrowing, record_history
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal

LINKED = Narrowing(linked=True)


def test_a_call_is_in_the_history_of_person_and_company(journal: Journal) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    dana = add_contact(journal, "person", {"name": "Dana", "company": acme})
    log_interaction(journal, {"kind": "call", "subject": "Renewal", "person": dana, "company": acme})
    with journal.store.reader() as reader:
        for record in (dana, acme):
            newest = record_history(reader, record, narrowing=LINKED)[0]
            assert newest.changes[0].title == "Renewal"
            assert newest.changes[0].linked
        assert record_history(reader, dana)[0].label == "Add Dana"


def test_what_was_changed_on_a_deal_is_in_the_history_of_its_company(journal: Journal) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    deal = add_deal(journal, {"title": "GTX × 40", "company": acme})
    with journal.transaction("Move deal") as tx:
        tx.update("deal", deal, {"amount": 100_00})
        tx.update("contact", acme, {"sector": "Retail"})
    with journal.store.reader() as reader:
        changes = record_history(reader, acme, narrowing=LINKED)[0].changes
    assert [(each.table, each.field, each.linked) for each in changes if each.field in ("amount", "sector")] == [
        ("deal", "amount", True),
        ("contact", "sector", False),
    ]


def test_colleagues_have_their_own_history(journal: Journal) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    add_contact(journal, "person", {"name": "Dana", "company": acme})
    with journal.store.reader() as reader:
        labels = [each.label for each in record_history(reader, acme, narrowing=LINKED)]
    assert labels == ["Add Acme"]
