"""Reminders: told at their time and once, kept for the next start, silent about records while locked."""

from collections.abc import Callable
from datetime import time

import pytest

from crm_desktop.activities.actions import add_task, plan_interaction
from crm_desktop.activities.snooze import Until
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from ui.kit.buttons import Button, LinkButton
from ui.kit.desk import Place, Saying
from ui.shell.reminders_dialog import RemindersDialog
from ui.shell.window import Window

Quiet = Callable[[], None]
MINUTE_MS = 60_000


@pytest.fixture
def said(opened: Window) -> list[str]:
    """What was said in toasts."""
    sayings: list[str] = []

    def hear(saying: Saying) -> None:
        sayings.append(saying.text)

    assert opened.deck is not None
    opened.deck.desk.said.connect(hear)
    return sayings


@pytest.fixture
def told(opened: Window, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What a system that has notifications showed."""
    shown: list[tuple[str, str]] = []

    def notify(title: str, text: str) -> bool:
        shown.append((title, text))
        return True

    assert opened.deck is not None
    monkeypatch.setattr(opened.deck.reminders.tray, "notify", notify)
    return shown


def remind(workspace: Workspace, title: str, minutes: int) -> bytes:
    """Add a task that is due in so many minutes, with a reminder then."""
    at = milliseconds(workspace.journal.clock()) + minutes * MINUTE_MS
    return add_task(workspace.journal, {"title": title, "due_at": at, "remind_at": at})


def look(window: Window, quiet: Quiet) -> None:
    assert window.deck is not None
    window.deck.reminders.look()
    quiet()


def test_a_reminder_is_told_at_its_time_and_once(
    opened: Window, workspace: Workspace, clock: MovedClock, quiet: Quiet, said: list[str]
) -> None:
    remind(workspace, "Call Dana", 10)
    quiet()
    assert said == []
    clock.move(minutes=10)
    look(opened, quiet)
    look(opened, quiet)
    assert said == ["Reminder: Call Dana · Today, 08:10"]


def test_the_system_tells_where_it_can_and_may(
    opened: Window, workspace: Workspace, quiet: Quiet, said: list[str], told: list[tuple[str, str]]
) -> None:
    remind(workspace, "Call Dana", 0)
    quiet()
    assert (said, told) == ([], [("Reminder: Call Dana", "Today, 08:00")])
    save_setting(workspace.journal, "notifications", "off")
    remind(workspace, "Call Eli", 0)
    quiet()
    look(opened, quiet)
    assert len(told) == 1
    assert said == ["Reminder: Call Eli · Today, 08:00"]


def test_many_at_once_are_one_word(
    opened: Window, workspace: Workspace, clock: MovedClock, quiet: Quiet, said: list[str]
) -> None:
    for number in range(5):
        remind(workspace, f"Call {number}", 60)
    quiet()
    clock.move(hours=3)
    look(opened, quiet)
    assert said == ["5 reminders are due · Reminders in the menu Go lists them."]


def test_while_locked_no_word_of_a_record_is_told(
    opened: Window, workspace: Workspace, clock: MovedClock, quiet: Quiet, said: list[str], told: list[tuple[str, str]]
) -> None:
    remind(workspace, "Call Dana", 10)
    quiet()
    opened.lock()
    quiet()
    clock.move(minutes=11)
    look(opened, quiet)
    look(opened, quiet)
    assert told == [("A reminder is due", "Unlock the workspace to see it.")]
    assert said == []


def test_what_came_meanwhile_is_told_at_the_start(
    opened: Window, workspace: Workspace, clock: MovedClock, quiet: Quiet, said: list[str]
) -> None:
    assert opened.deck is not None
    opened.deck.reminders.pause()
    remind(workspace, "Call Dana", 10)
    clock.move(hours=5)
    opened.deck.reminders.resume()
    quiet()
    assert said == ["1 reminder came while you were away. Ctrl+Shift+R shows what is due."]
    opened.deck.reminders.resume()
    quiet()
    assert len(said) == 1


def test_the_list_ticks_opens_and_dismisses(
    opened: Window, workspace: Workspace, acme: bytes, clock: MovedClock, quiet: Quiet
) -> None:
    assert opened.deck is not None
    remind(workspace, "Call Dana", 0)
    at = milliseconds(clock())
    plan_interaction(
        workspace.journal, {"kind": "meeting", "subject": "Review", "at": at, "remind_at": at, "company": acme}
    )
    quiet()
    opened.deck.reminders.show_list()
    quiet()
    dialog = opened.findChildren(RemindersDialog)[-1]
    assert sorted(each.title for each in dialog.reminders) == ["Call Dana", "Review"]
    button = next(each for each in dialog.findChildren(Button) if each.text() == "Done" and each.isVisible())
    button.click()
    quiet()
    assert [each.title for each in dialog.reminders] == ["Review"]
    places: list[Place] = []
    opened.deck.desk.place_wanted.connect(places.append)
    next(each for each in dialog.findChildren(LinkButton) if each.text() == "Review" and each.isVisible()).click()
    quiet()
    assert places == [Place("contact", acme)]
    opened.deck.reminders.show_list()
    quiet()
    opened.findChildren(RemindersDialog)[-1].accept()
    quiet()
    look(opened, quiet)
    with workspace.reader() as reader:
        found = reader.execute("SELECT reminded_at IS NOT NULL FROM interaction").fetchone()
    assert found == (1,)


def test_a_second_click_on_a_notification_opens_no_second_list(
    opened: Window, workspace: Workspace, quiet: Quiet, told: list[tuple[str, str]]
) -> None:
    remind(workspace, "Call Dana", 0)
    quiet()
    assert len(told) == 1
    assert opened.deck is not None
    for _click in range(2):
        opened.deck.reminders.tray.clicked.emit()
    quiet()
    assert len([each for each in opened.findChildren(RemindersDialog) if each.isVisible()]) == 1


def test_putting_a_reminder_off_says_the_day_and_the_hour(
    opened: Window, workspace: Workspace, quiet: Quiet, said: list[str]
) -> None:
    assert opened.deck is not None
    remind(workspace, "Call Dana", 0)
    quiet()
    opened.deck.reminders.show_list()
    quiet()
    dialog = opened.findChildren(RemindersDialog)[-1]
    day = opened.deck.desk.today()
    dialog.put_off(dialog.reminders[0], Until(day, time(16)))
    quiet()
    assert said[-1].startswith("Reminds again on ")
    assert said[-1].endswith(" at 16:00")
