"""Members in the settings."""

from collections.abc import Callable

import pytest

from crm_desktop.journal.member_actions import save_member
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from ui.settings.member_dialog import MemberDialog
from ui.settings.members_section import MembersSection

Quiet = Callable[[], None]


@pytest.fixture
def section(show: Show) -> MembersSection:
    found = show("members").section("members")
    assert isinstance(found, MembersSection)
    return found


def test_a_member_is_added_in_a_dialog(section: MembersSection, quiet: Quiet) -> None:
    section.more.click()
    (dialog,) = section.findChildren(MemberDialog)
    dialog.accept()
    quiet()
    assert dialog.form.inputs["name"].editor.accessibleDescription()
    dialog.form.inputs["name"].set_typed("Ben Roe")
    dialog.team.set_typed("North")
    dialog.accept()
    quiet()
    assert [(line.member.name, line.member.role, line.member.team) for line in section.lines][1:] == [
        ("Ben Roe", "sales", "North")
    ]
    assert "North" in section.words


def test_a_member_is_changed_and_deactivated(section: MembersSection, workspace: Workspace, quiet: Quiet) -> None:
    save_member(workspace.journal, None, {"name": "Ben", "role": "sales", "team": "North"})
    quiet()
    section.lines[1].edit.click()
    (dialog,) = section.findChildren(MemberDialog)
    assert dialog.team.typed() == "North"
    dialog.role.set_value("manager")
    dialog.accept()
    quiet()
    assert section.lines[1].member.role == "manager"
    section.lines[1].turn.click()
    quiet()
    assert not section.lines[1].member.active
    assert section.lines[0].turn.isHidden()
