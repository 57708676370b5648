"""Garbage is looked for among what came after the start."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from ui.kit import garbage
from ui.kit.garbage import GarbageTimer


@contextmanager
def searches_noted() -> Iterator[list[str]]:
    """Make enough new objects that a search is due, and lend the list of the searches that come."""
    searches: list[str] = []

    def note(phase: str, _told: dict[str, int]) -> None:
        searches.append(phase)

    kept: list[list[int]] = [[] for _each in range(5000)]
    gc.callbacks.append(note)
    try:
        yield searches
    finally:
        gc.callbacks.remove(note)
        kept.clear()


def test_what_the_start_made_is_left_out_of_searches_until_the_timer_stops(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "SETTLED_MS", 10)
    timer = GarbageTimer()
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
    timer.stop()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


def test_no_search_delays_the_first_page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "CHECK_EVERY_MS", 1)
    timer = GarbageTimer()
    with searches_noted() as searches:
        qtbot.wait(100)
    timer.stop()
    assert not searches


def test_garbage_is_collected_once_the_first_page_stands(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "CHECK_EVERY_MS", 1)
    monkeypatch.setattr(garbage, "FIRST_MS", 1)
    timer = GarbageTimer()
    with searches_noted() as searches:
        qtbot.waitUntil(lambda: bool(searches))
    timer.stop()


def test_all_is_searched_once_nothing_is_made_for_a_while(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "WHOLE_EVERY_S", 0.0)
    monkeypatch.setattr(garbage, "FIRST_MS", 10**6)
    timer = GarbageTimer()
    generations: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            generations.append(told["generation"])

    kept: list[list[int]] = []
    gc.callbacks.append(note)
    try:
        for _look in range(2 * garbage.CALM_LOOKS):
            kept.extend([_look] for _each in range(800))
            timer.collect_when_due()
        assert 2 not in generations
        for _look in range(2 * garbage.CALM_LOOKS):
            timer.collect_when_due()
    finally:
        gc.callbacks.remove(note)
        timer.stop()
    assert generations.count(2) == 1


def test_what_outlived_two_looks_is_not_looked_at_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "FIRST_MS", 10**6)
    timer = GarbageTimer()
    kept: list[list[int]] = []
    try:
        gc.collect()
        for look in range(2 * garbage.MIDDLE_LOOKS + 2):
            kept.extend([look] for _each in range(800))
            timer.collect_when_due()
        assert gc.get_count()[1] == 0
    finally:
        timer.stop()
