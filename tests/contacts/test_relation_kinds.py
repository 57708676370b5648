"""Kinds of relationships, those of the users among them."""

import pytest

from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.relation_kinds import (
    BUILT_IN,
    add_relation_kind,
    edit_relation_kind,
    offered_relations,
    relation_kinds,
    relation_label,
    remove_relation_kind,
)
from crm_desktop.contacts.relations import add_relationship, edit_relationship, end_relationship
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Stored
from tests.contacts.world import made_world


def reads(journal: Journal, contact: bytes) -> list[str]:
    with journal.store.reader() as reader:
        found = contact_record(reader, contact, journal.place)
    assert found is not None
    return [relation_label(each.kind, outward=each.outward, words=each.words) for each in found.relations]


def test_an_own_kind_reads_from_both_sides_and_follows_its_words(journal: Journal) -> None:
    world = made_world(journal)
    kind = add_relation_kind(journal, {"outward": "Trains", "inward": "Trained by", "people": 1})
    add_relationship(journal, {"from_contact": world.dana, "to_contact": world.aaron, "kind": "trains"})
    assert (reads(journal, world.dana), reads(journal, world.aaron)) == (["Trains"], ["Trained by"])
    edit_relation_kind(journal, kind, {"inward": "Pupil of"})
    assert reads(journal, world.aaron) == ["Pupil of"]
    remove_relation_kind(journal, kind)
    with journal.store.reader() as reader:
        assert relation_kinds(reader) == list(BUILT_IN)
    assert reads(journal, world.aaron) == ["Pupil of"]


def test_own_kinds_are_offered_where_they_make_sense(journal: Journal) -> None:
    add_relation_kind(journal, {"outward": "Trains", "inward": "Trained by", "people": 1})
    with journal.store.reader() as reader:
        kinds = relation_kinds(reader)
    assert "trains" in {each.value for each in offered_relations(kinds, company=False)}
    assert "trains" not in {each.value for each in offered_relations(kinds, company=True)}


@pytest.mark.parametrize("outward", ["", "Supplies", "TRAINS"])
def test_a_kind_needs_words_that_are_not_taken(journal: Journal, outward: str) -> None:
    add_relation_kind(journal, {"outward": "Trains"})
    with pytest.raises(InvalidField) as refused:
        add_relation_kind(journal, {"outward": outward})
    assert refused.value.field == "outward"


def test_kinds_among_people_are_refused_for_companies(journal: Journal) -> None:
    world = made_world(journal)
    with pytest.raises(InvalidField, match="Only people") as refused:
        add_relationship(journal, {"from_contact": world.acme, "to_contact": world.zoomit, "kind": "spouse of"})
    assert refused.value.field == "kind"


def test_the_same_relationship_is_noted_once_until_it_ends(journal: Journal) -> None:
    world = made_world(journal)
    tie: dict[str, Stored] = {
        "from_contact": world.zoomit,
        "to_contact": world.acme,
        "kind": "supplies",
        "from_day": "2025-01-01",
    }
    made = add_relationship(journal, tie)
    with pytest.raises(InvalidField, match="already"):
        add_relationship(journal, tie)
    with pytest.raises(InvalidField) as refused:
        edit_relationship(journal, made, {"to_day": "2024-01-01"})
    assert refused.value.field == "to_day"
    end_relationship(journal, made, journal.clock().date())
    add_relationship(journal, {**tie, "from_day": "2026-05-14"})
    assert reads(journal, world.acme) == ["Supplied by", "Supplied by"]
