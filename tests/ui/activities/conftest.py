"""The calendar over a real encrypted workspace."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import add_task
from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.settling import come_to_rest
from ui.activities.calendar_page import CalendarPage
from ui.kit.desk import Desk, Place

Wait = Callable[[], None]
Show = Callable[..., CalendarPage]
Read = Callable[[str], dict[str, Stored]]


def press(page: CalendarPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press `key` on the calendar while `held` keys are down."""
    QTest.keyClick(page.view, key, held)


def titles(page: CalendarPage) -> list[str]:
    """Return the titles of what is shown."""
    return [each.title for each in page.view.entries.entries]


def stand_on(page: CalendarPage, title: str) -> None:
    """Put the focus on what is called `title`."""
    page.view.stand_on(titles(page).index(title))


def box_of(page: CalendarPage, title: str) -> QPoint:
    """Return the middle of what is called `title`."""
    return page.view.visualRect(page.view.entries.index(titles(page).index(title))).center()


@pytest.fixture
def wait(qtbot: QtBot, screen: Desk) -> Wait:
    """Wait until nothing is read or written any more."""

    def quiet() -> None:
        come_to_rest(qtbot, screen.tasks, 60)

    return quiet


@pytest.fixture
def show(qtbot: QtBot, screen: Desk, wait: Wait) -> Show:
    """Return a function that shows the calendar in a way and on a day."""

    def shown(view: str = "week", day: str = "2026-05-14") -> CalendarPage:
        page = CalendarPage(screen)
        qtbot.addWidget(page)
        page.resize(1232, 852)
        page.show()
        page.arrive(Place("calendar", None, {"view": view, "day": day}))
        wait()
        return page

    return shown


@pytest.fixture
def task(workspace: Workspace) -> Read:
    """Return a function that reads the task with a title."""

    def read(title: str) -> dict[str, Stored]:
        columns = ("due_day", "due_at", "duration_min", "done_at", "recurrence", "removed_at")
        with workspace.reader() as reader:
            row = reader.execute(
                f"SELECT {', '.join(columns)} FROM task WHERE title = ? ORDER BY rid DESC LIMIT 1", (title,)
            ).fetchone()
        assert row is not None
        return dict(zip(columns, row, strict=True))

    return read


@pytest.fixture
def call(workspace: Workspace) -> bytes:
    """A call on Thursday at ten, for half an hour."""
    return add_task(
        workspace.journal,
        {"title": "Call", "kind": "call", "due_at": at("2026-05-14T10:00"), "duration_min": 30},
    )


@pytest.fixture
def series(workspace: Workspace) -> bytes:
    """A task of every Thursday."""
    return add_task(workspace.journal, {"title": "Round", "due_day": "2026-05-14", "recurrence": "FREQ=WEEKLY"})
