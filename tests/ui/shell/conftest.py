"""The whole window over a real encrypted workspace."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.shell.palette import Palette
from ui.shell.window import Window

Quiet = Callable[[], None]


@pytest.fixture
def choices(tmp_path: Path) -> DeviceChoices:
    """Choices kept in a folder of the test."""
    return DeviceChoices(tmp_path / "config")


@pytest.fixture
def window(qapp: QApplication, clock: MovedClock, choices: DeviceChoices, qtbot: QtBot) -> Iterator[Window]:
    """The window, still without a workspace."""
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(qapp, theme)
    made = Window(theme, choices, clock)
    made.show()
    qtbot.waitExposed(made)
    yield made
    # nobody is there to be asked about what a test typed
    made.end_session()
    made.close()
    made.deleteLater()


@pytest.fixture
def quiet(window: Window, qtbot: QtBot) -> Quiet:
    """Wait until all that was asked for has arrived."""

    def wait() -> None:
        # keys and menus come after the first page, or when something asks for them
        qtbot.waitUntil(lambda: window.deck is None or not window.tasks.busy, timeout=20_000)
        qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20_000)

    return wait


@pytest.fixture
def acme(workspace: Workspace) -> bytes:
    """A company in the workspace."""
    return add_record(workspace.journal, "company", {"name": "Acme Corporation", "sector": "Technology"})


@pytest.fixture
def opened(window: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> Window:
    """The window with the workspace open, at Today."""
    window.show_workspace(workspace)
    window.activateWindow()
    quiet()
    return window


def titles(palette: Palette) -> list[str]:
    """Return the titles of the lines that can be chosen."""
    model = palette.list.rows
    rows = [model.row(place) for place in range(model.rowCount())]
    return ["".join(piece.text for piece in row.title) for row in rows if row is not None and row.act is not None]


@pytest.fixture
def palette(opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> Palette:
    """The palette, open, over a few records."""
    journal = workspace.journal
    add_record(journal, "person", {"name": "Dana Whitfield", "company": "Acme Corporation"})
    add_record(journal, "deal", {"title": "GTX Plus Pro × 40", "company": acme.hex(), "amount": "21900"})
    add_record(journal, "deal", {"title": "Cables", "company": acme.hex(), "amount": "120"})
    for number in range(12):
        add_record(journal, "ticket", {"subject": f"Question {number + 1}", "company": acme.hex()})
    quiet()
    QTest.keyClick(QApplication.focusWidget() or opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    quiet()
    assert opened.deck is not None
    return opened.deck.palette
