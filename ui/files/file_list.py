"""The files of one record: lines that open, with all that can be done with them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.files.actions import Holder, remove_files
from crm_desktop.files.queries import FileRow, files_of
from crm_desktop.words import _, ngettext
from ui.files.adding import FileAdder
from ui.files.file_line import FileLine, MoreLine
from ui.files.given import Given, given_by, given_paths
from ui.files.preview import PreviewDialog
from ui.files.rename import RenamePopover
from ui.files.saving import ask_copy
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.menus import MenuAct, made_menu
from ui.kit.theme import Tone

SHOWN_AT_FIRST = 6


class FileList(QWidget):
    """Shows the files of a record and keeps up with them; `counted` tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._adder = FileAdder(desk)
        self._holder: Holder | None = None
        self._editable = True
        self._rows: Sequence[FileRow] = ()
        self._made: list[FileLine] = []
        self._name = ""
        self._all = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.setAccessibleName(_("Files"))
        desk.committed.connect(self._on_committed)

    @property
    def holder(self) -> Holder | None:
        """The record whose files are shown."""
        return self._holder

    @property
    def editable(self) -> bool:
        """Whether files may be added here."""
        return self._editable and self._holder is not None

    @property
    def lines(self) -> list[FileLine]:
        """The lines that are shown."""
        return list(self._made)

    def show_files_of(self, holder: Holder, *, name: str = "", editable: bool = True) -> None:
        """Show the files of the record of `holder`, which is called `name`."""
        if holder != self._holder:
            self._all = False
            self._fill(())
        self._holder = holder
        self._name = name
        self._editable = editable
        self._read()

    def add(self, given: Sequence[Given]) -> None:
        """Add what was `given`."""
        if self._holder is not None and self.editable:
            self._adder.add(self._holder, given)

    def drop(self, given: Sequence[Given]) -> None:
        """Take in what was dropped: mails become entries of the timeline where there is one, the rest is added."""
        if self._holder is not None and self.editable:
            self._adder.drop(self._holder, given)

    def ask(self) -> None:
        """Ask for files in the system's dialog."""
        paths, _filter = QFileDialog.getOpenFileNames(self, _("Add files"))
        self.add(given_paths(paths))

    def paste(self) -> None:
        """Add the files or the image in the clipboard."""
        given = given_by(QGuiApplication.clipboard().mimeData(), self._desk.today())
        if given:
            self.add(given)
        else:
            self._desk.say(_("There is no file and no image in the clipboard"), tone=Tone.NEUTRAL)

    def _read(self) -> None:
        if self._holder is not None:
            self._desk.read(files_of, self._holder, owner=self, then=self._show, key="files")

    def _show(self, rows: Sequence[FileRow]) -> None:
        if rows != self._rows:
            self._fill(rows)
        self.counted.emit(len(rows))

    def _fill(self, rows: Sequence[FileRow]) -> None:
        focused = next((at for at, line in enumerate(self._made) if line.hasFocus()), None)
        self._rows = rows
        while (item := self._lines.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        shown = rows if self._all else rows[:SHOWN_AT_FIRST]
        self._made = [self._line(row) for row in shown]
        for line in self._made:
            self._lines.addWidget(line)
        if len(shown) < len(rows):
            words = ngettext("Show all {n} files", "Show all {n} files", len(rows)).format(n=len(rows))
            more = MoreLine(self._desk.theme, words)
            more.clicked.connect(self._show_all)
            self._lines.addWidget(more)
        if focused is not None and self._made:
            self._made[min(focused, len(self._made) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, row: FileRow) -> FileLine:
        of = row.of if row.of != self._name and self._holder is not None and self._holder.table == "contact" else ""
        made = FileLine(self._desk.theme, row, self._desk.formats, of)
        made.clicked.connect(lambda: self._preview(row))
        made.rename_wanted.connect(lambda: self._rename(made))
        made.remove_wanted.connect(lambda: self._remove(row))
        made.menu_wanted.connect(partial(self._open_menu, made))
        return made

    def _show_all(self) -> None:
        self._all = True
        place = len(self._made)
        self._fill(self._rows)
        self._made[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_menu(self, line: FileLine, corner: QPoint) -> None:
        acts = [
            MenuAct("eye", _("Show"), lambda: self._preview(line.row)),
            MenuAct("export file", _("Save a copy…"), lambda: ask_copy(self._desk, line.row, self)),
        ]
        if self._editable:
            acts.append(MenuAct("edit", _("Rename…"), lambda: self._rename(line)))
            acts.append(MenuAct("delete", _("Delete"), lambda: self._remove(line.row)))
        made_menu(self._desk.theme, acts, self).popup(corner)

    def _preview(self, row: FileRow) -> None:
        PreviewDialog(self._desk, row, self._rows, self).open()

    def _rename(self, line: FileLine) -> None:
        if self._editable:
            RenamePopover(self._desk, line.row, line).open_below(line)

    def _remove(self, row: FileRow) -> None:
        if self._editable:
            self._desk.act(remove_files, [row.id], done=_("{name} deleted").format(name=row.name))

    def _on_committed(self, commit: Commit) -> None:
        # a part without files is one line that hides the list: it reads all the same, else the first file never shows
        if touches(commit, "attachment") and self.window().isVisible():
            self._read()
