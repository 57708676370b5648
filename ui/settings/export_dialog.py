"""Exporting everything: the passphrase is asked again, because what is written is not encrypted."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.jobs import Progress
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace
from ui.kit.asked_again import Asked, when_confirmed
from ui.kit.desk import Desk
from ui.kit.theme import Tone


def begin_export(desk: Desk, window: QWidget) -> None:
    """Ask for the passphrase where it has to be asked again, then where to."""
    told = _(
        "All records, those in the bin too, with their schema and the files, as one ZIP that any program can read. "
        "It is not encrypted: keep it where nobody else can read it."
    )
    asked = Asked(_("Export everything"), told, _("Choose a place…"))
    when_confirmed(desk, window, asked, lambda: ask_and_export(desk, window))


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
