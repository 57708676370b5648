"""Tab moves as one reads, whatever was put between others later."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.focus_order import order_focus


def chain(start: QWidget, count: int) -> list[str]:
    """Return the names of the next `count` widgets that Tab stops at, from `start` on."""
    names, each = [start.objectName()], start.nextInFocusChain()
    while each is not None and len(names) < count:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible():
            names.append(each.objectName())
        each = each.nextInFocusChain()
    return names


def named(name: str) -> QPushButton:
    made = QPushButton(name)
    made.setObjectName(name)
    return made


def test_what_was_added_between_others_is_reached_between_them(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    whole = QVBoxLayout(root)
    for name in "ad":
        whole.addWidget(named(name))
    inner = QHBoxLayout()
    whole.insertLayout(1, inner)
    for name in "bc":
        inner.addWidget(named(name))
    root.show()
    order_focus(root)
    first = root.findChild(QPushButton, "a")
    assert isinstance(first, QPushButton)
    assert chain(first, 4) == ["a", "b", "c", "d"]


def test_what_floats_above_is_reached_last_and_left_for_the_first(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    whole = QVBoxLayout(root)
    for name in "ab":
        whole.addWidget(named(name))
    floating = named("c")
    floating.setParent(root)
    root.show()
    for _tab in range(3):
        order_focus(root)
        assert chain(floating, 3) == ["c", "a", "b"]


def test_the_parts_of_a_splitter_are_reached_from_its_start_to_its_end(qtbot: QtBot) -> None:
    splitter = QSplitter()
    qtbot.addWidget(splitter)
    splitter.addWidget(named("b"))
    splitter.insertWidget(0, named("a"))
    splitter.show()
    order_focus(splitter)
    first = splitter.findChild(QPushButton, "a")
    assert isinstance(first, QPushButton)
    assert chain(first, 2) == ["a", "b"]


def test_what_scrolls_is_a_stop_only_where_nothing_in_it_is_and_there_is_more_than_it_shows(qtbot: QtBot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    inside = QWidget()
    area.setWidget(inside)
    area.resize(200, 100)
    area.show()
    order_focus(area)
    assert not area.focusPolicy() & Qt.FocusPolicy.TabFocus
    inside.resize(100, 1000)
    order_focus(area)
    assert area.focusPolicy() & Qt.FocusPolicy.TabFocus
    line = QLineEdit()
    QVBoxLayout(inside).addWidget(line)
    line.show()
    order_focus(area)
    assert not area.focusPolicy() & Qt.FocusPolicy.TabFocus
