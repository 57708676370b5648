"""Exporting everything: the passphrase is asked again, because what is written is not encrypted."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.safekeeping import check_passphrase
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.labels import Text
from ui.kit.theme import Tone
from ui.kit.told import Told

ASKED_ONCE_IN = timedelta(minutes=5)


class ExportDialog(Dialog):
    """Asks for the passphrase, then where to, and writes the ZIP in the background."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Export everything"), _("Choose a place…"), parent=parent)
        self._desk = desk
        self._window = parent
        theme = desk.theme
        told = _(
            "All records, those in the bin too, with their schema and the files, as one ZIP that any program can read. "
            "It is not encrypted: keep it where nobody else can read it."
        )
        self.passphrase = PassphraseField(theme, _("Passphrase"))
        self.wrong = Told(theme)
        self.body.addWidget(Text(theme, told, "body", "text2", wrap=True))
        self.body.addWidget(Text(theme, _("Passphrase"), "small", "text2"))
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.wrong)
        self.passphrase.setFocus()

    def accept(self) -> None:
        """Check the passphrase; where it fits, the dialog closes and the place is asked for."""
        if not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self._desk.tasks.run(
            check_passphrase,
            self._desk.file.workspace,
            self.passphrase.text(),
            owner=self,
            then=self._on_checked,
            on_error=self._on_error,
        )

    def _on_checked(self, _nothing: None) -> None:
        self._desk.file.confirmed_at = self._desk.now()
        super().accept()
        ask_and_export(self._desk, self._window)

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()


def begin_export(desk: Desk, window: QWidget) -> None:
    """Ask for the passphrase where it has to be asked again, then where to."""

    def begin(asks: str) -> None:
        asked_at = desk.file.confirmed_at
        fresh = asked_at is not None and desk.now() - asked_at < ASKED_ONCE_IN
        if asks != "on" or fresh:
            ask_and_export(desk, window)
            return
        dialog = ExportDialog(desk, window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    desk.read(setting_value, "ask_again", owner=window, then=begin)


def ask_and_export(desk: Desk, window: QWidget) -> None:
    """Ask where to, then write everything there; the task strip shows how far it is."""
    dialog = QFileDialog(window, _("Export everything"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("Full export (*.zip)")])
    dialog.setDefaultSuffix("zip")
    dialog.selectFile(f"{desk.file.workspace.name} {desk.today().isoformat()}.zip")
    dialog.fileSelected.connect(lambda path: export_to(desk, window, Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def export_to(desk: Desk, owner: QWidget, path: Path) -> None:
    """Write everything to `path` and say so."""

    def tell(written: int) -> None:
        told = ngettext("{n} record written to {file}", "{n} records written to {file}", written)
        desk.say(told.format(n=desk.formats.number(written), file=path.name), tone=Tone.SUCCESS)

    desk.read(_written, desk.file.workspace, path, owner=owner, then=tell, title=_("Exporting everything"))


def _written(reader: Connection, workspace: Workspace, path: Path, *, progress: Progress | None = None) -> int:
    # the writer of archives is needed here alone
    from crm_desktop.exchange.full.writing import Author, write_full_export

    author = Author(workspace.journal.member, workspace.name, workspace.journal.clock())
    return write_full_export(reader, workspace.files, path, author, progress).records
