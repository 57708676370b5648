"""Giving a member a login on the office server: who, which rights, and which records they see."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Choice, Field, FieldKind
from crm_desktop.sync.server.members import Credentials, Wanted, add_member
from crm_desktop.words import N_, _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.told import Told
from ui.settings.server_dialog import certificate_text

_NAME = Field(1, "name", N_("Name"), required=True)
GIVEN_RIGHTS = Field(2, "rights", N_("Rights"), FieldKind.CHOICE, required=True)
GIVEN_SIGHT = Field(3, "sees", N_("Sees"), FieldKind.CHOICE, required=True)
RIGHTS = (
    Choice("owner", N_("Owner: everything, and members")),
    Choice("manager", N_("Manager: everything but members")),
    Choice("sales", N_("Sales")),
    Choice("service", N_("Service")),
    Choice("marketing", N_("Marketing")),
    Choice("read_only", N_("Read only")),
    Choice("reporting", N_("Reporting tools only")),
)
SIGHTS = (
    Choice("all", N_("All records")),
    Choice("team", N_("Those of the own team")),
    Choice("me", N_("Own records only")),
)


class ShareMemberDialog(Dialog):
    """`added` carries the Credentials of the new login."""

    added = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Let a member join"), _("Add"), "medium", parent=parent)
        self._desk = desk
        theme, place = desk.theme, desk.place
        self.rights = ChoiceInput(theme, GIVEN_RIGHTS, place, RIGHTS)
        self.sees = ChoiceInput(theme, GIVEN_SIGHT, place, SIGHTS)
        self.form = Form(theme, [TextInput(theme, _NAME, place), self.rights, self.sees])
        self.form.set_values({"rights": "sales", "sees": "all"})
        self.form.submitted.connect(self.accept)
        self.host = self._line(_("The server's name as other computers reach it"), _("As on this computer"))
        self.authority = self._line(_("Certificate file of the authority"), _("As on this computer"))
        self.body.insertWidget(0, self.form)
        self.wrong = Told(theme)
        self.body.addWidget(self.wrong)
        self.form.inputs["name"].setFocus()
        self.kept = Kept(desk, self, "login")

    def accept(self) -> None:
        """Make the login; the dialog closes once that is done."""
        values = self.form.values()
        if values is None:
            return
        wanted = Wanted(str(values["name"]), str(values["rights"]), str(values["sees"]))
        self.accept_button.setEnabled(False)
        self.wrong.tell("")
        job = partial(add_member, self._desk.file.workspace.journal, wanted)
        self._desk.tasks.run(job, owner=self, then=self._on_added, on_error=self._on_error)

    def _line(self, label: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.setAccessibleName(label)
        self.body.addLayout(column(self.theme, Text(self.theme, label, "small", "text2"), line, gap=4))
        return line

    def _on_added(self, made: Credentials) -> None:
        try:
            authority = certificate_text(self.authority.text().strip()) or made.address.authority
        except CrmError as error:
            self._desk.say(str(error))
            authority = made.address.authority
        host = self.host.text().strip() or made.address.host
        self.done(QDialog.DialogCode.Accepted)
        self.added.emit(made._replace(address=made.address._replace(host=host, authority=authority)))

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.adjustSize()
