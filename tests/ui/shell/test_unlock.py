import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.safekeeping import back_up_workspace
from crm_desktop.vault.secret import secret_groups, secret_text
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.kit.device_choices import DeviceChoices
from ui.kit.labels import Text
from ui.kit.layouts import settle_layouts
from ui.shell.kit_form import KitForm
from ui.shell.new_workspace_form import NewWorkspaceForm
from ui.shell.recovery_form import RecoveryForm
from ui.shell.restore_form import RestoreForm
from ui.shell.unlock_form import UnlockForm, Waits
from ui.shell.welcome import Welcome
from ui.shell.window import Window

STRONG = "tepid walnut cobalt ninety"


@pytest.fixture
def closed(workspace: Workspace) -> Workspace:
    """A workspace that nobody has open."""
    workspace.close()
    return workspace


@pytest.fixture
def asked(window: Window, closed: Workspace, choices: DeviceChoices) -> UnlockForm:
    """The form that asks for the passphrase of a known workspace."""
    choices.note_opened(closed.folder)
    window.show_gate()
    form = window.gate.form
    assert isinstance(form, UnlockForm)
    return form


def test_the_first_start_welcomes_where_no_workspace_is_known(window: Window) -> None:
    window.show_gate()

    assert isinstance(window.gate.form, Welcome)


def test_nothing_of_a_form_is_squeezed_where_the_window_is_low(window: Window, quiet: Quiet) -> None:
    window.resize(1280, 640)
    window.show_gate()
    window.gate.show_new()
    form = window.gate.form
    assert isinstance(form, NewWorkspaceForm)
    form.wrong.tell("This passphrase would be guessed too soon. Take at least four words, or let one be suggested.")
    quiet()
    settle_layouts()
    for text in form.findChildren(Text):
        if text.isVisible():
            assert text.height() >= text.heightForWidth(text.width()) or not text.wordWrap(), text.text()
    assert form.meter.geometry().top() >= form.passphrase.geometry().bottom()
    assert form.verticalScrollBar().maximum() > 0


def test_the_right_passphrase_opens_the_workspace(window: Window, asked: UnlockForm, quiet: Quiet) -> None:
    QTest.keyClicks(asked.field, PASSPHRASE)
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    quiet()

    assert window.session is not None
    assert window.session.name == "Hartwell"


def test_a_wrong_passphrase_is_refused_without_a_hint(asked: UnlockForm, quiet: Quiet) -> None:
    QTest.keyClicks(asked.field, "harbour lantern quilt 48 meadow")
    QTest.keyClick(asked.field, Qt.Key.Key_Return)
    quiet()

    assert asked.wrong.text == "That passphrase does not fit. Try again."
    assert not asked.button.isEnabled()
    assert asked.button.text() == "Try again in 1 s"


