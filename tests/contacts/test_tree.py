"""The tree of companies: no circles, and figures over all that is below."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.contacts.record_sql import TREE_LEVELS
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from tests.contacts.world import made_world


def record(journal: Journal, contact: bytes) -> ContactRecord:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return found


def test_figures_are_rolled_up_over_all_levels(journal: Journal) -> None:
    world = made_world(journal)
    holding = add_contact(journal, "company", {"name": "Holding"})
    edit_contact(journal, world.acme, {"parent": holding})
    edit_contact(journal, world.zoomit, {"parent": world.acme})
    add_deal(journal, {"title": "Racks", "company": world.zoomit, "amount": 100_000})
    (branch,) = record(journal, holding).subsidiaries
    assert (branch.name, branch.companies, branch.open_deals, branch.open_minor) == (
        "Acme Corporation",
        2,
        2,
        2_290_000,
    )
    assert (branch.won_deals, branch.won_minor, branch.open_tickets) == (1, 110_000, 1)
    assert [name for _id, name in record(journal, world.zoomit).parents] == ["Holding", "Acme Corporation"]


def test_a_circle_is_refused_with_the_reason(journal: Journal) -> None:
    world = made_world(journal)
    edit_contact(journal, world.zoomit, {"parent": world.acme})
    for company, parent, reason in (
        (world.acme, world.zoomit, "belongs to this company"),
        (world.acme, world.acme, "its own parent"),
        (world.acme, world.dana, "Only a company"),
    ):
        with pytest.raises(InvalidField, match=reason) as refused:
            edit_contact(journal, company, {"parent": parent})
        assert refused.value.field == "parent"


def test_a_tree_ends_somewhere_even_where_it_was_tied_into_a_circle(journal: Journal) -> None:
    world = made_world(journal)
    with journal.transaction("As an import may") as tx:
        tx.update("contact", world.acme, {"parent": world.zoomit})
        tx.update("contact", world.zoomit, {"parent": world.acme})
    (branch,) = record(journal, world.acme).subsidiaries
    assert (branch.name, branch.companies) == ("Zoomit", 1)
    edit_contact(journal, world.acme, {"parent": None})
    assert record(journal, world.acme).parents == ()


def test_a_tree_can_be_only_so_deep(journal: Journal) -> None:
    above = None
    for number in range(TREE_LEVELS):
        above = add_contact(journal, "company", {"name": f"Level {number}", "parent": above})
    with pytest.raises(InvalidField, match=f"{TREE_LEVELS} levels"):
        add_contact(journal, "company", {"name": "One too deep", "parent": above})
