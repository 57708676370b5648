"""One field of many contacts changed at once."""

import json

import pytest

from crm_desktop.bulk_edit import Edit, How, Preview, edit_chosen, edit_preview
from crm_desktop.errors import Cancelled, InvalidField
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.jobs import Progress
from crm_desktop.journal.history import history_page
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.forms import Stored
from crm_desktop.store.chosen import Chosen
from crm_desktop.store.record_query import View
from crm_desktop.store.whole_list import record_rows
from tests.contacts.world import World, made_world

ALL = Chosen(view=View(kind_named("contacts")))
PEOPLE = Chosen(view=View(kind_named("people")))


def edit(field: str, how: How, value: Stored = None) -> Edit:
    return Edit(CONTACT.by_name[field], how, value)


def words(*values: str) -> str:
    return json.dumps(values)


def stored(journal: Journal, field: str) -> dict[str, Stored]:
    view = View(kind_named("contacts"), columns=("name", field))
    with journal.store.reader() as reader:
        return {str(row.values[0]): row.values[1] for row in record_rows(reader, view, journal.place)}


def preview(journal: Journal, chosen: Chosen, change: Edit) -> Preview:
    with journal.store.reader() as reader:
        return edit_preview(reader, kind_named("contacts"), chosen, change, journal.place)


@pytest.fixture
def world(journal: Journal) -> World:
    return made_world(journal)


def test_the_preview_tells_how_many_would_change_and_that_many_do(journal: Journal, world: World) -> None:
    change = edit("rating", How.SET, "A")
    assert preview(journal, ALL, change) == Preview(5, 5, 4)
    assert edit_chosen(journal, kind_named("contacts"), ALL, change) == 4
    assert set(stored(journal, "rating").values()) == {"A"}
    assert preview(journal, ALL, change).changing == 0


def test_it_is_one_step_that_says_what_it_did_and_is_undone_at_once(journal: Journal, world: World) -> None:
    edit_chosen(journal, kind_named("contacts"), PEOPLE, edit("source", How.SET, "Fair"))
    with journal.store.reader() as reader:
        step = history_page(reader, None, 1)[0]
    assert (step.label, step.total) == ("Change Source of 3 contacts", 3)
    undo_last(journal)
    assert set(stored(journal, "source").values()) == {None}


def test_only_contacts_of_the_kind_that_has_the_field_are_changed(journal: Journal, world: World) -> None:
    change = edit("sector", How.SET, "care")
    assert preview(journal, ALL, change) == Preview(5, 2, 2)
    edit_chosen(journal, kind_named("contacts"), ALL, change)
    assert {name for name, sector in stored(journal, "sector").items() if sector == "care"} == {
        "Acme Corporation",
        "Zoomit",
    }


def test_words_are_added_to_lists_and_taken_from_them(journal: Journal, world: World) -> None:
    add = edit("tags", How.ADD, words("q3 budget", "VIP"))
    assert preview(journal, ALL, add).changing == 5
    edit_chosen(journal, kind_named("contacts"), ALL, add)
    assert stored(journal, "tags")["Acme Corporation"] == words("Q3 budget", "VIP")
    assert stored(journal, "tags")["Dana Whitfield"] == words("q3 budget", "VIP")
    take = edit("tags", How.TAKE, words("Q3 Budget"))
    assert edit_chosen(journal, kind_named("contacts"), ALL, take) == 5
    assert set(stored(journal, "tags").values()) == {words("VIP")}
    edit_chosen(journal, kind_named("contacts"), PEOPLE, edit("roles", How.ADD, words("partner")))
    edit_chosen(journal, kind_named("contacts"), ALL, edit("roles", How.TAKE, words("customer", "partner")))
    assert set(stored(journal, "roles").values()) == {None}


def test_what_a_field_brings_with_it_is_written_too(journal: Journal, world: World) -> None:
    edit_chosen(journal, kind_named("contacts"), Chosen((world.dana,)), edit("company", How.SET, world.zoomit))
    with journal.store.reader() as reader:
        past = reader.execute(
            "SELECT count(*) FROM affiliation WHERE person = ? AND company = ? AND to_day IS NOT NULL",
            (world.dana, world.acme),
        ).fetchone()[0]
    assert past == 1
    edit_chosen(journal, kind_named("contacts"), PEOPLE, edit("city", How.SET, "Berlin"))
    assert stored(journal, "city")["Aaron Feld"] == "Berlin"
    edit_chosen(journal, kind_named("contacts"), PEOPLE, edit("email", How.CLEAR))
    assert stored(journal, "email")["Dana Whitfield"] is None


def test_a_field_that_is_needed_cannot_be_emptied(journal: Journal, world: World) -> None:
    with pytest.raises(InvalidField):
        edit_chosen(journal, kind_named("contacts"), ALL, edit("name", How.CLEAR))


def test_cancelled_half_way_nothing_is_changed(journal: Journal, world: World) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        edit_chosen(journal, kind_named("contacts"), ALL, edit("rating", How.SET, "C"), progress=progress)
    assert stored(journal, "rating")["Acme Corporation"] == "A"


def test_chosen_by_a_filter_all_that_fit_it_are_changed(journal: Journal, world: World) -> None:
    kind = kind_named("people")
    view = View(kind, conditions_from_text("company = Acme Corporation and owner empty", kind, journal.place))
    assert edit_chosen(journal, kind_named("contacts"), Chosen(view=view), edit("owner", How.SET, journal.member)) == 1
