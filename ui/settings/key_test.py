"""Testing the paper: the recovery key typed from it, without opening anything."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.safekeeping import try_recovery_key
from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.fields.recovery_key import KeyField
from ui.kit.layouts import column, row
from ui.kit.told import Told


class KeyTest(QWidget):
    """A field for the key and a button; `tested` tells that it fits."""

    tested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self.key = KeyField(theme)
        self.key.line.setPlaceholderText(_("Type the key from the paper to test it: 8 groups of 8"))
        self.button = Button(theme, _("Test"), icon="done")
        self.wrong = Told(theme)
        line = row(theme, self.key, self.button, gap=8)
        line.setStretch(0, 1)
        line.setAlignment(self.button, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(theme, line, self.wrong, gap=4, margins=(16, 0, 16, 14)))
        self.button.clicked.connect(self.test)
        self.key.line.returnPressed.connect(self.test)

    def test(self) -> None:
        """Try what is typed."""
        if not self.key.complete:
            self.wrong.tell(self.key.problem or _("Type the whole key: 8 groups."))
            return
        workspace = self._desk.file.workspace
        self._desk.tasks.run(
            _tested,
            workspace,
            self.key.line.text(),
            self._desk.now(),
            owner=self,
            then=self._on_right,
            on_error=self._on_wrong,
            writer=True,
        )

    def _on_right(self, _right: None) -> None:
        self.wrong.tell("")
        self.key.clear()
        self._desk.say(_("The recovery key fits. Put the paper back."))
        self.tested.emit()

    def _on_wrong(self, error: CrmError) -> None:
        self.wrong.tell(str(error))


def _tested(workspace: Workspace, typed: str, now: datetime) -> None:
    try_recovery_key(workspace, typed, now=now)
