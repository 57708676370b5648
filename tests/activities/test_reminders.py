"""Reminders: due at their time, told once on a device, gone when done, put off or dismissed."""

from datetime import date, time

from crm_desktop.activities.actions import add_task, complete_tasks, edit_task, log_interaction
from crm_desktop.activities.reminders import (
    Reminder,
    dismiss_reminders,
    due_reminders,
    next_reminder,
    note_told,
    told_reminders,
)
from crm_desktop.activities.series import Target, move_planned
from crm_desktop.activities.snooze import Until, put_off_reminder, put_off_tasks
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.history import history_page
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.journal.undo import undo_last
from tests.activities.test_series import due
from tests.activities.test_tasks import at
from tests.conftest import MovedClock


def waiting(journal: Journal) -> list[Reminder]:
    with journal.store.reader() as reader:
        return due_reminders(reader, journal.member, journal.zone, milliseconds(journal.clock()))


def titles(journal: Journal) -> list[str]:
    return [each.title for each in waiting(journal)]


def coming(journal: Journal) -> int | None:
    with journal.store.reader() as reader:
        return next_reminder(reader, journal.member, journal.zone, milliseconds(journal.clock()))


def test_a_reminder_is_due_at_its_time_until_the_task_is_done(journal: Journal, clock: MovedClock) -> None:
    task = add_task(journal, {"title": "Call", "due_at": at("2026-05-14T09:00"), "remind_at": at("2026-05-14T08:45")})
    assert (titles(journal), coming(journal)) == ([], at("2026-05-14T08:45"))
    clock.move(minutes=45)
    assert (titles(journal), coming(journal)) == (["Call"], None)
    complete_tasks(journal, [task])
    assert titles(journal) == []
    undo_last(journal)
    assert titles(journal) == ["Call"]


def test_a_reminder_that_was_missed_for_days_is_still_told(journal: Journal, clock: MovedClock) -> None:
    add_task(journal, {"title": "Call", "due_day": "2026-05-15", "remind_at": at("2026-05-15T09:00")})
    clock.move(days=30)
    assert titles(journal) == ["Call"]


def test_what_is_put_off_reminds_again(journal: Journal, clock: MovedClock) -> None:
    task = add_task(journal, {"title": "Call", "due_at": at("2026-05-14T09:00"), "remind_at": at("2026-05-14T08:45")})
    clock.move(hours=1)
    (first,) = waiting(journal)
    dismiss_reminders(journal, [first])
    assert titles(journal) == []
    put_off_tasks(journal, [task], Until(date(2026, 5, 14), time(12)))
    assert coming(journal) == at("2026-05-14T11:45")
    clock.move(hours=3)
    (second,) = waiting(journal)
    assert second.key != first.key


def test_a_clock_that_is_set_back_tells_nothing_twice_and_forgets_nothing(journal: Journal, clock: MovedClock) -> None:
    add_task(journal, {"title": "Call", "due_at": at("2026-05-14T09:00"), "remind_at": at("2026-05-14T08:45")})
    clock.move(hours=1)
    (first,) = waiting(journal)
    note_told(journal, [first.key])
    clock.move(hours=-2)
    assert waiting(journal) == []
    edit_task(journal, first.record, {"remind_at": at("2026-05-14T07:30")})
    clock.move(hours=1)
    (again,) = waiting(journal)
    with journal.store.reader() as reader:
        assert again.key not in told_reminders(reader)


def test_what_was_told_is_kept_on_the_device_and_is_no_step(journal: Journal) -> None:
    before = journal.store
    with before.reader() as reader:
        steps = len(history_page(reader))
    note_told(journal, ["a:1", "b:2"])
    with before.reader() as reader:
        assert told_reminders(reader) == {"a:1", "b:2"}
        assert len(history_page(reader)) == steps


def test_others_are_reminded_of_what_is_theirs(journal: Journal, clock: MovedClock) -> None:
    with journal.transaction("Team") as tx:
        reed = tx.insert("member", {"name": "Reed"})
    remind = at("2026-05-14T07:00")
    add_task(journal, {"title": "Mine", "due_day": "2026-05-14", "remind_at": remind})
    add_task(journal, {"title": "Reed's", "due_day": "2026-05-14", "remind_at": remind, "assignee": reed})
    assert titles(journal) == ["Mine"]


def test_a_meeting_reminds_before_it_and_later_when_put_off(journal: Journal, clock: MovedClock) -> None:
    soon = at("2026-05-14T08:30")
    meeting = log_interaction(
        journal, {"subject": "Review", "kind": "meeting", "at": soon, "remind_at": soon - 900_000, "planned": 1}
    )
    clock.move(minutes=15)
    assert titles(journal) == ["Review"]
    put_off_reminder(journal, Target("interaction", meeting), Until(date(2026, 5, 14), time(8, 25)))
    assert (titles(journal), coming(journal)) == ([], at("2026-05-14T08:25"))
    clock.move(minutes=10)
    assert titles(journal) == ["Review"]
    clock.move(days=20)
    assert titles(journal) == []


