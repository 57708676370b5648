"""Giving a file another name."""

from pathlib import PurePath

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.files.actions import rename_file
from crm_desktop.files.queries import FileRow
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.kept import Kept
from ui.kit.popover import Popover
from ui.kit.told import Told

WIDTH = 300


class RenamePopover(Popover):
    """One line with the name, all but its ending selected; Enter keeps it."""

    def __init__(self, desk: Desk, row: FileRow, parent: QWidget) -> None:
        super().__init__(desk.theme, parent)
        self._desk = desk
        self._row = row
        self.line = QLineEdit(row.name)
        self.line.setFixedWidth(desk.theme.px(WIDTH))
        self.line.setAccessibleName(_("Name of the file"))
        self.line.returnPressed.connect(self._save)
        self._told = Told(desk.theme)
        self.body.addWidget(self.line)
        self.body.addWidget(self._told)
        self.closed.connect(self.deleteLater)
        self.kept = Kept(desk, self, "file name", row.id, label=_("Name of the file"))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus on the name once the window has it."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._select)

    def _select(self) -> None:
        self.line.setFocus()
        self.line.setSelection(0, len(PurePath(self._row.name).stem))

    def _save(self) -> None:
        typed = self.line.text()
        if typed == self._row.name:
            self.hide()
            return
        self._desk.act(
            rename_file,
            self._row.id,
            typed,
            owner=self,
            then=lambda _none: self.finish(),
            on_error=self._refuse,
            done=_("File renamed"),
        )

    def _refuse(self, error: CrmError) -> None:
        self._told.tell(str(error))
        self.adjustSize()
