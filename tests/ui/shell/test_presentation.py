"""Presentation mode: whoever looks on is not shown how much it is."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.values.veil import hidden_amounts, unveiled
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from ui.kit.desk import Desk, Place
from ui.shell.window import Window

KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def desk_of(window: Window) -> Desk:
    assert window.session is not None
    return window.session.desk


def test_ctrl_shift_h_hides_all_amounts_and_shows_them_again(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    opened.go(Place("contact", acme))
    quiet()
    assert desk_of(opened).formats.money(125000) == "$1,250"

    QTest.keyClick(opened, Qt.Key.Key_H, KEYS)
    quiet()
    hidden = desk_of(opened).formats.money(125000)
    assert hidden.startswith("••••")
    assert not any(each.isdigit() for each in hidden)
    assert unveiled(hidden) == "$1,250"
    assert unveiled(desk_of(opened).formats.short_money(125000)) == "1.2k"
    with workspace.reader() as reader:
        assert setting_value(reader, "presentation") == "on"
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)

    QTest.keyClick(opened, Qt.Key.Key_H, KEYS)
    quiet()
    assert desk_of(opened).formats.money(125000) == "$1,250"


def test_keys_are_there_as_soon_as_the_pages_are_made_anew(opened: Window, qtbot: QtBot) -> None:
    before = opened.workplace
    QTest.keyClick(opened, Qt.Key.Key_H, KEYS)
    qtbot.waitUntil(lambda: opened.workplace is not before)

    assert "Ctrl+2" in [each.shortcut().toString() for each in opened.actions()]


def test_an_amount_is_shown_to_who_points_at_it_or_comes_to_it_by_keys(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    add_deal(workspace.journal, {"title": "Renewal", "company": acme, "amount": 125000})
    save_setting(workspace.journal, "presentation", "on")
    opened.reload()
    opened.go(Place("contact", acme))
    quiet()
    shown = (each for each in opened.findChildren(QWidget) if each.isVisible())
    told = next(each for each in shown if "$1,250" in hidden_amounts(each.accessibleName()))
    middle = told.mapToGlobal(told.rect().center())
    QApplication.sendEvent(told, QHelpEvent(QEvent.Type.ToolTip, told.rect().center(), middle))
    qtbot.waitUntil(lambda: "$1,250" in QToolTip.text())
    QToolTip.hideText()

    opened.go(Place("contacts", None, {"kind": "companies"}))
    quiet()
    opened.activateWindow()
    table = next(each for each in opened.findChildren(QTableView) if each.isVisible())
    table.setFocus()
    model = table.model()
    headers = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    table.setCurrentIndex(model.index(0, headers.index("Open amount")))
    QTest.keyClick(table, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: "$1,250" in QToolTip.text())
    QToolTip.hideText()
