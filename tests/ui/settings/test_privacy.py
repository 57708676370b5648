"""Personal data in the settings."""

from collections.abc import Callable

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.ui.settings.conftest import Show
from ui.privacy.erase_dialog import EraseDialog
from ui.settings.privacy_section import PrivacySection

Quiet = Callable[[], None]


@pytest.fixture
def section(show: Show, workspace: Workspace, quiet: Quiet) -> PrivacySection:
    add_contact(workspace.journal, "person", {"name": "Dana Whitfield", "email": "dana@acme.example"})
    add_contact(workspace.journal, "person", {"name": "Reed Clapper"})
    found = show("privacy").section("privacy")
    assert isinstance(found, PrivacySection)
    quiet()
    return found


def shown(section: PrivacySection) -> list[str]:
    return [each.label.text() for each in section.acts]


def test_it_counts_what_is_held_and_who_may_be_contacted(section: PrivacySection) -> None:
    assert section.channels["email"].accessibleName() == "Email: 0 allowed, 0 refused · 2 not asked"
    people = section.kinds[0]
    assert people.label.text() == "People and companies"
    assert people.help.text().startswith("Name, ")
    assert shown(section) == []


def test_somebody_is_erased_from_here_and_the_list_tells_it_without_a_name(
    section: PrivacySection, quiet: Quiet, workspace: Workspace
) -> None:
    section.who.set_typed("Dana Whitfield")
    section.who._ask()
    quiet()
    section.erase.click()
    quiet()
    (dialog,) = section.findChildren(EraseDialog)
    assert dialog.windowTitle() == "Erase Dana Whitfield for ever"
    dialog.passphrase.setText(PASSPHRASE)
    dialog.accept_button.click()
    quiet()
    assert shown(section) == ["2 records erased for ever"]
    assert workspace.member_name in section.acts[0].words
    assert "Dana" not in section.words
    assert section.who.typed() == ""


def test_without_a_name_it_says_what_is_missing(section: PrivacySection, quiet: Quiet) -> None:
    section.erase.click()
    quiet()
    assert section.findChildren(EraseDialog) == []
    assert "may not be empty" in section.who._error.text()
