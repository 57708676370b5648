"""The graph of a contact: painted, listed, and walked by keys."""

from itertools import pairwise
from math import hypot

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.graph import Graph, Node
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.journal.ids import new_id
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press
from ui.contacts.graph_layout import ROOM, placed
from ui.contacts.graph_page import GraphPage
from ui.kit.desk import Desk, Place
from ui.kit.two_line import Line


@pytest.fixture
def page(qtbot: QtBot, screen: Desk, world: World, workspace: Workspace, wait: Wait) -> GraphPage:
    """The graph around Acme, where Aaron is married to Priya of Zoomit."""
    add_relationship(workspace.journal, {"from_contact": world.aaron, "to_contact": world.priya, "kind": "spouse of"})
    made = GraphPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.arrive(Place("graph", world.acme))
    wait()
    return made


def listed(page: GraphPage) -> list[tuple[str, str]]:
    rows = [page._model.row(place) for place in range(page._model.rowCount())]
    return [(row.title, row.about) for row in rows if isinstance(row, Line)]


def test_the_list_says_what_the_lines_show(page: GraphPage) -> None:
    assert listed(page) == [
        ("Acme Corporation", ""),
        ("Aaron Feld", "Employs as Finance director"),
        ("Dana Whitfield", "Employs as IT purchasing manager"),
        ("Priya Raman", "Aaron Feld: Spouse of"),
    ]
    tester = QAbstractItemModelTester(page._model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert tester.model() is page._model


def test_the_graph_is_walked_opened_and_centred_by_keys(page: GraphPage, world: World, visited: list[Place]) -> None:
    view = page.view
    aaron = view.places[world.aaron]
    press(view, Qt.Key.Key_Right if aaron.x() > 0 else Qt.Key.Key_Left)
    assert view.current in (world.aaron, world.dana)
    view.go_to(world.aaron)
    assert page.list.current_line() is not None
    assert view.accessibleDescription() == "Aaron Feld. Employs as Finance director"
    press(view, Qt.Key.Key_Return)
    assert visited[-1] == Place("contact", world.aaron)
    press(view, Qt.Key.Key_Space)
    assert visited[-1] == Place("graph", world.aaron)
    press(view, Qt.Key.Key_Home)
    assert view.current == world.acme


def test_the_list_leads_the_focus_of_the_graph(page: GraphPage, world: World, visited: list[Place]) -> None:
    page.list.go_to_record(world.priya)
    assert page.view.current == world.priya
    press(page.list, Qt.Key.Key_Return)
    assert visited[-1] == Place("contact", world.priya)


def test_fewer_steps_show_less_and_coming_back_brings_the_same_view(page: GraphPage, world: World, wait: Wait) -> None:
    page.levels.choose("1")
    wait()
    assert [name for name, _about in listed(page)] == ["Acme Corporation", "Aaron Feld", "Dana Whitfield"]
    page.view.go_to(world.dana)
    kept = page.leave()
    assert kept is not None
    page.arrive(Place("graph", world.priya))
    wait()
    page.arrive(kept)
    wait()
    assert (page.levels.current, page.view.current) == ("1", world.dana)


def test_it_is_zoomed_moved_and_fitted_again(page: GraphPage) -> None:
    view = page.view
    before = view._zoom
    press(view, Qt.Key.Key_Minus)
    assert view._zoom < before
    press(view, Qt.Key.Key_0)
    assert view._zoom == before


def test_a_change_elsewhere_is_followed(page: GraphPage, world: World, workspace: Workspace, wait: Wait) -> None:
    add_contact(workspace.journal, "person", {"name": "New colleague", "company": world.acme})
    wait()
    assert "New colleague" in {name for name, _about in listed(page)}


def test_who_is_tied_to_nobody_or_not_here_is_told(page: GraphPage, workspace: Workspace, wait: Wait) -> None:
    alone = add_contact(workspace.journal, "person", {"name": "Alone"})
    for contact, told in ((alone, "Nobody is tied to Alone yet"), (new_id(), "This contact is not here")):
        page.arrive(Place("graph", contact))
        wait()
        assert page._stack.shown.accessibleName().startswith(told)


def test_many_stand_apart_on_their_ring() -> None:
    middle = Node(b"middle", "Middle", company=True, level=0, by=None)
    others = [
        Node(bytes([number]), f"Employee {number}", company=False, level=1, by=b"middle") for number in range(199)
    ]
    places = placed(Graph((middle, *others), (), 0))
    ring = [places[node.id] for node in others]
    apart = [hypot(x - u, y - v) for (x, y), (u, v) in pairwise(ring)]
    assert min(apart) > ROOM * 0.95
