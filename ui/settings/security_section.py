"""Security: how the file is kept, the passphrase, the recovery key, the lock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from crm_desktop.errors import CrmError
from crm_desktop.safekeeping import (
    backups_of,
    check_passphrase,
    key_made_at,
    key_tested_at,
    passphrase_changed_at,
    replace_recovery_key,
)
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.backup_list import BackupFile
from crm_desktop.words import _, ngettext
from crm_desktop.workspace import Workspace
from ui.kit.buttons import Button
from ui.kit.core import FileAccess
from ui.kit.desk import Desk
from ui.kit.dialogs import Dialog
from ui.kit.kit_keeping import KitKeeping
from ui.kit.labels import BadgeLabel
from ui.kit.painting import Badge
from ui.kit.theme import Tone
from ui.settings.backing_up import back_up_now
from ui.settings.key_test import KeyTest
from ui.settings.passphrase_dialog import PassphraseDialog, ask_passphrase
from ui.settings.row import SettingRow
from ui.settings.section import Change, Section
from ui.settings.state_card import StateCard, StateCards


class Safety(NamedTuple):
    """How well the workspace is kept."""

    backups: Sequence[BackupFile]
    tested_at: datetime | None
    key_made_at: datetime | None
    passphrase_changed_at: datetime | None
    backup_days: int
    backup_folder: str


class SecuritySection(Section):
    """State cards, then what can be changed."""

    def __init__(self, desk: Desk) -> None:
        lead = _(
            "This workspace is one encrypted file. "
            "Changes on this page take effect at once, unless a button says otherwise."
        )
        super().__init__(desk, _("Security"), lead)
        theme = desk.theme
        self._encrypted = StateCard(theme, "lock")
        self._backup = StateCard(theme, "archive")
        self.key_state = StateCard(theme, "key")
        self.add_part(StateCards(theme, self._encrypted, self._backup, self.key_state))
        self._encrypted.show_state(_("Encrypted"), _("AES-256, file and backups"), Tone.SUCCESS)
        self.change = Button(theme, _("Change…"), size="small")
        self.change.clicked.connect(self._change_passphrase)
        self.replace = Button(theme, _("New key…"), size="small", icon="restore")
        self.replace.clicked.connect(self._replace_key)
        self.test = KeyTest(desk)
        self.test.tested.connect(self.refresh)
        self._passphrase = SettingRow(theme, _("Passphrase"), _passphrase_words(""), self.change)
        self._recovery = SettingRow(theme, _("Recovery key"), _key_words(""), self.replace)
        self._untested = BadgeLabel(theme, Badge(_("Not tested yet"), Tone.WARNING, "warning"))
        self._untested.hide()
        self._recovery.add_badge(self._untested)
        card = self.add_card(self._passphrase, self._recovery, title=_("Passphrase and recovery"))
        card.body.addWidget(self.test)
        self.add_card(*self.declared("security"), title=_("Lock"))
        self.now = Button(theme, _("Back up now"), size="small")
        self.now.clicked.connect(lambda: back_up_now(desk, self, self.now))
        self._made = BadgeLabel(theme, Badge("", Tone.SUCCESS, "check"))
        self._made.hide()
        self._backups = SettingRow(theme, _backup_words(1), "", self._made, self.now)
        kept = self.declared("backups", "backup_keep")
        self.add_card(self._backups, *kept, title=_("Backups"))
        desk.settings_changed.connect(self._on_setting)

    def refresh(self) -> None:
        """Look at the backups and at when the key was tested."""
        self.desk.tasks.run(_safety, self.desk.file, owner=self, then=self._show)

    def _show(self, safety: Safety) -> None:
        formats = self.desk.formats
        self._passphrase.explain(_passphrase_words(self._day(safety.passphrase_changed_at)))
        self._recovery.explain(_key_words(self._day(safety.key_made_at)))
        self._backups.label.setText(_backup_words(safety.backup_days))
        place = safety.backup_folder or _("Inside the workspace")
        self._backups.explain(_("{place}, encrypted with the same passphrase.").format(place=place))
        self._made.setVisible(any(each.good for each in safety.backups))
        good = [each for each in safety.backups if each.good]
        if good:
            clock = formats.time(good[0].made_at)
            when = f"{formats.ago_within(good[0].made_at)} {clock}"
            self._made.set_badge(Badge(f"{formats.ago(good[0].made_at)} {clock}", Tone.SUCCESS, "check"))
            all_good = len(good) == len(safety.backups)
            count = len(safety.backups)
            kept = ngettext("{n} kept, all readable", "{n} kept, all readable", count)
            some = ngettext("{n} kept, {good} readable", "{n} kept, {good} readable", count)
            note = (kept if all_good else some).format(n=count, good=len(good))
            self._backup.show_state(
                _("Backup {when}").format(when=when), note, Tone.SUCCESS if all_good else Tone.WARNING
            )
        else:
            self._backup.show_state(_("No backup yet"), _("Make one below"), Tone.WARNING)
        self._untested.setVisible(safety.tested_at is None)
        if safety.tested_at is None:
            self.key_state.show_state(_("Recovery key"), _("Never tested"), Tone.WARNING)
        else:
            tested = _("Tested {when}").format(when=formats.ago_within(safety.tested_at))
            self.key_state.show_state(_("Recovery key"), tested, Tone.SUCCESS)

    def confirm(self, change: Change, save: Callable[[], None], keep: Callable[[], None]) -> None:
        """Ask for the passphrase before it is asked for no more."""
        if change != Change("ask_again", "off"):
            save()
            return
        reason = _("From then on, everything can be exported from this computer without the passphrase.")
        typed = ask_passphrase(self.desk, _("Ask no more?"), reason, _("Ask no more"), self)
        if not typed:
            keep()
            return

        def refuse(error: CrmError) -> None:
            self.desk.warn(str(error))
            keep()

        self.desk.tasks.run(
            check_passphrase, self.desk.file.workspace, typed, owner=self, then=lambda _fits: save(), on_error=refuse
        )

    def _day(self, moment: datetime | None) -> str:
        return "" if moment is None else self.desk.formats.whole_day(self.desk.formats.local(moment).date())

    def _on_setting(self, name: str) -> None:
        if name.startswith("backup"):
            self.refresh()

    def _change_passphrase(self) -> None:
        dialog = PassphraseDialog(self.desk, self)
        dialog.finished.connect(self.refresh)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _replace_key(self) -> None:
        consequence = _(
            "The whole file is encrypted anew, after a backup. The old paper no longer opens the workspace; "
            "it still opens the backups of its time."
        )
        typed = ask_passphrase(self.desk, _("Make a new recovery key?"), consequence, _("Make a new key"), self)
        if not typed:
            return
        self.replace.setEnabled(False)
        self.desk.tasks.run(
            _replaced,
            self.desk.file,
            typed,
            self.desk.now(),
            owner=self,
            then=self._on_replaced,
            on_error=self._on_error,
            writer=True,
        )

    def _on_replaced(self, workspace: Workspace) -> None:
        self.replace.setEnabled(True)
        self.refresh()
        dialog = KitDialog(self.desk, workspace, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.refresh)
        dialog.open()

    def _on_error(self, error: CrmError) -> None:
        self.replace.setEnabled(True)
        self.desk.warn(str(error))


class KitDialog(Dialog):
    """Keeping the kit of a new recovery key."""

    def __init__(self, desk: Desk, workspace: Workspace, parent: QWidget) -> None:
        title = _("Keep the new recovery key")
        super().__init__(desk.theme, title, _("Done"), "medium", cancel=_("Later"), parent=parent)
        self.keeping = KitKeeping(desk.theme, desk.tasks, workspace)
        self.body.addWidget(self.keeping)
        self.accept_button.setEnabled(False)
        self.keeping.fits.connect(self.accept_button.setEnabled)
        self.keeping.noted.connect(self._close)

    def accept(self) -> None:
        """Keep that the kit is there, then close."""
        self.keeping.note()

    def _close(self) -> None:
        self.done(Dialog.DialogCode.Accepted)


def _safety(file: FileAccess) -> Safety:
    workspace = file.workspace
    with workspace.reader() as reader:
        return Safety(
            backups_of(workspace),
            key_tested_at(reader),
            key_made_at(reader),
            passphrase_changed_at(reader),
            int(setting_value(reader, "backup_days")),
            setting_value(reader, "backup_folder"),
        )


def _passphrase_words(changed: str) -> str:
    if not changed:
        return _("Opens this workspace. Nobody can reset it.")
    return _("Opens this workspace; nobody can reset it. Last changed {day}.").format(day=changed)


def _backup_words(days: int) -> str:
    if days == 1:
        return _("Every day, and before each import or update")
    told = ngettext(
        "Every {n} day, and before each import or update", "Every {n} days, and before each import or update", days
    )
    return told.format(n=days)


def _key_words(made: str) -> str:
    if not made:
        return _(
            "Opens the file if the passphrase is lost. The key is not kept here, so it cannot be shown again; "
            "if the paper is gone, make a new one."
        )
    return _(
        "Opens the file if the passphrase is lost. Made on {day}. The key is not kept here, so it cannot be shown "
        "again; if the paper is gone, make a new one."
    ).format(day=made)


def _replaced(file: FileAccess, passphrase: str, now: datetime) -> Workspace:
    file.exchange(lambda workspace: replace_recovery_key(workspace, passphrase, now=now))
    return file.workspace
