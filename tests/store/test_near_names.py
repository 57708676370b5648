"""A name that no record bears is answered with those that were perhaps meant, or with all where they are few."""

import pytest

from crm_desktop.acts import add_record, remove_records
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField
from crm_desktop.filters.parsing import WrongFilter, conditions_from_text
from crm_desktop.schema.catalogue import KINDS
from crm_desktop.schema.field import FieldKind
from crm_desktop.store.near_names import known_names
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.workspace import Workspace


def read(workspace: Workspace, kind: str, text: str) -> None:
    with workspace.reader() as reader:
        conditions_from_text(text, workspace_kinds(reader).named(kind), workspace.place, known_names(reader))


@pytest.mark.parametrize(
    ("kind", "text", "at", "told"),
    [
        ("people", "owner = Ana Sneling", 8, "no member called “Ana Sneling”. Did you mean “Anna Snelling”?"),
        ("people", "owner = Anna", 8, "Did you mean “Anna Snelling”?"),
        ("people", "rating = A and owner in me, Nobody", 24, "no member called “Nobody”. There are: Anna Snelling."),
        ("people", "owner != Nobody", 9, "There are: Anna Snelling."),
        ("deals", "stage = Engagin", 8, "no stage called “Engagin”. Did you mean “Engaging”?"),
        ("deals", "stage = Xyz", 8, "no stage called “Xyz”. There are: Engaging, Lost, Prospecting, Won."),
        ("people", "company = Acme Corp", 10, "Did you mean “Acme Corporation”?"),
        ("people", "company = Acne Corporation", 10, "Did you mean “Acme Corporation”?"),
        ("people", "company = Dana Whitfield", 10, "There are: Acme Corporation."),
        ("people", "has deals (stage = Lots)", 19, "Did you mean “Lost”?"),
        ("people", "company.owner = Nobody", 16, "There are: Anna Snelling."),
    ],
)
def test_it_is_told_at_its_place(workspace: Workspace, kind: str, text: str, at: int, told: str) -> None:
    add_contact(workspace.journal, "company", {"name": "Acme Corporation"})
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    with pytest.raises(WrongFilter) as wrong:
        read(workspace, kind, text)
    assert wrong.value.at == at
    assert wrong.value.reason.endswith(told)


def test_names_that_are_borne_and_parts_of_names_are_taken(workspace: Workspace) -> None:
    add_contact(workspace.journal, "company", {"name": "Müller AG"})
    read(workspace, "people", "company = muller ag and owner in me, anna snelling and company contains xyz")


def test_a_name_in_the_bin_is_no_name_but_its_saved_filter_can_be_read(workspace: Workspace) -> None:
    acme = add_contact(workspace.journal, "company", {"name": "Acme Corporation"})
    remove_records(workspace.journal, [acme])
    with pytest.raises(WrongFilter, match="There is no company called “Acme Corporation”"):
        read(workspace, "people", "company = Acme Corporation")
    with workspace.reader() as reader:
        people = workspace_kinds(reader).named("people")
    assert conditions_from_text("company = Acme Corporation", people, workspace.place)


def test_each_link_of_each_kind_is_looked_up(workspace: Workspace) -> None:
    with workspace.reader() as reader:
        told = known_names(reader)
        links = [field for kind in KINDS for field in kind.fields if field.kind is FieldKind.LINK]
        assert links
        for field in links:
            assert told(field, "nobody bears this").startswith("There is no "), field.name


def test_what_is_typed_into_a_link_is_answered_alike(workspace: Workspace) -> None:
    with pytest.raises(InvalidField, match=r"There is no member called “Ana”\. Did you mean “Anna Snelling”"):
        add_record(workspace.journal, "people", {"name": "Dana", "owner": "Ana"})
