"""Rows of the list gathered by a field, under heads that close."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import edit_contact
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press
from ui.contacts.list_page import ContactsPage


def shown(people: ContactsPage) -> list[str]:
    """Return what the list shows: heads with their counts, and names."""
    model = people.list.model
    heads = [model.head(place) for place in range(model.rowCount())]
    return [
        f"{head.title}: {head.note}" if head is not None else str(model.row(place).values[0])
        for place, head in enumerate(heads)
    ]


def test_rows_are_gathered_by_a_field_with_counts_and_sums(people: ContactsPage, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_grouping("company"))
    wait()
    assert shown(people) == [
        "Acme Corporation: 2 people",
        "Aaron Feld",
        "Dana Whitfield",
        "Zoomit: 1 person",
        "Priya Raman",
    ]
    head = people.list.model.head(0)
    assert head is not None
    assert head.sums["lifetime_value"] == "$1,100"
    assert people.head.state.edited
    place = people.head.state.place()
    people.head.show_state(people.head.state.with_grouping(""))
    people.arrive(place)
    wait()
    assert len(shown(people)) == 5


def test_a_group_is_closed_and_opened_by_keyboard(people: ContactsPage, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_grouping("company"))
    wait()
    view = people.list.view
    view.go_to(0)
    press(view, Qt.Key.Key_Left)
    assert shown(people)[:2] == ["Acme Corporation: 2 people", "Zoomit: 1 person"]
    spoken = people.list.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Acme Corporation, 2 people, closed"
    press(view, Qt.Key.Key_Right)
    wait()
    assert len(shown(people)) == 5
    people.filters.groups_wanted.emit(False)
    wait()
    assert len(shown(people)) == 2


def test_a_head_selects_the_rows_of_its_group(people: ContactsPage, world: World, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_grouping("company"))
    wait()
    view = people.list.view
    view.go_to(0)
    press(view, Qt.Key.Key_X)
    assert people.list.model.selected_ids == {world.aaron, world.dana}
    assert people.list.current() is None
    press(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    wait()
    assert people.list.model.selected_count == 3


def test_ctrl_a_selects_also_what_closed_groups_hold(people: ContactsPage, qtbot: QtBot, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_grouping("company"))
    wait()
    people.filters.groups_wanted.emit(False)
    wait()
    qtbot.waitUntil(lambda: people.list.model.total == 3)
    press(people.list.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert people.list.model.everything_selected
    assert people.list.model.selected_count == 3


def test_a_group_follows_what_is_changed(people: ContactsPage, world: World, workspace: Workspace, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_grouping("company"))
    wait()
    edit_contact(workspace.journal, world.priya, {"company": world.acme})
    wait()
    assert shown(people)[0] == "Acme Corporation: 3 people"
    assert len(shown(people)) == 4
