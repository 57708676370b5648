"""The cards of a stage below each other: what is asked, painted and reached by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.pipeline.queries import Card
from crm_desktop.pipeline.stages import StageRow
from tests.ui.pipeline.conftest import MakeDeal, Wait
from ui.kit.desk import Desk
from ui.kit.theme import Theme
from ui.pipeline.board import Board
from ui.pipeline.card_model import CardModel, Index
from ui.pipeline.card_words import CardFace
from ui.pipeline.pipeline_page import PipelinePage

ShowPage = Callable[[], PipelinePage]
CardsIn = Callable[[str], list[Card]]
ROW = 96


@pytest.fixture
def many(qtbot: QtBot, desk: Desk, stage: Callable[[str], StageRow], make_deal: MakeDeal, cards_in: CardsIn) -> Board:
    """A board of one stage with a thousand cards, the focus on the first."""
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    one = cards_in("Prospecting")[0]
    board = Board(desk.theme, desk.formats)
    qtbot.addWidget(board)
    board.resize(800, 52 + 6 * ROW)
    board.show_stages([stage("Prospecting")])
    board.show_cards(stage("Prospecting").record, [one._replace(id=at.to_bytes(16, "big")) for at in range(1000)])
    with qtbot.waitExposed(board):
        board.show()
    board.focus_cards()
    return board


def test_a_card_that_comes_or_goes_does_not_have_all_others_counted(
    many: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    plain = CardModel.rowCount

    def counted(model: CardModel, *parent: Index) -> int:
        asked.append(model)
        return plain(model, *parent)

    monkeypatch.setattr(CardModel, "rowCount", counted)
    column = many.columns[0]
    card = column.list.current_card()
    assert card is not None
    column.cards.take(card.id)
    column.cards.put(card, 500)
    column.list.go_to_deal(card.id)
    column.list.grab()
    assert len(asked) < 100


def test_keys_lead_through_the_cards_and_what_they_lead_to_is_seen(many: Board) -> None:
    cards = many.columns[0].list
    seen = cards.viewport().height() // ROW
    keys = Qt.Key
    for key, row in (
        (keys.Key_Down, 1),
        (keys.Key_PageDown, 1 + seen),
        (keys.Key_Up, seen),
        (keys.Key_PageUp, 0),
        (keys.Key_Up, 0),
        (keys.Key_End, 999),
        (keys.Key_Down, 999),
        (keys.Key_Home, 0),
    ):
        QTest.keyClick(cards, key)
        box = cards.visualRect(cards.currentIndex())
        assert cards.currentIndex().row() == row
        assert cards.viewport().rect().contains(box)


def test_a_card_is_found_where_it_is_seen(many: Board) -> None:
    cards = many.columns[0].list
    cards.verticalScrollBar().setValue(10 * ROW + 20)
    assert cards.indexAt(QPoint(30, 80)).row() == 11
    assert cards.visualRect(cards.cards.index(11)).top() == ROW - 20
    assert not cards.indexAt(QPoint(30, 1000 * ROW)).isValid()


def test_a_move_paints_each_card_once(
    page: ShowPage, make_deal: MakeDeal, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for title in ("One", "Two", "Three"):
        make_deal("Acme Corporation", title, 4500_00)
    make_deal("Acme Corporation", "Four", 4500_00, "Engaging")
    shown = page()
    shown.focus_first()
    wait()
    painted = []

    def noted(_painter: QPainter, _theme: Theme, _box: QRect, face: CardFace, **_how: bool) -> None:
        painted.append(face.title)

    monkeypatch.setattr("ui.pipeline.card_rows.paint_card_face", noted)
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    wait()
    assert sorted(painted) == ["Four", "One", "Three", "Two"]


def test_a_moved_card_stays_where_it_was_put_once_all_is_read_again(
    page: ShowPage, make_deal: MakeDeal, wait: Wait
) -> None:
    make_deal("Acme Corporation", "Old", 4500_00, "Engaging")
    make_deal("Acme Corporation", "Moved", 4500_00)
    make_deal("Acme Corporation", "New", 4500_00, "Engaging")
    shown = page()
    shown.focus_first()
    QTest.keyClick(shown.board.columns[0].list, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    cards = shown.board.columns[1].cards
    at_once = [each.title for each in cards.cards()]
    wait()
    assert at_once == [each.title for each in cards.cards()] == ["Old", "Moved", "New"]


def test_the_model_of_cards_keeps_the_rules_of_qt(many: Board, qtmodeltester: ModelTester) -> None:
    watch: Callable[[CardModel], None] = qtmodeltester.check
    watch(many.columns[0].cards)
