"""The kit over a real encrypted workspace."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.schema.forms import Place
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from ui.kit.desk import Desk
from ui.kit.dress import dress
from ui.kit.formats import Formats
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, worn by the application."""
    made = Theme(Mode.LIGHT)
    dress(qapp, made)
    yield made
    made.deleteLater()


@pytest.fixture
def formats(place: Place, clock: MovedClock) -> Formats:
    """How values are written in New York on 14 May 2026."""
    return Formats(place, clock)


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A task runner that is closed after the test."""
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def desk(workspace: Workspace, theme: Theme, tasks: Tasks, clock: MovedClock) -> Desk:
    """A desk over an open workspace."""
    return Desk(workspace, theme, tasks, clock, place=workspace.place)
