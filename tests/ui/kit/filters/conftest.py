"""Waiting for what the forms of filters read."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ui.kit.tasks import Tasks

Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, tasks: Tasks) -> Settle:
    """Wait until nothing is read any more."""

    def quiet() -> None:
        qtbot.waitUntil(lambda: not tasks.busy)
        qtbot.wait(1)

    return quiet
