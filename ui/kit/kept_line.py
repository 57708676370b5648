"""Keeps what is typed into a line that is saved where it stands, until it is."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.icons import icon


class KeptLine(QObject):
    """Keeps what is typed into `line` at `place` of the drafts, which is called `label` where it is told of.

    A mark on the line says that it is not saved; a click on it, or Esc, shows again what is stored.
    """

    def __init__(self, desk: Desk, line: QLineEdit, place: str, label: str) -> None:
        super().__init__(line)
        self._drafts = desk.drafts
        self._line = line
        self._place = place
        self._label = label
        self._stored = line.text()
        self._mark = QAction(icon(desk.theme, "clock"), _("Discard what was kept from before"), line)
        self._mark.setToolTip(_("Kept from before, not saved yet. Esc discards it."))
        self._mark.triggered.connect(self._discard)
        line.textEdited.connect(self._keep)
        line.installEventFilter(self)

    def show(self, stored: str) -> None:
        """Show `stored`, or what was typed over it and is not saved."""
        self._stored = stored
        kept = self._drafts.typed(self._place).get("typed", stored)
        self._line.setText(kept)
        self._line.setCursorPosition(0)
        self._show_mark(on=kept != stored)

    def taken(self) -> None:
        """Forget what was typed: it is being saved."""
        self._drafts.drop(self._place)
        self._show_mark(on=False)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Esc shows what is stored, where anything else was typed."""
        escaped = (
            isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        )
        if escaped and self._line.text() != self._stored:
            self._discard()
            return True
        return False

    def _show_mark(self, *, on: bool) -> None:
        if on:
            self._line.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        else:
            self._line.removeAction(self._mark)

    def _keep(self, typed: str) -> None:
        self._drafts.keep(self._place, {"typed": typed} if typed != self._stored else {}, self._label)

    def _discard(self) -> None:
        self._line.setText(self._stored)
        self.taken()
