"""Duplicates are looked for in the background, and the rail tells how many wait."""

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.contacts.merging import merge_contacts
from crm_desktop.workspace import Workspace
from ui.shell import duplicates_watch
from ui.shell.window import Window


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once; the app waits until nothing more is written."""
    monkeypatch.setattr(duplicates_watch, "QUIET_MS", 10)


def waiting(window: Window) -> int:
    workplace = window.workplace
    item = workplace.rail.item("duplicates") if workplace is not None else None
    assert item is not None
    return item._waiting


def test_a_twin_is_counted_at_the_rail_until_it_is_merged(
    opened: Window, workspace: Workspace, acme: bytes, qtbot: QtBot
) -> None:
    assert waiting(opened) == 0
    twin = add_record(workspace.journal, "company", {"name": "Acme Corp.", "sector": "Technology"})
    qtbot.waitUntil(lambda: waiting(opened) == 1)
    merge_contacts(workspace.journal, acme, [twin])
    qtbot.waitUntil(lambda: waiting(opened) == 0)


def test_nothing_is_looked_at_while_the_file_is_locked(opened: Window, workspace: Workspace, qtbot: QtBot) -> None:
    deck = opened.deck
    assert deck is not None
    opened.lock()
    qtbot.waitUntil(lambda: not opened.tasks.busy)
    assert not deck._duplicates._quiet.isActive()
