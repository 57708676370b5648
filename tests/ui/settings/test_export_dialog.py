"""Exporting everything asks for the passphrase again and says what it wrote."""

from pathlib import Path
from zipfile import ZipFile

from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from tests.ui.shell.conftest import Quiet
from ui.settings.export_dialog import ExportDialog, export_to
from ui.shell.window import Window


def test_a_wrong_passphrase_is_told_and_nothing_is_written(show: Show, window: Window, quiet: Quiet) -> None:
    show("backups")
    session = window.session
    assert session is not None
    dialog = ExportDialog(session.desk, window)
    dialog.passphrase.setText("not the one")
    dialog.accept()
    quiet()
    assert "does not fit" in dialog.wrong.text
    assert dialog.accept_button.isEnabled()
    dialog.deleteLater()


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
