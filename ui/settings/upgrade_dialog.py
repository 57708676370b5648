"""Bringing the office server to what this program knows: as the role that set it up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.server.members import server_address, upgrade_server
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.told import Told


class UpgradeDialog(Dialog):
    """Asks for the role that set the server up; `upgraded` tells that it was brought up to date."""

    upgraded = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Upgrade the office server"), _("Upgrade"), "medium", parent=parent)
        self._desk = desk
        theme = desk.theme
        lead = _(
            "Nothing that the server holds goes, and the laptops may go on meanwhile. It takes the role that set the "
            "server up, or a superuser."
        )
        self.role = QLineEdit("postgres")
        self.password = PassphraseField(theme, _("Password of that role"))
        self.wrong = Told(theme)
        self.body.addWidget(Text(theme, lead, role="text2", wrap=True))
        for label, line in ((_("Role"), self.role), (_("Password of that role"), self.password)):
            line.setAccessibleName(label)
            self.body.addLayout(column(theme, Text(theme, label, "small", "text2"), line, gap=4))
        self.body.addWidget(self.wrong)
        self.role.setFocus()
        self.kept = Kept(desk, self, "upgrade")

    def accept(self) -> None:
        """Upgrade it; the dialog closes once that is done."""
        role, password = self.role.text().strip(), self.password.text()
        if not role:
            self.wrong.tell(_("Type the role first."))
            return
        self.accept_button.setEnabled(False)
        self.wrong.tell("")
        self._desk.tasks.run(
            _upgraded,
            self._desk.file.workspace.journal,
            role,
            password,
            owner=self,
            then=self._on_upgraded,
            on_error=self._on_error,
        )

    def _on_upgraded(self, changed: object) -> None:
        self.password.clear()
        told = _("The office server is up to date now") if changed else _("The office server was up to date already")
        self._desk.say(told)
        self.done(QDialog.DialogCode.Accepted)
        self.upgraded.emit()

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.adjustSize()


def _upgraded(journal: Journal, role: str, password: str) -> bool:
    done = upgrade_server(journal, server_address(journal)._replace(user=role, password=password))
    return done.before != done.after
