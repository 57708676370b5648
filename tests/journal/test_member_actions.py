"""Members: added, changed, put out of work and back."""

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.member_actions import members, save_member, set_active, team_names
from crm_desktop.journal.undo import undo_last
from crm_desktop.search.link_offers import offered_records


def shown(journal: Journal) -> list[tuple[str, str, str, bool]]:
    with journal.store.reader() as reader:
        return [(each.name, each.role, each.team, each.active) for each in members(reader)]


def test_a_member_is_added_with_a_new_team_as_one_step(journal: Journal) -> None:
    ben = save_member(journal, None, {"name": "Ben", "email": "ben@acme.example", "role": "sales", "team": "North"})
    assert shown(journal) == [("Anna", "owner", "", True), ("Ben", "sales", "North", True)]
    save_member(journal, ben, {"name": "Ben Roe", "role": "manager", "team": "north"})
    with journal.store.reader() as reader:
        assert team_names(reader) == ["North"]
    undo_last(journal)
    undo_last(journal)
    assert shown(journal) == [("Anna", "owner", "", True)]


def test_a_member_is_deactivated_and_activated(journal: Journal) -> None:
    ben = save_member(journal, None, {"name": "Ben", "role": "sales"})
    set_active(journal, ben, "no")
    assert shown(journal)[1] == ("Ben", "sales", "", False)
    with journal.store.reader() as reader:
        assert [each.title for each in offered_records(reader, "member", "")] == ["Anna"]
    set_active(journal, ben, "yes")
    assert shown(journal)[1][3]


def test_the_workspace_keeps_an_owner_who_works(journal: Journal) -> None:
    anna = journal.member
    assert anna is not None
    with pytest.raises(InvalidField) as refused:
        set_active(journal, anna, "no")
    assert refused.value.field == "active"
    with pytest.raises(InvalidField) as refused:
        save_member(journal, anna, {"name": "Anna", "role": "sales"})
    assert refused.value.field == "role"
    ben = save_member(journal, None, {"name": "Ben", "role": "owner"})
    save_member(journal, anna, {"name": "Anna", "role": "sales"})
    with pytest.raises(InvalidField):
        set_active(journal, ben, "no")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": " "}, "name"), ({"name": "ANNA"}, "name"), ({"name": "Ben", "email": "ben"}, "email")],
)
def test_what_does_not_fit_is_refused_beside_its_input(journal: Journal, typed: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        save_member(journal, None, typed)
    assert refused.value.field == field
