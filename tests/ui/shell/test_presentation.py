"""Presentation mode: whoever looks on is not shown how much it is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.store.workspace_settings import setting_value
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
    assert desk_of(opened).formats.money(125000) == "••••"
    assert desk_of(opened).formats.short_money(125000) == "••••"
    with workspace.reader() as reader:
        assert setting_value(reader, "presentation") == "on"
    assert opened.workplace is not None
    assert opened.workplace.trail.here == Place("contact", acme)

    QTest.keyClick(opened, Qt.Key.Key_H, KEYS)
    quiet()
    assert desk_of(opened).formats.money(125000) == "$1,250"
