"""Toasts, the task strip, lists of two lines, charts."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.jobs import Progress
from crm_desktop.reports.chart import Chart, ChartKind, Series, Unit, UnitKind
from crm_desktop.reports.number_words import NumberWords
from crm_desktop.words import spoken
from ui.kit.bulk_bar import BulkBar
from ui.kit.buttons import Button
from ui.kit.charts import ChartView, in_words
from ui.kit.desk import Desk, Saying
from ui.kit.lines import LinesModel, LinesView
from ui.kit.task_strip import TaskStrip, progress_words
from ui.kit.tasks import LongTask, Tasks
from ui.kit.theme import Theme, Tone
from ui.kit.toast import Toast, ToastHost
from ui.kit.two_line import Heading, Line, State

# Tooltips ask the window system for what the screenless one cannot do.


@pytest.fixture
def area(qtbot: QtBot) -> QWidget:
    """A window of 900 by 600."""
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


def toasts(area: QWidget) -> list[Toast]:
    """Return the toasts that are seen."""
    return [toast for toast in area.findChildren(Toast) if toast.isVisible()]


def test_an_act_is_undone_from_its_toast(desk: Desk, area: QWidget, qtbot: QtBot) -> None:
    ToastHost(desk, area)
    desk.act(add_contact, "person", {"name": "Dana"}, done="Dana added")
    qtbot.waitUntil(lambda: bool(toasts(area)))
    undo = next(button for button in toasts(area)[0].findChildren(Button) if button.text() == "Undo")
    with qtbot.waitSignal(desk.committed):
        undo.click()
    qtbot.waitUntil(lambda: [toast.accessibleName() for toast in toasts(area)] == ["Undone: Add Dana"])


def test_a_toast_leaves_room_for_the_bar_of_selected_rows(desk: Desk, area: QWidget) -> None:
    ToastHost(desk, area)
    bar = BulkBar(desk.theme, area)
    desk.say("Owner changed")
    toast = area.findChild(Toast)
    assert toast is not None
    assert not toast.geometry().intersects(bar.slot())


def test_one_toast_is_shown_at_a_time_at_the_bottom_centre(desk: Desk, area: QWidget) -> None:
    host = ToastHost(desk, area)
    desk.say("Deal moved to Quoted", undo=True)
    desk.say("Tag added to 12 people", undo=True)
    (toast,) = toasts(area)
    assert toast.size() == QSize(360, 44)
    assert toast.geometry().center().x() == pytest.approx(450, abs=1)
    area.resize(1200, 700)
    assert toast.geometry().center().x() == pytest.approx(600, abs=1)
    host.hide()
    assert toasts(area) == []


def test_a_toast_stays_while_it_has_the_focus(desk: Desk, area: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(desk, area)
    with qtbot.waitActive(area):
        area.activateWindow()
    host.show_saying(Saying("Deal moved", undo=True))
    toasts(area)[0].findChildren(Button)[0].setFocus()
    host.end_hold()
    assert toasts(area)
    area.setFocus()
    host.end_hold()
    assert not toasts(area)


def test_long_words_get_the_room_they_need(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    toast = Toast(theme, Saying("The backup could not be written because drive E: is full.", Tone.DANGER))
    qtbot.addWidget(toast)
    assert toast.sizeHint().width() > 360
    assert desk.theme is theme


def test_long_work_shows_in_the_strip_after_a_moment_and_can_be_cancelled(
    theme: Theme, tasks: Tasks, area: QWidget, qtbot: QtBot
) -> None:
    strip = TaskStrip(theme, tasks, area)
    ended: list[str] = []

    def slow(progress: Progress) -> None:
        for number in range(10_000):
            progress.report(number, 10_000)
            threading.Event().wait(0.01)

    task = tasks.run(slow, title="Exporting 4,812 people", on_error=lambda error: ended.append(str(error)))
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible)
    assert task is not None
    assert task.seconds >= 0.3
    strip.findChildren(Button)[0].click()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["Cancelled. Nothing was changed."]
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_short_work_never_shows_in_the_strip(theme: Theme, tasks: Tasks, area: QWidget, qtbot: QtBot) -> None:
    strip = TaskStrip(theme, tasks, area)
    tasks.run(lambda progress: progress.report(1, 1), title="Backing up")
    qtbot.waitUntil(lambda: not tasks.busy)
    qtbot.wait(150)
    assert not strip.isVisible()


def test_progress_is_told_in_words() -> None:
    task = LongTask("Importing", cancellable=True)
    assert progress_words(task) == "Starting"
    task.started -= 2
    task.progress.report(3100, 4812)
    assert progress_words(task) == "3,100 done, 1 s left"
    task.progress.report(10, 4812)
    assert progress_words(task).endswith("min left")
    task.progress.report(10, 0)
    assert progress_words(task) == "10 done"


def test_progress_in_bytes_is_told_as_sizes_are() -> None:
    task = LongTask("Daily backup", cancellable=True)
    task.progress.report(1_500_000, 0, in_bytes=True)
    assert progress_words(task) == "1.4 MB done"
    with spoken("de"):
        assert progress_words(task) == "1,4 MB erledigt"


ROWS: list[Line | Heading] = [
    Heading("Breaching now"),
    Line(b"1", "Workstations arrive without RAM", "#2291 · Ron-tech", "09:12", state=State("Late by 38 min", "danger")),
    Heading("Today"),
    Line(b"2", "Refund", "#2304 · Cheers", "09:31", "complaint", "danger", State("52 min", "warning", share=0.3)),
    Line(b"3", "Invoice", "#2298 · Acme", "Mon", unread=True),
]


@pytest.fixture
def lines(theme: Theme, qtbot: QtBot) -> LinesView:
    """A queue of three tickets under two headings."""
    model = LinesModel()
    model.show_rows(ROWS)
    made = LinesView(theme, model)
    qtbot.addWidget(made)
    made.resize(372, 400)
    made.show()
    return made


def test_moving_skips_the_headings(lines: LinesView) -> None:
    lines.go_to_record(b"1")
    seen: list[bytes] = []
    lines.current_changed.connect(lambda line: seen.append(line.id))
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_K):
        QTest.keyClick(lines, key)
    assert seen == [b"2", b"3", b"2"]


def test_enter_opens_the_line(lines: LinesView, qtbot: QtBot) -> None:
    lines.go_to_record(b"3")
    with qtbot.waitSignal(lines.opened) as opened:
        QTest.keyClick(lines, Qt.Key.Key_Return)
    assert opened.args == [ROWS[4]]


def test_the_current_line_is_found_again_in_the_new_order(lines: LinesView) -> None:
    lines.go_to_record(b"3")
    model = lines.model()
    assert isinstance(model, LinesModel)
    model.show_rows([ROWS[4], *ROWS[:4]])
    line = lines.current_line()
    assert line is not None
    assert line.id == b"3"
    assert lines.currentIndex().row() == 0


def test_lines_are_read_aloud_whole(lines: LinesView, qtmodeltester: ModelTester) -> None:
    spoken = lines.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Workstations arrive without RAM, #2291 · Ron-tech, Late by 38 min, 09:12"
    watch: Callable[[QAbstractItemModel], None] = qtmodeltester.check
    watch(lines.model())


MONTHS = ("Mar", "Apr", "May")
SERIES = (Series("GTX Pro", (10_000.0, 20_000.0, 30_000.0)), Series("MG", (5_000.0, 0.0, 15_000.0), 2))


def chart(kind: ChartKind) -> Chart:
    """Return three months of two products."""
    return Chart(
        kind, "Won", "", Unit(UnitKind.MONEY, "USD"), MONTHS, SERIES, (20_000.0, None, 40_000.0), ("m3", "m4", "m5")
    )


@pytest.fixture
def chart_view(theme: Theme, qtbot: QtBot) -> ChartView:
    """A chart, shown."""
    made = ChartView(theme, NumberWords("en"))
    qtbot.addWidget(made)
    made.resize(600, 320)
    made.show()
    return made


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_kind_of_chart_leads_to_the_records_behind(chart_view: ChartView, qtbot: QtBot, kind: ChartKind) -> None:
    chart_view.show_chart(chart(kind))
    chart_view.grab()
    clicked: list[tuple[object, str]] = []
    chart_view.clicked.connect(lambda key, name: clicked.append((key, name)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(chart_view, key)
    assert len(clicked) == 1
    assert clicked[0][1] == "GTX Pro"
    assert clicked[0][0] in ("m3", "m4", "m5")


def test_a_bar_is_clicked_where_it_stands(chart_view: ChartView, qtbot: QtBot) -> None:
    chart_view.show_chart(chart(ChartKind.STACKED))
    with qtbot.waitSignal(chart_view.clicked) as clicked:
        QTest.mouseClick(chart_view, Qt.MouseButton.LeftButton, pos=QPoint(510, 280))
    assert clicked.args == ["m5", "GTX Pro"]


def test_a_chart_is_read_aloud(chart_view: ChartView) -> None:
    chart_view.show_chart(chart(ChartKind.BARS))
    assert chart_view.accessibleName() == "Won"
    assert chart_view.accessibleDescription() == in_words(chart(ChartKind.BARS), NumberWords("en"))
    assert "GTX Pro: Mar $10,000, Apr $20,000" in chart_view.accessibleDescription()


def test_nothing_to_show_is_said(chart_view: ChartView) -> None:
    chart_view.show_chart(Chart(ChartKind.BARS, "Won", "", Unit(UnitKind.COUNT), (), ()))
    assert not chart_view.grab().isNull()


def test_the_strip_leaves_a_task_to_the_widget_that_shows_it(
    theme: Theme, tasks: Tasks, area: QWidget, qtbot: QtBot
) -> None:
    strip, shower = TaskStrip(theme, tasks, area), QWidget(area)
    shower.show()
    goes_on = threading.Event()
    task = tasks.run(lambda progress: goes_on.wait(), title="Importing")
    assert task is not None
    qtbot.waitUntil(strip.isVisible)
    # nothing of the strip came up as a window of its own
    assert area.isActiveWindow()
    task.shown_by = shower
    qtbot.waitUntil(lambda: not strip.isVisible())
    goes_on.set()
    qtbot.waitUntil(lambda: not tasks.busy)
