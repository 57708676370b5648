"""A toast by keyboard."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import choices, quiet, window
from ui.kit.desk import Place
from ui.kit.toast import Toast
from ui.shell.window import Window

__all__ = ["choices", "quiet", "window"]


def focused(window: Window) -> QWidget:
    found = window.focusWidget()
    assert found is not None
    return found


def test_tab_leads_into_a_toast_over_a_list_and_out_of_it_again(
    window: Window, workspace: Workspace, quiet: Callable[[], None]
) -> None:
    add_contact(workspace.journal, "person", {"name": "Ada"})
    window.show_workspace(workspace)
    quiet()
    window.go(Place("contacts", None, {}))
    quiet()
    assert window.deck is not None
    window.deck.desk.say("Saved")
    (toast,) = window.findChildren(Toast)
    QTest.keyClick(focused(window), Qt.Key.Key_Tab)
    assert toast.isAncestorOf(focused(window))
    QTest.keyClick(focused(window), Qt.Key.Key_Tab)
    assert not toast.isAncestorOf(focused(window))
    # not back to the list either, where the next press would lead into the toast once more
    assert focused(window).accessibleName() != "People"
