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
