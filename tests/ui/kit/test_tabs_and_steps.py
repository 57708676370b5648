"""Tabs, steps and choices where there is little room, and tabs in another order."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.kit.test_widgets import shown
from ui.kit.chips import Choice, ViewTabs
from ui.kit.fields.choice import ComboBox
from ui.kit.step_row import StepRow
from ui.kit.theme import Theme

MANY = [Choice(f"view {number}", f"Customers of region {number}", tally="97") for number in range(12)]


def test_tabs_scroll_where_there_is_no_room_for_all(theme: Theme, qtbot: QtBot) -> None:
    tabs = ViewTabs(theme, MANY)
    shown(tabs, qtbot)
    tabs.resize(400, 40)
    first = tabs.grab().toImage()
    tabs.set_current("view 11")
    assert tabs.grab().toImage() != first
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(390, 20))
    assert tabs.current == "view 11"


def test_tabs_are_dragged_into_another_order(theme: Theme, qtbot: QtBot) -> None:
    tabs = ViewTabs(theme, MANY[:3])
    shown(tabs, qtbot)
    tabs.resize(tabs.sizeHint())
    orders: list[list[str]] = []
    tabs.moved.connect(orders.append)
    width = tabs.width() // 3
    QTest.mousePress(tabs, Qt.MouseButton.LeftButton, pos=QPoint(width // 2, 20))
    QTest.mouseMove(tabs, QPoint(width // 2 + width, 20))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(width * 2.5, 20),
        QPointF(width * 2.5, 20),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(tabs, move)
    QTest.mouseRelease(tabs, Qt.MouseButton.LeftButton, pos=QPoint(width * 5 // 2, 20))
    assert orders == [["view 1", "view 2", "view 0"]]
    assert tabs.current == "view 0"


def test_steps_stand_closer_and_then_drop_their_titles_where_room_is_short(theme: Theme, qtbot: QtBot) -> None:
    steps = StepRow(theme, ["File", "Match columns", "Duplicates", "Import"])
    qtbot.addWidget(steps)
    steps.show_step(1)
    whole = steps.sizeHint().width()
    for width, titled in ((whole, [0, 1, 2, 3]), (whole - 80, [0, 1, 2, 3]), (whole - 160, [1])):
        steps.resize(width, 28)
        assert steps.titled() == titled
    assert steps.minimumSizeHint().width() < whole - 160


def test_a_choice_that_is_too_long_says_that_it_is_cut(theme: Theme, qtbot: QtBot) -> None:
    box = ComboBox(theme)
    box.addItem("Id in the other program")
    shown(box, qtbot)
    box.resize(400, 32)
    assert box.shown_text() == "Id in the other program"
    box.resize(120, 32)
    assert box.shown_text().startswith("Id in")
    assert box.shown_text().endswith("…")


def test_a_tab_with_a_name_of_ten_thousand_characters_is_cut_and_says_all_of_it(theme: Theme, qtbot: QtBot) -> None:
    tabs = ViewTabs(theme, [Choice("all", "All people"), Choice("long", "Würzburg " * 1_100, tally="12")])
    qtbot.addWidget(tabs)
    assert tabs.sizeHint().width() < 500
    tabs.resize(tabs.sizeHint())
    tabs.show()
    QTest.mouseMove(tabs, tabs.box_of("long").center())
    qtbot.waitUntil(lambda: len(tabs.toolTip()) > 9_000)
