"""Making a backup from the settings."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.safekeeping import back_up_workspace
from crm_desktop.vault.backup import BackupReport
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.core import FileAccess
from ui.kit.desk import Desk


def back_up_now(desk: Desk, owner: QWidget, button: Button, target: Path | None = None) -> None:
    """Write a backup to `target`, or to the usual place, and say so; `button` waits until that is done."""
    button.setEnabled(False)

    def tell(report: BackupReport) -> None:
        button.setEnabled(True)
        size = desk.formats.size(report.size)
        desk.say(_("Backed up and checked: {name}, {size}").format(name=report.path.name, size=size))
        desk.settings_changed.emit("backups")

    def fail(error: CrmError) -> None:
        button.setEnabled(True)
        desk.warn(str(error))

    title = _("Backing up")
    desk.tasks.run(_backed_up, desk.file, target, desk.now(), owner=owner, then=tell, on_error=fail, title=title)


def _backed_up(file: FileAccess, target: Path | None, now: datetime, *, progress: Progress) -> BackupReport:
    return back_up_workspace(file.workspace, target, progress, now=now)
