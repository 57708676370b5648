"""Backups by themselves: when the newest is older than the days chosen in the settings."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.jobs import Progress
from crm_desktop.safekeeping import back_up_workspace, backups_of
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.words import _
from ui.kit.core import FileAccess
from ui.kit.desk import Desk

# Late enough not to be felt at the start, early enough for short days.
FIRST_LOOK_MS = 60_000
LOOK_EVERY_MS = 60 * 60_000


class AutoBackup(QObject):
    """Looks from time to time; `newest_known` carries the time of the newest good backup, or None."""

    newest_known = Signal(object)

    def __init__(self, desk: Desk, *, read_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_only = read_only
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.back_up_when_due)
        self._first = QTimer(self, singleShot=True, interval=FIRST_LOOK_MS)
        self._first.timeout.connect(self.back_up_when_due)
        self.resume()
        desk.settings_changed.connect(self._on_setting)

    def resume(self) -> None:
        """Look again from now on."""
        self._timer.start()
        self._first.start()
        self.look()

    def pause(self) -> None:
        """Look no more: the file is closed."""
        self._timer.stop()
        self._first.stop()

    def look(self) -> None:
        """Ask how old the newest backup is."""
        self._desk.tasks.run(_newest, self._desk.file, owner=self, then=self.newest_known.emit, key="newest")

    def back_up_when_due(self) -> None:
        """Write a backup where the newest is too old."""
        if not self._read_only:
            now = self._desk.now()
            self._desk.tasks.run(_due, self._desk.file, now, owner=self, then=self._back_up, key="due")

    def _back_up(self, due: object) -> None:
        if due:
            now, title = self._desk.now(), _("Daily backup")
            self._desk.tasks.run(_backed_up, self._desk.file, now, owner=self, then=self._on_backed_up, title=title)

    def _on_backed_up(self, _done: None) -> None:
        self._desk.settings_changed.emit("backups")

    def _on_setting(self, name: str) -> None:
        if name.startswith("backup"):
            self.look()


def _newest(file: FileAccess) -> datetime | None:
    return next((each.made_at for each in backups_of(file.workspace) if each.good), None)


def _due(file: FileAccess, now: datetime) -> bool:
    with file.workspace.reader() as reader:
        days = int(setting_value(reader, "backup_days") or 1)
    newest = _newest(file)
    return newest is None or now - newest >= timedelta(days=days)


def _backed_up(file: FileAccess, now: datetime, *, progress: Progress) -> None:
    back_up_workspace(file.workspace, progress=progress, now=now)
