"""Saved views keep filter, order and columns under a name."""

import pytest

from crm_desktop.contacts.views import (
    SavedView,
    ViewSetting,
    add_view,
    keep_columns,
    keep_row_size,
    keep_view,
    kept_columns,
    kept_row_size,
    order_views,
    remove_view,
    rename_view,
    saved_views,
)
from crm_desktop.errors import InvalidField
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last

SETTING = ViewSetting(
    (Condition("owner", "=", "Anna Snelling"), Condition("next_step", "empty")), ("-next_step_due",), ("name", "email")
)


def names(journal: Journal) -> list[str]:
    with journal.store.reader() as reader:
        return [view.name for view in saved_views(reader, "people", journal.place)]


def test_a_saved_view_comes_back_as_it_was_saved(journal: Journal) -> None:
    made = add_view(journal, "people", "My accounts", SETTING, shared=True)
    with journal.store.reader() as reader:
        (view,) = saved_views(reader, "people", journal.place)
    assert view == SavedView(made, "people", "My accounts", SETTING, shared=True)


@pytest.mark.parametrize(
    "stored",
    [
        '[["sector", "in", "Food and Drink, Retail"], ["roles", "contains", "customer"]]',
        '["sector in Food and Drink, Retail", "roles contains customer"]',
        '"sector in \\"Food and Drink\\", Retail and roles contains customer"',
    ],
)
def test_filters_saved_by_older_versions_are_read(journal: Journal, stored: str) -> None:
    with journal.transaction("Add") as tx:
        tx.insert("saved_view", {"name": "Old", "page": "companies", "conditions": stored})
    with journal.store.reader() as reader:
        (view,) = saved_views(reader, "companies", journal.place)
    assert conditions_text(view.setting.conditions) == (
        'sector in "Food and Drink", Retail and roles contains customer'
    )


def test_a_view_whose_field_is_gone_says_so_and_leaves_the_others(journal: Journal) -> None:
    with journal.transaction("Add") as tx:
        tx.insert("saved_view", {"name": "Old", "page": "people", "conditions": '[["shoe_size", "=", "44"]]'})
    add_view(journal, "people", "Mine", SETTING)
    with journal.store.reader() as reader:
        mine, old = saved_views(reader, "people", journal.place)
    assert "shoe_size" in old.wrong
    assert not mine.wrong


def test_personal_views_are_seen_by_their_owner_alone(journal: Journal) -> None:
    add_view(journal, "people", "Ours", SETTING, shared=True)
    add_view(journal, "people", "Mine", SETTING)
    assert names(journal) == ["Ours", "Mine"]
    with journal.transaction("Add member") as tx:
        journal.place = journal.place._replace(member=tx.insert("member", {"name": "Reed"}))
    assert names(journal) == ["Ours"]


def test_views_belong_to_one_list_and_keep_their_order(journal: Journal) -> None:
    first = add_view(journal, "people", "First", SETTING)
    second = add_view(journal, "people", "Second", SETTING)
    add_view(journal, "companies", "Others", SETTING)
    order_views(journal, [second, first])
    assert names(journal) == ["Second", "First"]


def test_a_view_is_changed_renamed_and_deleted_and_each_can_be_undone(journal: Journal) -> None:
    made = add_view(journal, "people", "Mine", SETTING)
    keep_view(journal, made, ViewSetting(sorting=("name",)))
    rename_view(journal, made, "Ours")
    remove_view(journal, made)
    assert names(journal) == []
    undo_last(journal)
    assert names(journal) == ["Ours"]


def test_a_view_without_a_name_is_refused(journal: Journal) -> None:
    with pytest.raises(InvalidField) as refused:
        add_view(journal, "people", "  ", SETTING)
    assert refused.value.field == "name"


def test_how_this_device_looks_at_a_list_is_no_step_of_the_history(journal: Journal) -> None:
    with journal.store.reader() as reader:
        before = reader.execute("SELECT max(seq) FROM step").fetchone()
    keep_columns(journal, "people", ["name", "phone"])
    keep_row_size(journal, "S")
    with journal.store.reader() as reader:
        assert kept_columns(reader, "people") == ("name", "phone")
        assert kept_row_size(reader) == "S"
        assert reader.execute("SELECT max(seq) FROM step").fetchone() == before
