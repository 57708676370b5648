"""A login that was just made: its password is shown this once, and the invite can be saved."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.sync.invite import SUFFIX, Invite, leads_nowhere, write_invite
from crm_desktop.sync.server.members import Credentials
from crm_desktop.words import _
from ui.kit.buttons import Button
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.kit.layouts import column, row
from ui.kit.theme import Tone
from ui.kit.told import Told


class LoginDialog(Dialog):
    """Shows the login and the password of `made`; `invites` offers the invite for another laptop."""

    def __init__(self, desk: Desk, workspace: str, made: Credentials, parent: QWidget, *, invites: bool) -> None:
        title = _("{member} can join now").format(member=made.member)
        super().__init__(desk.theme, title, _("Done"), parent=parent)
        self._desk = desk
        self._invite = Invite(workspace, made.member, made.address._replace(password=""))
        theme = desk.theme
        self.reject_button.hide()
        self.password = Text(theme, made.password, "subtitle", wrap=True)
        self.password.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.password.setAccessibleName(_("Password {password}").format(password=made.password))
        copy = Button(theme, _("Copy"), icon="copy")
        copy.clicked.connect(self._copy)
        told = _("The password is shown this once and kept nowhere else. Hand it over by another way than the invite.")
        self.body.addWidget(Text(theme, _("Login: {login}").format(login=made.address.user)))
        label = Text(theme, _("Password"), "small", "text2")
        line = row(theme, self.password, copy)
        line.setStretch(0, 1)
        self.body.addLayout(column(theme, label, line, gap=4))
        self.body.addWidget(Text(theme, told, "small", "text2", wrap=True))
        self.wrong = Told(theme)
        if invites:
            save = Button(theme, _("Save the invite…"), icon="save")
            save.clicked.connect(self._choose)
            self.body.addLayout(row(theme, save, None))
            nowhere = leads_nowhere(made.address)
            if nowhere:
                self.body.addWidget(Text(theme, nowhere, "small", "text2", wrap=True))
        self.body.addWidget(self.wrong)

    def save_invite(self, path: Path) -> None:
        """Write the invite to `path`."""
        try:
            write_invite(path, self._invite)
        except OSError as error:
            self.wrong.tell(_("The invite could not be saved: {reason}.").format(reason=error.strerror or error))
            return
        self.wrong.tell("")
        self._desk.say(_("The invite is saved: {name}").format(name=path.name))

    def _choose(self) -> None:
        name = f"{self._invite.member}{SUFFIX}"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the invite"), str(Path.home() / name))
        if chosen:
            self.save_invite(Path(chosen))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.password.text())
        self._desk.say(_("The password is on the clipboard"), tone=Tone.NEUTRAL)
