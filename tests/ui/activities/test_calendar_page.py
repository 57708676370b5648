"""The calendar by mouse and by keys."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Place as Locale
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.activities.conftest import Read, Show, Wait, press, stand_on, titles
from ui.activities.calendar_page import CalendarPage
from ui.activities.entries_model import EntriesModel
from ui.activities.month_grid import MonthGrid
from ui.activities.periods import ViewKind, period_of, period_title, turned
from ui.activities.time_grid import HOUR, TimeGrid
from ui.kit.desk import Desk, Place


def test_a_week_begins_on_the_day_that_weeks_begin_with_here(show: Show) -> None:
    page = show("week")
    view = page.view
    assert isinstance(view, TimeGrid)
    assert (view.days[0], view.days[-1]) == (date(2026, 5, 10), date(2026, 5, 16))
    assert period_of(ViewKind.WEEK, date(2026, 5, 14), 0).first == date(2026, 5, 11)


def test_one_begins_on_what_is_next_today_before_the_whole_days_of_tomorrow(workspace: Workspace, show: Show) -> None:
    add_task(workspace.journal, {"title": "Tomorrow", "due_day": "2026-05-15"})
    add_task(workspace.journal, {"title": "All day", "due_day": "2026-05-14"})
    for title, hour in (("Late", "23:00"), ("Early", "01:00")):
        add_task(workspace.journal, {"title": title, "due_at": at(f"2026-05-14T{hour}")})
    page = show("week")
    assert titles(page) == ["All day", "Early", "Late", "Tomorrow"]
    entry = page.view.current_entry
    assert entry is not None
    assert entry.title == "Late"


def test_a_day_begins_with_the_morning_and_stays_scrolled(show: Show, workspace: Workspace, wait: Wait) -> None:
    page = show("week")
    bar = page.view.verticalScrollBar()
    assert 6 * HOUR < bar.value() < 7 * HOUR
    bar.setValue(100)
    add_task(workspace.journal, {"title": "New", "due_day": "2026-05-14"})
    wait()
    assert bar.value() == 100


def test_each_way_shows_its_days_and_turns_by_them(show: Show) -> None:
    page = show("month")
    assert period_title(page.period, page.desk.formats) == "May 2026"
    assert [turned(period_of(kind, date(2026, 12, 31), 0), 1).isoformat() for kind in ViewKind] == [
        "2027-01-28",
        "2027-01-01",
        "2027-01-07",
        "2027-01-01",
    ]
    press(page, Qt.Key.Key_PageDown)
    assert page.period.day == date(2026, 6, 1)


@pytest.mark.parametrize("kind", list(ViewKind))
def test_it_opens_with_the_focus_on_what_is_next_in_each_way(
    kind: ViewKind, workspace: Workspace, screen: Desk, qtbot: QtBot, wait: Wait
) -> None:
    add_task(workspace.journal, {"title": "Next", "due_day": "2026-05-14"})
    save_setting(workspace.journal, "calendar_view", kind)
    page = CalendarPage(screen)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place("calendar"))
    page.focus_first()
    wait()
    assert page.view is page.views[kind]
    qtbot.waitUntil(page.view.hasFocus)


@pytest.mark.parametrize("kind", ["agenda", "week", "month"])
def test_down_goes_through_a_day_before_the_next_one(kind: str, workspace: Workspace, show: Show) -> None:
    for title, day in (("First day", "2026-05-14"), ("Second day", "2026-05-15")):
        add_task(workspace.journal, {"title": f"{title} whole", "due_day": day})
        add_task(workspace.journal, {"title": f"{title} at nine", "due_at": at(f"{day}T09:00")})
    page = show(kind)
    press(page, Qt.Key.Key_Home)
    walked = []
    for _time in range(4):
        entry = page.view.current_entry
        assert entry is not None
        walked.append(entry.title)
        press(page, Qt.Key.Key_Down)
    assert walked == ["First day whole", "First day at nine", "Second day whole", "Second day at nine"]


def test_everything_stands_in_the_week(show: Show, workspace: Workspace, call: bytes) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana", "birthday": "1980-05-13"})
    add_deal(workspace.journal, {"title": "GTX", "expected_on": "2026-05-15"})
    log_interaction(
        workspace.journal,
        {"subject": "Review", "kind": "meeting", "person": dana, "at": at("2026-05-12T09:00"), "planned": 1},
    )
    page = show("week")
    assert titles(page) == ["Review", "Dana", "Call", "GTX"]
    assert len({box.place for box in page.view.boxes}) == 4
    assert call


def test_space_marks_as_done_and_open_again(show: Show, call: bytes, task: Read, wait: Wait) -> None:
    page = show("week")
    stand_on(page, "Call")
    press(page, Qt.Key.Key_Space)
    wait()
    assert task("Call")["done_at"] is not None
    press(page, Qt.Key.Key_Space)
    wait()
    assert task("Call")["done_at"] is None


def test_delete_asks_nothing_and_can_be_undone(
    show: Show, call: bytes, task: Read, wait: Wait, said: list[object]
) -> None:
    page = show("week")
    stand_on(page, "Call")
    press(page, Qt.Key.Key_Delete)
    wait()
    assert task("Call")["removed_at"] is not None
    assert "Deleted: Call" in str(said[-1])


def test_a_double_click_plans_something_at_that_time(show: Show, visited: list[Place], screen: Desk) -> None:
    page = show("week")
    view = page.view
    assert isinstance(view, TimeGrid)
    y = view.scroll_area().y() + 9 * screen.theme.px(HOUR) - view.verticalOffset()
    column = view._column(date(2026, 5, 13))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(column.center().x(), y + 1))
    values = visited[-1].arguments["values"]
    assert isinstance(values, dict)
    assert (visited[-1].page, values["due_at"]) == ("new", at("2026-05-13T09:00"))


def test_what_has_no_room_in_the_month_is_counted_and_leads_to_its_day(
    show: Show, workspace: Workspace, wait: Wait
) -> None:
    for number in range(12):
        add_task(workspace.journal, {"title": f"Task {number}", "due_day": "2026-05-14"})
    page = show("month")
    view = page.view
    assert isinstance(view, MonthGrid)
    hidden = view._hidden[date(2026, 5, 14)]
    assert 0 < hidden < 12
    cell = view._cell_of(date(2026, 5, 14))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view._more_box(cell).center() + QPoint(0, view.head_height())
    )
    wait()
    assert page.period.kind is ViewKind.DAY
    assert len(titles(page)) == 12


def test_enter_opens_a_deal_and_a_birthday_where_they_are(
    show: Show, workspace: Workspace, visited: list[Place]
) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana", "birthday": "--05-14"})
    deal = add_deal(workspace.journal, {"title": "GTX", "expected_on": "2026-05-14"})
    page = show("day")
    for title in ("Dana", "GTX"):
        stand_on(page, title)
        press(page, Qt.Key.Key_Return)
    assert [(each.page, each.record) for each in visited] == [("contact", dana), ("pipeline", deal)]


def test_weeks_without_anything_offer_to_plan(show: Show, visited: list[Place]) -> None:
    page = show("agenda")
    assert page._empty.isVisible()
    page._empty.button.click()
    assert visited[-1].page == "new"
    week = show("week")
    assert "Nothing is planned here" in week._hint.text()


def test_what_is_shown_can_be_chosen_and_is_kept(show: Show, call: bytes, wait: Wait, workspace: Workspace) -> None:
    page = show("week")
    page._choose_shown(frozenset({"deals"}))
    wait()
    assert titles(page) == []
    assert titles(show("week")) == []
    assert call


def test_the_day_on_which_the_clocks_go_back_shows_25_hours(show: Show, screen: Desk) -> None:
    screen.place = Locale("de", "DE", "EUR", ZoneInfo("Europe/Berlin"))
    page = show("day", "2026-10-25")
    view = page.view
    assert isinstance(view, TimeGrid)
    assert len(view.axis) == 25
    assert view.content_height() == 25 * screen.theme.px(HOUR)


def test_a_screen_reader_hears_each_entry(show: Show, call: bytes) -> None:
    page = show("week")
    found = QAccessible.queryAccessibleInterface(page.view)
    assert found is not None
    spoken = page.view.entries.data(page.view.entries.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Call, Thursday 14 May, 10:00 to 10:30"
    names = [found.child(number).text(QAccessible.Text.Name) for number in range(found.childCount())]
    assert spoken in names


def test_what_was_changed_elsewhere_is_shown(show: Show, call: bytes, workspace: Workspace, wait: Wait) -> None:
    page = show("week")
    add_task(workspace.journal, {"title": "New", "due_day": "2026-05-14"})
    wait()
    assert titles(page) == ["New", "Call"]


def test_coming_back_shows_the_same_days(show: Show) -> None:
    page = show("month", "2026-07-01")
    left = page.leave()
    assert left is not None
    assert left.arguments == {"view": "month", "day": "2026-07-01"}


@pytest.mark.parametrize("view", ["agenda", "day", "week", "month"])
def test_a_thousand_entries_are_painted(show: Show, workspace: Workspace, view: str) -> None:
    with workspace.journal.transaction("Many") as tx:
        for number in range(1_000):
            day = f"2026-05-{number % 28 + 1:02}"
            hour = 7 + number % 10
            tx.insert(
                "task",
                {"title": f"Task {number}", "due_day": day, "due_at": at(f"{day}T{hour:02}:{number % 4 * 15:02}")},
            )
    page = show(view)
    assert len(titles(page)) == {"agenda": 532, "day": 36, "week": 252, "month": 1_000}[view]
    assert not page.view.grab().isNull()


def test_the_entries_keep_the_rules_of_models(qtmodeltester: ModelTester, show: Show, call: bytes) -> None:
    model = show("week").view.entries
    check: Callable[[EntriesModel], None] = qtmodeltester.check
    check(model)
