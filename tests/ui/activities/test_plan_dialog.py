"""Planning something, and changing a plan, in the dialog."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.activities.actions import add_task, plan_interaction
from crm_desktop.activities.calendar import CalendarEntry, Shown, Window, calendar_entries
from crm_desktop.activities.series import Scope
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.schema.activities import TASK
from crm_desktop.workspace import Workspace
from tests.activities.test_tasks import at
from tests.ui.activities.conftest import Wait
from ui.activities.plan_dialog import EditPlanDialog, Plan, PlanDialog
from ui.kit.desk import Desk
from ui.kit.fields.recurrence import OTHER, RecurrenceInput
from ui.kit.fields.text import TextInput

Row = dict[str, object]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the dialogs stand over."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def plan(window: QWidget, screen: Desk, wait: Wait) -> PlanDialog:
    """The dialog as it begins."""
    dialog = PlanDialog(screen, window)
    dialog.begin({})
    dialog.show()
    wait()
    return dialog


@pytest.fixture
def edit(window: QWidget, screen: Desk, wait: Wait, workspace: Workspace) -> Callable[[str, str], EditPlanDialog]:
    """Return a function that opens what has a title on a day."""

    def opened(title: str, day: str) -> EditPlanDialog:
        when = date.fromisoformat(day)
        with workspace.reader() as reader:
            found = calendar_entries(reader, screen.place, screen.now(), Window(when, when, tuple(Shown)))
        entry: CalendarEntry = next(each for each in found if each.title == title)
        dialog = EditPlanDialog(screen, Plan(entry.table, entry.record, entry.occurrence, entry.repeats), window)
        dialog.show()
        wait()
        return dialog

    return opened


def type_in(dialog: PlanDialog, values: Mapping[str, str]) -> None:
    for name, text in values.items():
        dialog.form.inputs[name].set_typed(text)
        dialog.form.inputs[name].changed.emit()


def rows(workspace: Workspace, table: str, columns: str) -> list[tuple[object, ...]]:
    with workspace.reader() as reader:
        found = reader.execute(f"SELECT {columns} FROM {table} WHERE removed_at IS NULL ORDER BY rid").fetchall()
    return [tuple(row) for row in found]


def test_a_task_of_today_needs_only_a_word(plan: PlanDialog, workspace: Workspace, wait: Wait) -> None:
    type_in(plan, {"title": "Call Dana"})
    plan.accept()
    wait()
    assert rows(workspace, "task", "title, kind, due_day, due_at") == [("Call Dana", "todo", "2026-05-14", None)]
    assert not plan.isVisible()


def test_tab_leads_from_whole_day_once_it_is_unticked_to_the_time(plan: PlanDialog) -> None:
    inputs = plan.form.inputs
    inputs["day"].setFocus()
    reached = [follow(plan)]
    QTest.keyClick(inputs["whole_day"].editor, Qt.Key.Key_Space)
    reached += [follow(plan), follow(plan)]
    assert reached == ["whole_day", "time", "duration_min"]


def follow(plan: PlanDialog) -> str:
    """Press Tab, and return the name of the input that has the focus then."""
    plan.form.focusNextPrevChild(True)
    focused = plan.focusWidget()
    assert focused is not None
    return next((name for name, each in plan.form.inputs.items() if each.isAncestorOf(focused)), "")


def test_a_time_a_length_and_a_reminder_are_stored(plan: PlanDialog, workspace: Workspace, wait: Wait) -> None:
    type_in(plan, {"title": "Call", "day": "2026-05-15", "whole_day": "No", "time": "9:30", "duration_min": "45"})
    plan.form.inputs["remind"].set_value("30")
    plan.accept()
    wait()
    assert rows(workspace, "task", "due_day, due_at, duration_min, remind_at") == [
        ("2026-05-15", at("2026-05-15T09:30"), 45, at("2026-05-15T09:00"))
    ]


def test_a_meeting_is_an_appointment_that_may_take_the_whole_day(
    plan: PlanDialog, workspace: Workspace, wait: Wait
) -> None:
    type_in(plan, {"title": "Fair", "kind": "Meeting", "day": "2026-05-18", "location": "Hall 3", "note": "Badges"})
    plan.accept()
    wait()
    columns = "subject, kind, at, all_day, planned, location, body"
    assert rows(workspace, "interaction", columns) == [("Fair", "meeting", at("2026-05-18"), 1, 1, "Hall 3", "Badges")]
    assert rows(workspace, "task", "rid") == []


def test_a_series_is_chosen_by_its_weekday_and_ends_as_typed(
    plan: PlanDialog, workspace: Workspace, wait: Wait
) -> None:
    type_in(plan, {"title": "Round", "day": "2026-05-19"})
    repeats = plan.form.inputs["recurrence"]
    assert isinstance(repeats, RecurrenceInput)
    repeats.box.setCurrentIndex(repeats.box.findText("Every week on Tuesday"))
    repeats.end.setText("10 times")
    plan.accept()
    wait()
    assert rows(workspace, "task", "recurrence") == [("FREQ=WEEKLY;BYDAY=TU;COUNT=10",)]


def test_what_does_not_fit_is_told_at_its_input(plan: PlanDialog, workspace: Workspace, wait: Wait) -> None:
    for values, wrong in (
        ({"title": "", "day": "2026-05-15"}, "title"),
        ({"title": "Call", "whole_day": "No", "time": ""}, "time"),
        ({"title": "Call", "whole_day": "No", "time": "25:00"}, "time"),
        ({"title": "Call", "whole_day": "No", "day": "", "time": "9:00"}, "day"),
    ):
        type_in(plan, values)
        plan.accept()
        assert plan.form.inputs[wrong]._error.text(), values
        assert plan.isVisible()
    wait()
    assert rows(workspace, "task", "rid") == []


def test_what_is_typed_comes_back(plan: PlanDialog, screen: Desk) -> None:
    type_in(plan, {"title": "Call", "whole_day": "No", "time": "9:00"})
    plan.reject()
    again = PlanDialog(screen, plan)
    again.begin({})
    again.show()
    assert (again.form.inputs["title"].typed(), again.form.inputs["time"].typed()) == ("Call", "9:00")


def test_a_plan_about_somebody_shows_their_name(
    window: QWidget, screen: Desk, workspace: Workspace, wait: Wait
) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana"})
    dialog = PlanDialog(screen, window)
    dialog.begin({"person": dana, "due_day": "2026-05-20"})
    wait()
    assert (dialog.form.inputs["person"].typed(), dialog.form.inputs["day"].value()) == ("Dana", "2026-05-20")


def test_own_fields_of_a_task_are_filled_beside_its_plan(
    edit: Callable[[str, str], EditPlanDialog], workspace: Workspace, wait: Wait
) -> None:
    add_own_field(workspace.journal, NewField("tasks", "Room", "text"))
    add_task(workspace.journal, {"title": "Call", "due_day": "2026-05-15"})
    wait()
    dialog = edit("Call", "2026-05-15")
    assert list(dialog.own.rows) == ["room"]
    room = dialog.own.rows["room"]
    room.edit()
    typed = room.findChildren(TextInput)[0]
    typed.set_typed("12 b")
    typed.accepted.emit()
    wait()
    assert rows(workspace, "task", "custom LIKE '%12 b%'") == [(1,)]


@pytest.mark.parametrize(
    ("kind", "table", "records"), [("todo", "task", "tasks"), ("visit", "interaction", "activities")]
)
def test_a_plan_asks_the_own_fields_of_what_it_becomes(
    window: QWidget, screen: Desk, workspace: Workspace, wait: Wait, kind: str, table: str, records: str
) -> None:
    screen.act(add_own_field, NewField(records, "Room", "text", required=True))
    wait()
    dialog = PlanDialog(screen, window)
    dialog.begin({"title": "Look at it", "kind": kind})
    dialog.show()
    wait()
    shown = {name for name, form in dialog.own_forms.items() if form.isVisibleTo(dialog)}
    assert shown == {table}
    dialog.accept()
    wait()
    assert dialog.isVisible()
    assert rows(workspace, table, "1") == []
    dialog.own_forms[table].inputs["room"].set_typed("12 b")
    assert dialog.kept.typed()["room"] == "12 b"
    dialog.accept()
    wait()
    assert rows(workspace, table, "custom LIKE '%12 b%'") == [(1,)]


def test_changing_one_field_writes_that_field_alone(
    edit: Callable[[str, str], EditPlanDialog], workspace: Workspace, wait: Wait
) -> None:
    add_task(
        workspace.journal, {"title": "Call", "due_at": at("2026-05-15T09:30"), "remind_at": at("2026-05-15T09:00")}
    )
    dialog = edit("Call", "2026-05-15")
    type_in(dialog, {"time": "11:00"})
    dialog.accept()
    wait()
    assert rows(workspace, "task", "due_at, remind_at, title") == [
        (at("2026-05-15T11:00"), at("2026-05-15T10:30"), "Call")
    ]
    with workspace.reader() as reader:
        step = reader.execute("SELECT label FROM step ORDER BY seq DESC LIMIT 1").fetchone()[0]
    assert step == "Edit Call"


def test_of_a_series_one_or_all_are_changed_by_its_own_clock(
    edit: Callable[[str, str], EditPlanDialog], workspace: Workspace, wait: Wait
) -> None:
    plan_interaction(
        workspace.journal,
        {
            "subject": "Round",
            "kind": "meeting",
            "at": at("2026-05-19T15:00", "Europe/Berlin"),
            "zone": "Europe/Berlin",
            "recurrence": "weekly",
            "duration_min": 30,
        },
    )
    dialog = edit("Round", "2026-05-26")
    assert (dialog.form.inputs["day"].value(), dialog.form.inputs["time"].typed()) == ("2026-05-26", "15:00")
    type_in(dialog, {"location": "Room 2"})
    dialog.accept()
    wait()
    everything = edit("Round", "2026-06-02")
    everything._scope.set_value(Scope.ALL)
    type_in(everything, {"time": "16:00"})
    everything.accept()
    wait()
    assert rows(workspace, "interaction", "at, recurrence, location") == [
        (at("2026-05-19T16:00", "Europe/Berlin"), "FREQ=WEEKLY", None),
        (at("2026-05-26T15:00", "Europe/Berlin"), None, "Room 2"),
    ]


@pytest.mark.parametrize(
    ("stored", "shown", "end"),
    [
        (None, "Does not repeat", ""),
        ("FREQ=WEEKLY;BYDAY=TH", "Every week on Thursday", ""),
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=3", "Every week on Thursday", "3 times"),
        ("FREQ=MONTHLY;BYDAY=2TH;UNTIL=20261231", "Every month on the second Thursday", "31 Dec 2026"),
        ("FREQ=WEEKLY;BYDAY=TH;UNTIL=20261231T075959Z", "Every week on Thursday", "31 Dec 2026"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU\nEXDATE:20270509", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", ""),
    ],
)
def test_a_rule_is_shown_and_leaves_as_it_came(
    screen: Desk, qtbot: QtBot, stored: str | None, shown: str, end: str
) -> None:
    field = RecurrenceInput(screen.theme, TASK.by_name["recurrence"], screen.place, lambda: date(2026, 5, 14))
    qtbot.addWidget(field)
    field.set_value(stored)
    assert (field.box.currentText(), field.end.text()) == (shown, end)
    assert field.value() == stored


def test_another_rule_is_typed_and_refused_where_it_is_none(screen: Desk, qtbot: QtBot) -> None:
    field = RecurrenceInput(screen.theme, TASK.by_name["recurrence"], screen.place, lambda: None)
    qtbot.addWidget(field)
    field.box.setCurrentIndex(field.box.findData(OTHER))
    for typed in ("", "sometimes"):
        field.other.setText(typed)
        with pytest.raises(InvalidField):
            field.value()
    field.other.setText("FREQ=WEEKLY;INTERVAL=3")
    field.end.setText("31 Dec 2030")
    assert field.value() == "FREQ=WEEKLY;INTERVAL=3;UNTIL=20301231"
