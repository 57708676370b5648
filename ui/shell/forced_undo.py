"""Asks whether a step is to be taken back over newer edits."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError, UndoWouldOverwrite
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.lineage import Lineage
from crm_desktop.journal.undo import undo_step
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.shell.session import Session


class ForcedUndo(QObject):
    """Asks over `window`, and takes the step back where that is wanted."""

    def __init__(self, desk: Desk, session: Session, window: QWidget) -> None:
        super().__init__(desk)
        self._desk = desk
        self._session = session
        self._window = window

    def ask(self, error: CrmError, step: int | None) -> None:
        """Ask whether `step`, or the one that undo takes back next, goes over the newer edits that `error` lists."""
        if step is None:
            self._desk.tasks.run(_last_step, self._session, owner=self, then=lambda last: self._ask(error, last))
        else:
            self._ask(error, step)

    def _ask(self, error: CrmError, step: int | None) -> None:
        if step is None:
            return
        if not isinstance(error, UndoWouldOverwrite):
            self._desk.warn(str(error))
            return
        newer = "\n".join(f"• {each}" for each in error.newer)
        question = _("Take it back all the same?")
        if confirm(self._window, self._desk.theme, question, f"{error}\n\n{newer}", _("Take back"), destructive=True):
            self._desk.act(_forced, step, owner=self, done=_("Taken back"))


def _last_step(session: Session) -> int | None:
    with session.core.reader() as reader:
        return Lineage(reader).last_standing()


def _forced(journal: Journal, step: int) -> None:
    undo_step(journal, step, force=True)
