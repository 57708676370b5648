"""Who works in the workspace: added, changed, put out of work and back."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.member_actions import MemberRow, members, set_active
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.ours import MEMBER
from crm_desktop.words import _
from ui.kit.buttons import Button, ButtonKind, IconButton
from ui.kit.cards import Card
from ui.kit.core import Commit
from ui.kit.desk import Desk, touches
from ui.kit.labels import Avatar, BadgeLabel, Text
from ui.kit.layouts import column, row
from ui.kit.notices import Rule
from ui.kit.painting import Badge, Face
from ui.kit.theme import Theme, Tone
from ui.settings.member_dialog import MemberDialog
from ui.settings.section import Section


class MemberLine(QWidget):
    """One member; `edit_wanted` asks to change them, `active_wanted` to let them work here ("yes") or not ("no")."""

    edit_wanted = Signal()
    active_wanted = Signal(str)

    def __init__(self, theme: Theme, member: MemberRow, *, own: bool) -> None:
        super().__init__()
        self.member = member
        role = label_of(MEMBER.by_name["role"], member.role) if member.role else ""
        badges = [Badge(each, tone) for each, tone in ((role, Tone.NEUTRAL), (member.team, Tone.INFO)) if each]
        badges += [Badge(_("You"), Tone.ACCENT)] if own else []
        badges += [] if member.active else [Badge(_("Deactivated"), Tone.WARNING)]
        head = row(theme, Text(theme, member.name, "control"), *(BadgeLabel(theme, each) for each in badges), None)
        note = " · ".join(each for each in (member.job_title, member.email, member.phone) if each)
        words = column(theme, head, Text(theme, note, "small", "text2"), gap=2)
        self.words = f"{member.name} {role} {member.team} {note}"
        self.edit = IconButton(theme, "edit", _("Change {name}").format(name=member.name))
        self.edit.clicked.connect(self.edit_wanted)
        self.turn = Button(theme, _("Deactivate") if member.active else _("Activate"), size="small")
        act = _("Deactivate {name}") if member.active else _("Activate {name}")
        self.turn.setAccessibleName(act.format(name=member.name))
        self.turn.clicked.connect(lambda: self.active_wanted.emit("no" if member.active else "yes"))
        self.turn.setVisible(not own)
        face = Avatar(theme, Face(member.name, member.id), "md")
        whole = row(theme, face, words, self.edit, self.turn, gap=10, margins=(16, 10, 12, 10))
        whole.setStretch(1, 1)
        self.setLayout(whole)


class MembersSection(Section):
    """A line for each member."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Who works in this workspace. Someone who is deactivated is offered nowhere any more; "
            "what they did and own stays as it is."
        )
        super().__init__(desk, _("Members"), lead)
        self.lines: list[MemberLine] = []
        self.more = Button(desk.theme, _("Add a member"), ButtonKind.PRIMARY, icon="add")
        self.more.clicked.connect(lambda: self.ask())
        head = QWidget()
        head.setLayout(row(desk.theme, self.more, None))
        self.add_part(head)
        self._all = QWidget()
        self._stack = QVBoxLayout(self._all)
        self._stack.setContentsMargins(0, 6, 0, 0)
        self.add_part(self._all)
        self.led(self.more, self._all)
        desk.committed.connect(self._on_committed)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return " ".join([_("Members, teams, roles, users"), *(line.words for line in self.lines)])

    def refresh(self) -> None:
        """Read the members again."""
        self.desk.read(members, owner=self, then=self._show, key="members")

    def ask(self, member: MemberRow | None = None) -> None:
        """Ask for a new member, or for what changes of `member`."""
        dialog = MemberDialog(self.desk, self, member)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, found: list[MemberRow]) -> None:
        while (item := self._stack.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = [MemberLine(self.desk.theme, each, own=each.id == self.desk.member) for each in found]
        card = Card(self.desk.theme)
        for place, line in enumerate(self.lines):
            if place:
                card.body.addWidget(Rule(self.desk.theme))
            line.edit_wanted.connect(partial(self.ask, line.member))
            line.active_wanted.connect(partial(self._turn, line.member))
            card.body.addWidget(line)
        self._stack.addWidget(card)

    def _turn(self, member: MemberRow, active: str) -> None:
        told = _("{name} works here again") if active == "yes" else _("{name} is deactivated")
        done = told.format(name=member.name)
        self.desk.act(set_active, member.id, active, owner=self, on_error=self._refuse, done=done)

    def _refuse(self, error: CrmError) -> None:
        self.desk.warn(str(error))

    def _on_committed(self, commit: Commit) -> None:
        if touches(commit, "member", "team"):
            self.refresh()
