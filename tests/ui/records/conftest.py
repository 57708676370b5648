"""Lists over a real encrypted workspace."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.settling import come_to_rest
from ui.kit.desk import Desk


@pytest.fixture
def quiet(qtbot: QtBot, screen: Desk) -> Callable[[], None]:
    """Wait until nothing is read or written any more, and what follows a commit is done."""

    def wait() -> None:
        come_to_rest(qtbot, screen.tasks)

    return wait
