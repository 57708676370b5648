"""The Today page on a real workspace."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import add_task
from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.pipeline.goals import Goal, set_goal
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk, Place
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.today.row_painters import RowPainters
from ui.today.rows import RowsModel
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
    page._grid.activate()
    assert page._tickets.x() > page._overdue.x() > page._agenda.x()


@pytest.mark.parametrize(("width", "across"), [(1100, 5), (800, 3)])
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
