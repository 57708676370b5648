"""The pages of contacts over a real encrypted workspace with a small world in it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.filters.tree import Condition
from crm_desktop.workspace import Workspace
from tests.contacts.world import World, made_world
from tests.ui.settling import come_to_rest
from ui.contacts.list_page import ContactsPage
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Desk, Place

Wait = Callable[[], None]
ACME = Condition("company", "=", "Acme Corporation")


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press `key` on `widget` while `held` keys are down."""
    QTest.keyClick(widget, key, held)


def type_text(widget: QWidget, text: str) -> None:
    """Type `text` into `widget`."""
    QTest.keyClicks(widget, text)


def names(page: ContactsPage) -> list[str]:
    """Return the names that the list shows."""
    return [str(row.values[0]) for row in page.list.model.rows()]


@pytest.fixture
def world(workspace: Workspace) -> World:
    """Acme and its people."""
    return made_world(workspace.journal)


@pytest.fixture
def wait(qtbot: QtBot, screen: Desk) -> Wait:
    """Wait until nothing is read or written any more, and what follows a commit is done."""

    def quiet() -> None:
        come_to_rest(qtbot, screen.tasks)

    return quiet


@pytest.fixture
def people(qtbot: QtBot, screen: Desk, world: World, wait: Wait) -> ContactsPage:
    """The list of people."""
    page = ContactsPage(screen)
    qtbot.addWidget(page)
    page.resize(1232, 852)
    page.show()
    page.arrive(Place("contacts"))
    wait()
    assert world.acme
    return page


@pytest.fixture
def acme(qtbot: QtBot, screen: Desk, world: World, wait: Wait) -> ContactPage:
    """The page of Acme."""
    page = ContactPage(screen)
    qtbot.addWidget(page)
    page.resize(1400, 852)
    page.show()
    page.arrive(Place("contact", world.acme))
    wait()
    # the parts are filled between the user's keys, which takes its time on a busy machine
    qtbot.waitUntil(lambda: page.shows(world.acme) and not page.parts._unfilled)
    return page
