"""Lists of contacts: every order pages through all rows once, and what is asked for by id is what the view holds."""

from crm_desktop.contacts.actions import remove_contacts
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.ids import new_id
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place
from crm_desktop.store.list_pages import (
    SCREENFUL,
    list_batch,
    list_total,
    record_ids,
    rows_shown,
)
from crm_desktop.store.record_query import View
from tests.contacts.world import made_world

PEOPLE = kind_named("people")


def named(journal: Journal, view: View) -> list[str]:
    with journal.store.reader() as reader:
        rows = list_batch(reader, view, journal.place).rows
    return [str(row.values[0]) for row in rows]


def test_where_what_fits_is_not_rare_further_names_are_looked_through(journal: Journal) -> None:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"Person {at:05}", "A" if at % 100 == 0 else None) for at in range(6000))
        tx.insert_many("contact", ("id", "kind", "name", "rating"), rows, 6000)
    expected = [f"Person {at:05}" for at in range(0, 6000, 100)]
    for sorting, names in (((), expected), (("-name",), expected[::-1])):
        view = View(PEOPLE, conditions_from_text("rating = A", PEOPLE, journal.place), sorting, ("name",))
        with journal.store.reader() as reader:
            batch = list_batch(reader, view, journal.place)
        assert (batch.order, batch.following) == (None, None)
        assert [row.values[0] for row in batch.rows] == names


def test_one_pass_finds_what_lies_far_apart_and_hands_it_out_by_pages(journal: Journal) -> None:
    with journal.transaction("Fill") as tx:
        rows = ((new_id(), "person", f"Person {at:05}", "A" if at % 10 == 0 else None) for at in range(5000))
        tx.insert_many("contact", ("id", "kind", "name", "rating"), rows, 5000)
    view = View(PEOPLE, conditions_from_text("rating = A", PEOPLE, journal.place), columns=("name",))
    with journal.store.reader() as reader:
        first = list_batch(reader, view._replace(sorting=("-rating",)), journal.place)
        assert first.order is not None
        assert (len(first.rows), first.following, len(first.order)) == (200, 200, 500)
        near = list_batch(reader, view, journal.place)
        assert near.order is None
        assert [row.values[0] for row in near.rows] == [f"Person {at * 10:05}" for at in range(SCREENFUL)]
        rest = list_batch(reader, view, journal.place, str(near.following))
        assert [row.values[0] for row in rest.rows] == [f"Person {(SCREENFUL + at) * 10:05}" for at in range(200)]


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
        assert list_total(reader, view, place, "lifetime_value") == (2, 110_000)


def test_a_contact_that_left_the_view_is_not_shown_again(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    view = View(PEOPLE, (Condition("company", "=", "Acme Corporation"),), columns=("name",))
    with journal.store.reader() as reader:
        shown = rows_shown(reader, view, place, {world.dana, world.priya})
    assert [row.record for row in shown] == [world.dana]


def test_links_are_shown_by_name(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    view = View(PEOPLE, columns=("name", "company"))
    with journal.store.reader() as reader:
        (row,) = rows_shown(reader, view, place, {world.dana})
    assert row.values[1] == world.acme
    assert row.names[1] == "Acme Corporation"


def test_what_is_in_the_bin_is_in_no_list(journal: Journal, place: Place) -> None:
    world = made_world(journal)
    remove_contacts(journal, [world.dana])
    with journal.store.reader() as reader:
        assert world.dana not in record_ids(reader, View(PEOPLE), place)
