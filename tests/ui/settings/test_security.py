from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.errors import WrongPassphrase
from crm_desktop.safekeeping import backups_of, key_tested_at
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.vault.secret import secret_groups, secret_text
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.ui.settings.conftest import Show
from tests.ui.shell.conftest import Quiet
from ui.kit.buttons import Switch
from ui.kit.dialogs import Dialog
from ui.kit.fields.passphrase import PassphraseField
from ui.settings.backups_section import BackupsSection
from ui.settings.passphrase_dialog import PassphraseDialog
from ui.settings.row import SettingRow
from ui.settings.security_section import KitDialog, SecuritySection
from ui.shell.window import Window

STRONG = "tepid walnut cobalt ninety"


@pytest.fixture
def security(show: Show) -> SecuritySection:
    section = show("security").section("security")
    assert isinstance(section, SecuritySection)
    return section


def change(section: SecuritySection, current: str, new: str, again: str) -> PassphraseDialog:
    section.change.click()
    dialog = next(each for each in section.findChildren(PassphraseDialog) if each.isVisible())
    dialog.current.setText(current)
    dialog.new.setText(new)
    dialog.again.setText(again)
    dialog.accept()
    return dialog


def test_the_passphrase_is_changed(
    security: SecuritySection, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    change(security, PASSPHRASE, STRONG, STRONG)
    quiet()
    window.end_session()
    quiet()

    with pytest.raises(WrongPassphrase):
        open_workspace(workspace.folder, PASSPHRASE)
    open_workspace(workspace.folder, STRONG).close()


def test_changing_needs_the_present_passphrase(security: SecuritySection, workspace: Workspace, quiet: Quiet) -> None:
    dialog = change(security, "not the one", STRONG, STRONG)
    quiet()

    assert dialog.isVisible()
    assert dialog.wrong.text == "That passphrase does not fit. Try again."
    dialog.reject()


def test_when_the_passphrase_was_changed_is_told(
    security: SecuritySection, window: Window, clock: MovedClock, quiet: Quiet
) -> None:
    quiet()
    assert "Last changed 14 May 2026." in words_of(security)
    clock.move(days=40)
    change(security, PASSPHRASE, STRONG, STRONG)
    quiet()
    assert "Last changed 23 Jun 2026." in words_of(security)
    assert "Made on 14 May 2026." in words_of(security)


def words_of(section: SecuritySection) -> str:
    return " ".join(each.help.text() for each in section.findChildren(SettingRow))


def switch_of(section: SecuritySection, name: str) -> Switch:
    return next(each for each in section.findChildren(Switch) if each.accessibleName() == name)


def answer_with(typed: str) -> None:
    """Type the passphrase into the dialog that will ask for it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        field = dialog.findChild(PassphraseField)
        assert field is not None
        field.setText(typed)
        dialog.accept()

    QTimer.singleShot(0, answer)


@pytest.mark.parametrize(("typed", "kept"), [(PASSPHRASE, "off"), ("not the one", "on")])
def test_to_ask_no_more_the_passphrase_is_needed(
    security: SecuritySection, workspace: Workspace, quiet: Quiet, typed: str, kept: str
) -> None:
    quiet()
    switch = switch_of(security, "Ask again before personal data are exported")
    answer_with(typed)
    switch.click()
    quiet()

    with workspace.reader() as reader:
        assert setting_value(reader, "ask_again") == kept
    assert switch.isChecked() == (kept == "on")


def test_two_different_new_passphrases_are_refused(security: SecuritySection) -> None:
    dialog = change(security, PASSPHRASE, STRONG, f"{STRONG}x")

    assert dialog.wrong.text == "The two new passphrases differ. Type the same one twice."
    dialog.reject()


def test_the_recovery_key_is_tested_from_the_paper(
    security: SecuritySection, workspace: Workspace, quiet: Quiet
) -> None:
    typed = secret_text(workspace.secret)
    security.test.key.line.setText(typed)
    security.test.key.line.textEdited.emit(typed)
    security.test.test()
    quiet()

    with workspace.reader() as reader:
        assert key_tested_at(reader) is not None
    assert security.key_state.accessibleName() == "Recovery key, Tested today"


def test_a_key_of_another_workspace_is_told_apart_from_a_mistyped_one(
    security: SecuritySection, workspace: Workspace, quiet: Quiet
) -> None:
    groups = secret_groups(workspace.secret)
    typed = "-".join([*groups[:-1], "AAAAAAAA"])
    security.test.key.line.setText(typed)
    security.test.key.line.textEdited.emit(typed)
    security.test.test()

    assert security.test.wrong.text == "Group 8 is mistyped. Compare it with the kit."


def test_a_new_recovery_key_opens_and_the_old_one_does_not(
    security: SecuritySection, window: Window, workspace: Workspace, tmp_path: Path, quiet: Quiet
) -> None:
    old = workspace.secret

    answer_with(PASSPHRASE)
    security.replace.click()
    quiet()
    dialog = next(each for each in security.findChildren(KitDialog) if each.isVisible())
    dialog.keeping.save_to(tmp_path / "kit.pdf")
    quiet()
    assert window.session is not None
    opened = window.session.core.workspace
    assert opened.secret != old
    dialog.keeping.field.setText(secret_groups(opened.secret)[dialog.keeping.asked])
    dialog.accept()
    quiet()

    with opened.reader() as reader:
        assert key_tested_at(reader) is not None


def test_back_up_now_writes_a_backup_that_was_checked(
    show: Show, window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    section = show("backups").section("backups")
    assert isinstance(section, BackupsSection)
    section.now.click()
    quiet()

    kept = backups_of(workspace)
    assert [each.good for each in kept] == [True]
    assert window.workplace is not None
    assert window.workplace.rail.state.accessibleDescription().startswith("Last backup: today")


def test_a_damaged_backup_is_shown_as_damaged(show: Show, workspace: Workspace, quiet: Quiet) -> None:
    section = show("backups").section("backups")
    assert isinstance(section, BackupsSection)
    section.back_up(None)
    quiet()
    path = backups_of(workspace)[0].path
    path.write_bytes(path.read_bytes()[:1000])
    section.refresh()
    quiet()

    assert section.badges() == ["Damaged"]


def test_a_backup_is_made_here_and_when_it_was_made_is_told(
    security: SecuritySection, workspace: Workspace, quiet: Quiet
) -> None:
    assert security._backups.label.text() == "Every day, and before each import or update"
    assert not security._made.isVisibleTo(security)
    security.now.click()
    quiet()
    assert len(backups_of(workspace)) == 1
    assert security._made.accessibleName().startswith("Today ")
    assert security.now.isEnabled()
