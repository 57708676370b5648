from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from ui.kit.desk import Place
from ui.shell.navigation import Trail
from ui.shell.top_bar import LEAST_SEARCH
from ui.shell.window import Window


def test_back_returns_to_the_place_as_it_was_left() -> None:
    trail = Trail()
    trail.visit(Place("contacts"))
    trail.left_as(Place("contacts", None, {"filter": "mine"}))
    trail.visit(Place("contact", b"1"))

    assert trail.back() == Place("contacts", None, {"filter": "mine"})


def test_going_on_after_back_forgets_what_was_ahead() -> None:
    trail = Trail()
    for name in ("today", "contacts", "pipeline"):
        trail.visit(Place(name))
    trail.back()
    trail.visit(Place("tickets"))

    assert not trail.can_go_forward
    assert trail.back() == Place("contacts")


def test_going_to_where_one_is_leaves_no_mark() -> None:
    trail = Trail()
    trail.visit(Place("today"))
    trail.visit(Place("today"))

    assert not trail.can_go_back


def test_the_back_button_stops_at_the_beginning() -> None:
    trail = Trail()
    trail.visit(Place("today"))

    assert trail.back() is None
    assert trail.here == Place("today")


def test_alt_left_goes_back_and_alt_right_forward_again(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()
    QTest.keyClick(opened, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("today")

    QTest.keyClick(opened, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    here = opened.workplace.trail.here
    assert here is not None
    assert here.record == acme


def test_the_rail_lights_the_list_while_one_of_its_records_is_shown(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()

    assert opened.workplace is not None
    item = opened.workplace.rail.item("contacts")
    assert item is not None
    assert item.isChecked()


def test_the_window_is_named_after_the_record_and_the_workspace(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()

    assert opened.windowTitle() == "Acme Corporation – Hartwell – crm_desktop"


def test_a_narrow_window_shows_icons_alone_and_ctrl_b_the_titles(opened: Window, qtbot: QtBot) -> None:
    assert opened.workplace is not None
    opened.resize(1280, 720)
    qtbot.waitUntil(lambda: opened.workplace is not None and opened.workplace.rail.compact)

    QTest.keyClick(opened, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not opened.workplace.rail.compact


def test_a_long_title_gives_way_to_the_search_and_a_short_one_stays_whole(
    opened: Window, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    long = add_record(workspace.journal, "company", {"name": "The very long name of a company " * 6})
    opened.go(Place("contact", long))
    quiet()
    assert opened.workplace is not None
    bar = opened.workplace.top_bar
    qtbot.waitUntil(lambda: bar._title is not None and bar._title.text().startswith("The very long"))
    quiet()
    least = opened.theme.px(LEAST_SEARCH)
    qtbot.waitUntil(lambda: bar.search.width() >= least)
    opened.go(Place("contacts"))
    quiet()
    title = bar._title
    assert title is not None
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())


def test_a_workspace_that_is_open_before_the_window_shows_begins_on_its_page(
    window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    window.hide()
    window.show_workspace(workspace)
    window.show()
    window.activateWindow()
    quiet()
    focused = window.focusWidget()
    assert window.workplace is not None
    assert window.workplace.page is not None
    assert focused is not None
    assert window.workplace.page.isAncestorOf(focused)
