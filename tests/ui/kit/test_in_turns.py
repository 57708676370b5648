"""Work of the interface in several turns."""

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.kit.in_turns import InTurns


def test_what_is_pressed_meanwhile_comes_between_two_steps(qtbot: QtBot) -> None:
    done: list[str] = []

    def first() -> None:
        done.append("first")
        QTimer.singleShot(0, lambda: done.append("pressed"))

    owner = QObject()
    InTurns(owner, (first, lambda: done.append("second"), lambda: done.append("third")))
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done[0] == "first"
    assert done.index("pressed") < done.index("third")


def test_a_step_added_later_comes_last(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    turns = InTurns(owner, (lambda: done.append("first"), lambda: done.append("second")))
    turns.add(lambda: done.append("added"))
    qtbot.waitUntil(lambda: len(done) == 3)
    turns.add(lambda: done.append("much later"))
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["first", "second", "added", "much later"]


def test_nothing_more_is_done_once_the_owner_is_gone(qtbot: QtBot) -> None:
    done: list[str] = []
    owner = QObject()
    InTurns(owner, (lambda: done.append("first"), owner.deleteLater, lambda: done.append("never")))
    qtbot.waitUntil(lambda: done == ["first"])
    qtbot.wait(50)
    assert done == ["first"]
