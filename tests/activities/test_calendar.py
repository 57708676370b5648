"""What stands in the calendar, in the user's zone, whatever the clocks do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.activities.actions import add_task, complete_tasks, log_interaction
from crm_desktop.activities.calendar import CalendarEntry, Shown, Window, calendar_entries, days_of
from crm_desktop.activities.series import Target, edit_planned, move_planned, remove_planned
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.forms import Place
from tests.activities.test_series import due
from tests.activities.test_tasks import at

ALL = tuple(Shown)
BERLIN = ZoneInfo("Europe/Berlin")


def entries(
    journal: Journal, first: str, last: str, shown: tuple[str, ...] = ALL, member: bytes | None = None
) -> list[CalendarEntry]:
    window = Window(date.fromisoformat(first), date.fromisoformat(last), shown, member)
    with journal.store.reader() as reader:
        return calendar_entries(reader, journal.place, journal.clock(), window)


def said(found: list[CalendarEntry]) -> list[str]:
    return [f"{each.title} {each.start:%m-%d %H:%M}" for each in found]


def test_a_day_holds_whole_days_first_then_by_time(journal: Journal) -> None:
    dana = add_contact(journal, "person", {"name": "Dana", "birthday": "--05-19"})
    add_task(journal, {"title": "Call", "due_at": at("2026-05-19T10:00"), "person": dana, "duration_min": 15})
    add_task(journal, {"title": "Send offer", "due_day": "2026-05-19"})
    log_interaction(journal, {"subject": "Visit", "kind": "visit", "at": at("2026-05-19T09:00"), "planned": 1})
    add_deal(journal, {"title": "GTX", "expected_on": "2026-05-19"})
    found = entries(journal, "2026-05-19", "2026-05-19")
    assert said(found) == [
        "Dana 05-19 00:00",
        "GTX 05-19 00:00",
        "Send offer 05-19 00:00",
        "Visit 05-19 09:00",
        "Call 05-19 10:00",
    ]
    assert [each.kind for each in found] == ["birthday", "close", "todo", "visit", "todo"]
    assert (found[4].who, found[4].contact, found[4].end - found[4].start) == ("Dana", dana, timedelta(minutes=15))
    assert [each.title for each in entries(journal, "2026-05-19", "2026-05-19", (Shown.TASKS,))] == [
        "Send offer",
        "Call",
    ]


def test_a_day_is_the_users_day(journal: Journal) -> None:
    add_task(
        journal, {"title": "Late there", "due_at": at("2026-05-19T02:00", "Europe/Berlin"), "zone": "Europe/Berlin"}
    )
    assert said(entries(journal, "2026-05-18", "2026-05-18")) == ["Late there 05-18 20:00"]
    assert entries(journal, "2026-05-19", "2026-05-19") == []


def test_days_on_which_the_clocks_change_have_23_and_25_hours(journal: Journal) -> None:
    journal.place = Place("de", "DE", "EUR", BERLIN)
    spring, autumn = at("2026-03-29T00:00", "Europe/Berlin"), at("2026-10-25T00:00", "Europe/Berlin")
    hour = 3_600_000
    log_interaction(journal, {"subject": "Spring", "at": spring + 2 * hour, "planned": 1, "duration_min": 60})
    log_interaction(journal, {"subject": "Twice", "at": autumn + 3 * hour, "planned": 1, "duration_min": 60})
    assert said(entries(journal, "2026-03-29", "2026-03-29")) == ["Spring 03-29 03:00"]
    (twice,) = entries(journal, "2026-10-25", "2026-10-25")
    assert (f"{twice.start:%H:%M}", f"{twice.end:%H:%M}") == ("02:00", "03:00")


def test_a_series_of_berlin_stands_at_other_times_in_new_york_while_only_one_has_changed(journal: Journal) -> None:
    log_interaction(
        journal,
        {
            "subject": "Round",
            "at": at("2026-10-20T15:00", "Europe/Berlin"),
            "planned": 1,
            "zone": "Europe/Berlin",
            "recurrence": "weekly",
        },
    )
    assert said(entries(journal, "2026-10-20", "2026-11-05")) == [
        "Round 10-20 09:00",
        "Round 10-27 10:00",
        "Round 11-03 09:00",
    ]


def test_a_series_shows_what_is_to_come_but_not_what_has_a_record_of_its_own(journal: Journal) -> None:
    task = add_task(journal, {"title": "Forecast", "due_day": "2026-05-19", "recurrence": "weekly"})
    edit_planned(journal, Target("task", task, "2026-05-26"), {"title": "Big forecast"})
    remove_planned(journal, Target("task", task, "2026-06-02"))
    found = entries(journal, "2026-05-11", "2026-06-14")
    assert said(found) == ["Forecast 05-19 00:00", "Big forecast 05-26 00:00", "Forecast 06-09 00:00"]
    assert [(each.record == task, each.occurrence) for each in found] == [
        (True, "2026-05-19"),
        (False, ""),
        (True, "2026-06-09"),
    ]
    complete_tasks(journal, [task])
    after = entries(journal, "2026-05-11", "2026-06-14")
    assert [f"{each.start:%m-%d} {each.state}" for each in after] == ["05-19 done", "05-26 ", "06-09 "]


def test_a_meeting_moved_out_of_its_series_stands_once(journal: Journal) -> None:
    meeting = log_interaction(
        journal, {"subject": "Round", "at": at("2026-05-19T09:00"), "planned": 1, "recurrence": "FREQ=DAILY;COUNT=3"}
    )
    move_planned(journal, Target("interaction", meeting, "2026-05-20T09:00"), due("2026-05-20T15:00"))
    assert said(entries(journal, "2026-05-18", "2026-05-24")) == [
        "Round 05-19 09:00",
        "Round 05-20 15:00",
        "Round 05-21 09:00",
    ]


def test_what_lasts_for_days_stands_on_each_of_them(journal: Journal) -> None:
    log_interaction(
        journal,
        {"subject": "Fair", "at": at("2026-05-18"), "planned": 1, "all_day": 1, "duration_min": 3 * 1440},
    )
    (fair,) = entries(journal, "2026-05-20", "2026-05-20")
    assert [each.day for each in days_of(fair)] == [18, 19, 20]
    assert entries(journal, "2026-05-21", "2026-05-21") == []


def test_what_is_late_or_done_says_so(journal: Journal) -> None:
    add_task(journal, {"title": "Late", "due_day": "2026-05-13"})
    complete_tasks(journal, [add_task(journal, {"title": "Done", "due_day": "2026-05-13"})])
    add_task(journal, {"title": "Earlier today", "due_at": at("2026-05-14T07:00")})
    log_interaction(journal, {"subject": "Held", "kind": "call", "at": at("2026-05-13T09:00")})
    log_interaction(journal, {"subject": "Note", "kind": "note", "at": at("2026-05-13T09:00")})
    found = entries(journal, "2026-05-13", "2026-05-14")
    assert {each.title: each.state for each in found} == {
        "Late": "late",
        "Done": "done",
        "Earlier today": "late",
        "Held": "done",
    }


def test_mine_is_what_is_mine_or_nobodys(journal: Journal) -> None:
    with journal.transaction("Team") as tx:
        reed = tx.insert("member", {"name": "Reed"})
    add_task(journal, {"title": "Mine", "due_day": "2026-05-19"})
    add_task(journal, {"title": "Reed's", "due_day": "2026-05-19", "assignee": reed})
    log_interaction(journal, {"subject": "Theirs", "at": at("2026-05-19T09:00"), "planned": 1, "owner": reed})
    mine = entries(journal, "2026-05-19", "2026-05-19", member=journal.member)
    assert [each.title for each in mine] == ["Mine"]
    assert len(entries(journal, "2026-05-19", "2026-05-19")) == 3


def test_birthdays_come_without_a_year_and_on_leap_days(journal: Journal) -> None:
    for name, born in (("Ada", "1990-02-29"), ("Bea", "--02-29"), ("Cleo", "1985-12-31"), ("Dan", "--01-01")):
        add_contact(journal, "person", {"name": name, "birthday": born})
    leap = entries(journal, "2028-02-01", "2028-02-29", (Shown.BIRTHDAYS,))
    assert [(each.title, each.start.day, each.minutes) for each in leap] == [("Ada", 29, 38), ("Bea", 29, None)]
    common = entries(journal, "2027-02-28", "2027-02-28", (Shown.BIRTHDAYS,))
    assert [(each.title, each.start.day) for each in common] == [("Ada", 28), ("Bea", 28)]
    assert entries(journal, "2027-03-01", "2027-03-01", (Shown.BIRTHDAYS,)) == []
    turn = entries(journal, "2026-12-30", "2027-01-02", (Shown.BIRTHDAYS,))
    assert [(each.title, each.start.year, each.minutes) for each in turn] == [("Cleo", 2026, 41), ("Dan", 2027, None)]


@pytest.mark.parametrize("table", ["contact", "interaction"])
def test_what_is_looked_for_is_found_by_an_index(journal: Journal, table: str) -> None:
    queries = {
        "contact": "SELECT id FROM contact WHERE birthday IS NOT NULL AND substr(birthday, -5) BETWEEN '1' AND '2'",
        "interaction": "SELECT rid FROM interaction WHERE planned = 1 AND at >= 1 AND at < 2 AND recurrence IS NULL",
    }
    with journal.store.reader() as reader:
        plan = reader.execute(f"EXPLAIN QUERY PLAN {queries[table]}").fetchall()
    assert all("SEARCH" in row[3] and "INDEX" in row[3] for row in plan)


def test_entries_know_the_moment_at_which_they_begin(journal: Journal) -> None:
    add_task(journal, {"title": "Call", "due_at": at("2026-05-19T10:00")})
    (call,) = entries(journal, "2026-05-19", "2026-05-19")
    assert call.instant == datetime.fromtimestamp(at("2026-05-19T10:00") / 1000, call.instant.tzinfo)
