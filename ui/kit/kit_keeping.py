"""Keeping a recovery key: the kit saved or printed, and one group typed back from it."""

import secrets
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.vault.secret import secret_groups
from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.buttons import Button, ButtonKind
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.recovery_kit import note_kit_checked, print_kit, save_kit
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told


class KitKeeping(QWidget):
    """Buttons to save and print the kit of `workspace`, then a field for one group of it.

    `fits` tells whether the group was typed right, `noted` that this is kept.
    """

    fits = Signal(bool)
    noted = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._tasks = tasks
        self._groups = secret_groups(workspace.secret)
        self.asked = secrets.randbelow(len(self._groups))
        self.save = Button(theme, _("Save as PDF…"), ButtonKind.PRIMARY, icon="save")
        self.print = Button(theme, _("Print…"), icon="print")
        self._kept = Told(theme, "done", "success")
        self.field = QLineEdit()
        self.field.setFont(theme.font("mono"))
        self.field.setEnabled(False)
        self.wrong = Told(theme)
        asks = Text(theme, _("Type group {n} from the kit").format(n=self.asked + 1), "small", weight=500)
        self.field.setAccessibleName(asks.text())
        typing = column(theme, asks, self.field, self.wrong, gap=4)
        self.setLayout(column(theme, row(theme, self.save, self.print, None), self._kept, typing, gap=14))
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.field.textEdited.connect(self._check)

    @property
    def right(self) -> bool:
        """Whether the group was typed right."""
        return _plain(self.field.text()) == self._groups[self.asked]

    def save_to(self, path: Path) -> None:
        """Write the kit to `path`, then ask for the group."""
        self._tasks.run(save_kit, self.workspace, path, owner=self, then=self._on_kept, on_error=self._on_error)

    def note(self) -> None:
        """Keep that the user has the kit, where the group was typed right."""
        if self.right:
            self._tasks.run(note_kit_checked, self.workspace, owner=self, then=self._on_noted, writer=True)

    def _save(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = _("{name} recovery kit.pdf").format(name=self.workspace.name)
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the recovery kit"), f"{home}/{name}", "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def _print(self) -> None:
        if print_kit(self.workspace, self):
            self._ask_group(_("Printed."))

    def _on_kept(self, path: Path) -> None:
        self._ask_group(_("Saved as {name}. Print it, then delete the file.").format(name=path.name))

    def _ask_group(self, said: str) -> None:
        self._kept.tell(said)
        self.field.setEnabled(True)
        self.field.setFocus()

    def _on_error(self, error: CrmError) -> None:
        self.wrong.tell(str(error))

    def _on_noted(self, _noted: None) -> None:
        self.noted.emit()

    def _check(self) -> None:
        complete = len(_plain(self.field.text())) >= len(self._groups[self.asked])
        said = _("That is not group {n}. Compare it with the kit.").format(n=self.asked + 1)
        self.wrong.tell(said if complete and not self.right else "")
        self.fits.emit(self.right)


def _plain(typed: str) -> str:
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters.replace("O", "0").replace("I", "1").replace("L", "1")
