"""The files of a record with a head above: title, count, and a button that adds."""

from PySide6.QtWidgets import QWidget

from crm_desktop.files.actions import Holder
from crm_desktop.words import _
from ui.files.file_list import FileList
from ui.kit.buttons import IconButton
from ui.kit.desk import Desk
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule


class FilesBox(QWidget):
    """What pages without sections of their own show of a record's files; with `ruled` a hairline stands above."""

    def __init__(self, desk: Desk, *, ruled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = desk.theme
        self.list = FileList(desk)
        self._count = Text(theme, "", "small", "text2")
        self._add = IconButton(theme, "attachment", _("Add files"))
        head = row(theme, Text(theme, _("Files"), "bodyStrong"), self._count, None, self._add, gap=6)
        parts = (Rule(theme),) if ruled else ()
        holder = QWidget()
        holder.setLayout(row(theme, head, margins=(16, 8, 10, 2)))
        self.setLayout(column(theme, *parts, holder, self.list, gap=0, margins=(0, 6, 0, 0)))
        self._add.clicked.connect(self.list.ask)
        self.list.counted.connect(lambda count: self._count.setText(str(count) if count else ""))

    def show_files_of(self, holder: Holder, *, name: str = "", editable: bool = True) -> None:
        """Show the files of the record of `holder`, which is called `name`."""
        self._add.setVisible(editable)
        self.list.show_files_of(holder, name=name, editable=editable)
