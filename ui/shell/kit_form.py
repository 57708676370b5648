"""Keeping the recovery key of a new workspace: the kit saved or printed, and one group typed back from it."""

import secrets
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit

from crm_desktop.errors import CrmError
from crm_desktop.vault.secret import secret_groups
from crm_desktop.words import _
from crm_desktop.workspace import Workspace
from ui.kit.buttons import Button, ButtonKind, LinkButton
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.shell.gate_form import GateForm, Reassurance, Told, label
from ui.shell.recovery_kit import note_kit_checked, print_kit, save_kit


class KitForm(GateForm):
    """Asks to keep the kit of `workspace`; `opened` carries it on once that is proven, or put off."""

    def __init__(self, theme: Theme, tasks: Tasks, workspace: Workspace) -> None:
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
        self.button = Button(theme, _("Open the workspace"), ButtonKind.PRIMARY, size="large", keys=_("Enter"))
        self.button.set_wide()
        self.button.setEnabled(False)
        later = LinkButton(theme, _("Do this later"), role="text2")
        asks = label(theme, _("Type group {n} from the kit").format(n=self.asked + 1), self.field)
        self.field.setAccessibleName(asks.text())
        super().__init__(
            theme,
            column(
                theme,
                Text(theme, _("Keep the recovery key"), "display"),
                Text(
                    theme,
                    _(
                        "If the passphrase is lost, this key alone opens the workspace. "
                        "Nobody else has it, and it is not shown again."
                    ),
                    role="text2",
                    wrap=True,
                ),
                gap=4,
            ),
            row(theme, self.save, self.print, None),
            self._kept,
            column(theme, asks, self.field, self.wrong, gap=4),
            self.button,
            row(theme, later, None),
            Reassurance(
                theme,
                "print",
                _("Paper keeps best."),
                _(
                    "Print the sheet, put it where you keep contracts, and delete the file: "
                    "whoever has the key can read everything."
                ),
                "text2",
            ),
            gap=18,
        )
        self.save.clicked.connect(self._save)
        self.print.clicked.connect(self._print)
        self.field.textEdited.connect(self._check)
        self.field.returnPressed.connect(self.confirm)
        self.button.clicked.connect(self.confirm)
        later.clicked.connect(self._put_off)

    def focus_first(self) -> None:
        """Put the focus on saving."""
        self.save.setFocus()

    def save_to(self, path: Path) -> None:
        """Write the kit to `path`, then ask for the group."""
        self._tasks.run(save_kit, self.workspace, path, owner=self, then=self._on_kept, on_error=self._on_error)

    def confirm(self) -> None:
        """Go on, where the group was typed right."""
        if self.button.isEnabled():
            self._tasks.run(note_kit_checked, self.workspace, owner=self, then=self._on_noted, writer=True)

    def _save(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = _("{name} recovery kit.pdf").format(name=self.workspace.name)
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the recovery kit"), f"{home}/{name}", "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def _print(self) -> None:
        if print_kit(self.workspace, self):
            self._on_kept(None)

    def _on_kept(self, path: Path | None) -> None:
        said = (
            _("Printed.")
            if path is None
            else _("Saved as {name}. Print it, then delete the file.").format(name=path.name)
        )
        self._kept.tell(said)
        self.field.setEnabled(True)
        self.field.setFocus()

    def _on_error(self, error: CrmError) -> None:
        self.wrong.tell(str(error))

    def _on_noted(self, _noted: None) -> None:
        self.opened.emit(self.workspace)

    def _check(self) -> None:
        typed = self.field.text().upper().replace("O", "0").replace("I", "1").replace("L", "1").strip(" -")
        wanted = self._groups[self.asked]
        self.button.setEnabled(typed == wanted)
        complete = len(typed) >= len(wanted)
        self.wrong.tell(
            _("That is not group {n}. Compare it with the kit.").format(n=self.asked + 1)
            if complete and typed != wanted
            else ""
        )

    def _put_off(self) -> None:
        self.opened.emit(self.workspace)
