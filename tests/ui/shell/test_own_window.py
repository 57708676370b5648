"""Records in windows of their own, beside the main one."""

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from crm_desktop.acts import set_fields
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.shell.own_window import OwnWindow
from ui.shell.window import Window


def of_record(window: Window, acme: bytes, quiet: Quiet, qtbot: QtBot) -> OwnWindow:
    window.go(Place("contact", acme, {"window": "own"}))
    quiet()
    (own,) = window.findChildren(OwnWindow)
    qtbot.waitUntil(lambda: own.windowTitle().startswith("Acme"))
    return own


def test_a_record_is_shown_in_a_window_of_its_own_with_its_keys(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    assert own.isVisible()
    assert own.windowTitle().startswith("Acme Corporation – Hartwell")
    keys = {action.objectName(): action.shortcut().toString() for action in own.findChildren(QAction)}
    assert (keys["undo"], keys["log"], keys["close window"]) == ("Ctrl+Z", "L", "Ctrl+W")
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("today")


def test_both_windows_follow_what_either_of_them_changes(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    opened.go(Place("contact", acme))
    quiet()
    set_fields(workspace.journal, acme, {"name": "Acme Holding"})
    quiet()
    qtbot.waitUntil(lambda: own.windowTitle().startswith("Acme Holding"))
    page = opened.workplace.page if opened.workplace is not None else None
    assert isinstance(page, ContactPage)
    assert page.head._name.text() == "Acme Holding"


def test_it_is_hidden_while_locked_and_closed_with_the_workspace(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    opened.lock()
    quiet()
    assert not own.isVisible()
    opened.show_workspace(open_workspace(workspace.folder, PASSPHRASE, clock=opened.clock))
    quiet()
    assert own.isVisible()
    opened.leave_workspace()
    qtbot.waitUntil(lambda: not opened.findChildren(OwnWindow))
