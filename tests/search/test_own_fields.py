"""Own fields in search: found by texts, numbers, amounts, days, choices, phones and the names of linked records."""

import pytest

from crm_desktop.acts import add_record, set_fields
from crm_desktop.journal.field_actions import (
    NewField,
    add_own_field,
    edit_own_field,
    remove_own_field,
    restore_own_field,
)
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.field import Choice
from tests.search.conftest import index_everything, take_up
from tests.search.test_queries import only_hit, titles

VALUES = {
    "text": ("Heliotrope", "helio"),
    "long_text": ("first line\nsecond chrysalis line", "chrysalis"),
    "number": ("48151623", "48151623"),
    "money": ("48,151.62", "48151.62"),
    "date": ("2026-05-17", "17.05.2026"),
    "time": ("9:45", "09:45"),
    "choice": ("Platinum", "platin"),
    "choices": ("Gold, Platinum", "platinum"),
    "url": ("quagmire.example", "quagmire"),
    "phone": ("+49 30 9876543", "9876543"),
    "link": ("Zephyr GmbH", "zephyr"),
}


@pytest.mark.parametrize("indexed", [False, True])
@pytest.mark.parametrize("kind", VALUES)
def test_a_value_of_each_kind_is_found(journal: Journal, kind: str, indexed: bool) -> None:
    add_record(journal, "companies", {"name": "Zephyr GmbH"})
    choices = ("Gold", "Platinum") if kind.startswith("choice") else ()
    field = NewField("people", "Extra", kind, choices, "companies" if kind == "link" else None)
    add_own_field(journal, field)
    typed, asked = VALUES[kind]
    add_record(journal, "people", {"name": "Dana Whitfield", "extra": typed})
    if indexed:
        take_up(journal)
    assert titles(journal, asked, "people") == ["Dana Whitfield"]


@pytest.mark.parametrize("indexed", [False, True])
def test_who_says_yes_is_found_by_what_was_asked(journal: Journal, indexed: bool) -> None:
    add_own_field(journal, NewField("people", "Newsletter wanted", "yes_no"))
    add_record(journal, "people", {"name": "Dana Whitfield", "newsletter_wanted": "yes"})
    no = add_record(journal, "people", {"name": "Leo Braun", "newsletter_wanted": "no"})
    if indexed:
        take_up(journal)
    assert titles(journal, "newsletter", "people") == ["Dana Whitfield"]
    assert only_hit(journal, "newsletter").where_label == "Newsletter wanted"
    set_fields(journal, no, {"newsletter_wanted": "yes"})
    assert sorted(titles(journal, "newsletter", "people")) == ["Dana Whitfield", "Leo Braun"]


@pytest.mark.parametrize("indexed", [False, True])
def test_what_a_formula_makes_is_found_and_follows_what_it_is_made_of(journal: Journal, indexed: bool) -> None:
    pump = add_record(journal, "deals", {"title": "Pump", "amount": "20"})
    if indexed:
        take_up(journal)
    add_own_field(journal, NewField("deals", "In points", "formula", formula="amount * 3703"))
    assert titles(journal, "74060") == ["Pump"]
    set_fields(journal, pump, {"amount": "30"})
    assert titles(journal, "74060") == []
    assert titles(journal, "111090") == ["Pump"]
    if indexed:
        take_up(journal)
    assert titles(journal, "111090") == ["Pump"]
    set_fields(journal, pump, {"amount": "20"})
    assert titles(journal, "74060") == ["Pump"]


def test_a_formula_of_people_says_nothing_of_companies(journal: Journal) -> None:
    add_record(journal, "people", {"name": "Dana", "department": "heliotrope"})
    add_record(journal, "companies", {"name": "Acme"})
    add_own_field(journal, NewField("people", "Badge", "formula", formula='"badge" & upper(name)'))
    assert titles(journal, "badgedana") == ["Dana"]
    assert titles(journal, "badgeacme") == []


def test_what_changes_with_the_day_is_not_searched(journal: Journal) -> None:
    add_record(journal, "people", {"name": "Dana", "birthday": "1990-05-14"})
    add_own_field(journal, NewField("people", "Age", "formula", formula='"aged" & years(birthday, today())'))
    assert titles(journal, "aged") == []


def test_the_passage_names_the_field(journal: Journal) -> None:
    add_own_field(journal, NewField("deals", "Machine", "text"))
    add_record(journal, "deals", {"title": "Pump", "machine": "Lathe 3000 in hall two"})
    hit = only_hit(journal, "lathe hall")
    assert (hit.title, hit.where_label) == ("Pump", "Machine")


def test_a_field_put_away_is_not_searched_until_it_is_back(journal: Journal) -> None:
    field = add_own_field(journal, NewField("people", "Colour", "text"))
    dana = add_record(journal, "people", {"name": "Dana", "colour": "heliotrope"})
    take_up(journal)
    remove_own_field(journal, field)
    assert titles(journal, "heliotrope") == []
    restore_own_field(journal, field)
    assert titles(journal, "heliotrope") == ["Dana"]
    set_fields(journal, dana, {"colour": "teal"})
    assert titles(journal, "heliotrope") == []
    assert titles(journal, "teal") == ["Dana"]


def test_a_renamed_choice_is_found_by_its_new_word(journal: Journal) -> None:
    field = add_own_field(journal, NewField("people", "Level", "choice", ("Platinum",)))
    add_record(journal, "people", {"name": "Dana", "level": "Platinum"})
    take_up(journal)
    edit_own_field(journal, field, {}, [Choice("Platinum", "Titanium")])
    assert titles(journal, "titanium") == ["Dana"]
    assert titles(journal, "platinum") == []
    edit_own_field(journal, field, {"label": "Rank"})
    assert only_hit(journal, "titanium").where_label == "Rank"


def test_the_index_is_made_anew_with_own_fields(journal: Journal) -> None:
    add_own_field(journal, NewField("people", "Colour", "text"))
    add_record(journal, "people", {"name": "Dana", "colour": "heliotrope"})
    index_everything(journal)
    assert titles(journal, "heliotrope") == ["Dana"]


@pytest.mark.parametrize("target", ["companies", "members", "products"])
def test_a_record_is_found_by_the_new_name_of_what_its_own_field_leads_to(journal: Journal, target: str) -> None:
    linked = add_record(journal, target, {"name": "Zephyr"})
    add_own_field(journal, NewField("people", "Extra", "link", (), target))
    add_record(journal, "people", {"name": "Dana Whitfield", "extra": linked.hex()})
    take_up(journal)
    set_fields(journal, linked, {"name": "Mistral"})
    assert titles(journal, "mistral", "people") == ["Dana Whitfield"]
    assert titles(journal, "zephyr", "people") == []
    undo_last(journal)
    assert titles(journal, "zephyr", "people") == ["Dana Whitfield"]
