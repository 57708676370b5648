"""What erased records left in the file is overwritten in the background, once nobody saves for a moment."""

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.privacy.erasing import erase_rows
from crm_desktop.workspace import Workspace
from ui.shell import erasures_watch
from ui.shell.window import Window


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once; the app waits until nothing more is saved."""
    monkeypatch.setattr(erasures_watch, "QUIET_MS", 10)
    monkeypatch.setattr(erasures_watch, "AGAIN_MS", 50)


def test_it_is_overwritten_without_being_asked_for(
    opened: Window, workspace: Workspace, acme: bytes, qtbot: QtBot
) -> None:
    erase_rows(workspace, acme, "asked us to")
    assert workspace.has_erasures_due
    qtbot.waitUntil(lambda: not workspace.has_erasures_due)
    qtbot.waitUntil(lambda: not opened.tasks.busy)


def test_where_it_was_held_up_it_is_done_later(
    opened: Window, workspace: Workspace, acme: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[bool] = []
    rewrite = workspace.store.rewrite

    def once_overtaken(progress: object) -> bool:
        tries.append(len(tries) >= 3 and rewrite())
        return tries[-1]

    monkeypatch.setattr(workspace.store, "rewrite", once_overtaken)
    erase_rows(workspace, acme, "asked us to")
    qtbot.waitUntil(lambda: not workspace.has_erasures_due)
    assert tries == [False, False, False, True]
    qtbot.waitUntil(lambda: not opened.tasks.busy)


def test_nothing_is_looked_at_while_the_file_is_locked(opened: Window, workspace: Workspace, qtbot: QtBot) -> None:
    deck = opened.deck
    assert deck is not None
    opened.lock()
    qtbot.waitUntil(lambda: not opened.tasks.busy)
    assert not deck._erasures._quiet.isActive()
