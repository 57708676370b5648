"""Acts on many contacts at once are one step each."""

import pytest

from crm_desktop.bulk import remove_chosen, set_owner, tag_chosen, untag_chosen
from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.list_pages import record_ids
from crm_desktop.store.record_query import View
from tests.contacts.world import made_world

PEOPLE = kind_named("people")


def held_by(journal: Journal, *conditions: Condition) -> set[bytes]:
    with journal.store.reader() as reader:
        return set(record_ids(reader, View(PEOPLE, conditions), journal.place))


def test_a_tag_is_added_once_and_taken_back_in_one_step(journal: Journal) -> None:
    world = made_world(journal)
    assert tag_chosen(journal, PEOPLE, Chosen((world.dana, world.aaron)), "VIP") == 2
    assert tag_chosen(journal, PEOPLE, Chosen((world.dana, world.priya)), "vip") == 1
    assert held_by(journal, Condition("tags", "=", "VIP")) == {world.dana, world.aaron, world.priya}
    undo_last(journal)
    undo_last(journal)
    assert held_by(journal, Condition("tags", "=", "VIP")) == set()


def test_a_tag_is_taken_away_where_it_is(journal: Journal) -> None:
    world = made_world(journal)
    tag_chosen(journal, PEOPLE, Chosen((world.dana,)), "VIP")
    assert untag_chosen(journal, PEOPLE, Chosen((world.dana, world.aaron)), "VIP") == 1
    assert held_by(journal, Condition("tags", "=", "VIP")) == set()


def test_an_empty_tag_is_refused(journal: Journal) -> None:
    world = made_world(journal)
    with pytest.raises(InvalidField) as refused:
        tag_chosen(journal, PEOPLE, Chosen((world.dana,)), " ")
    assert refused.value.field == "tags"


def test_all_of_a_view_get_an_owner_also_those_never_scrolled_to(journal: Journal) -> None:
    world = made_world(journal)
    chosen = Chosen(view=View(PEOPLE, (Condition("company", "=", "Acme Corporation"),)))
    assert set_owner(journal, PEOPLE, chosen, journal.member) == 2
    assert held_by(journal, Condition("owner", "=", "Anna")) == {world.dana, world.aaron}


def test_deleted_people_come_back_all_at_once(journal: Journal) -> None:
    world = made_world(journal)
    assert remove_chosen(journal, PEOPLE, Chosen((world.dana, world.aaron))) == 2
    assert held_by(journal) == {world.priya}
    undo_last(journal)
    assert held_by(journal) == {world.dana, world.aaron, world.priya}
