"""A pipeline page over a real encrypted workspace with a few deals."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.pipeline.queries import Card, board_cards
from crm_desktop.pipeline.stages import StageRow, stages
from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from tests.ui.settling import come_to_rest
from ui.kit.desk import Desk, Place
from ui.kit.dress import dress
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.pipeline.pipeline_page import PipelinePage

Wait = Callable[[], None]
MakeDeal = Callable[..., bytes]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, worn by the application."""
    made = Theme(Mode.LIGHT, reduced_motion=True)
    dress(qapp, made)
    yield made
    made.deleteLater()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A task runner that is closed after the test."""
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def desk(workspace: Workspace, theme: Theme, tasks: Tasks, clock: MovedClock) -> Desk:
    """A desk over an open workspace."""
    return Desk(workspace, theme, tasks, clock, place=workspace.place, member=workspace.journal.member)


@pytest.fixture
def wait(qtbot: QtBot, tasks: Tasks) -> Wait:
    """Wait until nothing is read or written any more, and what follows a commit is done."""

    def quiet() -> None:
        come_to_rest(qtbot, tasks, 80)

    return quiet


@pytest.fixture
def stage(workspace: Workspace) -> Callable[[str], StageRow]:
    """Find a stage by its name."""

    def named(name: str) -> StageRow:
        with workspace.reader() as reader:
            return next(each for each in stages(reader) if each.name == name)

    return named


@pytest.fixture
def make_deal(workspace: Workspace, stage: Callable[[str], StageRow]) -> MakeDeal:
    """Add a deal of a company, in a stage, expected on a day."""

    def made(company: str, title: str, amount: int, stage_name: str = "Prospecting", day: str = "2026-06-30") -> bytes:
        account = add_contact(workspace.journal, "company", {"name": company})
        values: dict[str, Stored] = {
            "title": title,
            "company": account,
            "amount": amount,
            "stage": stage(stage_name).record,
            "expected_on": date.fromisoformat(day).isoformat(),
        }
        return add_deal(workspace.journal, values)

    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, wait: Wait) -> Callable[[], PipelinePage]:
    """Show the pipeline page at 1232×852, once it has read all."""

    def shown(place: Place | None = None) -> PipelinePage:
        made = PipelinePage(desk)
        qtbot.addWidget(made)
        switch = made.switch()
        if isinstance(switch, QWidget):
            qtbot.addWidget(switch)
        made.resize(1232, 852)
        made.show()
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        made.arrive(place or Place("pipeline"))
        wait()
        return made

    return shown


@pytest.fixture
def cards_in(workspace: Workspace, stage: Callable[[str], StageRow]) -> Callable[[str], list[Card]]:
    """Read the cards that are stored in a stage."""

    def found(name: str) -> list[Card]:
        with workspace.reader() as reader:
            return board_cards(reader, stage(name).record, (), workspace.place)

    return found
