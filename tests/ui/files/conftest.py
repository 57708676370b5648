"""A company and the list of its files."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.files.actions import Holder
from crm_desktop.workspace import Workspace
from tests.ui.settling import come_to_rest
from ui.files.file_list import FileList
from ui.kit.desk import Desk

Wait = Callable[[], None]
REST_MS = 60


@pytest.fixture
def wait(qtbot: QtBot, screen: Desk) -> Wait:
    """Wait until nothing is read or written any more, and what follows a commit is done."""

    def quiet() -> None:
        come_to_rest(qtbot, screen.tasks, REST_MS)

    return quiet


@pytest.fixture
def acme(workspace: Workspace) -> Holder:
    return Holder("contact", add_contact(workspace.journal, "company", {"name": "Acme Corporation"}))


@pytest.fixture
def shown(qtbot: QtBot, screen: Desk, acme: Holder, wait: Wait) -> Iterator[FileList]:
    """The list of Acme's files, on the screen."""
    made = FileList(screen)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    made.show_files_of(acme, name="Acme Corporation")
    wait()
    yield made
    wait()
