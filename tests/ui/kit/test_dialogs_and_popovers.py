"""Dialogs and popovers as one uses them, by key above all."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.test_widgets import activate, shown
from ui.kit.buttons import Button, ButtonKind
from ui.kit.chips import Choice
from ui.kit.columns_popover import ColumnsPopover
from ui.kit.dialogs import Dialog, confirm
from ui.kit.labels import Text
from ui.kit.layouts import column
from ui.kit.menu_letters import TYPED_TOGETHER_MS
from ui.kit.menus import MenuAct, made_menu
from ui.kit.popover import Popover
from ui.kit.theme import Theme


def test_focus_returns_to_the_opener_of_a_popover(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    opener = Button(theme, "Columns")
    window.setLayout(column(theme, opener, None))
    shown(window, qtbot)
    activate(window, qtbot)
    popover = Popover(theme, window)
    field = QLineEdit()
    popover.body.addWidget(field)
    popover.open_below(opener)
    assert popover.isVisible()
    with qtbot.waitSignal(popover.closed):
        popover.close()
    qtbot.waitUntil(opener.hasFocus)


def test_a_popover_is_high_enough_for_words_that_go_on_below(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    opener = Button(theme, "Filter")
    window.setLayout(column(theme, opener, None))
    shown(window, qtbot)
    popover = Popover(theme, window)
    popover.setFixedWidth(220)
    told = Text(theme, "", "small", wrap=True)
    popover.body.addWidget(told)
    popover.open_below(opener)
    told.setText("People have no field that is called so. Fields: name, phone, email, sector, owner, created. " * 3)
    popover.fit()
    assert told.height() >= told.heightForWidth(told.width())


def test_a_popover_opened_by_a_key_gives_the_focus_back_to_where_it_was(theme: Theme, qtbot: QtBot) -> None:
    window, rows = QWidget(), QListWidget()
    opener = Button(theme, "Filter")
    window.setLayout(column(theme, opener, rows))
    shown(window, qtbot)
    activate(window, qtbot)
    rows.setFocus()
    popover = Popover(theme, window)
    popover.body.addWidget(QLineEdit())
    popover.open_below(opener)
    with qtbot.waitSignal(popover.closed):
        popover.close()
    qtbot.waitUntil(rows.hasFocus)


def test_the_buttons_of_a_high_dialog_stand_below_what_it_holds(theme: Theme, qtbot: QtBot) -> None:
    dialog, listed = Dialog(theme, "Merge all safe ones", "Merge", "medium"), QListWidget()
    qtbot.addWidget(dialog)
    dialog.body.addWidget(Text(theme, "In each group all names agree. " * 20, wrap=True))
    listed.setFixedHeight(dialog.screen().availableGeometry().height() // 2)
    dialog.body.addWidget(listed)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.accept_button.mapTo(dialog, QPoint()).y() >= listed.geometry().bottom()


def test_columns_are_shown_hidden_and_moved(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    shown(window, qtbot)
    choices = [Choice(name, name.title()) for name in ("name", "company", "due", "owner")]
    popover = ColumnsPopover(theme, choices, ["name", "company", "due"], always=["name"], parent=window)
    told: list[list[str]] = []
    popover.chosen.connect(told.append)
    columns = popover.findChildren(QWidget, options=Qt.FindChildOption.FindChildrenRecursively)
    assert columns
    popover.toggle("owner")
    popover.toggle("company")
    popover.toggle("name")
    assert told == [["name", "company", "due", "owner"], ["name", "due", "owner"]]


def test_in_a_dialog_one_types_at_once_and_tab_moves_down_to_the_buttons(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog(theme, "Find", "Find it")
    fields = [QLineEdit(), QLineEdit()]
    for each in fields:
        dialog.body.addWidget(each)
    qtbot.addWidget(dialog)
    dialog.show()
    reached = [dialog.focusWidget()]
    for _step in range(2):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
    assert reached[:2] == fields
    assert reached[2] in (dialog.accept_button, dialog.reject_button)


def test_tab_in_a_dialog_reaches_what_was_shown_meanwhile(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog(theme, "Find", "Find it")
    hidden, first, last = QLineEdit(), QLineEdit(), QLineEdit()
    hidden.hide()
    for each in (first, hidden, last):
        dialog.body.addWidget(each)
    qtbot.addWidget(dialog)
    dialog.show()
    hidden.show()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is hidden


def test_what_has_the_focus_in_a_dialog_keeps_it(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog(theme, "Really?", "Erase", destructive=True)
    dialog.body.addWidget(QLineEdit())
    dialog.reject_button.setFocus()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.focusWidget() is dialog.reject_button


def test_a_dialog_accepts_by_enter_and_repeats_the_act(theme: Theme, qtbot: QtBot) -> None:
    dialog = Dialog(theme, "Close deal as won", "Won", "medium")
    field = QLineEdit()
    dialog.body.addWidget(field)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.width() == 560
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_destructive_act_is_not_confirmed_by_habit(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    shown(window, qtbot)

    def press_enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    QTimer.singleShot(50, press_enter)
    assert not confirm(window, theme, "Erase Dana Whitfield?", "This cannot be undone.", "Erase", destructive=True)
    QTimer.singleShot(50, press_enter)
    assert confirm(window, theme, "Send to 986 people?", "It goes out at the next sync.", "Send")


def test_a_popover_without_room_is_lower_and_lights_what_opened_it(theme: Theme, qtbot: QtBot) -> None:
    window = shown(QWidget(), qtbot)
    window.resize(500, 300)
    button = Button(theme, "Columns", ButtonKind.QUIET, parent=window)
    button.show()
    choices = [Choice(str(number), f"Column {number}") for number in range(30)]
    popover = ColumnsPopover(theme, choices, ["0"], parent=window)
    popover.open_below(button)
    assert popover.frameGeometry().bottom() <= window.frameGeometry().bottom()
    lit = button.grab().toImage()
    popover.close()
    assert button.grab().toImage() != lit


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_popover_may_stand_further_in_than_what_opened_it(theme: Theme, qtbot: QtBot, *, mirrored: bool) -> None:
    window = shown(QWidget(), qtbot)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
    window.resize(900, 700)
    button = Button(theme, "Columns", ButtonKind.QUIET, parent=window)
    button.move(400, 20)
    button.show()
    popover = ColumnsPopover(theme, [Choice("name", "Name")], ["name"], parent=window)
    popover.open_below(button, inset=8)
    corner = button.mapToGlobal(button.rect().topLeft()).x()
    edge = corner + button.width() - 8 - popover.width() if mirrored else corner + 8
    assert popover.x() == edge
    popover.close()


def test_a_button_beside_an_open_popover_is_pressed_by_the_same_click(theme: Theme, qtbot: QtBot) -> None:
    window = shown(QWidget(), qtbot)
    window.resize(600, 300)
    opener, other = Button(theme, "Tag", parent=window), Button(theme, "Edit", parent=window)
    pressed: list[str] = []
    for place, each in ((0, opener), (400, other)):
        each.move(place, 260)
        each.show()
        each.clicked.connect(lambda _on=False, each=each: pressed.append(each.text()))
    popover = Popover(theme, window)
    popover.body.addWidget(QLineEdit())
    for button, wanted in ((opener, []), (other, ["Edit"])):
        popover.open_below(opener)
        where = popover.mapFromGlobal(button.mapToGlobal(button.rect().center()))
        QTest.mouseClick(popover, Qt.MouseButton.LeftButton, pos=where)
        assert not popover.isVisible()
        qtbot.wait(20)
        assert pressed == wanted


def test_letters_find_an_entry_of_a_menu(theme: Theme, qtbot: QtBot) -> None:
    window = shown(QWidget(), qtbot)
    chosen: list[str] = []
    acts = [MenuAct("", name, partial(chosen.append, name)) for name in ("Category", "City", "Country")]
    menu = made_menu(theme, acts, window)
    menu.popup(window.mapToGlobal(window.rect().center()))
    QTest.keyClicks(menu, "cc")
    assert menu.activeAction().text() == "City"
    qtbot.wait(TYPED_TOGETHER_MS + 50)
    QTest.keyClicks(menu, "co")
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == ["Country"]


def test_columns_are_found_and_chosen_by_keys_alone(theme: Theme, qtbot: QtBot) -> None:
    window = shown(QWidget(), qtbot)
    choices = [Choice(name, name.title()) for name in ("name", "company", "due", "city", "country")]
    popover = ColumnsPopover(theme, choices, ["name", "company", "due"], always=["name"], parent=window)
    popover.open_below(window)
    line, listed = popover.findChildren(QLineEdit)[0], popover.findChildren(QListWidget)[0]
    QTest.keyClicks(line, "cit")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert popover.shown == ["name", "company", "due", "city"]
    line.setText("nothing like it")
    assert [listed.item(row).text() for row in range(listed.count())] == ["No column is called so"]
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Down)
    for _each in range(2):
        QTest.keyClick(listed, Qt.Key.Key_Down)
        QTest.keyClick(listed, Qt.Key.Key_Space)
    assert popover.shown == ["name", "due"]
