"""Adding a member, and changing one."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.member_actions import MemberRow, save_member, team_names
from crm_desktop.schema.field import Field
from crm_desktop.schema.ours import MEMBER
from crm_desktop.words import N_, _
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.choice import ChoiceInput
from ui.kit.fields.form import Form
from ui.kit.fields.text import TextInput
from ui.kit.kept import Kept
from ui.kit.offers import offer_below

# A team is typed by its name, so that a new one is made by the way.
_TEAM = Field(0, "team", N_("Team"))


class MemberDialog(Dialog):
    """Asks for a new member, or shows the member `known` to change them."""

    def __init__(self, desk: Desk, parent: QWidget, known: MemberRow | None = None) -> None:
        title = _("Add a member") if known is None else _("Change {name}").format(name=known.name)
        super().__init__(desk.theme, title, _("Add") if known is None else _("Save"), "medium", parent=parent)
        self._desk = desk
        self._known = known
        theme, place = desk.theme, desk.place
        texts = [TextInput(theme, MEMBER.by_name[name], place) for name in ("name", "email", "job_title", "phone")]
        self.role = ChoiceInput(theme, MEMBER.by_name["role"], place)
        self.team = TextInput(theme, _TEAM, place, hint=_("An existing team, or a new one"))
        self.form = Form(theme, [*texts, self.role, self.team], columns=2)
        self.form.submitted.connect(self.accept)
        self.body.addWidget(self.form)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        self.role.set_value("sales" if known is None else known.role or None)
        if known is not None:
            for name in ("name", "email", "job_title", "phone", "team"):
                self.form.inputs[name].set_typed(getattr(known, name))
        desk.read(team_names, owner=self, then=self._offer)
        texts[0].setFocus()
        self.kept = Kept(desk, self, "member", b"" if known is None else known.id)

    def accept(self) -> None:
        """Keep the member; the dialog closes once that is done."""
        typed = {name: each.typed() for name, each in self.form.inputs.items() if name != "role"}
        typed["role"] = str(self.role.value() or "")
        done = _("Member added") if self._known is None else _("Member changed")
        member = None if self._known is None else self._known.id
        self._desk.act(save_member, member, typed, owner=self, then=self._on_saved, on_error=self._on_error, done=done)

    def _offer(self, teams: Sequence[str]) -> None:
        completer = QCompleter(QStringListModel(list(teams), self.team), self.team)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer_below(self.team.line, completer)

    def _on_saved(self, _member: bytes) -> None:
        self.done(QDialog.DialogCode.Accepted)

    def _on_error(self, error: CrmError) -> None:
        if not self.form.show_error(error):
            self.form.inputs["name"].show_error(str(error))
        self.adjustSize()
