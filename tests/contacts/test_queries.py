"""Lists of contacts: every order pages through all rows once, and what is asked for by id is what the view holds."""

import pytest

from crm_desktop.contacts.actions import add_contact, remove_contacts
from crm_desktop.contacts.queries import (
    contact_ids,
    contact_order,
    contact_page,
    contact_rows,
    contact_total,
    contacts_shown,
    known_tags,
    known_values,
    ordered_by_index,
)
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.record_query import View
from tests.contacts.world import made_world

PEOPLE = kind_named("people")


def named(journal: Journal, view: View) -> list[str]:
    with journal.store.reader() as reader:
        rows = contact_rows(reader, view, list(contact_order(reader, view, journal.place)))
    return [str(row.values[0]) for row in rows]


def test_pages_by_name_follow_each_other_without_gap_or_repeat(journal: Journal, place: Place) -> None:
    for number in range(7):
        add_contact(journal, "person", {"name": f"Person {number}"})
    view, found, after = View(PEOPLE, columns=("name",)), [], None
    with journal.store.reader() as reader:
        while True:
            page = contact_page(reader, view, place, after, 3)
            found += [str(row.values[0]) for row in page.rows]
            after = page.next
            if after is None:
                break
    assert found == [f"Person {number}" for number in range(7)]


def test_only_the_name_is_ordered_by_an_index() -> None:
    assert ordered_by_index(View(PEOPLE))
    assert ordered_by_index(View(PEOPLE, sorting=("-name",)))
    assert not ordered_by_index(View(PEOPLE, sorting=("next_step_due",)))


def test_who_has_no_next_step_comes_last_in_both_directions(journal: Journal) -> None:
    made_world(journal)
    view = View(PEOPLE, sorting=("next_step_due",), columns=("name",))
    assert named(journal, view)[0] == "Dana Whitfield"
    assert named(journal, view._replace(sorting=("-next_step_due",)))[0] == "Dana Whitfield"


def test_people_are_ordered_by_the_name_of_their_company_then_by_their_own(journal: Journal) -> None:
    made_world(journal)
    view = View(PEOPLE, sorting=("-company", "name"), columns=("name",))
    assert named(journal, view) == ["Priya Raman", "Aaron Feld", "Dana Whitfield"]


def test_the_total_counts_and_adds_up_what_the_filter_lets_through(journal: Journal, place: Place) -> None:
    made_world(journal)
    view = View(PEOPLE, (Condition("company", "=", "Acme Corporation"),))
    with journal.store.reader() as reader:
        assert contact_total(reader, view, place, "lifetime_value") == (2, 110_000)


def test_a_contact_that_left_the_view_is_not_shown_again(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    view = View(PEOPLE, (Condition("company", "=", "Acme Corporation"),), columns=("name",))
    with journal.store.reader() as reader:
        shown = contacts_shown(reader, view, place, {world.dana, world.priya})
    assert [row.id for row in shown] == [world.dana]


def test_links_are_shown_by_name(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    view = View(PEOPLE, columns=("name", "company"))
    with journal.store.reader() as reader:
        (row,) = contacts_shown(reader, view, place, {world.dana})
    assert row.values[1] == world.acme
    assert row.names[1] == "Acme Corporation"


def test_what_is_in_the_bin_is_in_no_list(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    remove_contacts(journal, [world.dana])
    with journal.store.reader() as reader:
        assert world.dana not in contact_ids(reader, View(PEOPLE), place)


@pytest.mark.parametrize(("field", "first"), [("sector", "retail"), ("source", None)])
def test_known_values_are_offered_where_some_are_in_use(journal: Journal, field: str, first: str | None) -> None:
    made_world(journal)
    with journal.store.reader() as reader:
        found = known_values(reader, field)
    assert (first in found) if first else not found


def test_known_tags_come_from_all_contacts(journal: Journal) -> None:
    made_world(journal)
    with journal.store.reader() as reader:
        assert known_tags(reader) == ["Q3 budget"]
