"""A record that came into sight late has its history fetched when somebody opens it, or told where it is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.sync.status import set_paused
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm, Laptop
from ui.kit.desk import Place
from ui.kit.device_choices import DeviceChoices
from ui.kit.dress import dress
from ui.kit.theme import Mode, Theme
from ui.shell.history_panel import HistoryPanel
from ui.shell.window import Window


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    """The window, still without a workspace."""
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    dress(qapp, theme)
    made = Window(theme, DeviceChoices(tmp_path / "config"), MovedClock(datetime.now(UTC)))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def late_laptop(firm: Firm) -> tuple[Laptop, bytes]:
    """Return a laptop on which Dana came into sight later than she was written, with her number."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    edit_contact(first.journal, dana, {"job_title": "Buyer", "phone": "+1 555 019 0244"})
    first.sync()
    second = firm.another()
    second.sync()
    with second.journal.bookkeeping() as connection:
        connection.execute("DELETE FROM change")
        connection.execute("DELETE FROM step WHERE seq > 1")
    return second, dana


def opened(window: Window, laptop: Laptop, firm: Firm, dana: bytes, qtbot: QtBot) -> HistoryPanel:
    folder = laptop.workspace.folder
    firm.close()
    window.show_workspace(open_workspace(folder, PASSPHRASE, clock=firm.clock))
    window.go(Place("contact", dana))
    qtbot.waitUntil(lambda: not window.tasks.busy)
    assert window.deck is not None
    window.deck.show_history()
    return window.deck.history


def said(panel: HistoryPanel) -> list[str]:
    return [item.accessibleName() for item in panel.items]


def test_older_steps_of_a_record_and_its_parts_come_when_it_is_opened(window: Window, firm: Firm, qtbot: QtBot) -> None:
    laptop, dana = late_laptop(firm)
    panel = opened(window, laptop, firm, dana, qtbot)
    qtbot.waitUntil(lambda: len(panel.items) == 2)
    assert said(panel)[-1] == "You: Add Dana Whitfield"
    fields = {change.field for step in panel.items for change in step.step.changes}
    assert {"job_title", "value"} <= fields
    qtbot.waitUntil(lambda: not panel.older.line.isVisible())


def test_offline_it_says_where_they_are(window: Window, firm: Firm, qtbot: QtBot) -> None:
    laptop, dana = late_laptop(firm)
    set_paused(laptop.journal, paused=True)
    panel = opened(window, laptop, firm, dana, qtbot)
    qtbot.waitUntil(panel.older.line.isVisible)
    assert panel.older.line.text == "Older history is on the office server"
    panel.older.line.again.click()
    qtbot.waitUntil(lambda: len(panel.items) == 2)


def test_everything_s_history_asks_for_nothing(window: Window, firm: Firm, qtbot: QtBot) -> None:
    laptop, dana = late_laptop(firm)
    set_paused(laptop.journal, paused=True)
    panel = opened(window, laptop, firm, dana, qtbot)
    qtbot.waitUntil(panel.older.line.isVisible)
    panel.show_record(None)
    qtbot.waitUntil(lambda: not panel.older.line.isVisible())
