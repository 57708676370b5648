"""Relationships read right from both ends."""

import pytest

from crm_desktop.contacts.names import contacts_named, members_named
from crm_desktop.contacts.relation_kinds import relation_label
from crm_desktop.contacts.relations import add_relationship, remove_relationship
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from tests.contacts.world import made_world


def test_a_relationship_reads_the_other_way_round_from_the_other_end() -> None:
    assert relation_label("supplies", outward=True) == "Supplies"
    assert relation_label("supplies", outward=False) == "Supplied by"
    assert relation_label("golf partner", outward=False) == "Golf partner"


def test_a_relationship_needs_two_different_sides(journal: Journal) -> None:
    world = made_world(journal)
    for other in (None, world.acme):
        with pytest.raises(InvalidField) as refused:
            add_relationship(journal, {"from_contact": world.acme, "to_contact": other, "kind": "supplies"})
        assert refused.value.field == "to_contact"


def test_a_relationship_is_added_and_deleted(journal: Journal) -> None:
    world = made_world(journal)
    made = add_relationship(journal, {"from_contact": world.zoomit, "to_contact": world.acme, "kind": "supplies"})
    remove_relationship(journal, made)
    with journal.store.reader() as reader:
        assert reader.execute("SELECT removed_at IS NOT NULL FROM relationship").fetchall() == [(1,)]


def test_contacts_are_found_by_the_beginning_of_any_word_of_their_name(journal: Journal) -> None:
    made_world(journal)
    with journal.store.reader() as reader:
        assert [hit.name for hit in contacts_named(reader, "whit", "person")] == ["Dana Whitfield"]
        assert [hit.name for hit in contacts_named(reader, "DA", "")] == ["Dana Whitfield"]
        assert contacts_named(reader, "acme", "person") == []
        assert [hit.name for hit in members_named(reader, "an")] == ["Anna"]
