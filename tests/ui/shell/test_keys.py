from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.kit.buttons import Button
from ui.kit.desk import Place
from ui.kit.shown_keys import shown_keys
from ui.shell.commands import NEW_KINDS, shell_menus
from ui.shell.key_sheet import KeySheet
from ui.shell.new_record import NewRecordDialog
from ui.shell.window import Window

NO_POPUPS = "This plugin does not support"  # grabbing keys, says the offscreen platform
CTRL = Qt.KeyboardModifier.ControlModifier


def target(window: Window) -> QWidget:
    """Return what gets the keys: the widget with the focus, else the window."""
    return QApplication.focusWidget() or window


def dialogs(window: Window) -> list[NewRecordDialog]:
    return [each for each in window.findChildren(NewRecordDialog) if each.isVisible()]


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_n_then_c_asks_for_a_new_company(opened: Window) -> None:
    QTest.keyClick(target(opened), Qt.Key.Key_N)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_C)

    shown = dialogs(opened)
    assert [each.windowTitle() for each in shown] == ["New company"]
    shown[0].reject()


def test_letters_are_text_while_a_text_field_has_the_focus(opened: Window, quiet: Quiet) -> None:
    opened.go(Place("settings"))
    quiet()
    field = opened.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_N)

    assert field.text() == "n"
    assert QApplication.activePopupWidget() is None


def test_single_letters_can_be_switched_off(opened: Window, quiet: Quiet) -> None:
    assert opened.session is not None
    opened.session.desk.act(save_setting, "single_keys", "off")
    quiet()
    opened.session.desk.settings_changed.emit("single_keys")
    QTest.keyClick(target(opened), Qt.Key.Key_N)

    assert QApplication.activePopupWidget() is None


def test_a_setting_that_touches_no_key_binds_none_anew(opened: Window) -> None:
    assert opened.session is not None
    before = [each for each in opened.actions() if each.objectName() == "undo"]
    opened.session.desk.settings_changed.emit("backups")

    assert before
    assert [each for each in opened.actions() if each.objectName() == "undo"] == before


def test_f1_shows_all_keys_on_one_sheet(opened: Window) -> None:
    QTest.keyClick(target(opened), Qt.Key.Key_F1)

    sheet = next(each for each in opened.findChildren(QDialog) if isinstance(each, KeySheet))
    assert sheet.isVisible()
    sheet.accept()


def test_ctrl_and_a_number_goes_to_a_place(opened: Window, quiet: Quiet) -> None:
    QTest.keyClick(target(opened), Qt.Key.Key_3, CTRL)
    quiet()

    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("pipeline")


def test_f6_leads_through_the_areas_and_back(opened: Window, quiet: Quiet) -> None:
    assert opened.workplace is not None
    opened.workplace.rail.focus_first()
    QTest.keyClick(target(opened), Qt.Key.Key_F6)
    assert opened.workplace.top_bar.isAncestorOf(target(opened))

    QTest.keyClick(target(opened), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert opened.workplace.rail.isAncestorOf(target(opened))


def test_no_two_acts_of_the_shell_want_the_same_key(opened: Window) -> None:
    assert opened.deck is not None
    keys = [
        key
        for menu in opened.deck.menus
        for each in menu.actions
        if each is not None
        for key in each.keys.split("|")
        if key
    ]

    assert [key for key, times in Counter(keys).items() if times > 1] == []
    letters = [each.letter for each in NEW_KINDS]
    assert len(letters) == len(set(letters))


def test_every_act_has_a_menu_entry(opened: Window) -> None:
    assert opened.deck is not None
    entries = {action.objectName() for menu in opened.menuBar().findChildren(QMenu) for action in menu.actions()}

    assert {each.name for each in opened.deck.every_action()} <= entries


def test_acts_that_change_records_are_refused_with_the_reason_while_reading_only(opened: Window) -> None:
    assert opened.deck is not None
    menus = shell_menus(opened.deck.shell, read_only=True)
    refused = [each for menu in menus for each in menu.actions if each is not None and each.name == "undo"]

    assert refused[0].why_not == "This workspace is open for reading only."


def test_keys_are_shown_as_they_stand_on_the_keyboard() -> None:
    assert shown_keys("Ctrl+Shift+Z|Ctrl+Y") == "Ctrl Shift Z"
    assert shown_keys("Ctrl++") == "Ctrl +"
    assert shown_keys("Alt+Left") == "Alt ←"
    assert shown_keys("N, C") == "N C"


def test_no_page_shows_a_window_of_its_own_while_it_is_built(opened: Window, acme: bytes, quiet: Quiet) -> None:
    for place in ("contacts", "pipeline", "tickets", "reports", "products", "settings", "import"):
        opened.go(Place(place))
        quiet()
        assert QApplication.activeWindow() is opened, place
    opened.go(Place("contact", acme))
    quiet()
    assert QApplication.activeWindow() is opened


def test_keys_and_menus_come_after_the_first_page(window: Window, workspace: Workspace, qtbot: QtBot) -> None:
    window.show_workspace(workspace)
    assert window.menuBar().actions() == []
    qtbot.waitUntil(lambda: window.menuBar().actions() != [], timeout=20_000)
    assert window.workplace is not None
    assert window.workplace.page is not None


def test_a_window_that_is_locked_before_its_keys_came_has_them_when_unlocked(
    window: Window, workspace: Workspace, qtbot: QtBot
) -> None:
    window.show_workspace(workspace)
    window.lock()
    qtbot.wait(200)
    assert window.deck is None
    window.show_workspace(open_workspace(workspace.folder, PASSPHRASE))
    qtbot.waitUntil(lambda: window.menuBar().actions() != [], timeout=20_000)


@pytest.mark.parametrize("place", ["today", "calendar", "contacts", "pipeline", "tickets", "reports"])
def test_a_key_that_a_button_shows_does_something(opened: Window, place: str, quiet: Quiet) -> None:
    opened.go(Place(place))
    quiet()
    assert opened.deck is not None
    shown = {each._keys for each in opened.findChildren(Button) if each.isVisible()} - {"", "Ctrl ↵"}
    bound = {key for each in opened.deck.every_action() for key in each.keys.split("|")}

    assert shown - bound - {"N"} == set()
    assert "N" in shown
