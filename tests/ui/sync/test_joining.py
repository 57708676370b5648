"""The welcome page leads whoever has an invite to a new workspace that joins the shared one."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from crm_desktop.sync.connection import Address
from crm_desktop.sync.invite import Invite, write_invite
from tests.ui.shell.conftest import choices, quiet, window
from ui.settings.join_dialog import JoinDialog
from ui.shell.kit_form import KitForm
from ui.shell.window import Window

__all__ = ("choices", "quiet", "window")


def test_an_invite_leads_through_a_new_workspace_to_the_password(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    invite = tmp_path / "ole.crminvite"
    write_invite(invite, Invite("Hartwell Parts", "Ole Berg", Address("office.example", 5432, "crm", "ole_berg")))
    window.show_gate()
    form = window.gate.join_with(invite)
    assert (form.name.text(), form.member.text()) == ("Hartwell Parts", "Ole Berg")
    form.set_place(tmp_path)
    form.suggest()
    form.create_workspace()
    qtbot.waitUntil(lambda: isinstance(window.gate.form, KitForm))
    kit = window.gate.form
    assert isinstance(kit, KitForm)
    kit.opened.emit(kit.workspace)
    qtbot.waitUntil(lambda: bool(window.findChildren(JoinDialog)))
    dialog = window.findChildren(JoinDialog)[0]
    assert dialog.windowTitle() == "Join Hartwell Parts"
    dialog.reject()


def test_a_file_that_is_no_invite_is_said_and_a_workspace_can_still_be_made(window: Window, tmp_path: Path) -> None:
    (tmp_path / "letter.crminvite").write_text("Dear Ole", "utf-8")
    window.show_gate()
    form = window.gate.join_with(tmp_path / "letter.crminvite")
    assert "no invite" in form.wrong.text
    assert form.button.isEnabled()
