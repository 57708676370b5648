"""The rehearsal that runs behind the wizard: begun anew with each decision, the one before it called off."""

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.errors import CrmError
from crm_desktop.journal.clock import milliseconds
from crm_desktop.words import _
from ui.exchange.chosen import Chosen
from ui.exchange.chosen_files import Rehearsal, rehearsed
from ui.exchange.running import Running
from ui.kit.desk import Desk
from ui.kit.tasks import LongTask

SETTLED_MS = 400  # after a decision: whoever goes through many rows is not kept waiting for each


class Trial(QObject):
    """`begun` tells that what is shown is older than what was decided, `shown` and `failed` how it ended.

    The last `rehearsal` stays until there is another; it is `fresh` while nothing was decided since. One that was
    called off or failed has `stopped`: it can be begun again.
    """

    begun = Signal()
    shown = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, chosen: Chosen, running: Running) -> None:
        super().__init__(running)
        self._desk = desk
        self._chosen = chosen
        self._running = running
        self._task: LongTask | None = None
        self.rehearsal: Rehearsal | None = None
        self.fresh = False
        self.stopped = False
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self.again)

    def soon(self) -> None:
        """Rehearse once the user has paused."""
        self.fresh = False
        self.begun.emit()
        self._settle.start()

    def again(self) -> None:
        """Rehearse with all that was decided."""
        self.stop()
        self.stopped = False
        self.begun.emit()
        desk, title = self._desk, _("Trying the import, nothing is written yet")
        self._task = desk.read(
            rehearsed,
            self._chosen.asked,
            desk.place,
            milliseconds(desk.now()),
            owner=self,
            then=self._show,
            on_error=self._fail,
            key="rehearsal",
            title=title,
        )
        self._running.follow(self._task, title)

    def stop(self) -> None:
        """Call off the rehearsal that is running."""
        self.fresh = False
        self._settle.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def outdate(self) -> None:
        """Let nothing be done with what is known of the files before they were looked at again."""
        self.stop()
        self.stopped = True

    def forget(self) -> None:
        """Let the files go, and what is known of them."""
        self.stop()
        self._chosen.clear()
        self.rehearsal = None

    def why_not(self, *, last: bool) -> str:
        """Return why the next step cannot be taken, in the `last` one the import; empty where it can."""
        rehearsal = self.rehearsal
        if self.stopped:
            return "" if self._chosen.sources else _("Choose files first")
        if rehearsal is None or not self.fresh:
            return _("The rehearsal is still running")
        if any(file.open_day is not None for file in rehearsal.files):
            return _("Say first in which order the days are written")
        if any(file.open_number is not None for file in rehearsal.files):
            return _("Say first how the numbers are written")
        total = rehearsal.report.total
        if last and not (total.created or total.updated):
            return _("There is nothing to import: no row is new or changes anything")
        return ""

    def _show(self, rehearsal: Rehearsal) -> None:
        self._task = None
        self.rehearsal, self.fresh = rehearsal, True
        # a folder or workbook has become one source for each table in it
        self._chosen.settle([file.source for file in rehearsal.files])
        self._chosen.seen = rehearsal.report.seen
        if self._chosen.adopt(rehearsal.templates):
            # a template that fits keeps what happens to all rows as well
            self.again()
            return
        self.shown.emit(rehearsal)

    def _fail(self, error: CrmError) -> None:
        self._task = None
        self.stopped = True
        self.failed.emit(error)
