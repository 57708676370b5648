"""Our own calendar leaves as it is shown, and comes back as what it was."""

from datetime import date
from pathlib import Path

from icalendar import Calendar

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.activities.calendar import Shown, Window, calendar_entries
from crm_desktop.activities.series import Target, move_planned
from crm_desktop.contacts.actions import add_contact
from crm_desktop.exchange.ics_writer import write_entries
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from tests.activities.test_series import due
from tests.activities.test_tasks import at
from tests.exchange.test_calendars import bring, bring_text, leave, rows


def test_what_the_calendar_shows_leaves_and_its_birthdays_do_not_come_back_as_meetings(
    journal: Journal, tmp_path: Path
) -> None:
    person = add_contact(journal, "person", {"name": "Ewa Maj", "birthday": "1990-05-20"})
    add_deal(journal, {"title": "Ten scanners", "person": person, "expected_on": "2026-05-21"})
    add_task(journal, {"title": "Call back", "due_day": "2026-05-19", "recurrence": "RRULE:FREQ=DAILY"})
    log_interaction(journal, {"kind": "meeting", "at": at("2026-05-20T08:00"), "subject": "Review", "planned": 1})
    path = tmp_path / "week.ics"
    week = Window(date(2026, 5, 18), date(2026, 5, 24), frozenset(Shown))
    with journal.store.reader() as reader:
        entries = calendar_entries(reader, journal.place, journal.place.clock(), week)
        assert write_entries(reader, entries, journal.place, path) == 4
    shown = [each for each in Calendar.from_ical(path.read_bytes()).subcomponents if each.name != "VTIMEZONE"]
    told = sorted((str(each["SUMMARY"]), "RRULE" in each) for each in shown)
    assert told == [
        ("Birthday of Ewa Maj", False),
        ("Call back", True),
        ("Expected close: Ten scanners", False),
        ("Review", False),
    ]
    report = bring(journal, path)
    assert {kind: (each.read, each.created) for kind, each in report.kinds.items()} == {
        "activities": (1, 0),
        "tasks": (1, 0),
    }
    assert any("Birthday of Ewa Maj" in each for each in report.warnings)


def test_our_own_calendar_brought_back_makes_no_doubles(journal: Journal, tmp_path: Path) -> None:
    bob = add_contact(journal, "person", {"name": "Bob", "email": "bob@acme.example"})
    meeting = log_interaction(
        journal,
        {
            "kind": "call",
            "subject": "Round",
            "person": bob,
            "at": at("2026-03-20T09:00"),
            "planned": 1,
            "recurrence": "FREQ=WEEKLY",
        },
    )
    move_planned(journal, Target("interaction", meeting, "2026-03-27T09:00"), due("2026-03-27T11:00"))
    add_task(journal, {"title": "Call", "due_at": at("2026-06-02T09:00"), "note": "About\nthe quote"})
    kept = "SELECT at, planned, zone, person, company, owner, recurrence FROM interaction"
    before = rows(journal, kept)
    leave(journal, tmp_path)
    files = [tmp_path / "activities.ics", tmp_path / "tasks.ics"]
    assert [bring(journal, each).total.unchanged for each in files] == [2, 1]
    text = files[1].read_text(encoding="utf-8").replace("SUMMARY:Call", "SUMMARY:Call Ann")
    assert bring_text(journal, tmp_path, text).total.updated == 1
    text = files[0].read_text(encoding="utf-8").replace("SUMMARY:Round", "SUMMARY:Talk")
    assert bring_text(journal, tmp_path, text).total.updated == 2
    assert rows(journal, "SELECT title FROM task") == [("Call Ann",)]
    assert rows(journal, "SELECT subject FROM interaction") == [("Talk",), ("Talk",)]
    assert rows(journal, kept) == before
