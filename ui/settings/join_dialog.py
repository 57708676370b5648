"""Joining a shared workspace: the invite says where it is, the member's password lets in."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.exchange import Shared, Synced, sync_once
from crm_desktop.sync.invite import Invite, read_invite
from crm_desktop.sync.joining import join
from crm_desktop.words import _
from ui.kit.desk import SHARING, Desk
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.told import Told

# What stands on every page comes from the joined workspace now.
RENAMED = "name"


class JoinDialog(Dialog):
    """Shows where `invite` leads and asks for the password."""

    def __init__(self, desk: Desk, invite: Invite, parent: QWidget) -> None:
        super().__init__(desk.theme, _("Join {name}").format(name=invite.workspace), _("Join"), parent=parent)
        self._desk = desk
        self._invite = invite
        theme, to = desk.theme, invite.address
        where = _("As {member}, on {host}, database {database}").format(
            member=invite.member, host=to.host, database=to.database
        )
        self.password = PassphraseField(theme, _("Password"))
        label = Text(theme, _("Password that the owner gave you"), "small", "text2")
        self.wrong = Told(theme)
        note = _("Everything that you may see is downloaded to this computer, and stays here when you are offline.")
        self.body.addWidget(Text(theme, where, wrap=True))
        self.body.addLayout(column(theme, label, self.password, gap=4))
        self.body.addWidget(self.wrong)
        self.body.addWidget(Text(theme, note, "small", "text2", wrap=True))
        self.password.setFocus()

    def accept(self) -> None:
        """Join and download; the dialog closes once that is done."""
        if not self.password.text():
            self.wrong.tell(_("Type the password first."))
            return
        self.accept_button.setEnabled(False)
        self.wrong.tell("")
        address = self._invite.address._replace(password=self.password.text())
        job, title = _Joining(self._invite._replace(address=address)), _("Joining {name}")
        self._desk.tasks.run(
            job.run,
            self._desk.file.workspace,
            owner=self,
            then=self._on_joined,
            on_error=self._on_error,
            title=title.format(name=self._invite.workspace),
        )

    def _on_joined(self, synced: Synced) -> None:
        self.password.clear()
        told = _("Joined. {n} records came from the office.").format(n=self._desk.formats.number(synced.pulled))
        self._desk.say(told)
        self.done(QDialog.DialogCode.Accepted)
        self._desk.settings_changed.emit(SHARING)
        self._desk.settings_changed.emit(RENAMED)

    def _on_error(self, error: CrmError) -> None:
        self.accept_button.setEnabled(True)
        self.wrong.tell(str(error))
        self.adjustSize()


class _Joining:
    """The work of joining, on a worker."""

    def __init__(self, invite: Invite) -> None:
        self._invite = invite

    def run(self, shared: Shared, *, progress: Progress) -> Synced:
        """Bind the workspace to the server and take in what is there."""
        journal: Journal = shared.journal
        join(journal, self._invite.address)
        return sync_once(shared, progress)


def invite_from(desk: Desk, path: Path) -> Invite | None:
    """Return the invite that the file `path` holds; what is wrong with it is told."""
    try:
        return read_invite(path)
    except CrmError as error:
        desk.say(str(error))
        return None
