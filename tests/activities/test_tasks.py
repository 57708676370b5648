"""Tasks: due, repeated, put off, done."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.actions import add_task, complete_tasks, edit_task, put_off_task
from crm_desktop.activities.snooze import Snooze, Until, put_off_tasks, snoozes
from crm_desktop.acts import add_record, set_fields
from crm_desktop.errors import InvalidField
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import redo_last, undo_last
from tests.conftest import MovedClock

BERLIN = "Europe/Berlin"


def rows(journal: Journal, columns: str = "title, due_day", where: str = "done_at IS NULL") -> list[tuple[Any, ...]]:
    with journal.store.reader() as reader:
        found = reader.execute(
            f"SELECT {columns} FROM task WHERE {where} AND removed_at IS NULL ORDER BY due_day, rid"
        ).fetchall()
    return [tuple(row) for row in found]


def at(text: str, zone: str = "America/New_York") -> int:
    return milliseconds(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def test_a_time_brings_its_day_in_the_zone_of_the_task(journal: Journal) -> None:
    add_task(journal, {"title": "Here", "due_at": at("2026-05-19T22:00")})
    add_task(journal, {"title": "There", "due_at": at("2026-05-19T22:00"), "zone": BERLIN})
    assert rows(journal) == [("Here", "2026-05-19"), ("There", "2026-05-20")]


def test_another_day_keeps_the_time_and_the_reminder_its_distance(journal: Journal) -> None:
    task = add_task(journal, {"title": "Call", "due_at": at("2026-10-30T09:00"), "remind_at": at("2026-10-30T08:45")})
    put_off_task(journal, task, date(2026, 11, 2))
    # the clocks go back in between
    assert rows(journal, "due_day, due_at, remind_at") == [
        ("2026-11-02", at("2026-11-02T09:00"), at("2026-11-02T08:45"))
    ]
    edit_task(journal, task, {"due_day": None})
    assert rows(journal, "due_day, due_at") == [(None, None)]


def test_done_makes_the_next_of_the_series(journal: Journal) -> None:
    first = add_task(journal, {"title": "Forecast", "due_day": "2026-05-19", "recurrence": "weekly", "note": "All"})
    complete_tasks(journal, [first])
    assert rows(journal, "title, due_day, note, recurrence, series, done_at") == [
        ("Forecast", "2026-05-26", "All", "FREQ=WEEKLY", first, None)
    ]
    undo_last(journal)
    assert rows(journal, "due_day") == [("2026-05-19",)]
    redo_last(journal)
    assert rows(journal, "due_day") == [("2026-05-26",)]


def test_nine_in_berlin_stays_nine_in_berlin(journal: Journal) -> None:
    task = add_task(
        journal,
        {
            "title": "Call the plant",
            "due_at": at("2026-10-20T09:00", BERLIN),
            "remind_at": at("2026-10-20T08:00", BERLIN),
            "zone": BERLIN,
            "recurrence": "FREQ=WEEKLY;BYDAY=TU",
        },
    )
    complete_tasks(journal, [task])
    assert rows(journal, "due_day, due_at, remind_at, zone") == [
        ("2026-10-27", at("2026-10-27T09:00", BERLIN), at("2026-10-27T08:00", BERLIN), BERLIN)
    ]


def test_a_series_without_a_zone_stays_in_that_of_its_maker(journal: Journal) -> None:
    add_task(journal, {"title": "Call", "due_at": at("2026-05-19T09:00"), "recurrence": "daily"})
    assert rows(journal, "zone, occurrence") == [("America/New_York", "2026-05-19T09:00")]


def test_what_was_put_off_does_not_move_the_series(journal: Journal) -> None:
    task = add_task(journal, {"title": "Forecast", "due_day": "2026-05-19", "recurrence": "weekly"})
    put_off_task(journal, task, date(2026, 5, 21))
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-05-26",)]


def test_a_series_ends_with_its_count_and_its_last_day(journal: Journal) -> None:
    for rule in ("FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20260602"):
        task = add_task(journal, {"title": rule, "due_day": "2026-05-19", "recurrence": rule})
        complete_tasks(journal, [task])
        ((second,),) = rows(journal, "id")
        complete_tasks(journal, [second])
        ((third, day),) = rows(journal, "id, due_day")
        assert day == "2026-06-02"
        complete_tasks(journal, [third])
        assert rows(journal) == []


def test_days_left_out_are_passed_over(journal: Journal) -> None:
    rule = "FREQ=WEEKLY;COUNT=4\nEXDATE:20260526"
    complete_tasks(journal, [add_task(journal, {"title": "Call", "due_day": "2026-05-19", "recurrence": rule})])
    assert rows(journal, "due_day, recurrence") == [("2026-06-02", "FREQ=WEEKLY;COUNT=2")]


def test_missed_days_of_a_daily_task_need_not_be_ticked(journal: Journal, clock: MovedClock) -> None:
    daily = add_task(journal, {"title": "Daily", "due_day": "2026-05-14", "recurrence": "daily"})
    monthly = add_task(journal, {"title": "Monthly", "due_day": "2026-05-14", "recurrence": "monthly"})
    clock.move(days=70)
    complete_tasks(journal, [daily, monthly])
    assert rows(journal) == [("Monthly", "2026-06-14"), ("Daily", "2026-07-23")]


def test_two_devices_that_complete_the_same_task_make_one_next(journal: Journal) -> None:
    task = add_task(journal, {"title": "Call", "due_day": "2026-05-19", "recurrence": "weekly"})
    complete_tasks(journal, [task])
    ((made,),) = rows(journal, "id")
    undo_last(journal)
    complete_tasks(journal, [task])
    assert rows(journal, "id, due_day") == [(made, "2026-05-26")]


def test_done_again_after_it_was_taken_back_by_hand_makes_no_second_next(journal: Journal) -> None:
    task = add_task(journal, {"title": "Call", "due_day": "2026-05-19", "recurrence": "weekly"})
    complete_tasks(journal, [task])
    edit_task(journal, task, {"done_at": None})
    complete_tasks(journal, [task])
    assert rows(journal, "due_day") == [("2026-05-26",)]


def test_the_commands_complete_and_repeat_too(journal: Journal) -> None:
    task = add_record(journal, "tasks", {"title": "Call", "due_day": "2026-05-19", "recurrence": "RRULE:FREQ=WEEKLY"})
    set_fields(journal, task, {"done_at": "2026-05-19 10:00"})
    assert rows(journal, "due_day, recurrence") == [("2026-05-26", "FREQ=WEEKLY")]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"recurrence": "FREQ=OFTEN", "due_day": "2026-05-19"}, "recurrence"),
        ({"recurrence": "weekly"}, "recurrence"),
        ({"zone": "Moon/Sea of Tranquility", "due_at": 1}, "zone"),
        ({"title": ""}, "title"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(journal: Journal, values: dict[str, str | int], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        add_task(journal, {"title": "Call", **values})
    assert refused.value.field == field
    assert rows(journal) == []


def test_what_repeats_no_more_is_of_no_series(journal: Journal) -> None:
    task = add_task(journal, {"title": "Call", "due_day": "2026-05-19", "recurrence": "weekly"})
    edit_task(journal, task, {"recurrence": None})
    assert rows(journal, "recurrence, occurrence") == [(None, None)]


def test_later_today_is_a_full_hour_and_not_tonight() -> None:
    zone = ZoneInfo("America/New_York")
    afternoon = datetime(2026, 5, 14, 18, 20, tzinfo=UTC)  # 14:20 there, a Thursday
    assert snoozes(afternoon, zone) == {
        Snooze.LATER: Until(date(2026, 5, 14), time(17)),
        Snooze.TOMORROW: Until(date(2026, 5, 15)),
        Snooze.NEXT_WEEK: Until(date(2026, 5, 18)),
    }
    night = datetime(2026, 5, 15, 0, 20, tzinfo=UTC)
    assert set(snoozes(night, zone)) == {Snooze.TOMORROW, Snooze.NEXT_WEEK}
    assert snoozes(night, zone, first_weekday=6)[Snooze.NEXT_WEEK].day == date(2026, 5, 17)


def test_what_is_put_off_keeps_its_time_unless_another_is_chosen(journal: Journal) -> None:
    timed = add_task(journal, {"title": "Timed", "due_at": at("2026-05-12T09:00")})
    whole = add_task(journal, {"title": "Whole", "due_day": "2026-05-12"})
    put_off_tasks(journal, [timed, whole], Until(date(2026, 5, 15)))
    assert rows(journal, "title, due_day, due_at") == [
        ("Timed", "2026-05-15", at("2026-05-15T09:00")),
        ("Whole", "2026-05-15", None),
    ]
    undo_last(journal)
    put_off_tasks(journal, [timed, whole], Until(date(2026, 5, 14), time(17)))
    assert rows(journal, "title, due_day, due_at, remind_at") == [
        ("Timed", "2026-05-14", at("2026-05-14T17:00"), at("2026-05-14T17:00")),
        ("Whole", "2026-05-14", None, at("2026-05-14T17:00")),
    ]
