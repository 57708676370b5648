"""Records in windows of their own, beside the main one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import remove_contacts
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.words import speak
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.kit.fields.fact_row import FactRow
from ui.kit.notices import Banner
from ui.kit.toast import Toast
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
    assert page.head._named.name.text() == "Acme Holding"


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


def shown_toasts(window: QWidget) -> list[str]:
    return [
        each.accessibleName() for each in window.findChildren(Toast) if each.isVisible() and each.window() is window
    ]


def test_what_is_done_in_it_is_said_in_it(opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    own.activateWindow()
    qtbot.waitUntil(own.isActiveWindow)
    assert opened.session is not None
    opened.session.desk.say("Sector changed", undo=True)
    assert (shown_toasts(own), shown_toasts(opened)) == (["Sector changed"], [])
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.session.desk.say("Owner changed")
    assert shown_toasts(opened) == ["Owner changed"]


def test_two_windows_that_change_one_field_lose_nothing_that_was_typed(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    opened.go(Place("contact", acme))
    quiet()
    first, second = sector_of(own), sector_of(opened)
    for row, typed in ((first, "logistics"), (second, "retail")):
        row.edit()
        assert row._input is not None
        row._input.set_typed(typed)
    assert first._input is not None
    first._input.accepted.emit()
    qtbot.waitUntil(lambda: stored_sector(workspace, acme) == "logistics")
    quiet()
    assert second._input is not None
    assert second._input.typed() == "retail"
    second._input.accepted.emit()
    quiet()
    assert "“logistics” was written here meanwhile" in second._input._error.text()
    assert (second._input.typed(), stored_sector(workspace, acme)) == ("retail", "logistics")
    second._input.accepted.emit()
    qtbot.waitUntil(lambda: stored_sector(workspace, acme) == "retail")


def test_a_contact_that_is_deleted_in_one_window_says_so_in_the_other_and_keeps_what_was_typed(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    page = own.page
    assert isinstance(page, ContactPage)
    page.timeline.composer.write("call")
    page.timeline.composer.text.setPlainText("Half a sen")
    row = sector_of(own)
    row.edit()
    assert row._input is not None
    row._input.set_typed("logistics")
    remove_contacts(workspace.journal, [acme])
    qtbot.waitUntil(lambda: any(each.isVisible() for each in own.findChildren(Banner)))
    quiet()
    # it can be read, and goes on once the contact is back
    assert page.timeline.composer.isVisible()
    assert not page.timeline.composer.isEnabled()
    assert not page.timeline.top._nothing.isVisible()
    page.restore()
    qtbot.waitUntil(lambda: not any(each.isVisible() for each in own.findChildren(Banner)))
    assert page.timeline.composer.text.toPlainText() == "Half a sen"
    quiet()
    assert page.timeline.composer.isEnabled()
    assert page.timeline.top._nothing.isVisible()
    again = sector_of(own)._input
    assert again is not None
    assert again.typed() == "logistics"


def sector_of(window: QWidget) -> FactRow:
    page = window.findChild(ContactPage)
    assert page is not None
    row = page.parts.facts._rows["sector"]
    assert isinstance(row, FactRow)
    return row


def stored_sector(workspace: Workspace, contact: bytes) -> str:
    with workspace.reader() as reader:
        return str(reader.execute("SELECT sector FROM contact WHERE id = ?", (contact,)).fetchone()[0])


def test_links_of_it_open_in_it_and_it_goes_back_and_forward(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    own.activateWindow()
    qtbot.waitUntil(own.isActiveWindow)
    assert opened.workplace is not None
    assert opened.session is not None
    opened.session.desk.go(Place("contacts"))
    quiet()
    assert own.windowTitle().startswith("Contacts")
    assert opened.workplace.trail.here == Place("today")
    QTest.keyClick(own, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    quiet()
    assert own.windowTitle().startswith("Acme Corporation")
    assert own.bar.forward.isEnabled()
    assert not own.bar.back.isEnabled()
    own.bar.forward.click()
    quiet()
    assert own.windowTitle().startswith("Contacts")


def test_the_main_window_goes_where_the_main_window_leads(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    assert opened.workplace is not None
    assert opened.session is not None
    opened.session.desk.go(Place("contacts"))
    quiet()
    assert own.windowTitle().startswith("Acme Corporation")
    assert opened.workplace.trail.here == Place("contacts")


def test_it_stays_open_where_all_pages_are_made_anew_and_keeps_what_is_typed(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    own.setGeometry(40, 50, 900, 700)
    own.activateWindow()
    qtbot.waitUntil(own.isActiveWindow)
    row = sector_of(own)
    row.edit()
    assert row._input is not None
    row._input.set_typed("logis")
    row._input.changed.emit()
    page = own.page
    assert opened.session is not None
    opened.session.desk.go(Place("contacts"))
    quiet()
    own.bar.back.click()
    quiet()
    save_setting(workspace.journal, "language", "de")
    opened._on_setting("language")
    try:
        quiet()
        assert own.isVisible()
        assert (own.size().width(), own.size().height()) == (900, 700)
        assert own.page is not page
        assert own.windowTitle().startswith("Acme Corporation – Hartwell")
        assert own.bar.forward.toolTip().startswith("Vor")
        again = sector_of(own)._input
        assert again is not None
        assert again.typed() == "logis"
        keys = [action.objectName() for action in own.findChildren(QAction) if action.shortcut().toString() == "Ctrl+W"]
        assert keys == ["close window"]
        own.bar.forward.click()
        quiet()
        assert own.windowTitle().startswith("Kontakte")
    finally:
        speak("en")
