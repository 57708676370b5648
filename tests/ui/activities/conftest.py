"""The calendar over a real encrypted workspace."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from tests.ui.settling import come_to_rest
from ui.activities.calendar_page import CalendarPage
from ui.kit.desk import Desk, Place

Wait = Callable[[], None]
Show = Callable[..., CalendarPage]


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
def task(workspace: Workspace) -> Callable[[str], dict[str, Stored]]:
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
