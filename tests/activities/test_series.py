"""Changing one of a series, this and all that follow, or all."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.actions import add_task, complete_tasks, log_interaction
from crm_desktop.activities.due import Due
from crm_desktop.activities.series import Scope, Target, edit_planned, move_planned, remove_planned
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from tests.activities.test_tasks import at, rows

ZONE = ZoneInfo("America/New_York")


def due(text: str) -> Due:
    return Due(datetime.fromisoformat(text), ZONE, whole_day="T" not in text)


def meetings(journal: Journal, columns: str = "subject, at, recurrence") -> list[tuple[Any, ...]]:
    with journal.store.reader() as reader:
        found = reader.execute(
            f"SELECT {columns} FROM interaction WHERE removed_at IS NULL ORDER BY at, rid"
        ).fetchall()
    return [tuple(row) for row in found]


@pytest.fixture
def task(journal: Journal) -> bytes:
    """A task of every Tuesday."""
    return add_task(journal, {"title": "Forecast", "due_day": "2026-05-19", "recurrence": "FREQ=WEEKLY;BYDAY=TU"})


@pytest.fixture
def meeting(journal: Journal) -> bytes:
    """A meeting of every Tuesday at 9, with somebody who takes part."""
    reed = add_task(journal, {"title": "Unrelated"})
    made = log_interaction(
        journal,
        {
            "kind": "meeting",
            "subject": "Round",
            "at": at("2026-05-19T09:00"),
            "planned": 1,
            "duration_min": 30,
            "remind_at": at("2026-05-19T08:45"),
            "recurrence": "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
        },
    )
    with journal.transaction("Invite") as tx:
        tx.insert("participant", {"interaction": made, "contact": reed})
    return made


def test_one_task_moved_leaves_the_others(journal: Journal, task: bytes) -> None:
    assert move_planned(journal, Target("task", task), due("2026-05-20")) == task
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-05-26",)]


def test_one_task_with_another_title_stands_alone(journal: Journal, task: bytes) -> None:
    edit_planned(journal, Target("task", task), {"title": "Forecast with the board"})
    assert rows(journal, "title, due_day, recurrence") == [
        ("Forecast with the board", "2026-05-19", None),
        ("Forecast", "2026-05-26", "FREQ=WEEKLY;BYDAY=TU"),
    ]
    undo_last(journal)
    assert rows(journal) == [("Forecast", "2026-05-19")]


def test_a_task_to_come_is_done_ahead_and_not_planned_again(journal: Journal, task: bytes) -> None:
    edit_planned(journal, Target("task", task, "2026-05-26"), {"done_at": at("2026-05-14T12:00")})
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-06-02",)]


def test_this_and_the_following_tasks_begin_a_series_of_their_own(journal: Journal, task: bytes) -> None:
    made = move_planned(journal, Target("task", task, "2026-06-02"), due("2026-06-03"), scope=Scope.FOLLOWING)
    assert rows(journal, "due_day, recurrence, series") == [
        ("2026-05-19", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260601", None),
        ("2026-06-03", "FREQ=WEEKLY;BYDAY=WE", None),
    ]
    complete_tasks(journal, [made])
    assert rows(journal, "due_day") == [("2026-05-19",), ("2026-06-10",)]


def test_all_tasks_move_along_with_their_rule(journal: Journal, task: bytes) -> None:
    move_planned(journal, Target("task", task, "2026-06-02"), due("2026-06-04"), scope=Scope.ALL)
    assert rows(journal, "due_day, recurrence, occurrence") == [("2026-05-21", "FREQ=WEEKLY;BYDAY=TH", "2026-05-21")]


def test_deleting_one_task_goes_on_with_the_next(journal: Journal, task: bytes) -> None:
    remove_planned(journal, Target("task", task, "2026-05-26"))
    remove_planned(journal, Target("task", task))
    assert rows(journal, "due_day") == [("2026-06-02",)]
    undo_last(journal)
    undo_last(journal)
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-05-26",)]


def test_deleting_what_is_put_off_leaves_the_series_in_step(journal: Journal, task: bytes) -> None:
    move_planned(journal, Target("task", task), due("2026-05-21"))
    remove_planned(journal, Target("task", task, "2026-05-26"))
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-06-02",)]


def test_deleting_the_following_or_all_ends_the_series(journal: Journal, task: bytes) -> None:
    remove_planned(journal, Target("task", task, "2026-05-26"), Scope.FOLLOWING)
    assert rows(journal, "recurrence") == [("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260525",)]
    undo_last(journal)
    edit_planned(journal, Target("task", task, "2026-06-02"), {"title": "Alone"})
    remove_planned(journal, Target("task", task), Scope.ALL)
    assert rows(journal) == []


def test_one_meeting_is_a_record_of_its_own_with_those_who_take_part(journal: Journal, meeting: bytes) -> None:
    made = move_planned(journal, Target("interaction", meeting, "2026-05-26T09:00"), due("2026-05-26T11:00"), 45)
    assert meetings(journal, "subject, at, duration_min, remind_at, occurrence") == [
        ("Round", at("2026-05-19T09:00"), 30, at("2026-05-19T08:45"), None),
        ("Round", at("2026-05-26T11:00"), 45, at("2026-05-26T10:45"), "2026-05-26T09:00"),
    ]
    with journal.store.reader() as reader:
        assert reader.execute("SELECT count(*) FROM participant WHERE interaction = ?", (made,)).fetchone()[0] == 1
    remove_planned(journal, Target("interaction", made))
    assert meetings(journal, "recurrence") == [("FREQ=WEEKLY;BYDAY=TU;COUNT=4\nEXDATE:20260526T090000",)]


def test_all_that_is_left_of_a_split_series_moves_without_the_split_off(journal: Journal, meeting: bytes) -> None:
    move_planned(
        journal, Target("interaction", meeting, "2026-06-02T09:00"), due("2026-06-02T14:00"), scope=Scope.FOLLOWING
    )
    move_planned(journal, Target("interaction", meeting), due("2026-05-19T08:00"), scope=Scope.ALL)
    rules = [rule for (rule,) in meetings(journal, "recurrence")]
    assert rules == ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20260601", "FREQ=WEEKLY;BYDAY=TU;COUNT=2"]


def test_the_following_meetings_take_the_changed_ones_along(journal: Journal, meeting: bytes) -> None:
    moved = move_planned(journal, Target("interaction", meeting, "2026-06-02T09:00"), due("2026-06-02T15:00"))
    target = Target("interaction", meeting, "2026-05-26T09:00")
    split = move_planned(journal, target, due("2026-05-27T10:00"), scope=Scope.FOLLOWING)
    assert meetings(journal) == [
        ("Round", at("2026-05-19T09:00"), "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260525"),
        ("Round", at("2026-05-27T10:00"), "FREQ=WEEKLY;BYDAY=WE;COUNT=3"),
        ("Round", at("2026-06-02T15:00"), None),
    ]
    with journal.store.reader() as reader:
        row = reader.execute("SELECT series, occurrence FROM interaction WHERE id = ?", (moved,)).fetchone()
    assert tuple(row) == (split, "2026-06-03T10:00")


def test_all_meetings_move_with_what_is_left_out(journal: Journal, meeting: bytes) -> None:
    remove_planned(journal, Target("interaction", meeting, "2026-06-02T09:00"))
    move_planned(journal, Target("interaction", meeting), due("2026-05-20T10:00"), scope=Scope.ALL)
    assert meetings(journal, "at, recurrence") == [
        (at("2026-05-20T10:00"), "FREQ=WEEKLY;BYDAY=WE;COUNT=4\nEXDATE:20260603T100000")
    ]


def test_a_rule_that_names_its_days_otherwise_says_so(journal: Journal) -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=1,15"
    task = add_task(journal, {"title": "Pay", "due_day": "2026-06-01", "recurrence": rule})
    with pytest.raises(InvalidField, match="names its days"):
        move_planned(journal, Target("task", task), due("2026-06-02"), scope=Scope.ALL)
    assert rows(journal, "due_day, recurrence") == [("2026-06-01", rule)]


@pytest.mark.parametrize(
    ("rule", "first", "to", "moved"),
    [
        ("FREQ=MONTHLY;BYDAY=3TU", "2026-05-19", "2026-05-28", "FREQ=MONTHLY;BYDAY=4TH"),
        ("FREQ=MONTHLY;BYMONTHDAY=19", "2026-05-19", "2026-05-20", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=19", "2026-05-19", "2026-06-02", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=2"),
        ("FREQ=WEEKLY;BYDAY=MO,TU", "2026-05-19", "2026-05-20", "FREQ=WEEKLY;BYDAY=TU,WE"),
    ],
)
def test_rules_follow_the_day(journal: Journal, rule: str, first: str, to: str, moved: str) -> None:
    task = add_task(journal, {"title": "Call", "due_day": first, "recurrence": rule})
    move_planned(journal, Target("task", task), due(to), scope=Scope.ALL)
    assert rows(journal, "due_day, recurrence") == [(to, moved)]
