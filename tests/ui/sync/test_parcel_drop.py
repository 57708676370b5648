"""A parcel is read by dropping it on the window, or by a command; what clashes is told without any server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.parcel_devices import trust
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from tests.sync.vans import Van
from tests.ui.shell.conftest import choices, quiet, window
from ui.kit.desk import Place
from ui.settings.parcel_dialogs import TakenDialog
from ui.settings.settings_page import SettingsPage
from ui.shell.window import Window

__all__ = ("choices", "quiet", "window")


@pytest.fixture
def van(workspace: Workspace, tmp_path: Path, clock: MovedClock) -> Iterator[Van]:
    """A van's laptop with a copy of the workspace; each has the other's card."""
    workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    folder = tmp_path / "van" / workspace.folder.name
    shutil.copytree(workspace.folder, folder)
    made = Van(folder, "van", clock)
    desk = Van.__new__(Van)
    desk.workspace, desk.journal, desk.name = workspace, workspace.journal, "desk"
    trust(workspace.journal, made.card())
    trust(made.journal, desk.card())
    yield made
    made.workspace.close()


def parcel_to_desk(van: Van, folder: Path) -> Path:
    desk = Van.__new__(Van)
    desk.name = "desk"
    path = folder / "monday.crmparcel"
    path.write_bytes(van.parcel(desk))
    return path


def drop(window: Window, path: Path) -> None:
    """Drag the file at `path` over the middle of the window and let go, as the system does it."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path))])
    handle = window.windowHandle()
    assert handle is not None
    middle = QPoint(window.width() // 2, window.height() // 2)
    given = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(handle, QDragEnterEvent(middle, *given))
    QApplication.sendEvent(handle, QDropEvent(QPointF(middle), *given, QEvent.Type.Drop))


def shown(window: Window) -> TakenDialog:
    return next(each for each in window.findChildren(TakenDialog) if each.isVisible())


def test_a_parcel_that_is_dropped_on_the_window_is_taken_in(
    window: Window, workspace: Workspace, van: Van, qtbot: QtBot, tmp_path: Path
) -> None:
    add_contact(van.journal, "person", {"name": "Dana Whitfield"})
    path = parcel_to_desk(van, tmp_path)
    window.show_workspace(workspace)
    drop(window, path)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TakenDialog)))
    shown(window).accept()
    with workspace.reader() as reader:
        assert reader.execute("SELECT name FROM contact").fetchone()[0] == "Dana Whitfield"


def test_what_clashes_in_a_parcel_is_told_at_the_rail(
    window: Window, workspace: Workspace, van: Van, qtbot: QtBot, tmp_path: Path
) -> None:
    with van.journal.transaction("Add") as tx:
        dana = tx.insert("contact", {"name": "Dana Whitfield", "kind": "person"})
    window.show_workspace(workspace)
    drop(window, parcel_to_desk(van, tmp_path))
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TakenDialog)))
    shown(window).accept()
    edit_contact(workspace.journal, dana, {"job_title": "Buyer"})
    edit_contact(van.journal, dana, {"job_title": "Owner"})
    drop(window, parcel_to_desk(van, tmp_path))
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TakenDialog)))
    shown(window).done(QDialog.DialogCode.Rejected)
    assert window.workplace is not None
    state = window.workplace.rail.state
    qtbot.waitUntil(lambda: state.text() == "1 conflict to review")
    state.click()
    workplace = window.workplace
    qtbot.waitUntil(lambda: workplace.title() == "Sync and conflicts")


def test_the_palette_leads_to_the_parcels(window: Window, workspace: Workspace, qtbot: QtBot) -> None:
    window.show_workspace(workspace)
    assert window.deck is not None
    names = {each.name: each for each in window.deck.every_action()}
    assert names["read_parcel"].label == "Read a parcel…"
    names["parcels"].run()
    assert window.workplace is not None
    page = window.workplace.page
    assert isinstance(page, SettingsPage)
    assert page.leave() == Place("settings", None, {"section": "sharing"})
