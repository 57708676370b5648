"""Calendars come in and leave again as they came."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from crm_desktop.activities.actions import add_task, edit_interaction, log_interaction
from crm_desktop.activities.due import Due
from crm_desktop.activities.series import Target, move_planned
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import UnreadableFile, WrongUsage
from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View
from tests.activities.test_series import due
from tests.activities.test_tasks import at
from tests.exchange.shared_data import real_file, real_files

REAL = real_files("08_ics/*.ics")
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one
SUMMARY:Quarterly review
DTSTART;TZID=Europe/Berlin:20260519T090000
DTEND;TZID=Europe/Berlin:20260519T100000
{}
END:VEVENT
END:VCALENDAR
"""


def bring(journal: Journal, path: Path, **how: Any) -> ImportReport:
    return import_files(journal, [Source(path)], how.pop("options", None), **how)


def bring_text(journal: Journal, folder: Path, text: str, **how: Any) -> ImportReport:
    path = folder / "calendar.ics"
    path.write_text(text, encoding="utf-8")
    return bring(journal, path, **how)


def rows(journal: Journal, sql: str) -> list[tuple[Any, ...]]:
    with journal.store.reader() as reader:
        return [tuple(row) for row in reader.execute(sql).fetchall()]


def leave(journal: Journal, folder: Path) -> list[Component]:
    """Return the components of both calendars that the workspace is exported to."""
    found: list[Component] = []
    for kind in ("activities", "tasks"):
        path = folder / f"{kind}.ics"
        with journal.store.reader() as reader:
            export_list(reader, View(kind_named(kind)), journal.place, path)
        found += [each for each in Calendar.from_ical(path.read_bytes()).subcomponents if each.name != "VTIMEZONE"]
    return found


def properties(component: Component, *, but: frozenset[str] = frozenset()) -> Counter[str]:
    """Return what a component says, its alarms included, whatever the order."""
    lines: Counter[str] = Counter()
    for name, value in component.property_items():
        if name not in but:
            said: Any = value
            raw = said if isinstance(said, bytes) else said.to_ical()
            lines[f"{name} {sorted(getattr(said, 'params', {}).items())} {raw!r}"] += 1
    return lines


def own(component: Component) -> frozenset[str]:
    """Return what we add because the component lacks it."""
    return frozenset({"UID", "DTSTAMP"} - set(component.keys()))


def came(path: Path) -> list[Component]:
    calendars = Calendar.from_ical(path.read_bytes(), multiple=True)
    found = [part for each in calendars for part in ([each] if each.name != "VCALENDAR" else each.subcomponents)]
    return [each for each in found if each.name in ("VEVENT", "VTODO") and "DTSTART" in each]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_real_calendar_leaves_as_it_came(journal: Journal, tmp_path: Path, path: Path) -> None:
    rehearsed = bring(journal, path, dry_run=True)
    report = bring(journal, path)
    assert rehearsed.total == report.total
    expected = came(path)
    assert report.total.created == len(expected)
    left = leave(journal, tmp_path)
    for each in expected:
        but = own(each)
        assert properties(each) in [properties(other, but=but) for other in left]
    assert len(left) == len(expected)
    again = bring(journal, path)
    assert (again.total.created, again.total.updated) == (0, 0)
    assert again.total.unchanged == report.total.created
    here = "FROM interaction WHERE removed_at IS NULL ORDER BY at, subject, duration_min"
    wanted = f"SELECT subject, at, duration_min, all_day, zone, recurrence, occurrence {here}"
    before = rows(journal, wanted)
    undo_last(journal)
    import_files(journal, [Source(tmp_path / "activities.ics"), Source(tmp_path / "tasks.ics")])
    assert rows(journal, wanted) == before


def test_an_import_of_a_calendar_is_one_step(journal: Journal) -> None:
    bring(journal, real_file("08_ics/google_calendar_public_holidays.ics"))
    assert rows(journal, "SELECT count(*) FROM interaction WHERE removed_at IS NULL") == [(111,)]
    undo_last(journal)
    assert rows(journal, "SELECT count(*) FROM interaction WHERE removed_at IS NULL") == [(0,)]


def test_an_exception_knows_its_series(journal: Journal) -> None:
    bring(journal, real_file("08_ics/rfc_7265_appendix_example_2_ical.ics"))
    found = rows(
        journal,
        "SELECT e.occurrence, e.at, m.recurrence FROM interaction e JOIN interaction m ON m.id = e.series",
    )
    assert found == [("2006-01-04T12:00", at("2006-01-04T14:00"), "FREQ=DAILY;COUNT=5\nRDATE:20060102T150000")]


