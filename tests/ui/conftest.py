"""A desk over a real workspace, for the tests of all screens."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from ui.kit.desk import Desk, Place, Saying
from ui.kit.dress import dress
from ui.kit.lockable_core import LockableCore
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme

# A busy machine may take long over what a quiet one does at once; tests wait for what happens, not for time.
PATIENCE_MS = 30_000
for waiting in (QtBot.waitUntil, QtBot.waitSignal):
    waiting.__kwdefaults__ = {**(waiting.__kwdefaults__ or {}), "timeout": PATIENCE_MS}


@pytest.fixture
def screen(qapp: QApplication, workspace: Workspace, clock: MovedClock) -> Iterator[Desk]:
    """A desk in the light theme over an open workspace; its workers end with the test."""
    theme = Theme(Mode.LIGHT)
    dress(qapp, theme)
    tasks = Tasks(qapp)
    yield Desk(
        workspace,
        theme,
        tasks,
        clock,
        place=workspace.place,
        member=workspace.journal.member,
        file=LockableCore(workspace),
    )
    tasks.close()


@pytest.fixture
def visited(screen: Desk) -> list[Place]:
    """The places that pages asked to go to."""
    places: list[Place] = []
    screen.place_wanted.connect(places.append)
    return places


@pytest.fixture
def said(screen: Desk) -> list[Saying]:
    """What was said in toasts."""
    sayings: list[Saying] = []
    screen.said.connect(sayings.append)
    return sayings
