"""Indexes on own fields: there for as long as a saved view filters by one."""

from crm_desktop.contacts.views import ViewSetting, add_view, keep_view, remove_view, saved_views
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.forms import Place
from crm_desktop.store.expressions import rows_of_kind
from crm_desktop.store.filters import conditions_sql
from crm_desktop.store.own_fields import workspace_kinds

LARGE = (Condition("size", ">", "40"),)


def indexes(journal: Journal) -> int:
    with journal.store.reader() as reader:
        found = reader.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name GLOB 'own_*'")
        return int(found.fetchone()[0])


def plan(journal: Journal, place: Place) -> str:
    with journal.store.reader() as reader:
        people = workspace_kinds(reader).named("people")
        where = conditions_sql(people, LARGE, place)
        rows = reader.execute(
            f"EXPLAIN QUERY PLAN SELECT count(*) FROM contact t WHERE {rows_of_kind(people)}{where.sql}", where.values
        )
        return " ".join(str(row[3]) for row in rows)


def test_a_saved_view_gets_an_index_for_the_own_field_that_it_filters_by(journal: Journal, place: Place) -> None:
    add_own_field(journal, NewField("people", "Size", "number"))
    add_own_field(journal, NewField("people", "Colour", "text"))
    assert indexes(journal) == 0
    view = add_view(journal, "people", "Large", ViewSetting(LARGE))
    assert indexes(journal) == 1
    assert "own_contact_" in plan(journal, place)
    keep_view(journal, view, ViewSetting((Condition("colour", "=", "red"),)))
    assert indexes(journal) == 0
    undo_last(journal)
    assert indexes(journal) == 1
    remove_view(journal, view)
    assert indexes(journal) == 0


def test_a_view_is_read_with_its_own_fields(journal: Journal, place: Place) -> None:
    add_own_field(journal, NewField("people", "Size", "number"))
    add_view(journal, "people", "Large", ViewSetting(LARGE, ("-size",), ("name", "size")), shared=True)
    with journal.store.reader() as reader:
        (view,) = saved_views(reader, "people", place)
    assert (view.setting.conditions, view.wrong) == (LARGE, "")
