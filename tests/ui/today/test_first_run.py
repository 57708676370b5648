"""The first run: seven steps above the day, each leading to its page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.first_steps import CONTACTS, FOLLOW_UP, KEY, STEPS
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import choices, quiet, window
from ui.activities.plan_dialog import PlanDialog
from ui.kit.desk import Place
from ui.shell.sample_form import SampleForm
from ui.shell.window import Window
from ui.today.first_steps_view import FirstStepsView
from ui.today.step_words import PLACES
from ui.today.today_page import TodayPage

__all__ = ["choices", "quiet", "window"]
Quiet = Callable[[], None]


@pytest.fixture
def page(window: Window, workspace: Workspace, quiet: Quiet) -> TodayPage:
    save_setting(workspace.journal, "first_steps", "on")
    window.show_workspace(workspace)
    quiet()
    return today(window)


def today(window: Window) -> TodayPage:
    assert window.workplace is not None
    found = window.workplace.page
    assert isinstance(found, TodayPage)
    return found


def steps(page: TodayPage) -> FirstStepsView:
    assert page.first_run.view is not None
    return page.first_run.view


def test_an_empty_workspace_shows_the_steps_in_the_stead_of_zeros(page: TodayPage) -> None:
    assert page.first_run.shown
    assert not page._tiles.isVisible()
    assert [line.accessibleName().rpartition(", ")[2] for line in steps(page).list.lines.values()] == [
        "done",
        "next",
        *["to do"] * 5,
    ]


def test_what_is_really_done_is_ticked_at_once(page: TodayPage, workspace: Workspace, quiet: Quiet) -> None:
    add_record(workspace.journal, "company", {"name": "Acme"})
    quiet()
    assert steps(page).list.lines[CONTACTS].accessibleName() == "Bring your contacts, done"
    assert page._tiles.isVisible()


@pytest.mark.parametrize("step", [each for each in STEPS if each != FOLLOW_UP])
def test_a_step_opens_its_page(page: TodayPage, window: Window, quiet: Quiet, step: str) -> None:
    line = steps(page).list.lines[step]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    quiet()
    assert window.workplace is not None
    assert window.workplace.trail.here == PLACES[step]


def test_the_follow_up_is_planned_in_a_dialog(page: TodayPage, window: Window, quiet: Quiet) -> None:
    steps(page).open_step(FOLLOW_UP)
    quiet()
    assert window.deck is not None
    assert [type(each) for each in window.deck.new_records._open] == [PlanDialog]


def test_one_begins_on_the_step_that_is_next(page: TodayPage, window: Window) -> None:
    assert window.focusWidget() is steps(page).list.lines[KEY]


def test_arrows_move_along_the_steps(page: TodayPage, window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    page.focus_first()
    lines = steps(page).list.lines
    qtbot.waitUntil(lines[KEY].hasFocus)
    QTest.keyClick(lines[KEY], Qt.Key.Key_Down)
    assert lines[CONTACTS].hasFocus()


def test_a_hidden_list_stays_hidden_and_is_found_in_help(page: TodayPage, window: Window, quiet: Quiet) -> None:
    QTest.mouseClick(steps(page).hide_button, Qt.MouseButton.LeftButton)
    quiet()
    assert not page.first_run.shown
    assert page._tiles.isVisible()
    window.go(Place("contacts"))
    quiet()
    assert window.deck is not None
    next(each for each in window.deck.every_action() if each.name == "first_steps").run()
    quiet()
    assert today(window).first_run.shown


def test_the_sample_is_still_offered(page: TodayPage, window: Window, quiet: Quiet) -> None:
    steps(page)._sample.click()
    quiet()
    assert isinstance(window.gate.form, SampleForm)


def test_a_workspace_full_of_work_has_no_such_list(window: Window, workspace: Workspace, quiet: Quiet) -> None:
    window.show_workspace(workspace)
    quiet()
    assert today(window).first_run.view is None
    assert today(window)._tiles.isVisible()
