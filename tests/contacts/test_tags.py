"""Tags of all records: counted, renamed, merged and taken away everywhere as one step."""

import pytest

from crm_desktop.acts import add_record, remove_records
from crm_desktop.contacts.tags import Tag, all_tags, remove_tag, rename_tag
from crm_desktop.contacts.views import ViewSetting, add_view, saved_views
from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import AnyOf, Condition
from crm_desktop.journal.history import history_page
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last


@pytest.fixture
def tagged(journal: Journal) -> Journal:
    add_record(journal, "people", {"name": "Ada", "tags": "VIP, Fair 2025"})
    add_record(journal, "people", {"name": "Bob", "tags": "vip"})
    add_record(journal, "companies", {"name": "Acme", "tags": "VIP, key account"})
    add_record(journal, "deals", {"title": "Pump", "tags": "key account"})
    return journal


def tags(journal: Journal) -> list[Tag]:
    with journal.store.reader() as reader:
        return all_tags(reader)


def test_spellings_of_a_tag_are_counted_as_one(tagged: Journal) -> None:
    assert [(each.name, each.uses) for each in tags(tagged)] == [("Fair 2025", 1), ("key account", 2), ("VIP", 3)]
    assert tags(tagged)[1].by_table == {"contact": 1, "deal": 1}


def test_a_tag_is_renamed_everywhere_as_one_step(tagged: Journal) -> None:
    assert rename_tag(tagged, "vip", "Top customer") == 3
    assert [(each.name, each.uses) for each in tags(tagged)][-1] == ("Top customer", 3)
    undo_last(tagged)
    assert [(each.name, each.uses) for each in tags(tagged)][-1] == ("VIP", 3)


def test_a_tag_that_is_renamed_to_another_becomes_one_with_it(tagged: Journal) -> None:
    rename_tag(tagged, "key account", "VIP")
    assert [(each.name, each.uses) for each in tags(tagged)] == [("Fair 2025", 1), ("VIP", 4)]
    with tagged.store.reader() as reader:
        assert history_page(reader)[0].label == "Rename tag “key account” to “VIP”"


def test_a_tag_is_taken_away_everywhere_also_in_the_bin(tagged: Journal) -> None:
    gone = add_record(tagged, "people", {"name": "Cy", "tags": "VIP"})
    remove_records(tagged, [gone])
    assert remove_tag(tagged, "vip") == 4
    assert [each.name for each in tags(tagged)] == ["Fair 2025", "key account"]


def test_views_that_filter_by_the_tag_follow_it(tagged: Journal) -> None:
    several = Condition("tags", "in", "vip, new")
    wanted = (AnyOf((Condition("tags", "=", "VIP"), several)), Condition("name", "=", "vip"))
    add_view(tagged, "people", "Important", ViewSetting(wanted), shared=True)
    rename_tag(tagged, "VIP", "Top")
    with tagged.store.reader() as reader:
        (view,) = saved_views(reader, "people", tagged.place)
    assert view.setting.conditions == (
        AnyOf((Condition("tags", "=", "Top"), Condition("tags", "in", "Top, new"))),
        Condition("name", "=", "vip"),
    )


@pytest.mark.parametrize("name", ["", " ", "a, b"])
def test_what_is_no_tag_is_refused(tagged: Journal, name: str) -> None:
    with pytest.raises(InvalidField):
        rename_tag(tagged, "VIP", name)
