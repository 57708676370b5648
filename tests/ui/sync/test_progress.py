"""What goes on in the background for longer than a moment is shown in the strip, and rests when that is wished."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.errors import Cancelled
from ui.kit.buttons import Button
from ui.kit.dress import dress
from ui.kit.labels import Text
from ui.kit.task_strip import TaskStrip, progress_words
from ui.kit.tasks import FollowedTask, Tasks
from ui.kit.theme import Mode, Theme
from ui.shell.sharing_progress import SharingProgress


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """The task runner."""
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def area(qtbot: QtBot) -> QWidget:
    """A window of 900 by 600."""
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def strip(qapp: QApplication, tasks: Tasks, area: QWidget) -> TaskStrip:
    """The strip of long work in a window."""
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(qapp, theme)
    return TaskStrip(theme, tasks, area)


def words(strip: TaskStrip) -> list[str]:
    return [each.text() for each in strip.findChildren(Text)]


def title(total: int) -> str:
    return "Sending to office" if total else "Fetching from office"


def test_a_large_push_is_shown_with_what_is_sent_of_all(strip: TaskStrip, tasks: Tasks, qtbot: QtBot) -> None:
    progress = SharingProgress(tasks, title, lambda: None)
    progress.moved(20_000, 1_000_000)
    progress.moved(312_000, 1_000_000)
    qtbot.waitUntil(strip.isVisible)
    shown = words(strip)
    assert "Sending to office" in shown
    assert any(each.startswith("312,000 of 1,000,000, ") for each in shown)
    progress.moved(50_000, 0)
    qtbot.waitUntil(lambda: "Fetching from office" in words(strip))
    assert "Sending to office" not in words(strip)
    progress.moved(0, 0)
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_what_goes_on_where_it_was_cut_is_not_taken_for_quick() -> None:
    task = FollowedTask("Sending", lambda: None)
    task.begun = 900_000
    task.started -= 10
    task.progress.report(910_000, 1_000_000)
    assert progress_words(task) == "910,000 of 1,000,000, 2 min left"


def test_files_are_told_as_sizes(tasks: Tasks, strip: TaskStrip, qtbot: QtBot) -> None:
    progress = SharingProgress(tasks, lambda _total: "Sending files to office", lambda: None, in_bytes=True)
    progress.moved(0, 275_000_000)
    progress.moved(1_500_000, 275_000_000)
    qtbot.waitUntil(strip.isVisible)
    assert any(each.startswith("1.4 MB of 262 MB, ") for each in words(strip))


def test_cancel_asks_it_to_rest(tasks: Tasks, strip: TaskStrip, qtbot: QtBot) -> None:
    asked: list[bool] = []
    progress = SharingProgress(tasks, title, lambda: asked.append(True))
    progress.moved(20_000, 1_000_000)
    qtbot.waitUntil(strip.isVisible)
    strip.findChildren(Button)[0].click()
    assert asked == [True]
    with pytest.raises(Cancelled):
        progress.moved(40_000, 1_000_000)
