"""Files that are dropped anywhere on the window, where the page has no use of its own for them.

Parcels, cards and invites go to the sharing, all others are imported.
"""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk, Place

# What carries the sharing: parcels, cards and invites.
SHARED = (".crmparcel", ".crmcard", ".crminvite")
_COMING = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class FileDrop(QObject):
    """Watches `area`; what is dropped there goes to the sharing or to the import."""

    def __init__(self, desk: Desk, area: QWidget) -> None:
        super().__init__(area)
        self._desk = desk
        area.setAcceptDrops(True)
        area.installEventFilter(self)

    def eventFilter(self, _area: QObject, event: QEvent) -> bool:
        """Take files on their way over the window, and those that are let go."""
        coming, dropped = event.type() in _COMING, event.type() is QEvent.Type.Drop
        if not (coming or dropped) or not isinstance(event, QDropEvent):
            return False
        paths = [each.toLocalFile() for each in event.mimeData().urls() if each.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if dropped:
            self._desk.go(_place_for(paths))
        return True


def _place_for(paths: list[str]) -> Place:
    if all(Path(each).suffix.lower() in SHARED for each in paths):
        return Place("settings", None, {"section": "sharing", "files": paths})
    return Place("import", None, {"paths": paths})
