"""A timeline of thousands of entries: it scrolls, keeps its place, and follows changes."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QPaintEvent, QRegion
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.activities.timeline import PAGE, TimelineEntry
from crm_desktop.activities.timeline_sql import Source
from tests.conftest import NOON
from tests.ui.contacts.conftest import press
from ui.contacts.composer import Composer
from ui.contacts.timeline_model import MOST_REFRESHED, RowKind, TimelineModel
from ui.contacts.timeline_top import TimelineTop
from ui.contacts.timeline_view import TimelineView
from ui.contacts.timeline_words import Teller
from ui.kit.desk import Desk
from ui.kit.dress import dress

MANY = 10_000
Take = Callable[[Sequence[TimelineEntry]], None]


def entry(number: int, body: str = "") -> TimelineEntry:
    at = NOON - timedelta(hours=3 * number)
    text = body or f"Said number {number}. " * (1 + number % 4)
    return TimelineEntry(
        at, Source.INTERACTION, MANY - number, b"", "call", f"Call {number}", text, None, "", "", {}, None, ()
    )


class Book:
    """Entries that are handed out page by page, and how often that was asked."""

    def __init__(self, count: int) -> None:
        self.entries = [entry(number) for number in range(count)]
        self.asked: list[int] = []

    def fetch(self, after: TimelineEntry | None, limit: int, then: Take) -> None:
        start = (
            0
            if after is None
            else next((place for place, each in enumerate(self.entries) if each.order < after.order), len(self.entries))
        )
        self.asked.append(limit)
        then(self.entries[start : start + limit])


@pytest.fixture
def book() -> Book:
    return Book(MANY)


@pytest.fixture
def model(book: Book, screen: Desk) -> TimelineModel:
    made = TimelineModel(book.fetch)
    made.restart(Teller(screen.formats, screen.place, company=False))
    return made


@pytest.fixture
def view(screen: Desk, model: TimelineModel, qtbot: QtBot) -> TimelineView:
    made = TimelineView(screen.theme, model, TimelineTop(screen.theme, Composer(screen)))
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    return made


def titles(view: TimelineView, model: TimelineModel) -> list[str]:
    """Return the entries that are seen."""
    rows = [model.row(place) for place in view.seen()]
    return [row.entry.title for row in rows if row.entry is not None]


def all_loaded(view: TimelineView, model: TimelineModel) -> None:
    while not model.ended:
        model.fetchMore()


def test_pages_come_in_before_the_end_is_reached(view: TimelineView, model: TimelineModel, book: Book) -> None:
    assert len(model.entries) == PAGE
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert len(model.entries) == 2 * PAGE
    assert set(book.asked) == {PAGE}


def test_the_rules_of_qt_hold_while_it_grows_and_changes(view: TimelineView, model: TimelineModel, book: Book) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.fetchMore()
    del book.entries[3:5]
    book.entries.insert(0, entry(-1))
    model.refresh(view.seen())
    assert tester.model() is model
    assert [each.title for each in model.entries[:5]] == ["Call -1", "Call 0", "Call 1", "Call 2", "Call 5"]


def test_ten_thousand_are_measured_only_where_they_are_seen(view: TimelineView, model: TimelineModel) -> None:
    all_loaded(view, model)
    assert len(model.entries) == MANY
    bar = view.verticalScrollBar()
    for share in (0.25, 0.5, 0.75, 1.0):
        bar.setValue(round(bar.maximum() * share))
        view.viewport().repaint()
    assert titles(view, model)[-1] == f"Call {MANY - 1}"
    assert len(view._painter._laid) < 200


def test_what_comes_in_at_the_top_moves_nothing_that_one_reads(
    view: TimelineView, model: TimelineModel, book: Book
) -> None:
    model.fetchMore()
    view.verticalScrollBar().setValue(2000)
    view.viewport().repaint()
    before = titles(view, model)
    top = view.visualRect(model.index(view.seen().start)).top()
    book.entries.insert(0, entry(-1))
    model.refresh(view.seen())
    assert titles(view, model) == before
    assert view.visualRect(model.index(view.seen().start)).top() == top
    assert model.entries[0].title == "Call -1"


def test_the_entry_in_hand_stays_in_hand(view: TimelineView, model: TimelineModel, book: Book) -> None:
    press(view, Qt.Key.Key_Home)
    for _time in range(5):
        press(view, Qt.Key.Key_Down)
    held = view.entry_at(view.currentIndex())
    assert held is not None
    book.entries.insert(0, entry(-1))
    model.refresh(view.seen())
    now = view.entry_at(view.currentIndex())
    assert now is not None
    assert now.title == held.title


def test_where_nothing_was_chosen_nothing_is_once_the_entry_in_hand_is_gone(
    view: TimelineView, model: TimelineModel, book: Book
) -> None:
    view.setFocus()
    press(view, Qt.Key.Key_Home)
    view.clearSelection()
    del book.entries[0]
    model.refresh(view.seen())
    assert model.entries[0].title == "Call 1"
    assert not view.selectionModel().hasSelection()


def test_a_change_far_down_is_seen_where_one_is(view: TimelineView, model: TimelineModel, book: Book) -> None:
    all_loaded(view, model)
    place = model.place_of(book.entries[5000].order)
    assert place is not None
    view.scrollTo(model.index(place), TimelineView.ScrollHint.PositionAtTop)
    book.entries[5000] = book.entries[5000]._replace(title="Changed")
    book.asked.clear()
    model.refresh(view.seen())
    assert "Changed" in titles(view, model)
    assert len(model.entries) == MANY
    assert book.asked[0] == MOST_REFRESHED
    assert len(book.asked) == 2


def test_one_comes_back_to_where_one_was(view: TimelineView, model: TimelineModel, screen: Desk, book: Book) -> None:
    all_loaded(view, model)
    view.verticalScrollBar().setValue(50_000)
    view.viewport().repaint()
    spot, before = view.spot(), titles(view, model)
    assert spot is not None
    model.restart(Teller(screen.formats, screen.place, company=False))
    assert len(model.entries) < MANY
    back: list[bool] = []
    model.load_until(spot.order, lambda: back.append(True))
    view.go_to_spot(spot)
    assert back == [True]
    assert titles(view, model)[:3] == before[:3]


def test_keys_go_from_entry_to_entry_over_the_names_of_groups(view: TimelineView, model: TimelineModel) -> None:
    press(view, Qt.Key.Key_Home)
    seen = []
    for _time in range(60):
        press(view, Qt.Key.Key_Down)
        assert model.row(view.currentIndex().row()).kind is RowKind.ENTRY
        seen.append(view.currentIndex().row())
    assert seen == sorted(set(seen))
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    press(view, Qt.Key.Key_PageUp)
    assert view.currentIndex().row() < seen[-1] - 2
    loaded = model.rowCount()
    press(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == loaded - 1


def test_who_works_by_keys_sees_where_the_focus_is(view: TimelineView, qapp: QApplication, qtbot: QtBot) -> None:
    dress(qapp, view._theme)
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view._rows.arrived.emit()
    box = view.visualRect(view.currentIndex())
    assert view.entry_at(view.currentIndex()) is not None

    def edge() -> str:
        return view.viewport().grab().toImage().pixelColor(box.center().x(), box.top() + 1).name()

    before = edge()
    QTest.keyClick(view.windowHandle(), Qt.Key.Key_L)
    assert edge() == view._theme.colour("focus").name() != before


def test_a_click_chooses_the_entry_under_it(view: TimelineView, model: TimelineModel) -> None:
    place = next(place for place in view.seen() if model.row(place).entry is not None)
    box = view.visualRect(model.index(place))
    assert view.indexAt(box.center()) == model.index(place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, box.top() + 8))
    assert view.currentIndex() == model.index(place)


def test_a_screen_reader_hears_the_entries(view: TimelineView, model: TimelineModel) -> None:
    heard = QAccessible.queryAccessibleInterface(view)
    assert heard is not None
    assert heard.childCount() == model.rowCount()
    assert "Said number 0." in heard.child(2).text(QAccessible.Text.Name)


def test_another_width_breaks_the_lines_anew_and_keeps_the_place(view: TimelineView, model: TimelineModel) -> None:
    view.verticalScrollBar().setValue(1200)
    view.viewport().repaint()
    first = titles(view, model)[0]
    view.resize(460, 600)
    view.viewport().repaint()
    assert titles(view, model)[0] == first


@pytest.mark.parametrize("count", range(2, 9))
def test_a_few_entries_that_turn_out_higher_than_guessed_begin_at_the_top(
    screen: Desk, qtbot: QtBot, count: int
) -> None:
    model = TimelineModel(Book(count).fetch)
    made = TimelineView(screen.theme, model, TimelineTop(screen.theme, Composer(screen)))
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    model.restart(Teller(screen.formats, screen.place, company=False))
    qtbot.wait(10)
    assert made.verticalScrollBar().value() == 0


class Painted(QObject):
    """What was painted of a widget, all in all."""

    def __init__(self) -> None:
        super().__init__()
        self.region = QRegion()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def test_what_a_key_scrolled_is_painted_whole(screen: Desk, qtbot: QtBot) -> None:
    model = TimelineModel(Book(12).fetch)
    model.restart(Teller(screen.formats, screen.place, company=False))
    view = TimelineView(screen.theme, model, TimelineTop(screen.theme, Composer(screen)))
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    press(view, Qt.Key.Key_Down)
    qtbot.wait(50)
    painted = Painted()
    view.viewport().installEventFilter(painted)
    press(view, Qt.Key.Key_End)
    seen = QRegion(view.viewport().rect())
    qtbot.waitUntil(lambda: not seen.subtracted(painted.region).rectCount(), timeout=5000)
