"""Overwrites what erased records left in the file, once nobody saves for a moment."""

from PySide6.QtCore import QObject, QTimer

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.words import _
from ui.kit.core import Commit, FileAccess
from ui.kit.desk import Desk

# After this time without another change: what is saved meanwhile would make the work worthless.
QUIET_MS = 4000
# Where somebody saved meanwhile all the same, or the file was being read.
AGAIN_MS = 60_000


class ErasuresWatch(QObject):
    """Looks after each quiet moment whether something was erased and not overwritten yet."""

    def __init__(self, desk: Desk, *, read_only: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read_only = read_only
        self._busy = False
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._look)
        desk.committed.connect(self._on_committed)
        self.resume()

    def pause(self) -> None:
        """Look at nothing while the file is closed."""
        self._quiet.stop()

    def resume(self) -> None:
        """Look again."""
        if not self._read_only:
            self._quiet.start(QUIET_MS)

    def _on_committed(self, _commit: Commit) -> None:
        if not self._busy:
            self.resume()

    def _look(self) -> None:
        self._desk.tasks.run(_due, self._desk.file, owner=self, then=self._begin, on_error=_leave_it, key="due")

    def _begin(self, due: object) -> None:
        if due:
            self._busy = True
            self._desk.tasks.run(
                _finished,
                self._desk.file,
                owner=self,
                then=self._on_ended,
                on_error=self._on_error,
                title=_("Overwriting what was erased"),
                cancellable=False,
            )

    def _on_ended(self, done: object) -> None:
        self._busy = False
        if not done:
            self._quiet.start(AGAIN_MS)

    def _on_error(self, _error: CrmError) -> None:
        # the file was closed meanwhile, or there is no room: it stays due
        self._on_ended(False)


def _due(file: FileAccess) -> bool:
    return file.workspace.has_erasures_due


def _finished(file: FileAccess, *, progress: Progress) -> bool:
    return file.workspace.finish_erasures(progress)


def _leave_it(_error: CrmError) -> None:
    """Say nothing: the file was closed meanwhile, and the next look finds the same."""
