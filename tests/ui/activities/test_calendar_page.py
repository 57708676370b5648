"""The calendar by mouse and by keys."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.activities.series import Scope
from crm_desktop.contacts.actions import add_contact
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Place as Locale
from crm_desktop.schema.forms import Stored
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.activities.conftest import Show, Wait
from ui.activities.calendar_page import CalendarPage
from ui.activities.entries_model import EntriesModel
from ui.activities.entries_view import EntriesView
from ui.activities.month_grid import MonthGrid
from ui.activities.periods import ViewKind, period_of, period_title, turned
from ui.activities.scope_dialog import ScopeDialog
from ui.activities.time_grid import HOUR, TimeGrid
from ui.kit.desk import Desk, Place

Read = Callable[[str], dict[str, Stored]]
SHIFT = Qt.KeyboardModifier.ShiftModifier
BOTH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def press(page: CalendarPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.view, key, held)


def titles(page: CalendarPage) -> list[str]:
    return [each.title for each in page.view.entries.entries]


def stand_on(page: CalendarPage, title: str) -> None:
    page.view.stand_on(titles(page).index(title))


def box_of(page: CalendarPage, title: str) -> QPoint:
    return page.view.visualRect(page.view.entries.index(titles(page).index(title))).center()


def mouse(view: EntriesView, kind: QEvent.Type, point: QPoint, held: Qt.MouseButton) -> None:
    """Send a mouse event as the system would; QTest sends moves without a button."""
    where = QPointF(point)
    everywhere = QPointF(view.viewport().mapToGlobal(point))
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, where, everywhere, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def drag(view: EntriesView, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    mouse(view, QEvent.Type.MouseButtonPress, start, left)
    for share in (0.3, 0.7, 1.0):
        mouse(view, QEvent.Type.MouseMove, start + (end - start) * share, left)
    mouse(view, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton)


def choose(page: CalendarPage, scope: Scope) -> None:
    """Choose in the dialog that asks how much of the series is meant."""
    (dialog,) = [each for each in page.window().findChildren(ScopeDialog) if each.isVisible()]
    dialog.choices[scope].setChecked(True)
    dialog.accept_button.click()


@pytest.fixture
def call(workspace: Workspace) -> bytes:
    """A call on Thursday at ten, for half an hour."""
    return add_task(
        workspace.journal,
        {"title": "Call", "kind": "call", "due_at": at("2026-05-14T10:00"), "duration_min": 30},
    )


@pytest.fixture
def series(workspace: Workspace) -> bytes:
    """A task of every Thursday."""
    return add_task(workspace.journal, {"title": "Round", "due_day": "2026-05-14", "recurrence": "FREQ=WEEKLY"})


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


def test_keys_move_to_another_day_and_time_and_back(
    show: Show, call: bytes, task: Read, wait: Wait, screen: Desk
) -> None:
    page = show("week")
    stand_on(page, "Call")
    press(page, Qt.Key.Key_Right, SHIFT)
    wait()
    assert task("Call")["due_at"] == at("2026-05-15T10:00")
    press(page, Qt.Key.Key_Down, SHIFT)
    wait()
    assert task("Call")["due_at"] == at("2026-05-15T10:15")
    screen.undo()
    wait()
    assert task("Call")["due_at"] == at("2026-05-15T10:00")


def test_keys_make_longer_and_shorter(show: Show, call: bytes, task: Read, wait: Wait) -> None:
    page = show("day")
    stand_on(page, "Call")
    press(page, Qt.Key.Key_Down, BOTH)
    wait()
    assert task("Call")["duration_min"] == 45
    for _time in range(4):
        press(page, Qt.Key.Key_Up, BOTH)
        wait()
    assert task("Call")["duration_min"] == 15


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


def test_dragging_moves_to_another_day_and_time(show: Show, call: bytes, task: Read, wait: Wait) -> None:
    page = show("week")
    view = page.view
    assert isinstance(view, TimeGrid)
    start = box_of(page, "Call")
    column = view.viewport().width() // 8
    drag(view, start, start + QPoint(column, view.desk.theme.px(HOUR)))
    wait()
    assert task("Call")["due_at"] == at("2026-05-15T11:00")


def test_dragging_the_end_makes_longer(show: Show, call: bytes, task: Read, wait: Wait) -> None:
    page = show("week")
    view = page.view
    box = view.visualRect(view.entries.index(titles(page).index("Call")))
    end = QPoint(box.center().x(), box.bottom() - 1)
    drag(view, end, end + QPoint(0, view.desk.theme.px(HOUR)))
    wait()
    assert (task("Call")["due_at"], task("Call")["duration_min"]) == (at("2026-05-14T10:00"), 90)


def test_dragging_to_the_row_above_makes_it_a_whole_day_and_esc_leaves_it(
    show: Show, call: bytes, task: Read, wait: Wait
) -> None:
    page = show("week")
    view = page.view
    start = box_of(page, "Call")
    mouse(view, QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)
    mouse(view, QEvent.Type.MouseMove, start + QPoint(0, 90), Qt.MouseButton.LeftButton)
    press(page, Qt.Key.Key_Escape)
    mouse(view, QEvent.Type.MouseButtonRelease, start + QPoint(0, 90), Qt.MouseButton.NoButton)
    wait()
    assert task("Call")["due_at"] == at("2026-05-14T10:00")
    drag(view, start, QPoint(start.x(), 55))
    wait()
    assert (task("Call")["due_day"], task("Call")["due_at"]) == ("2026-05-14", None)


def test_dragging_in_the_month_keeps_the_time(show: Show, call: bytes, task: Read, wait: Wait) -> None:
    page = show("month")
    view = page.view
    start = box_of(page, "Call")
    drag(view, start, start + QPoint(0, view.viewport().height() // 6))
    wait()
    assert task("Call")["due_at"] == at("2026-05-21T10:00")


def test_a_deal_is_dragged_to_another_day(show: Show, workspace: Workspace, wait: Wait) -> None:
    add_deal(workspace.journal, {"title": "GTX", "expected_on": "2026-05-15"})
    page = show("month")
    start = box_of(page, "GTX")
    drag(page.view, start, start - QPoint(page.view.viewport().width() // 7, 0))
    wait()
    with workspace.reader() as reader:
        assert reader.execute("SELECT expected_on FROM deal").fetchone()[0] == "2026-05-14"


def test_of_a_series_it_is_asked_how_much_is_meant(show: Show, series: bytes, wait: Wait, workspace: Workspace) -> None:
    page = show("agenda")
    page.view.stand_on(1)
    press(page, Qt.Key.Key_Right, SHIFT)
    choose(page, Scope.FOLLOWING)
    wait()
    with workspace.reader() as reader:
        found = reader.execute("SELECT due_day, recurrence FROM task ORDER BY due_day").fetchall()
    assert [tuple(row) for row in found] == [
        ("2026-05-14", "FREQ=WEEKLY;UNTIL=20260520"),
        ("2026-05-22", "FREQ=WEEKLY"),
    ]
    assert series


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


def berlin_call(workspace: Workspace, screen: Desk, when: str, minutes: int) -> None:
    """Let the user be in Berlin, and plan a call there."""
    screen.place = Locale("de", "DE", "EUR", ZoneInfo("Europe/Berlin"))
    add_task(
        workspace.journal,
        {"title": "Call", "kind": "call", "due_at": at(when, "Europe/Berlin"), "duration_min": minutes},
    )


def test_an_end_dragged_over_the_hour_that_is_left_out_counts_what_passes(
    show: Show, screen: Desk, workspace: Workspace, task: Read, wait: Wait
) -> None:
    berlin_call(workspace, screen, "2026-03-29T01:00", 60)
    page = show("day", "2026-03-29")
    page.view.verticalScrollBar().setValue(0)
    box = page.view.visualRect(page.view.entries.index(0))
    end = QPoint(box.center().x(), box.bottom() - 1)
    # to four o'clock, which is two hours after one o'clock on this day
    drag(page.view, end, end + QPoint(0, screen.theme.px(HOUR)))
    wait()
    assert task("Call")["duration_min"] == 120
    press(page, Qt.Key.Key_Down, BOTH)
    wait()
    assert task("Call")["duration_min"] == 135


def test_keys_pass_the_hour_that_is_left_out_and_come_back(
    show: Show, screen: Desk, workspace: Workspace, task: Read, wait: Wait
) -> None:
    berlin_call(workspace, screen, "2026-03-29T01:45", 30)
    page = show("day", "2026-03-29")
    for key, clock in ((Qt.Key.Key_Down, "03:00"), (Qt.Key.Key_Up, "01:45")):
        stand_on(page, "Call")
        press(page, key, SHIFT)
        wait()
        assert task("Call")["due_at"] == at(f"2026-03-29T{clock}", "Europe/Berlin")


def test_what_is_dragged_stops_at_both_of_an_hour_that_comes_twice(
    show: Show, screen: Desk, workspace: Workspace, task: Read, wait: Wait
) -> None:
    berlin_call(workspace, screen, "2026-10-25T01:15", 60)
    page = show("day", "2026-10-25")
    page.view.verticalScrollBar().setValue(0)
    begun = at("2026-10-25T01:15", "Europe/Berlin")
    for hours in (1, 2, 3):
        start = box_of(page, "Call")
        drag(page.view, start, start + QPoint(0, screen.theme.px(HOUR)))
        wait()
        assert task("Call")["due_at"] == begun + hours * 3_600_000


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
