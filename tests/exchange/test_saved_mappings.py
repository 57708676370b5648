"""Import templates are kept, offered for the same headers, and journalled."""

from pathlib import Path

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.opened import understand_all
from crm_desktop.exchange.saved_mappings import (
    SavedMapping,
    Template,
    mapping_named,
    remove_mapping,
    rename_mapping,
    save_mapping,
    saved_mappings,
)
from crm_desktop.exchange.source import Source
from crm_desktop.exchange.understand import Understood
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.forms import Place

ODD = Template("people", {"Who": "name", "Does": "job_title", "When": None})


def understood(path: Path, place: Place, saved: list[SavedMapping], source: Source | None = None) -> Understood:
    opened = understand_all([source or Source(path)], place, saved=saved)
    for each in opened.tables:
        each.table.close()
    return opened.tables[0]


def all_saved(journal: Journal) -> list[SavedMapping]:
    with journal.store.reader() as reader:
        return saved_mappings(reader)


def test_a_template_is_offered_for_the_same_headers_whatever_their_order(
    journal: Journal, place: Place, tmp_path: Path
) -> None:
    save_mapping(journal, "Odd", ODD)
    path = tmp_path / "list.csv"
    path.write_text("Does,WHO,When\nBuyer,Dana,Monday\n", encoding="utf-8")
    found = understood(path, place, all_saved(journal))
    assert (found.kind, dict(found.places)) == ("people", {"Does": "job_title", "WHO": "name", "When": None})
    assert found.reasons["WHO"] == "template “Odd”"
    assert found.source.mapping_name == "Odd"


def test_a_template_is_not_offered_to_who_wants_none_or_brings_a_mapping(
    journal: Journal, place: Place, tmp_path: Path
) -> None:
    save_mapping(journal, "Odd", ODD)
    path = tmp_path / "list.csv"
    path.write_text("Who,Does,When\nDana,Buyer,Monday\n", encoding="utf-8")
    saved = all_saved(journal)
    plain = understood(path, place, saved, Source(path, "people", remembers=False))
    assert plain.source.mapping_name == ""
    own = understood(path, place, saved, Source(path, "people", {"Who": "notes"}))
    assert own.places["Who"] == "notes"


def test_saving_under_the_same_name_replaces_and_undo_brings_the_old_one_back(journal: Journal) -> None:
    save_mapping(journal, "Odd", ODD)
    save_mapping(journal, "Odd", ODD._replace(dates="dmy"))
    (one,) = all_saved(journal)
    assert one.template.dates == "dmy"
    undo_last(journal)
    (one,) = all_saved(journal)
    assert one.template.dates is None


def test_two_templates_cannot_have_one_name(journal: Journal) -> None:
    save_mapping(journal, "Odd", ODD)
    even = save_mapping(journal, "Even", ODD)
    with pytest.raises(InvalidField):
        rename_mapping(journal, even, "Odd")
    with pytest.raises(InvalidField):
        save_mapping(journal, " ", ODD)
    rename_mapping(journal, even, "Other")
    remove_mapping(journal, even)
    with journal.store.reader() as reader:
        assert mapping_named(reader, "odd").name == "Odd"
    assert [each.name for each in all_saved(journal)] == ["Odd"]


def test_a_column_sent_elsewhere_leaves_the_other_guesses_with_their_reasons(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,E-Mail,Colour\nDana,dana@acme.example,red\n", encoding="utf-8")
    found = understood(path, place, [], Source(path, "people", chosen={"Colour": "notes", "E-Mail": None}))
    assert dict(found.places) == {"Name": "name", "E-Mail": None, "Colour": "notes"}
    assert found.reasons["Name"] == "by its name"
    assert found.reasons["Colour"] == "you chose it"


def test_the_place_that_a_chosen_column_takes_is_free_of_others(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Contact\nAcme,Dana\n", encoding="utf-8")
    found = understood(path, place, [], Source(path, "people", chosen={"Contact": "name"}))
    assert dict(found.places) == {"Name": None, "Contact": "name"}