def test_a_changed_event_is_updated_and_a_newer_stamp_alone_is_no_change(journal: Journal, tmp_path: Path) -> None:
    bring_text(journal, tmp_path, EVENT.format("DTSTAMP:20260501T000000Z"))
    report = bring_text(journal, tmp_path, EVENT.format("DTSTAMP:20260510T000000Z"))
    assert (report.total.unchanged, report.total.updated) == (1, 0)
    report = bring_text(journal, tmp_path, EVENT.format("LOCATION:Room 2"))
    assert (report.total.unchanged, report.total.updated) == (0, 1)
    assert rows(journal, "SELECT subject, location FROM interaction") == [("Quarterly review", "Room 2")]


def test_an_older_file_takes_nothing_back(journal: Journal, tmp_path: Path) -> None:
    bring_text(journal, tmp_path, EVENT.format("LAST-MODIFIED:20260510T000000Z\nLOCATION:Room 2"))
    report = bring_text(journal, tmp_path, EVENT.format("LAST-MODIFIED:20260501T000000Z\nLOCATION:Room 1"))
    assert (report.total.skipped, report.total.updated) == (1, 0)
    assert "Older" in report.warnings[0]


def test_found_events_are_left_alone_or_made_twice_as_wished(journal: Journal, tmp_path: Path) -> None:
    bring_text(journal, tmp_path, EVENT.format("LOCATION:1"))
    assert bring_text(journal, tmp_path, EVENT.format("X:1"), options=ImportOptions(on_match="skip")).total.skipped == 1
    made = bring_text(journal, tmp_path, EVENT.format("X:1"), options=ImportOptions(on_match="create"))
    assert made.total.created == 1


def test_guests_are_the_people_with_their_addresses(journal: Journal, tmp_path: Path) -> None:
    company = add_contact(journal, "company", {"name": "Acme"})
    bob = add_contact(journal, "person", {"name": "Bob", "email": "bob@acme.example", "company": company})
    eve = add_contact(journal, "person", {"name": "Eve", "email": "eve@acme.example"})
    guests = "ORGANIZER:mailto:BOB@acme.example\nATTENDEE;CN=Eve:mailto:eve@acme.example\nATTENDEE:mailto:x@y.example"
    bring_text(journal, tmp_path, EVENT.format(guests))
    assert rows(journal, "SELECT person, company, owner, sender, recipients FROM interaction") == [
        (bob, company, journal.member, "bob@acme.example", "Eve <eve@acme.example>, x@y.example")
    ]
    assert rows(journal, "SELECT contact FROM participant") == [(eve,)]
    bring_text(journal, tmp_path, EVENT.format(guests + "\nLOCATION:Room 2"))
    assert rows(journal, "SELECT contact FROM participant") == [(eve,)]


def test_what_was_changed_here_leaves_changed_and_the_rest_as_it_came(journal: Journal, tmp_path: Path) -> None:
    bring_text(journal, tmp_path, EVENT.format("X-COLOUR;SHADE=dark:blue\nSEQUENCE:3"))
    ((record,),) = rows(journal, "SELECT id FROM interaction")
    edit_interaction(journal, record, {"subject": "Review", "at": at("2026-05-20T09:00", "Europe/Berlin")})
    (event,) = leave(journal, tmp_path)
    assert (str(event["SUMMARY"]), event["DTSTART"].to_ical(), str(event["X-COLOUR"])) == (
        "Review",
        b"20260520T090000",
        "blue",
    )
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    report = bring_text(journal, tmp_path, EVENT.format("X-COLOUR;SHADE=dark:blue\nSEQUENCE:3"))
    assert report.total.unchanged == 1
    assert rows(journal, "SELECT subject FROM interaction") == [("Review",)]


