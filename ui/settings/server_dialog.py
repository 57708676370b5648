"""Preparing an empty PostgreSQL for this workspace: where it is, and who may set it up."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.sync.connection import Address, certificate
from crm_desktop.sync.exchange import Shared, sync_once
from crm_desktop.sync.server.members import Credentials, prepare_server
from crm_desktop.words import N_, _
from ui.kit.desk import SHARING, Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.told import Told

_PORT = "5432"
# Each line: its name, what it is called, what it begins with, and a hint.
_LINES = (
    ("host", N_("Server"), "", N_("office-server.example, or localhost")),
    ("port", N_("Port"), _PORT, ""),
    ("database", N_("Database"), "", N_("An empty one")),
    ("user", N_("Role that may create roles"), "postgres", ""),
    ("authority", N_("Certificate file of the authority"), "", N_("Not needed on this computer")),
)


class ServerDialog(Dialog):
    """Asks for an empty database; `prepared` carries the owner's Credentials."""

    prepared = Signal(object)

    def __init__(self, desk: Desk, member: str, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Set up an office server"), _("Set up"), "medium", parent=parent)
        self._desk = desk
        self._member = member
        theme = desk.theme
        lead = _(
            "An empty PostgreSQL database on a computer in the office is made ready for this workspace, "
            "and you become its owner. Everybody else joins with an invite from you."
        )
        self.body.addWidget(Text(theme, lead, role="text2", wrap=True))
        self.lines: dict[str, QLineEdit] = {}
        for name, label, begins, hint in _LINES:
            line = QLineEdit(begins)
            line.setPlaceholderText(_(hint) if hint else "")
            self._add(_(label), line)
            self.lines[name] = line
        self.password = PassphraseField(theme, _("Password of that role"))
        self._add(_("Password of that role"), self.password)
        self.wrong = Told(theme)
        self.body.addWidget(self.wrong)
        self.lines["host"].setFocus()
        self.kept = Kept(desk, self, "server")

    def accept(self) -> None:
        """Set it up; the dialog closes once that is done."""
        try:
            admin = _address({name: line.text().strip() for name, line in self.lines.items()}, self.password.text())
        except CrmError as error:
            self._on_error(error)
            return
        self.accept_button.setEnabled(False)
        self.wrong.tell("")
        job = _Preparing(admin, self._member)
        self._desk.tasks.run(
            job.run,
            self._desk.file.workspace,
            owner=self,
            then=self._on_prepared,
            on_error=self._on_error,
            title=_("Setting up the office server"),
        )

    def _add(self, label: str, line: QLineEdit) -> None:
        line.setAccessibleName(label)
        self.body.addLayout(column(self.theme, Text(self.theme, label, "small", "text2"), line, gap=4))

    def _on_prepared(self, made: Credentials) -> None:
        self.password.clear()
        self.done(QDialog.DialogCode.Accepted)
        self.prepared.emit(made)
        self._desk.settings_changed.emit(SHARING)

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.adjustSize()


class _Preparing:
    """The work of setting up, on a worker."""

    def __init__(self, admin: Address, member: str) -> None:
        self._admin = admin
        self._member = member

    def run(self, shared: Shared, *, progress: Progress) -> Credentials:
        """Set the database up, bind the workspace, and send everything."""
        made = prepare_server(shared.journal, self._admin, self._member)
        sync_once(shared, progress)
        return made


def _address(typed: Mapping[str, str], password: str) -> Address:
    port = typed["port"] or _PORT
    if not typed["host"] or not typed["database"]:
        raise CrmError(_("Type the server and the database first."))
    if not port.isdigit():
        raise CrmError(_("The port is a number, mostly 5432."))
    authority = certificate_text(typed["authority"])
    return Address(typed["host"], int(port), typed["database"], typed["user"], password, authority)


def certificate_text(path: str) -> str:
    """Return the certificate that the file at `path` holds, nothing where no file is named; raises CrmError."""
    return certificate(Path(path).expanduser()) if path else ""
