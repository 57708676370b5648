"""The Today page on a real workspace."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import add_task, plan_interaction
from crm_desktop.activities.snooze import Until
from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.promises import add_promise
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.pipeline.goals import Goal, set_goal
from crm_desktop.reports.agenda import AgendaItem
from crm_desktop.schema.forms import Stored
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace
from ui.kit.cards import Card
from ui.kit.desk import Desk, Place, Saying
from ui.kit.labels import Avatar
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.today.cards import ChangesCard
from ui.today.figures import LABELS, MOST_SHOWN, figure
from ui.today.people_painters import CALL, SNOOZE
from ui.today.row_painters import RowPainters
from ui.today.rows import RowsModel, RowsView
from ui.today.tiles_popover import TilesPopover
from ui.today.today_page import TodayPage


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> TodayPage:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield"})
    add_task(workspace.journal, {"title": "Check licence count", "person": dana, "due_day": "2026-05-12"})
    soon = int((workspace.journal.clock() + timedelta(minutes=12)).timestamp() * 1000)
    add_task(
        workspace.journal, {"title": "Quarterly review", "due_day": "2026-05-14", "due_at": soon, "kind": "meeting"}
    )
    add_deal(workspace.journal, {"title": "GTX × 40", "amount": 100_00, "expected_on": "2026-05-01"})
    add_ticket(workspace.journal, {"subject": "Refund", "priority": "critical"})
    tasks = Tasks()
    desk = Desk(
        workspace,
        Theme(Mode.LIGHT),
        tasks,
        workspace.journal.clock,
        place=workspace.place,
        member=workspace.journal.member,
    )
    made = TodayPage(desk)
    tasks.setParent(made)
    qtbot.addWidget(made, before_close_func=lambda _widget: tasks.close())
    made.resize(1230, 850)
    made.show()
    made.arrive(Place("today"))
    qtbot.waitUntil(lambda: made._view is not None)
    return made


def test_the_day_is_said_in_words(page: TodayPage) -> None:
    assert page._greeting.text() == "Good morning, Anna"
    assert page._summary.text() == "Thursday 14 May · 1 thing planned · 1 follow-up waiting · 1 ticket due today"


def test_changes_that_are_told_already_are_not_told_anew(page: TodayPage) -> None:
    card, view = page.findChild(ChangesCard), page._view
    assert card is not None
    assert view is not None
    told = card.findChildren(Avatar)
    card.show_steps(view.changes)
    assert told
    assert card.findChildren(Avatar) == told
    card.show_steps(view.changes[:1])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(card.findChildren(Avatar)) == 1


def test_ticking_a_follow_up_completes_it(page: TodayPage, qtbot: QtBot) -> None:
    view = page._overdue.view
    box = view.visualRect(view.rows.index(0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 20, box.center().y()))
    qtbot.waitUntil(lambda: page._view is not None and not page._view.overdue)
    assert not view.isVisible()


def test_the_keyboard_ticks_and_opens(page: TodayPage, qtbot: QtBot) -> None:
    wanted: list[Place] = []
    page.desk.place_wanted.connect(wanted.append)
    view = page._overdue.view
    view.setCurrentIndex(view.rows.index(0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [each.page for each in wanted] == ["contact"]
    QTest.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._view is not None and not page._view.overdue)


def test_the_first_follow_up_is_ready_for_the_keyboard(page: TodayPage, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.activateWindow()
    page.focus_first()
    assert page._overdue.view.currentIndex().row() == 0
    QTest.keyClick(page._overdue.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._view is not None and not page._view.overdue)


def test_a_window_made_wide_again_has_three_columns_again(page: TodayPage) -> None:
    for width in (1230, 900, 1230):
        page.resize(width, 850)
    page._beside.activate()
    assert page._tickets.x() > page._overdue.x() > page._agenda.x()


LONG_ROWS = (
    "Send the revised quote for Finch Labels",
    "Show Wren 5 Rugged to the shift leaders of the night",
)


@pytest.fixture
def full_page(page: TodayPage, workspace: Workspace, qtbot: QtBot) -> TodayPage:
    """The page with rows in every list whose words are longer than the lists are wide."""
    journal = workspace.journal
    company = add_contact(journal, "company", {"name": "Oldosten Cold Chain Warehousing"})
    values: dict[str, Stored] = {"name": "Charlotte Shelstead-Kenmere", "company": company, "birthday": "1959-05-15"}
    person = add_contact(journal, "person", values)
    now = workspace.journal.clock()
    for place, title in enumerate(LONG_ROWS):
        add_task(journal, {"title": title, "person": person, "due_day": "2026-05-11"})
        for days in (0, 1, 3):
            at = int((now + timedelta(days=days, minutes=20 + place)).timestamp() * 1000)
            plan_interaction(
                journal, {"subject": title, "kind": "call", "at": at, "person": person, "company": company}
            )
        deal: dict[str, Stored] = {"title": "Replacement of 12 × Tern Cart", "company": company}
        deal |= {"amount": 217_944_00, "currency": "SEK"}
        add_deal(journal, {**deal, "expected_on": f"2026-05-1{place}"})
        add_ticket(journal, {"subject": title, "company": company, "contact": person, "priority": "critical"})
        add_promise(journal, {"text": title, "person": person, "due_day": "2026-05-12"})
    qtbot.waitUntil(lambda: page._view is not None and len(page._view.promises) == 2)
    return page


@pytest.mark.parametrize(("width", "height", "zoom"), [(1232, 852, 1.0), (1224, 672, 1.0), (1357, 830, 1.5)])
def test_no_row_is_cut(
    full_page: TodayPage, monkeypatch: pytest.MonkeyPatch, width: int, height: int, zoom: float
) -> None:
    cut: list[str] = []
    painted: list[str] = []
    write = RowPainters._text

    def watched(self: RowPainters, painter: QPainter, box: QRect, *how: Any, **more: Any) -> None:
        text, style = how[:2]
        painted.append(text)
        if self._theme.metrics(style, numbers=True).horizontalAdvance(text) > box.width():
            cut.append(text)
        write(self, painter, box, *how, **more)

    monkeypatch.setattr(RowPainters, "_text", watched)
    full_page.desk.theme.set_zoom(zoom)
    full_page.resize(width, height)
    QApplication.processEvents()
    for view in full_page.findChildren(RowsView):
        # all rows of a list are within it, and the last one ends where the list does
        rows = [view.visualRect(view.rows.index(place)) for place in range(view.rows.rowCount())]
        if view.isVisible() and rows:
            assert rows[-1].bottom() + 1 == view.viewport().height()
            view.grab()
    assert len(painted) > 40
    assert not cut


def test_a_whole_day_goes_on_in_a_second_line_where_it_is_too_long(page: TodayPage) -> None:
    item = AgendaItem(b"a", "task", "Ask for the budget", "call", "2026-05-14", None, None, None, "Dana", False)
    paint = RowPainters(page.desk)
    assert paint._times(item, 200) == ("All day", "")
    assert paint._times(item, 20) == ("All", "day")


@pytest.mark.parametrize(("width", "across"), [(1100, 5), (800, 3), (660, 2)])
def test_figures_stand_in_two_rows_where_one_would_cut_them(page: TodayPage, width: int, across: int) -> None:
    page.resize(width, 800)
    page._tiles.resize(width - 60, page._tiles.height())
    assert page._tiles._across == across


def test_deals_and_tickets_lead_to_their_pages(page: TodayPage, qtbot: QtBot) -> None:
    wanted: list[Place] = []
    page.desk.place_wanted.connect(wanted.append)
    for view in (page._deals.view, page._tickets.view):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.rows.index(0)).center())
    assert [each.page for each in wanted] == ["pipeline", "tickets"]


def test_the_goal_of_the_month_is_measured(page: TodayPage, workspace: Workspace, qtbot: QtBot) -> None:
    won = {"title": "GTX × 9", "amount": "250", "stage": "Won", "closed_on": "2026-05-02"}
    add_record(workspace.journal, "deal", won)
    set_goal(workspace.journal, Goal("month", date(2026, 5, 1), 1_000_00))
    qtbot.waitUntil(lambda: page._month._count.text() == "25 % of the goal of $1,000")
    assert page._month._chart.accessibleDescription().endswith("the goal is $1,000")


def test_what_begins_soon_is_told(page: TodayPage) -> None:
    assert page._view is not None
    assert RowPainters(page.desk).coming_in(page._view.agenda[0]) == "In 12 min"
    assert page._paint.is_next(page._view.agenda[0])


@pytest.mark.parametrize("width", [700, 900, 1300])
def test_no_width_hides_a_card(page: TodayPage, qtbot: QtBot, width: int) -> None:
    page.resize(width, 800)
    qtbot.wait(10)
    assert all(card.isVisible() for card in (page._agenda, page._overdue, page._tickets, page._month))
    assert page._tickets.width() > 200


def test_the_rows_keep_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model: RowsModel[str] = RowsModel(str)
    model.show_rows(["one", "two"])
    check: Callable[[RowsModel[str]], None] = qtmodeltester.check
    check(model)


def test_a_follow_up_is_put_off_and_undone(page: TodayPage, qtbot: QtBot) -> None:
    assert page._view is not None
    assert {each.name: each.why_not for each in page.commands()}["snooze"] == ""
    page.put_off(page._view.overdue[0], Until(date(2026, 5, 20)))
    qtbot.waitUntil(lambda: page._view is not None and not page._view.overdue)
    assert {each.name: each.why_not for each in page.commands()}["snooze"] == "No follow-up is late"
    page.desk.undo()
    qtbot.waitUntil(lambda: page._view is not None and len(page._view.overdue) == 1)


def test_the_tools_of_a_follow_up_are_hit(page: TodayPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page, "ask_until", lambda item: asked.append(item.title))
    sayings: list[Saying] = []
    page.desk.said.connect(sayings.append)
    view = page._overdue.view
    box = view.visualRect(view.rows.index(0))
    for name in (SNOOZE, CALL):
        at = page._paint.tool_box(box, name, mirrored=False).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == ["Check licence count"]
    qtbot.waitUntil(lambda: len(sayings) == 1)
    assert sayings[0].text.startswith("There is no number to call")


def test_promises_silence_and_birthdays_have_cards(page: TodayPage, workspace: Workspace, qtbot: QtBot) -> None:
    cards = page._people
    assert not cards.promises.view.isVisible()
    eli = add_contact(workspace.journal, "person", {"name": "Eli Brand", "birthday": "1986-05-16"})
    add_promise(workspace.journal, {"text": "Send the drawing", "person": eli, "due_day": "2026-05-13"})
    qtbot.waitUntil(lambda: cards.promises.view.rows.rowCount() == 1 and cards.birthdays.view.rows.rowCount() == 1)
    index = cards.birthdays.view.rows.index(0)
    assert index.data() == "Eli Brand, Turns 40, Sat 16 May"
    assert cards.promises.view.rows.index(0).data() == "Send the drawing, Eli Brand, 1 day late"
    view = cards.promises.view
    view.setCurrentIndex(view.rows.index(0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: view.rows.rowCount() == 0)


def test_the_agenda_holds_what_repeats(page: TodayPage, workspace: Workspace, qtbot: QtBot) -> None:
    at = int(workspace.journal.clock().timestamp() * 1000) - 7 * 86_400_000
    plan_interaction(
        workspace.journal,
        {"kind": "meeting", "subject": "Round", "at": at, "recurrence": "FREQ=DAILY", "zone": "Europe/Berlin"},
    )
    qtbot.waitUntil(lambda: page._view is not None and any(each.title == "Round" for each in page._view.agenda))
    assert page._view is not None
    assert sum(each.title == "Round" for each in page._view.ahead) == 8


def test_the_figures_are_chosen_and_ordered(page: TodayPage, qtbot: QtBot) -> None:
    assert page._tiles.names == ["won", "weighted", "win_rate", "overdue", "satisfaction"]
    popover = TilesPopover(page.desk.theme, page._tiles.names, page)
    popover.chosen.connect(page._choose_tiles)
    first = popover.list.item(0)
    first.setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: page._tiles.names == ["weighted", "win_rate", "overdue", "satisfaction"])
    popover.list.setCurrentRow(1)
    QTest.keyClick(popover.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page._tiles.names == ["win_rate", "weighted", "overdue", "satisfaction"])
    popover.list.item(6).setCheckState(Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: page._tiles.names[-1] == "tickets")
    popover.list.item(8).setCheckState(Qt.CheckState.Checked)
    assert len(popover.names) == MOST_SHOWN
    page.desk.undo()
    qtbot.waitUntil(lambda: len(page._tiles.names) == 4)


def test_every_figure_says_something(page: TodayPage) -> None:
    view = page._view
    assert view is not None
    told = {name: figure(name, view, page.desk.formats) for name in LABELS}
    assert (told["overdue"].value, told["overdue"].rise, told["overdue"].rise_text) == ("1", "up", "1")
    assert (told["tickets"].value, told["contacts"].value, told["meetings"].value) == ("1", "1", "0")
    assert (told["average"].value, told["win_rate"].value, told["done"].value) == ("–", "–", "0")


def test_a_click_on_what_is_planned_asks_what_is_to_be_changed(
    page: TodayPage, workspace: Workspace, qtbot: QtBot
) -> None:
    at = int(workspace.journal.clock().timestamp() * 1000) + 3_600_000
    plan_interaction(workspace.journal, {"kind": "meeting", "subject": "Round", "at": at, "recurrence": "FREQ=DAILY"})
    view = page._agenda.view
    qtbot.waitUntil(lambda: any(view.rows.row(n).title == "Round" for n in range(view.rows.rowCount())))
    row = next(n for n in range(view.rows.rowCount()) if view.rows.row(n).title == "Round")
    gone: list[Place] = []
    page.desk.place_wanted.connect(gone.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.rows.index(row)).center())
    assert [(each.page, each.arguments["table"], each.arguments["repeats"]) for each in gone] == [
        ("plan", "interaction", True)
    ]


def test_a_tile_is_dragged_to_another_place_and_stays_there(
    page: TodayPage, workspace: Workspace, qtbot: QtBot
) -> None:
    row = page._tiles
    first, third = row._tiles[0], row._tiles[2]
    gone: list[Place] = []
    page.desk.place_wanted.connect(gone.append)
    start = first.rect().center()
    end = first.mapFrom(row, third.geometry().center())
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=start)
    move(first, end)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=first.mapFrom(row, row._tiles[2].geometry().center()))
    assert row.names == ["weighted", "win_rate", "won", "overdue", "satisfaction"]
    assert gone == []
    qtbot.waitUntil(lambda: tiles_kept(workspace, page) == ",".join(row.names))


def test_shift_and_an_arrow_move_the_tile_in_hand(page: TodayPage, workspace: Workspace, qtbot: QtBot) -> None:
    row = page._tiles
    QTest.keyClick(row._tiles[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert row.names[:2] == ["weighted", "won"]
    qtbot.waitUntil(lambda: tiles_kept(workspace, page).startswith("weighted,won"))
    QTest.keyClick(row._tiles[0], Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert row.names[:2] == ["weighted", "won"]


def move(widget: QWidget, to: QPoint) -> None:
    """Move the mouse to `to` of `widget` with its button down."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        widget.mapToGlobal(QPointF(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def tiles_kept(workspace: Workspace, page: TodayPage) -> str:
    with workspace.reader() as reader:
        return setting_value(reader, "today_tiles", page.desk.member)


def test_a_day_is_shown_only_once_its_rows_have_their_heights(full_page: TodayPage) -> None:
    view = full_page._view
    assert view is not None
    full_page._show(view._replace(agenda=[], ahead=[], overdue=[], deals=[], tickets=[], changes=[]))
    QApplication.processEvents()
    full_page._show(view)
    assert not full_page.updatesEnabled()
    full_page._reveal()

    cards = [each for each in full_page.findChildren(Card) if each.isVisible()]
    assert [each.height() >= each.minimumSizeHint().height() for each in cards] == [True] * len(cards)
    assert full_page.updatesEnabled()
