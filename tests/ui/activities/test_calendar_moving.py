"""What is planned, moved and made longer on the calendar by mouse and keys, over the change of clocks too."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from crm_desktop.activities.actions import add_task
from crm_desktop.activities.series import Scope
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Place as Locale
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.activities.conftest import Read, Show, Wait, box_of, press, stand_on, titles
from ui.activities.calendar_page import CalendarPage
from ui.activities.entries_view import EntriesView
from ui.activities.scope_dialog import ScopeDialog
from ui.activities.time_grid import HOUR, TimeGrid
from ui.kit.desk import Desk

SHIFT = Qt.KeyboardModifier.ShiftModifier


BOTH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


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
