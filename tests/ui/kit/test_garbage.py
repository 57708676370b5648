"""Garbage is looked for among what came after the start."""

import gc

import pytest
from pytestqt.qtbot import QtBot

from ui.kit import garbage
from ui.kit.garbage import GarbageTimer


def test_what_the_start_made_is_left_out_of_searches_until_the_timer_stops(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "SETTLED_MS", 10)
    timer = GarbageTimer()
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
    timer.stop()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
