"""Making and changing conditions, and exporting what they leave."""

import csv
from pathlib import Path

from crm_desktop.contacts.bulk import Chosen
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.catalogue import kind_named
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.exporting import export_to
from ui.contacts.filter_form import FilterForm
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Saying


def form(people: ContactsPage, made: list[Condition], before: Condition | None = None) -> FilterForm:
    return FilterForm(people.desk, kind_named("people"), made.append, before, parent=people)


def test_a_condition_is_made_of_field_comparison_and_value(people: ContactsPage, wait: Wait) -> None:
    made: list[Condition] = []
    asked = form(people, made)
    asked.choose("job_title", "contains", "buyer")
    asked._apply()
    assert made == [Condition("job_title", "contains", "buyer")]


def test_a_day_is_kept_as_a_day_whatever_was_typed(people: ContactsPage) -> None:
    made: list[Condition] = []
    asked = form(people, made)
    asked.choose("next_step_due", "<=", "tomorrow")
    asked._apply()
    assert made == [Condition("next_step_due", "<=", "2026-05-15")]


def test_several_values_are_ticked_or_typed(people: ContactsPage, wait: Wait) -> None:
    made: list[Condition] = []
    asked = form(people, made, Condition("lifecycle", "in", "lead, customer"))
    wait()
    assert asked._several is not None
    assert asked._several.chosen() == ["lead", "customer"]
    asked.choose("lifecycle", "in", "former, elsewhere")
    asked._apply()
    assert made == [Condition("lifecycle", "in", "former, elsewhere")]


def test_what_is_no_number_is_refused_in_the_form(people: ContactsPage) -> None:
    made: list[Condition] = []
    asked = form(people, made)
    asked.choose("lifetime_value", ">", "a lot")
    asked._apply()
    assert made == []
    assert asked._input is not None
    assert asked._input.editor.accessibleDescription()


def test_no_value_is_asked_for_what_is_empty(people: ContactsPage) -> None:
    made: list[Condition] = []
    asked = form(people, made)
    asked.choose("email", "empty", "")
    asked._apply()
    assert made == [Condition("email", "empty", "")]


def test_the_selected_rows_are_exported_with_the_columns_shown(
    people: ContactsPage, world: World, tmp_path: Path, said: list[Saying], wait: Wait
) -> None:
    path = tmp_path / "People.csv"
    state = people._state.with_columns(("name", "email"))
    export_to(people.desk, people, state, Chosen((world.dana,)), 1, path)
    wait()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["name"], row["email"]) for row in rows] == [("Dana Whitfield", "dana.whitfield@acme.example")]
    assert said[-1].text == "1 record written to People.csv"
