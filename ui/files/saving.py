"""Saving a copy outside of the workspace: asked for each time, for the copy is not encrypted."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.files.queries import FileRow
from crm_desktop.files.saving import save_copy
from crm_desktop.jobs import Progress
from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.asked_again import before_leaving
from ui.kit.desk import Desk


def ask_copy(desk: Desk, row: FileRow, parent: QWidget) -> None:
    """Ask for the passphrase again, then where a copy of the file `row` is to be saved, and save it there."""
    before_leaving(desk, parent, _("Save {name}").format(name=row.name), lambda: _ask_where(desk, row, parent))


def _ask_where(desk: Desk, row: FileRow, parent: QWidget) -> None:
    title = _("Save a copy that is not encrypted")
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(Path.home() / row.name))
    if chosen:
        copy_to(desk, row, Path(chosen))


def copy_to(desk: Desk, row: FileRow, target: Path) -> None:
    """Save a copy of the file `row` as `target`, over what is there: the system's dialog asked about that."""
    told = _("Saved as {name}. This copy is not encrypted.").format(name=target.name)
    desk.tasks.run(
        _save,
        desk.file.workspace,
        row,
        target,
        title=_("Saving {name}").format(name=row.name),
        then=lambda _path: desk.say(told),
    )


def _save(workspace: Workspace, row: FileRow, target: Path, progress: Progress) -> Path:
    return save_copy(workspace.files, row, target, progress, over=True)
