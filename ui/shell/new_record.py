"""The dialog in which a record is made, from wherever one is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.acts import add_record
from crm_desktop.errors import CrmError
from crm_desktop.files.actions import Holder
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Stored
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.drafts import NEW, begun_with
from ui.kit.fitting_area import FittingArea
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.own_files import OwnFile, keep_own_file
from ui.kit.record_form import RecordForm
from ui.shell.commands import new_label
from ui.shell.look_alikes import LookAlikes


class NewRecordDialog(Dialog):
    """Asks for a record of `kind`; `made` carries the id once it is stored."""

    def __init__(self, desk: Desk, kind: str, values: Mapping[str, Stored], parent: QWidget) -> None:
        title = new_label(kind).rstrip("…")
        super().__init__(desk.theme, title, _("Save"), "medium", parent=parent)
        self._desk = desk
        self.form = RecordForm(desk, kind, values)
        self.wrong = Text(desk.theme, "", "small", "danger", wrap=True)
        self.wrong.hide()
        self.alike = LookAlikes(desk, kind, self.form)
        self.alike.fitted.connect(lambda: QTimer.singleShot(0, self, self.adjustSize))
        self.alike.opened.connect(self._open_instead)
        self.body.addWidget(FittingArea(desk.theme, self.form))
        self.body.addWidget(self.alike)
        self.body.addWidget(self.wrong)
        self._kind = kind
        self.form.submitted.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        self._saved: Callable[[bytes], None] = lambda _record: None
        self.form.focus_first()
        self.kept = Kept(desk, self, NEW, kind, begun_with(values), label=title)
        self.form.named.connect(self.kept.filled)

    def on_saved(self, saved: Callable[[bytes], None]) -> None:
        """Call `saved` with the id of the record once it is stored."""
        self._saved = saved

    def accept(self) -> None:
        """Save; the dialog closes once that is done."""
        self.save()

    def save(self) -> None:
        """Store what is typed, or show what does not fit."""
        typed = self.form.typed()
        # what is told below a field needs room
        QTimer.singleShot(0, self, self.adjustSize)
        if typed is None or not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self._desk.act(
            _added,
            self.form.kind.name,
            typed,
            owner=self,
            then=self._on_saved,
            on_error=self._on_error,
            done=self._done(),
        )

    def _done(self) -> str:
        return {
            "person": _("Person added"),
            "company": _("Company added"),
            "deal": _("Deal added"),
            "ticket": _("Ticket added"),
            "activity": _("Activity logged"),
            "product": _("Product added"),
            "purchase": _("Purchase added"),
        }[self._kind]

    def _open_instead(self, record: bytes) -> None:
        """Leave the form for a contact that is there already."""
        self.done(QDialog.DialogCode.Accepted)
        self._saved(record)

    def _on_saved(self, record: bytes) -> None:
        self._keep_files(record)
        self.done(QDialog.DialogCode.Accepted)
        self._saved(record)

    def _keep_files(self, record: bytes) -> None:
        """Keep the files of own fields with the record, which is there now; one that fails is told by itself."""
        holder = Holder(self.form.kind.table.name, record)
        for name, path in self.form.files().items():
            keep_own_file(self._desk, OwnFile(holder, name, path), self._desk, lambda _file: None)

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        shown = self.form.show_error(error)
        self.wrong.setText("" if shown else str(error))
        self.wrong.setVisible(not shown)
        QTimer.singleShot(0, self, self.adjustSize)


def _added(journal: Journal, kind: str, typed: Mapping[str, str]) -> bytes:
    return add_record(journal, kind, typed)