def test_a_series_reminds_of_each_one_by_the_clock_of_its_zone(journal: Journal, clock: MovedClock) -> None:
    first = at("2026-10-20T09:00", "Europe/Berlin")
    meeting = log_interaction(
        journal,
        {
            "subject": "Round",
            "kind": "meeting",
            "at": first,
            "remind_at": first - 900_000,
            "planned": 1,
            "zone": "Europe/Berlin",
            "recurrence": "weekly",
        },
    )
    assert coming(journal) == first - 900_000
    clock.now = clock.now.replace(month=10, day=27, hour=7, minute=50)
    (second,) = waiting(journal)
    assert (second.occurrence, second.at_ms) == ("2026-10-27T09:00", at("2026-10-27T09:00", "Europe/Berlin"))
    dismiss_reminders(journal, [second])
    assert waiting(journal) == []
    assert coming(journal) == at("2026-11-03T08:45", "Europe/Berlin")
    move_planned(journal, Target("interaction", meeting, "2026-11-03T09:00"), due("2026-11-05T09:00"))
    clock.now = clock.now.replace(month=11, day=3, hour=9)
    assert waiting(journal) == []
    clock.now = clock.now.replace(day=5, hour=14)
    assert [each.record != meeting for each in waiting(journal)] == [True]


def test_of_a_series_only_the_one_that_is_meant_is_put_off(journal: Journal, clock: MovedClock) -> None:
    meeting = log_interaction(
        journal,
        {
            "subject": "Round",
            "kind": "meeting",
            "at": at("2026-05-11T09:00"),
            "remind_at": at("2026-05-11T08:45"),
            "planned": 1,
            "recurrence": "daily",
        },
    )
    clock.now = clock.now.replace(day=14, hour=12, minute=50)
    (today,) = waiting(journal)
    put_off_reminder(journal, Target("interaction", meeting, today.occurrence), Until(date(2026, 5, 14), time(10)))
    assert waiting(journal) == []
    clock.now = clock.now.replace(hour=14, minute=1)
    (later,) = waiting(journal)
    assert (later.at_ms, later.record != meeting) == (at("2026-05-14T09:00"), True)
    clock.now = clock.now.replace(day=15, hour=12, minute=50)
    assert {each.at_ms for each in waiting(journal)} == {at("2026-05-14T09:00"), at("2026-05-15T09:00")}


def test_a_reminder_says_what_it_is_about_and_with_whom(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana"})
    remind = at("2026-05-14T07:00")
    add_task(journal, {"title": "Call", "kind": "call", "due_day": "2026-05-14", "remind_at": remind, "person": dana})
    (found,) = waiting(journal)
    assert (found.kind, found.title, found.who, found.contact) == ("call", "Call", "Dana", dana)
    assert (found.table, found.day, found.at_ms) == ("task", "2026-05-14", None)


def test_what_is_moved_to_an_hour_that_is_over_reminds_nobody(journal: Journal, clock: MovedClock) -> None:
    values: dict[str, Stored] = {"kind": "meeting", "subject": "Demo", "at": at("2026-05-14T09:00"), "planned": 1}
    meeting = log_interaction(journal, {**values, "remind_at": at("2026-05-14T08:45")})
    call = add_task(journal, {"title": "Call", "due_at": at("2026-05-14T09:00"), "remind_at": at("2026-05-14T08:45")})
    clock.move(hours=4)
    dismiss_reminders(journal, waiting(journal))
    for target in (Target("interaction", meeting), Target("task", call)):
        move_planned(journal, target, due("2026-05-14T11:00"))
    assert (titles(journal), coming(journal)) == ([], None)
    for target in (Target("interaction", meeting), Target("task", call)):
        move_planned(journal, target, due("2026-05-14T15:00"))
    assert (titles(journal), coming(journal)) == ([], at("2026-05-14T14:45"))


def test_what_is_moved_to_where_it_begins_soon_reminds_at_once(journal: Journal, clock: MovedClock) -> None:
    values: dict[str, Stored] = {"kind": "meeting", "subject": "Demo", "at": at("2026-05-14T09:00"), "planned": 1}
    meeting = log_interaction(journal, {**values, "remind_at": at("2026-05-14T08:30")})
    clock.move(hours=4)
    dismiss_reminders(journal, waiting(journal))
    move_planned(journal, Target("interaction", meeting), due("2026-05-14T12:10"))
    assert titles(journal) == ["Demo"]
