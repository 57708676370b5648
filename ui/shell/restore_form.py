"""Restoring a backup, into a new place or over a workspace that is damaged."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.safekeeping import restore_workspace, secret_of_backup
from crm_desktop.vault.backup_list import BackupFile
from crm_desktop.words import _
from crm_desktop.workspace import SUFFIX, Workspace, open_workspace
from ui.kit.buttons import Button, LinkButton
from ui.kit.fields.choice import ComboBox
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.layouts import row
from ui.kit.tasks import Tasks
from ui.kit.theme import Theme
from ui.kit.told import Told
from ui.shell.gate_form import GateForm, entry, heading, main_button, place_line, short_path

BACKUP_FILES = "*.crmbackup"


class RestoreForm(GateForm):
    """Asks which backup, where to, and for the passphrase of its time."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        found: Sequence[tuple[Path, BackupFile]],
        formats: Formats,
        target: Path | None = None,
    ) -> None:
        self._tasks = tasks
        self._formats = formats
        self._target = target
        self.box = ComboBox(theme)
        for folder, backup in found:
            self._offer(backup, folder)
        pick = Button(theme, _("Another file…"), size="small")
        self._where = Text(theme, "", role="text2")
        self._warning = Told(theme, "info", "text2")
        change = Button(theme, _("Choose…"), size="small")
        self.field = PassphraseField(theme)
        self.wrong = Told(theme)
        self.button = main_button(theme, _("Restore"))
        back = LinkButton(theme, _("Back"))
        lead = _("The backup is unpacked and checked beside its place, and only then takes it.")
        super().__init__(
            theme,
            heading(theme, _("Restore a backup"), lead),
            entry(theme, _("Backup"), self.box, beside=pick),
            place_line(theme, _("Restore to"), self._where, change),
            self._warning,
            entry(theme, _("Passphrase of the backup"), self.field),
            self.wrong,
            self.button,
            row(theme, back, None),
            gap=16,
            width=440,
        )
        back.clicked.connect(self.left)
        pick.clicked.connect(self._pick)
        change.clicked.connect(self._change_target)
        self.box.currentIndexChanged.connect(self._show_target)
        self.button.clicked.connect(self.restore)
        self.field.returnPressed.connect(self.restore)
        self._show_target()

    @property
    def target(self) -> Path | None:
        """Where the workspace will be; None while no backup is chosen."""
        chosen = self.box.currentData()
        if self._target is not None or chosen is None:
            return self._target
        return Path(chosen[1])

    def focus_first(self) -> None:
        """Put the focus into the passphrase, or on the choice of a backup."""
        (self.field if self.box.count() else self.box).setFocus()

    def add_file(self, path: Path) -> None:
        """Offer the backup file `path` and choose it."""
        name = path.name.partition("-2")[0] or path.stem
        self.box.addItem(path.name, (str(path), str(path.parent / f"{name}{SUFFIX}")))
        self.box.setCurrentIndex(self.box.count() - 1)

    def restore(self) -> None:
        """Restore what is chosen."""
        chosen, target = self.box.currentData(), self.target
        if chosen is None or target is None:
            self.wrong.tell(_("Choose a backup first."))
            return
        if not self.button.isEnabled():
            return
        self._show_busy(on=True)
        self._tasks.run(
            _restored,
            Path(chosen[0]),
            target,
            self.field.text(),
            owner=self,
            then=self._on_restored,
            on_error=self._on_error,
            title=_("Restoring {file}").format(file=Path(chosen[0]).name),
            writer=True,
        )

    def _offer(self, backup: BackupFile, folder: Path) -> None:
        formats = self._formats
        facts = f"{backup.workspace}, {formats.moment(backup.made_at)}, {formats.size(backup.size)}"
        shown = facts if backup.good else _("{backup}, damaged").format(backup=facts)
        self.box.addItem(shown, (str(backup.path), str(folder)))

    def _pick(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Choose a backup"), str(Path.home()), _("Backups ({files})").format(files=BACKUP_FILES)
        )
        if chosen:
            self.add_file(Path(chosen))

    def _change_target(self) -> None:
        target = self.target
        if target is None:
            return
        chosen = QFileDialog.getExistingDirectory(self, _("Where to keep the workspace"), str(target.parent))
        if chosen:
            self._target = Path(chosen) / target.name
            self._show_target()

    def _show_target(self) -> None:
        target = self.target
        self._where.setText(short_path(target) if target is not None else _("No backup chosen"))
        replaced = target is not None and target.exists()
        told = _("The workspace that is there now is kept beside it under another name until you delete it.")
        self._warning.tell(told if replaced else "")

    def _show_busy(self, *, on: bool) -> None:
        self.button.setEnabled(not on)
        self.button.setText(_("Restoring…") if on else _("Restore"))

    def _on_restored(self, workspace: Workspace) -> None:
        self.field.clear()
        self.opened.emit(workspace)

    def _on_error(self, error: CrmError) -> None:
        self._show_busy(on=False)
        self.wrong.tell(str(error))
        self.field.selectAll()
        self.field.setFocus()


def _restored(backup: Path, target: Path, passphrase: str, *, progress: Progress) -> Workspace:
    secret = secret_of_backup(backup, passphrase)
    done = restore_workspace(backup, target, secret, progress)
    opened = open_workspace(target, passphrase)
    opened.erased_again = done.erased_again
    return opened