def test_the_wait_after_wrong_passphrases_doubles_up_to_half_a_minute() -> None:
    waits = Waits()

    assert [waits.after_wrong() for _try in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_caps_lock_is_told_from_the_letters_typed(asked: UnlockForm) -> None:
    told: list[bool] = []
    asked.field.caps_lock.connect(told.append)
    QTest.keyClicks(asked.field, "H")
    QTest.keyClicks(asked.field, "h")

    assert told == [True, False]


def test_what_is_typed_is_hidden_until_it_is_asked_for(asked: UnlockForm) -> None:
    assert asked.field.echoMode() is asked.field.EchoMode.Password
    asked.field.reveal()
    assert asked.field.echoMode() is asked.field.EchoMode.Normal


def test_a_workspace_open_elsewhere_can_be_opened_for_reading_only(
    window: Window, workspace: Workspace, choices: DeviceChoices, quiet: Quiet
) -> None:
    choices.note_opened(workspace.folder)
    window.show_gate()
    form = window.gate.form
    assert isinstance(form, UnlockForm)
    form.field.setText(PASSPHRASE)
    form.unlock()
    quiet()
    assert form.wrong.text.startswith("Open on ")

    QTest.mouseClick(form.second, Qt.MouseButton.LeftButton)
    quiet()
    assert window.session is not None
    assert window.session.read_only


def test_a_damaged_workspace_offers_its_newest_backup(
    window: Window, asked: UnlockForm, closed: Workspace, quiet: Quiet
) -> None:
    again = open_workspace(closed.folder, PASSPHRASE)
    back_up_workspace(again)
    again.close()
    (closed.folder / "crm.db").write_bytes(b"\0" * 4096)
    window.gate.start()
    form = window.gate.form
    assert isinstance(form, UnlockForm)
    form.field.setText(PASSPHRASE)
    form.unlock()
    quiet()
    QTest.mouseClick(form.second, Qt.MouseButton.LeftButton)

    restoring = window.gate.form
    assert isinstance(restoring, RestoreForm)
    assert restoring.target == closed.folder
    restoring.field.setText(PASSPHRASE)
    restoring.restore()
    quiet()
    assert window.session is not None


def test_the_recovery_key_opens_and_sets_a_new_passphrase(
    window: Window, asked: UnlockForm, closed: Workspace, quiet: Quiet
) -> None:
    window.gate.show_recovery(closed.folder)
    form = window.gate.form
    assert isinstance(form, RecoveryForm)
    form.key.line.setText(secret_text(closed.secret))
    form.key.line.textEdited.emit(form.key.line.text())
    form.passphrase.setText(STRONG)
    form.again.setText(STRONG)
    form.open()
    quiet()

    assert window.session is not None
    window.end_session()
    quiet()
    open_workspace(closed.folder, STRONG).close()


def test_a_mistyped_group_of_the_recovery_key_is_named_while_typing(window: Window, asked: UnlockForm) -> None:
    window.gate.show_recovery(asked.folder)
    form = window.gate.form
    assert isinstance(form, RecoveryForm)
    form.key.line.setText("AAAAAAAA")
    form.key.line.textEdited.emit("AAAAAAAA")

    assert form.key.problem == "Group 1 is mistyped. Compare it with the kit."


def test_a_new_workspace_is_opened_once_the_kit_is_in_hand(window: Window, tmp_path: Path, quiet: Quiet) -> None:
    window.gate.show_new()
    form = window.gate.form
    assert isinstance(form, NewWorkspaceForm)
    form.set_place(tmp_path)
    form.name.setText("Northwind")
    form.member.setText("Ida Berg")
    form.passphrase.setText(STRONG)
    form.again.setText(STRONG)
    form.create_workspace()
    quiet()
    kit = window.gate.form
    assert isinstance(kit, KitForm)
    kit.keeping.save_to(tmp_path / "kit.pdf")
    quiet()
    assert (tmp_path / "kit.pdf").read_bytes().startswith(b"%PDF")
    assert not kit.button.isEnabled()

    group = secret_groups(kit.workspace.secret)[kit.keeping.asked]
    QTest.keyClicks(kit.keeping.field, f"{group[:4].lower()} {group[4:]}")
    QTest.keyClick(kit.keeping.field, Qt.Key.Key_Return)
    quiet()
    assert window.session is not None
    assert window.session.member_name == "Ida Berg"


def test_a_weak_passphrase_is_refused_before_anything_is_written(window: Window, tmp_path: Path) -> None:
    window.gate.show_new()
    form = window.gate.form
    assert isinstance(form, NewWorkspaceForm)
    form.set_place(tmp_path)
    form.name.setText("Northwind")
    form.member.setText("Ida Berg")
    form.passphrase.setText("northwind1")
    form.again.setText("northwind1")
    form.create_workspace()

    assert "guessed too soon" in form.wrong.text
    assert list(tmp_path.glob("*.crm")) == []


def test_choosing_a_country_chooses_its_currency(window: Window) -> None:
    window.gate.show_new()
    form = window.gate.form
    assert isinstance(form, NewWorkspaceForm)
    form.country.setCurrentIndex(form.country.findData("JP"))

    assert form.currency.currentData() == "JPY"


def test_a_suggested_passphrase_is_shown_and_strong_enough(window: Window) -> None:
    window.gate.show_new()
    form = window.gate.form
    assert isinstance(form, NewWorkspaceForm)
    form.suggest()

    assert form.meter.step >= 3
    assert form.passphrase.text() == form.again.text()
    assert form.passphrase.echoMode() is form.passphrase.EchoMode.Normal


def test_folders_that_are_gone_are_not_listed(
    window: Window, closed: Workspace, choices: DeviceChoices, tmp_path: Path
) -> None:
    choices.note_opened(closed.folder)
    choices.note_opened(tmp_path / "gone.crm")

    assert choices.workspaces == [closed.folder]
    shutil.rmtree(closed.folder)
    assert choices.workspaces == []
