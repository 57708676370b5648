"""Back and forward lead where they led before the pages were made anew, to the very row."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.acts import add_record
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from tests.ui.shell.test_presentation import KEYS, desk_of
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Place
from ui.shell.window import Window
from ui.shell.workplace import Workplace


def workplace(window: Window) -> Workplace:
    assert window.workplace is not None
    return window.workplace


def current(window: Window) -> bytes | None:
    page = workplace(window).page
    assert isinstance(page, ContactsPage)
    return page.list.current()


def make_anew(window: Window, workspace: Workspace, how: str) -> None:
    if how == "Ctrl+Shift+H":
        QTest.keyClick(window, Qt.Key.Key_H, KEYS)
    else:
        name, value = how.split("=")
        save_setting(workspace.journal, name, value)
        desk_of(window).settings_changed.emit(name)


@pytest.mark.parametrize("how", ["Ctrl+Shift+H", "language=de", "currency=EUR", "zone=Asia/Tokyo"])
def test_back_and_forward_keep_their_places(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet, how: str
) -> None:
    for number in range(60):
        add_record(workspace.journal, "company", {"name": f"Bakery {number:02}"})
    opened.go(Place("contacts", None, {"kind": "companies"}))
    quiet()
    page = workplace(opened).page
    assert isinstance(page, ContactsPage)
    page.list.view.go_to(40)
    chosen = current(opened)
    opened.go(Place("contact", acme))
    quiet()
    opened.go(Place("pipeline"))
    quiet()
    workplace(opened).back()
    quiet()
    before = workplace(opened)
    make_anew(opened, workspace, how)
    quiet()

    assert workplace(opened) is not before
    here = workplace(opened).trail.here
    assert here is not None
    assert here.record == acme
    workplace(opened).back()
    quiet()
    assert current(opened) == chosen
    workplace(opened).forward()
    workplace(opened).forward()
    quiet()
    here = workplace(opened).trail.here
    assert here is not None
    assert here.page == "pipeline"
