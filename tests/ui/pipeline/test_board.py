"""The board, used as a person does: by mouse, by keyboard, and by undo."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from crm_desktop.pipeline.queries import Card
from crm_desktop.pipeline.stages import StageRow
from crm_desktop.workspace import Workspace
from tests.ui.pipeline.conftest import MakeDeal, Wait
from ui.kit.desk import Desk, Place
from ui.kit.theme import Theme
from ui.pipeline.board import Board
from ui.pipeline.card_painter import closing_words
from ui.pipeline.closing import ask_won, lost_dialog, won_dialog
from ui.pipeline.pipeline_page import PipelinePage

ShowPage = Callable[[], PipelinePage]
CardsIn = Callable[[str], list[Card]]


def titles(board: Board, column: int) -> list[str]:
    """Return the titles of the cards in a column, as shown."""
    return [each.title for each in board.columns[column].cards.cards()]


def carry(qtbot: QtBot, page: PipelinePage, to: QPoint) -> None:
    """Press on the first card of the first column and move the mouse to `to`, without letting go."""
    viewport = page.board.columns[0].list.viewport()
    start = QPoint(80, 40)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(30, 5))
    QTest.mouseMove(viewport, viewport.mapFromGlobal(to))


def middle_of(board: Board, column: int) -> QPoint:
    """Return the middle of a column on the screen."""
    found = board.columns[column]
    return found.mapToGlobal(found.rect().center())


def test_each_open_stage_is_a_column_with_its_cards_in_the_order_of_their_close_dates(
    page: ShowPage, make_deal: MakeDeal
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, day="2026-06-30")
    make_deal("Konex", "GTK 500 pilot", 26768_00, day="2026-05-22")
    make_deal("Zoomit", "MG Special × 200", 11000_00, "Engaging")
    board = page().board
    assert [each.stage.name for each in board.columns] == ["Prospecting", "Engaging"]
    assert titles(board, 0) == ["GTK 500 pilot", "MG Special × 80"]
    assert titles(board, 1) == ["MG Special × 200"]


def test_a_dropped_card_is_in_its_new_stage_at_once_and_for_good(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, wait: Wait, cards_in: CardsIn
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    target = middle_of(shown.board, 1)
    carry(qtbot, shown, target)
    viewport = shown.board.columns[0].list.viewport()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=viewport.mapFromGlobal(target))
    assert (titles(shown.board, 0), titles(shown.board, 1)) == ([], ["MG Special × 80"])
    wait()
    assert [each.probability for each in cards_in("Engaging")] == [35]


def test_while_a_card_is_carried_the_target_opens_a_place_and_says_the_new_chance(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    carry(qtbot, shown, middle_of(shown.board, 1))
    lifted = shown.board.carrying._lifted
    assert lifted is not None
    assert lifted.label._text == "Engaging, chance becomes 35 %"
    assert shown.board.columns[1].cards.rowCount() == 1
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Escape)


def test_esc_puts_a_carried_card_back(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, cards_in: CardsIn, wait: Wait
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    target = middle_of(shown.board, 1)
    carry(qtbot, shown, target)
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Escape)
    viewport = shown.board.columns[0].list.viewport()
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=viewport.mapFromGlobal(target))
    wait()
    assert (titles(shown.board, 0), titles(shown.board, 1)) == (["MG Special × 80"], [])
    assert len(cards_in("Prospecting")) == 1


def test_shift_and_an_arrow_move_the_card_and_the_focus_goes_along(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, wait: Wait, cards_in: CardsIn
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    shown.focus_first()
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    wait()
    assert [each.title for each in cards_in("Engaging")] == ["MG Special × 80"]
    current = shown.board.current_card()
    assert current is not None
    assert current.title == "MG Special × 80"


def test_undo_brings_a_moved_card_back(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, wait: Wait, desk: Desk
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    shown.focus_first()
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    wait()
    desk.undo()
    wait()
    assert titles(shown.board, 0) == ["MG Special × 80"]


def test_arrows_lead_from_column_to_column(qtbot: QtBot, page: ShowPage, make_deal: MakeDeal) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    make_deal("Zoomit", "MG Special × 200", 11000_00, "Engaging")
    shown = page()
    shown.focus_first()
    with qtbot.waitSignal(shown.board.current_changed, raising=False, timeout=200):
        QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Right)
    current = shown.board.columns[1].list.current_card()
    assert current is not None
    assert current.title == "MG Special × 200"


@pytest.mark.parametrize(
    ("key", "held", "signal"),
    [
        (Qt.Key.Key_W, Qt.KeyboardModifier.NoModifier, "won"),
        (Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier, "lost"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "opened"),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "preview_wanted"),
    ],
)
def test_keys_act_on_the_card_that_has_the_focus(
    qtbot: QtBot,
    desk: Desk,
    stage: Callable[[str], StageRow],
    make_deal: MakeDeal,
    cards_in: CardsIn,
    key: Qt.Key,
    held: Qt.KeyboardModifier,
    signal: str,
) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    board = Board(desk.theme, desk.formats)
    qtbot.addWidget(board)
    board.show_stages([stage("Prospecting")])
    board.show_cards(stage("Prospecting").record, cards_in("Prospecting"))
    board.columns[0].list.go_to(0)
    with qtbot.waitSignal(getattr(board, signal)) as told:
        QTest.keyClick(board.columns[0].list, key, held)
    assert told.args is not None
    assert told.args[0].id == deal


def test_the_won_dialog_offers_the_amount_of_the_deal_and_today(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, cards_in: CardsIn, desk: Desk
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    dialog = won_dialog(desk, cards_in("Prospecting")[0], shown)
    qtbot.addWidget(dialog)
    assert dialog.form.values() == {"amount": 4500_00, "closed_on": "2026-05-14"}


def test_what_was_not_won_after_all_is_gone_before_garbage_is_looked_for(
    page: ShowPage, make_deal: MakeDeal, cards_in: CardsIn, desk: Desk, wait: Wait
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    asked = QTimer(shown, interval=0)

    def think_better_of_it() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            asked.stop()
            dialog.reject()

    asked.timeout.connect(think_better_of_it)
    asked.start()
    assert ask_won(desk, cards_in("Prospecting")[0], shown) is None
    wait()
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)]
    gc.collect()  # while it looks, nothing is asked that is half gone
    assert not dialogs


def test_a_deal_is_not_lost_without_a_reason(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, cards_in: CardsIn, desk: Desk
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    dialog = lost_dialog(desk, cards_in("Prospecting")[0], ["Price"], shown)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    assert dialog.isVisible()
    dialog.form.inputs["lost_reason"].set_typed("Price")
    dialog.accept()
    assert not dialog.isVisible()


def test_the_plus_of_a_column_asks_for_a_new_deal_in_its_stage(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, desk: Desk, stage: Callable[[str], StageRow]
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    wanted: list[Place] = []
    desk.place_wanted.connect(wanted.append)
    shown.board.columns[1]._add.click()
    assert wanted == [Place("new", None, {"kind": "deal", "values": {"stage": stage("Engaging").record}})]


def test_an_empty_pipeline_offers_a_first_deal(page: ShowPage) -> None:
    shown = page().board_view
    assert shown._stack.currentWidget() is not shown.board


def test_five_thousand_cards_of_a_stage_are_shown_within_a_second(
    qtbot: QtBot, desk: Desk, stage: Callable[[str], StageRow], make_deal: MakeDeal, cards_in: CardsIn
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    one = cards_in("Prospecting")[0]
    many = [one._replace(id=number.to_bytes(16, "big")) for number in range(5000)]
    board = Board(desk.theme, desk.formats)
    qtbot.addWidget(board)
    board.resize(1200, 700)
    board.show_stages([stage("Prospecting")])
    board.show()
    with qtbot.waitExposed(board):
        board.show_cards(stage("Prospecting").record, many)
    qtbot.waitUntil(lambda: board.columns[0].list.verticalScrollBar().maximum() > 0, timeout=1000)
    assert len(board.columns[0].cards._faces) < 50


def test_the_card_says_all_in_one_sentence(
    page: ShowPage, make_deal: MakeDeal, workspace: Workspace, clock: object
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    cards = page().board.columns[0].cards
    spoken = cards.data(cards.index(0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Acme Corporation, MG Special × 80, $4,500, 0 days in stage, fresh, closes 30 Jun, no next step"


def test_a_narrow_card_says_the_month_where_the_day_has_no_room(
    page: ShowPage, make_deal: MakeDeal, theme: Theme
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, day="2027-01-20")
    make_deal("Acme Corporation", "MG Special × 90", 4500_00, day="2026-06-30")
    cards = page().board.columns[0].cards
    this_year, next_year = (cards.face(each) for each in cards.cards())
    metrics = theme.metrics("small", numbers=True)
    for words in ("Closes 20 Jan 2027", "20 Jan 2027", "1/2027"):
        assert closing_words(next_year, metrics, metrics.horizontalAdvance(words)) == words
    assert closing_words(this_year, metrics, 1) == "30 Jun"


def test_the_first_card_has_the_focus_once_the_board_is_read(
    desk: Desk, make_deal: MakeDeal, wait: Wait, qtbot: QtBot
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, "Engaging")
    fresh = PipelinePage(desk)
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.arrive(Place("pipeline"))
    fresh.focus_first()
    wait()
    assert fresh.focusWidget() is fresh.board.columns[1].list


def test_columns_have_the_room_of_the_zones_until_a_card_is_carried(
    page: ShowPage, make_deal: MakeDeal, qtbot: QtBot
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    board = shown.board
    assert board.won_zone.isVisible()
    shown.resize(560, 700)
    assert not board.won_zone.isVisible()
    assert not board.area.horizontalScrollBar().isVisible()
    carry(qtbot, shown, middle_of(board, 1))
    assert board.won_zone.isVisible()
    QTest.keyClick(board.columns[0].list, Qt.Key.Key_Escape)
    assert not board.won_zone.isVisible()
