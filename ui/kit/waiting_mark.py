"""The mark at a record whose edits wait for the office server: a state, not a fault."""

from PySide6.QtCore import QObject, Signal

from crm_desktop.sync.waiting import waiting_among
from crm_desktop.words import _
from ui.kit.core import Commit
from ui.kit.desk import SHARING, Desk
from ui.kit.painting import Badge
from ui.kit.theme import Tone


def waiting_badge() -> Badge:
    """Return the badge of what waits to be sent."""
    return Badge(_("Not synced yet"), Tone.OUTLINE, "offline")


class WaitingMark(QObject):
    """Knows whether the record of `table` that is shown holds edits that wait; `changed` tells when that turns."""

    changed = Signal()

    def __init__(self, desk: Desk, table: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self._record: bytes | None = None
        self.waits = False
        desk.committed.connect(self._on_committed)
        desk.renewed.connect(self._on_renewed)

    def follow(self, record: bytes) -> None:
        """Look at `record` from now on."""
        if record != self._record:
            self.waits = False
        self._record = record
        self._ask()

    def badges(self) -> list[Badge]:
        """Return the mark, where it is to be shown."""
        return [waiting_badge()] if self.waits else []

    def _ask(self) -> None:
        if self._record is not None:
            self._desk.read(waiting_among, self._table, [self._record], owner=self, then=self._take, key="waits")

    def _take(self, waiting: frozenset[bytes]) -> None:
        waits = self._record in waiting
        if waits is not self.waits:
            self.waits = waits
            self.changed.emit()

    def _on_committed(self, _commit: Commit) -> None:
        self._ask()

    def _on_renewed(self, name: str) -> None:
        if name == SHARING:
            self._ask()
