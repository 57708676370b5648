"""Changing what a member may do and sees."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.sync.server.members import REPORTING, Reply, change_member
from crm_desktop.words import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.form import Form
from ui.kit.kept import Kept
from ui.kit.labels import Text
from ui.kit.told import Told
from ui.settings.share_member_dialog import GIVEN_RIGHTS, GIVEN_SIGHT, RIGHTS, SIGHTS


class RightsDialog(Dialog):
    """`changed` is emitted once the office server knows the new rights."""

    changed = Signal()

    def __init__(self, desk: Desk, member: Reply, name: str, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Rights of {name}").format(name=name), _("Save"), "medium", parent=parent)
        self._desk, self._login = desk, str(member["login"])
        theme, place = desk.theme, desk.place
        self.rights = ChoiceInput(theme, GIVEN_RIGHTS, place, tuple(each for each in RIGHTS if each.value != REPORTING))
        self.sees = ChoiceInput(theme, GIVEN_SIGHT, place, SIGHTS)
        self.form = Form(theme, [self.rights, self.sees])
        self.form.set_values({"rights": member["rights"], "sees": member["sees"]})
        self.form.submitted.connect(self.accept)
        self.body.insertWidget(0, self.form)
        told = _(
            "It holds at once on the server, and on their computers from the next sync on. Records that they may not "
            "see any more leave their computers; edits that were not sent are kept aside there."
        )
        self.body.insertWidget(1, Text(theme, told, "small", "text2", wrap=True))
        self.wrong = Told(theme)
        self.body.addWidget(self.wrong)
        self.rights.setFocus()
        self.kept = Kept(desk, self, "rights", self._login)

    def accept(self) -> None:
        """Change the rights; the dialog closes once that is done."""
        values = self.form.values()
        if values is None:
            return
        self.accept_button.setEnabled(False)
        self.wrong.tell("")
        journal = self._desk.file.workspace.journal
        job = partial(change_member, journal, self._login, str(values["rights"]), str(values["sees"]))
        self._desk.tasks.run(job, owner=self, then=self._on_changed, on_error=self._on_error)

    def _on_changed(self, _done: Reply) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self.changed.emit()

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.adjustSize()
