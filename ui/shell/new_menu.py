"""The menu of New: one letter makes a record of its kind."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ui.kit.icons import icon
from ui.kit.theme import Theme
from ui.shell.commands import NEW_KINDS, new_label


class NewMenu(QMenu):
    """What can be made, each with its letter; `make` gets the kind."""

    def __init__(self, theme: Theme, make: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._by_letter: dict[int, QAction] = {}
        for each in NEW_KINDS:
            made = QAction(icon(theme, each.icon), new_label(each.kind), self)
            made.setShortcut(QKeySequence(each.letter))
            made.setShortcutVisibleInContextMenu(True)
            made.triggered.connect(lambda _on=False, kind=each.kind: make(kind))
            self.addAction(made)
            self._by_letter[ord(each.letter)] = made

    def open_below(self, opener: QWidget) -> None:
        """Open below `opener`, in line with its end, the first choice marked."""
        corner = opener.mapToGlobal(QPoint(opener.width() - self.sizeHint().width(), opener.height() + 4))
        if self.isRightToLeft():
            corner = opener.mapToGlobal(QPoint(0, opener.height() + 4))
        self.popup(corner)
        self.setActiveAction(self.actions()[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter makes its kind."""
        chosen = self._by_letter.get(event.key())
        if chosen is None:
            super().keyPressEvent(event)
            return
        self.close()
        chosen.trigger()
