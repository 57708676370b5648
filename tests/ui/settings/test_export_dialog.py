"""Exporting everything asks for the passphrase again and says what it wrote."""

from pathlib import Path
from zipfile import ZipFile

from PySide6.QtWidgets import QFileDialog

from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.ui.settings.conftest import Show
from tests.ui.shell.conftest import Quiet
from ui.kit.asked_again import AskAgainDialog
from ui.settings.export_dialog import begin_export, export_to
from ui.shell.window import Window


def test_a_wrong_passphrase_is_told_and_nothing_is_written(show: Show, window: Window, quiet: Quiet) -> None:
    show("backups")
    session = window.session
    assert session is not None
    begin_export(session.desk, window)
    quiet()
    (dialog,) = window.findChildren(AskAgainDialog)
    dialog.passphrase.setText("not the one")
    dialog.accept()
    quiet()
    assert "does not fit" in dialog.wrong.text
    assert dialog.accept_button.isEnabled()
    assert not close_file_dialogs(window)
    dialog.reject()


def test_everything_is_written_in_the_background(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet, tmp_path: Path
) -> None:
    show("backups")
    session = window.session
    assert session is not None
    export_to(session.desk, window, tmp_path / "all.zip")
    quiet()
    with ZipFile(tmp_path / "all.zip") as archive:
        assert "manifest.json" in archive.namelist()


def test_the_passphrase_is_asked_once_in_five_minutes(
    show: Show, window: Window, clock: MovedClock, quiet: Quiet
) -> None:
    show("security")
    session = window.session
    assert session is not None
    begin_export(session.desk, window)
    quiet()
    dialog = window.findChild(AskAgainDialog)
    assert dialog is not None
    dialog.passphrase.setText(PASSPHRASE)
    dialog.accept()
    quiet()
    close_file_dialogs(window)

    clock.move(minutes=4)
    begin_export(session.desk, window)
    quiet()
    assert close_file_dialogs(window) == 1

    clock.move(minutes=2)
    begin_export(session.desk, window)
    quiet()
    assert close_file_dialogs(window) == 0
    assert asking(window)


def test_the_passphrase_is_not_asked_where_that_was_switched_off(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    save_setting(workspace.journal, "ask_again", "off")
    show("security")
    assert window.session is not None
    begin_export(window.session.desk, window)
    quiet()
    assert close_file_dialogs(window) == 1
    assert not asking(window)


def asking(window: Window) -> list[AskAgainDialog]:
    """Return the dialogs that ask for the passphrase, and close them."""
    shown = [each for each in window.findChildren(AskAgainDialog) if each.isVisible()]
    for each in shown:
        each.reject()
    return shown


def close_file_dialogs(window: Window) -> int:
    """Close the dialogs that ask for a place; return how many there were."""
    shown = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    for each in shown:
        each.reject()
    return len(shown)
