"""Lists over a real encrypted workspace."""

import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ui.kit.desk import Desk


@pytest.fixture
def quiet(qtbot: QtBot, screen: Desk) -> Callable[[], None]:
    """Wait until nothing is read or written any more, and what follows a commit is done."""

    def wait() -> None:
        since = time.monotonic()
        # longer than what lists wait before they count
        while time.monotonic() - since < 0.4:
            qtbot.wait(10)
            if screen.tasks.busy:
                since = time.monotonic()

    return wait