def test_our_own_meetings_and_their_exceptions_leave_with_guests_alarm_and_rule(
    journal: Journal, tmp_path: Path
) -> None:
    bob = add_contact(journal, "person", {"name": "Bob", "email": "bob@acme.example"})
    meeting = log_interaction(
        journal,
        {
            "kind": "call",
            "subject": "Round",
            "person": bob,
            "at": at("2026-10-20T09:00"),
            "duration_min": 30,
            "remind_at": at("2026-10-20T08:45"),
            "planned": 1,
            "recurrence": "FREQ=WEEKLY;UNTIL=20261231\nEXDATE:20261103T090000",
        },
    )
    move_planned(journal, Target("interaction", meeting, "2026-10-27T09:00"), due("2026-10-27T11:00"))
    series, moved = leave(journal, tmp_path)
    assert series["DTSTART"].params["TZID"] == "America/New_York"
    assert series["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270101T045959Z"
    assert series["EXDATE"].to_ical() == b"20261103T090000"
    assert str(series["ATTENDEE"]) == "mailto:bob@acme.example"
    assert series.walk("VALARM")[0]["TRIGGER"].to_ical() == b"-PT15M"
    assert str(moved["UID"]) == str(series["UID"])
    assert moved["RECURRENCE-ID"].to_ical() == b"20261027T090000"
    exported = Calendar.from_ical((tmp_path / "activities.ics").read_bytes())
    assert {each["TZID"] for each in exported.walk("VTIMEZONE")} == {"America/New_York"}
    report = import_files(journal, [Source(tmp_path / "activities.ics")], ImportOptions(on_match="create"))
    assert report.total.created == 2
    assert rows(journal, "SELECT count(*), count(series), count(DISTINCT kind) FROM interaction") == [(4, 2, 1)]


def test_tasks_leave_and_come_back(journal: Journal, tmp_path: Path) -> None:
    add_task(journal, {"title": "Pay", "due_day": "2026-06-01", "recurrence": "monthly", "priority": "high"})
    add_task(journal, {"title": "Call", "due_at": at("2026-06-02T09:00"), "note": "About\nthe quote"})
    add_task(journal, {"title": "Done", "done_at": at("2026-05-02T09:00")})
    wanted = "SELECT title, due_day, due_at, recurrence, priority, note, done_at FROM task WHERE removed_at IS NULL"
    before = rows(journal, f"{wanted} ORDER BY title")
    assert {each.name for each in leave(journal, tmp_path)} == {"VTODO"}
    for _each in before:
        undo_last(journal)
    report = import_files(journal, [Source(tmp_path / "tasks.ics", "tasks")])
    assert report.kinds["tasks"].created == 3
    assert rows(journal, f"{wanted} ORDER BY title") == before


def test_cancelled_events_go_and_a_cancelled_day_is_left_out(journal: Journal, tmp_path: Path) -> None:
    bring_text(journal, tmp_path, EVENT.format("RRULE:FREQ=WEEKLY"))
    off = EVENT.format("STATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Berlin:20260526T090000")
    assert bring_text(journal, tmp_path, off).total.updated == 1
    assert rows(journal, "SELECT recurrence FROM interaction") == [("FREQ=WEEKLY\nEXDATE:20260526T090000",)]
    assert bring_text(journal, tmp_path, EVENT.format("STATUS:CANCELLED")).total.updated == 1
    assert rows(journal, "SELECT count(*) FROM interaction WHERE removed_at IS NULL") == [(0,)]
    report = bring_text(journal, tmp_path, EVENT.format("STATUS:CANCELLED").replace("UID:one", "UID:two"))
    assert (report.total.skipped, report.total.created) == (1, 0)
    assert "Quarterly review" in report.warnings[0]


def test_what_is_broken_is_refused_and_the_rest_taken(journal: Journal, tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:No end\nDTSTART:20260519T090000Z\n"
        "BEGIN:VEVENT\nUID:b\nSUMMARY:Good\nDTSTART:20260519T090000Z\nBROKEN LINE\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:c\nDTSTART:20261399T090000Z\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:d\nSUMMARY:No day\nEND:VEVENT\n"
        "BEGIN:VJOURNAL\nUID:e\nEND:VJOURNAL\nBEGIN:VTODO\nUID:f\nSUMMARY:Cut o"
    )
    report = bring_text(journal, tmp_path, text, options=ImportOptions(rejects=tmp_path / "refused.csv"))
    assert [(each.row, each.column) for each in report.rejections] == [
        (2, "VEVENT"),
        (12, "DTSTART"),
        (16, "DTSTART"),
        (23, "VTODO"),
    ]
    assert rows(journal, "SELECT subject FROM interaction") == [("Good",)]
    assert any("VJOURNAL" in each for each in report.warnings)
    assert report.rejects == [tmp_path / "refused.ics"]
    mended = report.rejects[0].read_text().replace("20261399", "20261009")
    assert "X-CRM-REFUSED:It breaks off" in mended
    assert bring_text(journal, tmp_path, mended).total.created == 3


def test_a_guest_whose_address_has_letters_of_a_language_is_taken(journal: Journal, tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Talk\nDTSTART:20260519T090000Z\n"
        "ORGANIZER;CN=Ayse:mailto:ayşe@example.com\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert bring_text(journal, tmp_path, text).total.created == 1
    assert rows(journal, "SELECT sender FROM interaction") == [("Ayse <ayşe@example.com>",)]


@pytest.mark.parametrize("kind", ["VEVENT", "VTODO"])
def test_what_lasts_longer_than_the_calendar_is_refused(journal: Journal, tmp_path: Path, kind: str) -> None:
    text = (
        f"BEGIN:VCALENDAR\nBEGIN:{kind}\nUID:a\nSUMMARY:Long\nDTSTART:20260519T090000Z\nDURATION:P9999999D\n"
        f"RRULE:FREQ=DAILY\nEND:{kind}\nEND:VCALENDAR\n"
    )
    report = bring_text(journal, tmp_path, text)
    assert [each.column for each in report.rejections] == ["DURATION"]
    assert report.total.created == 0


def test_further_days_that_cannot_be_read_are_left_out(journal: Journal, tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:Course\nDTSTART:20260519T090000Z\n"
        "RDATE;VALUE=PERIOD:VALARM/PT2H\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    assert bring_text(journal, tmp_path, text).total == Counts(read=1, created=1)


def test_zones_of_windows_and_of_the_file_alone_are_understood(journal: Journal, tmp_path: Path) -> None:
    zone = "\n".join(
        [
            *("BEGIN:VTIMEZONE", "TZID:Our town", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
            *("DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "BEGIN:STANDARD"),
            *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "DTSTART:19701025T030000"),
            *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE"),
        ]
    )
    for name, instant in (
        ("W. Europe Standard Time", at("2026-05-19T09:00", "Europe/Berlin")),
        ("/mozilla.org/20050126_1/Europe/Berlin", at("2026-05-19T09:00", "Europe/Berlin")),
        ("Our town", at("2026-05-19T09:00", "Europe/Berlin")),
        ("Nowhere", at("2026-05-19T09:00")),
    ):
        text = EVENT.format("").replace("Europe/Berlin", name).replace("VERSION:2.0", zone)
        report = bring_text(journal, tmp_path, text)
        assert rows(journal, "SELECT at FROM interaction WHERE removed_at IS NULL") == [(instant,)], name
        assert any("Nowhere" in each for each in report.warnings) == (name == "Nowhere")
        (event,) = leave(journal, tmp_path)
        assert event["DTSTART"].params["TZID"] == name
        undo_last(journal)


def test_a_rule_that_cannot_be_followed_is_told_and_leaves_as_it_came(journal: Journal, tmp_path: Path) -> None:
    report = bring_text(journal, tmp_path, EVENT.format("RRULE:FREQ=SECONDLY;COUNT=5"))
    assert "cannot be shown" in report.warnings[0]
    (event,) = leave(journal, tmp_path)
    assert event["RRULE"].to_ical() == b"FREQ=SECONDLY;COUNT=5"


@pytest.mark.parametrize(
    ("encode", "text"),
    [("utf-16", "Café"), ("cp1252", "Café"), ("utf-8", "Café"), ("utf-8-sig", "Café")],
)
def test_letters_are_read_whatever_the_encoding(journal: Journal, tmp_path: Path, encode: str, text: str) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(EVENT.format(f"LOCATION:{text}").encode(encode))
    bring(journal, path)
    assert rows(journal, "SELECT location FROM interaction") == [(text,)]


def test_a_line_folded_within_a_letter_is_whole_again(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(EVENT.format("LOCATION:Café").encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9"))
    bring(journal, path)
    assert rows(journal, "SELECT location FROM interaction") == [("Café",)]


def test_a_calendar_is_no_list_of_people_and_a_list_of_people_no_calendar(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "calendar.ics"
    path.write_text(EVENT.format(""))
    with pytest.raises(WrongUsage, match="calendar"):
        import_files(journal, [Source(path, "people")])
    with journal.store.reader() as reader, pytest.raises(WrongUsage, match="activities or tasks"):
        export_list(reader, View(kind_named("people")), journal.place, tmp_path / "people.ics")
    (tmp_path / "empty.ics").write_bytes(b"")
    with pytest.raises(UnreadableFile):
        bring(journal, tmp_path / "empty.ics")


def test_a_whole_day_is_that_day_where_the_user_is(journal: Journal, tmp_path: Path) -> None:
    text = EVENT.format("").replace("DTSTART;TZID=Europe/Berlin:20260519T090000", "DTSTART;VALUE=DATE:20260519")
    bring_text(journal, tmp_path, text.replace("DTEND;TZID=Europe/Berlin:20260519T100000", "DTEND;VALUE=DATE:20260521"))
    assert rows(journal, "SELECT at, duration_min, all_day, zone FROM interaction") == [
        (at("2026-05-19"), 2 * 1440, 1, "America/New_York")
    ]
    ((record,),) = rows(journal, "SELECT id FROM interaction")
    whole = Due(due("2026-05-22").wall, due("2026-05-22").zone, whole_day=True)
    move_planned(journal, Target("interaction", record), whole)
    (event,) = leave(journal, tmp_path)
    assert (event["DTSTART"].to_ical(), event["DTEND"].to_ical()) == (b"20260522", b"20260524")
