"""Who opens a workspace in which something was typed and not saved is told, and led to it."""

import pytest
from PySide6.QtWidgets import QLineEdit

from crm_desktop.journal.drafts import Draft, keep_drafts
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from tests.ui.shell.test_own_window import sector_of
from ui.contacts.record_page import ContactPage
from ui.kit.drafts import ENTRY, FACT, FILTER, NEW, QUICK, SETTING, begun_with, place_of
from ui.kit.labels import Text
from ui.shell.left_over import LeftOver
from ui.shell.new_record import NewRecordDialog
from ui.shell.window import Window


@pytest.fixture
def left(window: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> LeftOver:
    """What is left over in a workspace that was just opened."""
    keep_drafts(
        workspace.journal,
        {
            place_of(ENTRY, acme): Draft({"text": "Half a word"}, "Entry about Acme Corporation"),
            place_of(QUICK, b""): Draft({"QPlainTextEdit": "called"}, "Quick entry"),
            place_of(NEW, "person", begun_with({"company": acme})): Draft({"name": "Da"}, "New person"),
            place_of(FACT, "contact", acme, "sector"): Draft({"typed": "Logis"}, "Sector of Acme Corporation"),
            place_of("goal"): Draft({"amount": "1"}, "Set a goal"),
            # a filter that was begun is no work that waits
            place_of(FILTER, "people", ""): Draft({"text": "sector = "}, "Filter"),
        },
    )
    window.show_workspace(workspace)
    quiet()
    assert window.deck is not None
    return window.deck.left_over


def test_it_is_told_above_the_page_how_much_is_not_saved(left: LeftOver) -> None:
    assert left.banner is not None
    assert left.banner.isVisible()
    told = [each.text() for each in left.banner.findChildren(Text)]
    assert told[0] == "5 things that you typed before are not saved yet."


def test_each_is_gone_on_with_where_it_was_typed(left: LeftOver, window: Window, quiet: Quiet) -> None:
    goal, sector, person, _quick, entry = left.acts()
    assert (goal.text(), goal.isEnabled()) == ("Set a goal, where you typed it", False)
    assert sector.text() == "Sector of Acme Corporation"
    entry.trigger()
    quiet()
    assert window.workplace is not None
    page = window.workplace.page
    assert isinstance(page, ContactPage)
    assert page.timeline.composer.text.toPlainText() == "Half a word"
    assert sector_of(window).editing
    person.trigger()
    quiet()
    dialog = next(each for each in window.findChildren(NewRecordDialog) if each.isVisible())
    assert dialog.form.inputs["name"].typed() == "Da"
    assert dialog.form.inputs["company"].typed() == "Acme Corporation"
    dialog.reject()


def test_a_line_of_the_settings_is_gone_on_with_in_its_section(
    window: Window, workspace: Workspace, quiet: Quiet
) -> None:
    keep_drafts(workspace.journal, {place_of(SETTING, "profile", "name"): Draft({"typed": "Anna S"}, "Name")})
    window.show_workspace(workspace)
    quiet()
    assert window.deck is not None
    (act,) = window.deck.left_over.acts()
    act.trigger()
    quiet()
    assert "Anna S" in [line.text() for line in window.findChildren(QLineEdit) if line.isVisible()]


def test_it_counts_down_until_it_is_closed(left: LeftOver, window: Window) -> None:
    assert window.session is not None
    drafts = window.session.desk.drafts
    goal, quick = place_of("goal"), place_of(QUICK, b"")
    drafts.drop(goal)
    assert left.banner is not None
    assert left.banner.findChildren(Text)[0].text() == "4 things that you typed before are not saved yet."
    left.banner.close_button.click()
    drafts.drop(quick)
    assert left.banner is None


def test_once_all_is_seen_to_it_is_told_no_more(left: LeftOver, window: Window) -> None:
    assert window.session is not None
    for place in window.session.desk.drafts.all:
        window.session.desk.drafts.drop(place)
    assert left.banner is None
    assert left.acts() == []
