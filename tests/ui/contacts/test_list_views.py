"""Saved views of the list of contacts: kept, edited, shared, dragged, and what belongs to each."""

from pytestqt.qtbot import QtBot

from crm_desktop.contacts.views import ViewSetting, add_view
from crm_desktop.workspace import Workspace
from tests.ui.contacts.conftest import ACME, Wait, names
from ui.contacts.list_page import ContactsPage


def test_a_saved_view_is_a_tab_with_its_count(people: ContactsPage, workspace: Workspace, wait: Wait) -> None:
    add_view(workspace.journal, "people", "At Acme", ViewSetting((ACME,), ("-name",), ("name", "email")))
    wait()
    wait()
    (view,) = people.head.keeper.views("people")
    assert people.views._tally(view.id.hex()) == "2"
    people.views.tabs.choose(view.id.hex())
    wait()
    assert names(people) == ["Dana Whitfield", "Aaron Feld"]
    assert people.head.state.columns == ("name", "email")
    assert not people.head.state.edited


def test_an_edited_view_is_kept_where_the_user_saves_it(people: ContactsPage, workspace: Workspace, wait: Wait) -> None:
    add_view(workspace.journal, "people", "At Acme", ViewSetting((ACME,)))
    wait()
    people.views.tabs.choose(people.head.keeper.views("people")[0].id.hex())
    wait()
    people.head.show_state(people.head.state.with_sorting(("-name",)))
    assert people.head.state.edited
    people.head.save_view()
    wait()
    assert people.head.keeper.views("people")[0].setting.sorting == ("-name",)
    assert not people.head.state.edited


def test_a_view_whose_field_is_gone_says_so_in_place_and_is_left(
    people: ContactsPage, workspace: Workspace, wait: Wait
) -> None:
    with workspace.journal.transaction("Add") as tx:
        tx.insert("saved_view", {"name": "Old", "page": "people", "conditions": '"shoe_size = 44"'})
    wait()
    people.views.tabs.choose(people.head.keeper.views("people")[0].id.hex())
    wait()
    assert people.list._stack.shown is not people.list.view
    people.list.unfiltered.emit()
    wait()
    assert people.head.state.view is None
    assert len(names(people)) == 3


def test_widths_and_row_size_belong_to_the_view_that_they_were_chosen_in(
    people: ContactsPage, workspace: Workspace, wait: Wait
) -> None:
    add_view(workspace.journal, "people", "At Acme", ViewSetting((ACME,)))
    wait()
    people.views.tabs.choose(people.head.keeper.views("people")[0].id.hex())
    wait()
    people.list.view.horizontalHeader().resizeSection(1, 300)
    people.head.keep_widths(people.list.view.widths())
    people.filters.row_size_chosen.emit("L")
    assert people.head.state.edited
    people.head.save_view()
    wait()
    kept = people.head.keeper.views("people")[0].setting
    assert dict(kept.widths)["name"] == 300
    assert kept.row_size == "L"
    people.views.tabs.choose("all")
    wait()
    assert people.list.view.widths() == {}
    assert people.list.view.row_height == 36


def test_views_are_dragged_into_another_order_and_shared(
    people: ContactsPage, workspace: Workspace, wait: Wait
) -> None:
    for name in ("First", "Second"):
        add_view(workspace.journal, "people", name, ViewSetting((ACME,)))
    wait()
    first, second = people.head.keeper.views("people")
    people.views.tabs.moved.emit([second.id.hex(), "all", first.id.hex()])
    wait()
    assert [each.name for each in people.head.keeper.views("people")] == ["Second", "First"]
    people.views.share_wanted.emit(people.head.keeper.views("people")[0])
    wait()
    assert people.head.keeper.views("people")[0].shared


def test_a_view_that_is_saved_beyond_the_edge_is_brought_into_sight(
    people: ContactsPage, workspace: Workspace, wait: Wait, qtbot: QtBot
) -> None:
    for number in range(12):
        add_view(workspace.journal, "people", f"View number {number}", ViewSetting())
    wait()
    bar = people.views
    last = bar._views[-1]
    bar.show_views(people.lists[0], bar._views, last)
    strip = bar._scroll.viewport().rect()

    def inside() -> bool:
        box = bar.tabs.box_of(last.id.hex())
        return strip.contains(box.translated(bar.tabs.pos()).adjusted(0, 0, 0, -2))

    qtbot.waitUntil(inside)
