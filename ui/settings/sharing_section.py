"""Sharing: set up an office server, join one, see who shares, and let members in or out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.errors import CrmError
from crm_desktop.journal.journal import Journal
from crm_desktop.sync.invite import SUFFIX
from crm_desktop.sync.server.members import Credentials, Reply, remove_member, renew_password, server_status
from crm_desktop.sync.server.versions import Age
from crm_desktop.sync.status import Sharing, sharing_status
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext
from ui.kit.buttons import Button, ButtonKind
from ui.kit.cards import Card
from ui.kit.desk import SHARING, Desk, Place
from ui.kit.dialogs import Dialog, confirm
from ui.kit.labels import Text
from ui.kit.notices import Rule
from ui.settings.join_dialog import JoinDialog, invite_from
from ui.settings.login_dialog import LoginDialog
from ui.settings.parcels_part import ParcelsPart
from ui.settings.rights_dialog import RightsDialog
from ui.settings.row import SettingRow, SettingsCard
from ui.settings.section import Section
from ui.settings.server_dialog import ServerDialog
from ui.settings.share_member_dialog import ShareMemberDialog
from ui.settings.sharing_lines import age_explained, device_words, member_words, server_words
from ui.settings.upgrade_dialog import UpgradeDialog

READ_PARCEL = "read parcel"


class SharingSection(Section):
    """What can be done depends on whether the workspace is shared, and on whose laptop this is."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "Several laptops share one workspace through a PostgreSQL in the office. Each works alone with "
            "no network, and meets the others when the server is reached. Nothing that was typed is lost."
        )
        super().__init__(desk, _("Sharing"), lead)
        self.join = Button(desk.theme, _("Open an invite…"), ButtonKind.PRIMARY, icon="link")
        self.join.clicked.connect(lambda: self._choose_invite())
        self.prepare = Button(desk.theme, _("Set up…"), icon="server")
        self.prepare.clicked.connect(lambda: self.set_up())
        self.add = Button(desk.theme, _("Let a member join…"), ButtonKind.PRIMARY, icon="add")
        self.add.clicked.connect(lambda: self.add_member())
        self._room = QVBoxLayout()
        self._room.setSpacing(desk.theme.px(10))
        whole = QWidget()
        whole.setLayout(self._room)
        self._room.setContentsMargins(0, 0, 0, 0)
        self.add_part(whole)
        self._shown: list[QWidget] = []
        self._known_reason: str | None = None
        self.parcels = ParcelsPart(desk)
        self.add_part(self.parcels)
        self._words = _("Sharing, office server, invite, join, sync, devices, PostgreSQL, parcel, card, stick, offline")
        desk.settings_changed.connect(self._on_setting)
        desk.renewed.connect(self._on_setting)

    @property
    def words(self) -> str:
        """All that the search looks through."""
        return self._words

    def refresh(self) -> None:
        """Look anew how it stands."""
        self.desk.read(_standing, owner=self, then=self._show, key="sharing")
        self.parcels.refresh()

    def set_up(self) -> ServerDialog:
        """Ask for an empty database and make it ready."""
        dialog = ServerDialog(self.desk, self.desk.file.workspace.member_name, self)
        dialog.prepared.connect(partial(self._show_login, invites=False))
        _open(dialog)
        return dialog

    def join_with(self, path: Path) -> JoinDialog | None:
        """Ask for the password that belongs to the invite at `path`."""
        invite = invite_from(self.desk, path)
        if invite is None:
            return None
        dialog = JoinDialog(self.desk, invite, self)
        _open(dialog)
        return dialog

    def take_files(self, paths: Sequence[Path]) -> None:
        """Join with the invite among `paths`, or go on with the cards and parcels that they are."""
        invite = next((each for each in paths if each.suffix == SUFFIX), None)
        if invite is not None:
            self.join_with(invite)
        else:
            self.ensureWidgetVisible(self.parcels)
            self.parcels.take_files(paths)

    def want(self, what: str) -> None:
        """Ask for the file with the parcel, or show where parcels are written."""
        self.ensureWidgetVisible(self.parcels)
        if what == READ_PARCEL:
            self.parcels.choose_file()

    def add_member(self) -> ShareMemberDialog:
        """Ask whom to let in."""
        dialog = ShareMemberDialog(self.desk, self)
        dialog.added.connect(partial(self._show_login, invites=True))
        _open(dialog)
        return dialog

    def change_rights(self, member: Reply, name: str) -> RightsDialog:
        """Ask what a member may do and see from now on."""
        dialog = RightsDialog(self.desk, member, name, self)
        dialog.changed.connect(partial(self._after, _("{name} has other rights now").format(name=name)))
        _open(dialog)
        return dialog

    def upgrade(self) -> UpgradeDialog:
        """Ask for the role that brings the server up to date."""
        dialog = UpgradeDialog(self.desk, self)
        dialog.upgraded.connect(self._on_upgraded)
        _open(dialog)
        return dialog

    def _on_upgraded(self) -> None:
        self.refresh()
        self.desk.settings_changed.emit(SHARING)

    def _choose_invite(self) -> None:
        kinds = _("Invites (*{suffix})").format(suffix=SUFFIX)
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open an invite"), str(Path.home()), kinds)
        if chosen:
            self.join_with(Path(chosen))

    def _show(self, sharing: Sharing | None) -> None:
        for button in (self.join, self.prepare, self.add):
            self._kept(button).hide()
        for part in self._shown:
            self._room.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._shown = []
        if sharing is None:
            self._show_ways()
        else:
            self._show_state(sharing)
            self._ask_members(sharing)

    def _ask_members(self, sharing: Sharing) -> None:
        if sharing.paused:
            told = _("You work offline: who shares is asked of the office server once you work online again.")
            self._put(Text(self.desk.theme, told, "small", "text2", wrap=True))
            return
        journal = self.desk.file.workspace.journal
        self._known_reason = sharing.last_error
        self.desk.tasks.run(_members, journal, owner=self, then=self._show_members, on_error=self._fail, key="members")

    def _put(self, part: QWidget) -> None:
        self._room.addWidget(part)
        self._shown.append(part)

    def _show_ways(self) -> None:
        theme = self.desk.theme
        joins = _(
            "The owner of a shared workspace gave you an invite and a password. Join with a new, empty workspace."
        )
        sets_up = _("You have an empty PostgreSQL (15 or newer) in the office, and this workspace is to be shared.")
        rows = [
            SettingRow(theme, _("Join a shared workspace"), joins, self._kept(self.join)),
            SettingRow(theme, _("Set up an office server"), sets_up, self._kept(self.prepare)),
        ]
        self._put(SettingsCard(theme, rows))

    def _show_state(self, sharing: Sharing) -> None:
        theme, desk = self.desk.theme, self.desk
        review = Button(theme, _("Review"), size="small")
        review.clicked.connect(lambda: desk.go(Place("conflicts")))
        where = _("{host}, database {database}").format(host=sharing.host, database=sharing.database)
        waits = ngettext("{n} change is not sent yet.", "{n} changes are not sent yet.", sharing.unsent)
        # a new password, or another address of the server
        invite = Button(theme, _("Open an invite…"), size="small")
        invite.clicked.connect(lambda: self._choose_invite())
        rows = [
            SettingRow(theme, _("Office server"), where, invite),
            SettingRow(theme, *self._synced(sharing)),
            SettingRow(theme, _("Waiting"), waits.format(n=sharing.unsent) if sharing.unsent else _("All is sent.")),
        ]
        if sharing.uploads.files:
            rows.append(SettingRow(theme, _("Files"), self._files(sharing)))
        if sharing.server_age is not Age.CURRENT:
            upgrade = Button(theme, _("Upgrade…"), size="small")
            upgrade.clicked.connect(lambda: self.upgrade())
            older = sharing.server_age is Age.OLDER
            title = _("The server is older than this program") if older else _("This program is older than the server")
            rows.append(SettingRow(theme, title, age_explained(sharing.server_age), *([upgrade] if older else [])))
        if sharing.conflicts:
            told = ngettext("{n} conflict to review", "{n} conflicts to review", sharing.conflicts)
            rows.append(SettingRow(theme, told.format(n=sharing.conflicts), "", review))
        if sharing.set_aside:
            told = ngettext("{n} edit was not taken", "{n} edits were not taken", sharing.set_aside)
            explained = _("What was typed is kept: look at it, try again, or put it away.")
            look = Button(theme, _("Look at them"), size="small")
            look.clicked.connect(lambda: desk.go(Place("conflicts")))
            rows.append(SettingRow(theme, told.format(n=sharing.set_aside), explained, look))
        self._put(SettingsCard(theme, rows))
        card = Card(theme, _("Computers"))
        for place, each in enumerate(sharing.devices):
            if place:
                card.body.addWidget(Rule(theme))
            card.body.addWidget(SettingRow(theme, *device_words(each, desk.formats)))
        self._put(card)

    def _files(self, sharing: Sharing) -> str:
        told = ngettext("{n} file waits to be sent: {size}", "{n} files wait to be sent: {size}", sharing.uploads.files)
        words = told.format(n=sharing.uploads.files, size=self.desk.formats.size(sharing.uploads.bytes_left))
        return words if sharing.uploads.reason is None else f"{words}. {sharing.uploads.reason}"

    def _synced(self, sharing: Sharing) -> tuple[str, str]:
        """Return what happened and why, where the last exchange failed, else when it went well."""
        if sharing.trouble is not None:
            return sharing.trouble.words, sharing.last_error or ""
        if sharing.last_ok_ms is None:
            return _("Last sync"), _("Not yet")
        return _("Last sync"), self.desk.formats.moment(_instant(sharing.last_ok_ms))

    def _show_members(self, found: tuple[Reply, dict[str, str]]) -> None:
        status, names = found
        theme = self.desk.theme
        own = next((each for each in status["members"] if each["id"] == (self.desk.member or b"").hex()), None)
        card = Card(theme, _("Who shares"))
        for place, each in enumerate(status["members"]):
            if place:
                card.body.addWidget(Rule(theme))
            label, explained = member_words(each, names.get(each["id"], ""), self.desk.formats)
            card.body.addWidget(SettingRow(theme, label, explained, *self._buttons_for(each, label, own)))
        owns = own is not None and own["rights"] == "owner"
        for login in status["reporters"] if owns else ():
            card.body.addWidget(Rule(theme))
            told = _("Reporting tools only, reads all records")
            card.body.addWidget(SettingRow(theme, login, told, self._stop_button(login, login)))
        if owns:
            card.body.addWidget(Rule(theme))
            more = _("A login is made on the server; the invite tells their laptop where it is.")
            card.body.addWidget(SettingRow(theme, _("Someone else"), more, self._kept(self.add)))
        self._put(card)
        self._put(SettingsCard(theme, [SettingRow(theme, *server_words(status, self.desk.formats))]))

    def _buttons_for(self, member: Reply, label: str, own: Reply | None) -> list[QWidget]:
        if own is None or own["rights"] != "owner" or member is own or not member["active"]:
            return []
        change = Button(self.desk.theme, _("Rights…"), size="small")
        change.setAccessibleName(_("Rights of {name}").format(name=label))
        change.clicked.connect(lambda: self.change_rights(member, label))
        renew = Button(self.desk.theme, _("New password…"), size="small")
        renew.setAccessibleName(_("New password of {name}").format(name=label))
        renew.clicked.connect(lambda: self._renew(str(member["login"]), label))
        return [change, renew, self._stop_button(str(member["login"]), label)]

    def _stop_button(self, login: str, label: str) -> Button:
        stop = Button(self.desk.theme, _("Stop"), size="small")
        stop.setAccessibleName(_("Stop {name}").format(name=label))
        stop.clicked.connect(lambda: self._stop(login, label))
        return stop

    def _renew(self, login: str, label: str) -> None:
        consequence = _("The one they have lets them in no more: their laptops wait until they take the new one.")
        question = _("Give {name} another password?").format(name=label)
        if confirm(self, self.desk.theme, question, consequence, _("New password")):
            job = partial(renew_password, self.desk.file.workspace.journal, login)
            then = partial(self._show_login, invites=True)
            self.desk.tasks.run(job, owner=self, then=then, on_error=self._fail)

    def _stop(self, login: str, label: str) -> None:
        consequence = _("The login stops at once, on all their computers. What they own and did stays.")
        question = _("Let {name} share no more?").format(name=label)
        if confirm(self, self.desk.theme, question, consequence, _("Stop"), destructive=True):
            job = partial(remove_member, self.desk.file.workspace.journal, login)
            told = _("{name} shares no more").format(name=label)
            self.desk.tasks.run(job, owner=self, then=lambda _done: self._after(told), on_error=self._fail)

    def _after(self, told: str) -> None:
        self.desk.say(told)
        self.refresh()

    def _show_login(self, made: Credentials, *, invites: bool) -> None:
        _open(LoginDialog(self.desk, self.desk.file.workspace.name, made, self, invites=invites))
        self.refresh()

    def _fail(self, error: CrmError) -> None:
        if str(error) == self._known_reason:
            # it stands above already
            return
        told = Text(self.desk.theme, str(error), "small", "text2", wrap=True)
        self._put(told)

    def _kept(self, button: Button) -> Button:
        """Return `button`, which outlives the rows that it stands on."""
        button.setParent(self)
        button.show()
        return button

    def _on_setting(self, name: str) -> None:
        if name == SHARING and self.isVisible():
            self.refresh()


def _open(dialog: Dialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _standing(reader: Connection) -> Sharing | None:
    return sharing_status(reader)


def _members(journal: Journal) -> tuple[Reply, dict[str, str]]:
    with journal.store.reader() as reader:
        names = {row[0].hex(): str(row[1]) for row in reader.execute("SELECT id, name FROM member")}
    return server_status(journal), names


def _instant(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
