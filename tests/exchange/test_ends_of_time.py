"""Days in year 0, 1 and 9999, whatever file they come from: refused in words, or stored, shown and exported right."""

import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from crm_desktop.exchange.export import export_list
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Stored
from crm_desktop.store.record_query import View
from crm_desktop.values.day import FIRST_INSTANT, LAST_INSTANT, shown_everywhere
from tests.exchange.readers import ods_files, ole_files

# How a birthday is written, and what is stored of it; None is refused.
BIRTHDAYS = {
    "0000-05-12": "--05-12",
    "0000-00-12": None,
    "0001-01-01": "0001-01-01",
    "9999-12-31": "9999-12-31",
    "10000-01-01": None,
}


def as_csv(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_text("Name,Birthday\n" + "".join(f"P{n},{day}\n" for n, day in enumerate(BIRTHDAYS)), encoding="utf-8")
    return path


def as_xlsx(path: Path) -> Path:
    path = path.with_suffix(".xlsx")
    with xlsxwriter.Workbook(path) as book:
        sheet, days = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Name", "Birthday"])
        for number, day in enumerate(BIRTHDAYS):
            sheet.write_string(number + 1, 0, f"P{number}")
            sheet.write_string(number + 1, 1, day)
        sheet.write_number(4, 1, 2_958_465, days)  # the last day that spreadsheets count
        sheet.write_number(5, 1, 2_958_466, days)
    return path


def as_xls(path: Path) -> Path:
    path = path.with_suffix(".xls")
    rows: list[list[str | float]] = [["Name", "Birthday"]]
    for number, day in enumerate(BIRTHDAYS):
        rows.append([f"P{number}", day])
    path.write_bytes(ole_files.workbook(rows))
    return path


def as_ods(path: Path) -> Path:
    head = ods_files.row(ods_files.text("Name"), ods_files.text("Birthday"))
    rows = (ods_files.row(ods_files.text(f"P{n}"), ods_files.day(day)) for n, day in enumerate(BIRTHDAYS))
    return ods_files.open_document(path.with_suffix(".ods"), head + "".join(rows))


def as_vcf(path: Path) -> Path:
    path = path.with_suffix(".vcf")
    path.write_text(
        "".join(
            f"BEGIN:VCARD\nVERSION:3.0\nFN:P{n}\nBDAY:{day}\nREV:99991231T235959Z\nEND:VCARD\n"
            for n, day in enumerate(BIRTHDAYS)
        )
    )
    return path


def as_ldif(path: Path) -> Path:
    path = path.with_suffix(".ldif")
    path.write_text(
        "".join(
            f"dn: cn=P{n}\nobjectclass: person\ncn: P{n}\nbirthyear: {day.split('-')[0]}\n"
            f"birthmonth: {day.split('-')[1]}\nbirthday: {day.split('-')[2]}\n\n"
            for n, day in enumerate(BIRTHDAYS)
        )
    )
    return path


def as_json(path: Path) -> Path:
    path = path.with_suffix(".json")
    records = [
        {"attributes": {"type": "Contact", "referenceId": f"c{n}"}, "LastName": f"P{n}", "Birthdate": day}
        for n, day in enumerate(BIRTHDAYS)
    ]
    path.write_text(json.dumps({"records": records}))
    return path


def stored(journal: Journal, sql: str) -> dict[str, Stored]:
    with journal.store.reader() as reader:
        return dict(reader.execute(sql).fetchall())


def exported(journal: Journal, kind: str, path: Path) -> str:
    with journal.store.reader() as reader:
        export_list(reader, View(kind_named(kind)), journal.place, path)
    return path.read_text("utf-8-sig").replace("\r\n", "\n")


@pytest.mark.parametrize("written", [as_csv, as_xlsx, as_xls, as_ods, as_vcf, as_ldif, as_json])
def test_birthdays_at_the_ends_of_time_are_right_or_refused(
    journal: Journal, tmp_path: Path, written: Callable[[Path], Path]
) -> None:
    report = import_files(journal, [Source(written(tmp_path / "people"), "people")])
    known = {f"P{n}": day for n, day in enumerate(BIRTHDAYS.values()) if day is not None}
    assert stored(journal, "SELECT name, birthday FROM contact") == known
    assert len(report.rejections) == 2
    assert all("is not a da" in each.reason for each in report.rejections)
    text = exported(journal, "people", tmp_path / "out.vcf")
    assert [line for line in text.splitlines() if "9999-12-31" in line or "0001-01-01" in line] == [
        "BDAY:0001-01-01",
        "BDAY:9999-12-31",
    ]
    again = import_files(journal, [Source(tmp_path / "out.vcf", "people")])
    assert (again.total.created, again.total.updated) == (0, 0)


def event(moments: str, kind: str = "VEVENT") -> str:
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:{kind}\nUID:a\nSUMMARY:a\n{moments}\n"
        f"LAST-MODIFIED;TZID=America/New_York:99991231T235959\nEND:{kind}\nEND:VCALENDAR\n"
    )


@pytest.mark.parametrize(
    ("moments", "blamed"),
    [
        ("DTSTART:00000101T100000Z", "DTSTART"),
        ("DTSTART;VALUE=DATE:00000101", "DTSTART"),
        ("DTSTART;VALUE=DATE:00010101", "DTSTART"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DTSTART"),
        ("DTSTART:99991231T235959Z", "DTSTART"),
        ("DTSTART;TZID=America/New_York:99991231T235959", "DTSTART"),
        ("DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=YEARLY", "DTSTART"),
        ("DTSTART:20260101T100000Z\nDTEND:99991231T235959Z", "DTEND"),
    ],
)
def test_events_at_the_ends_of_time_are_refused_for_their_day(
    journal: Journal, tmp_path: Path, moments: str, blamed: str
) -> None:
    path = tmp_path / "a.ics"
    path.write_text(event(moments))
    report = import_files(journal, [Source(path)])
    assert [each.column for each in report.rejections] == [blamed]
    assert stored(journal, "SELECT subject, at FROM interaction") == {}


@pytest.mark.parametrize(
    ("moments", "due"),
    [
        ("DUE;VALUE=DATE:99991231", "9999-12-31"),
        ("DUE;VALUE=DATE:00010101", "0001-01-01"),
        ("DUE:00000101T100000Z", None),
        ("DUE:99991231T235959Z", None),
        ("DUE;VALUE=DATE:20260101\nCOMPLETED:99991231T235959Z", None),
    ],
)
def test_tasks_are_due_on_any_day_but_not_at_any_time(
    journal: Journal, tmp_path: Path, moments: str, due: str | None
) -> None:
    path = tmp_path / "a.ics"
    path.write_text(event(moments, "VTODO"))
    report = import_files(journal, [Source(path)])
    assert stored(journal, "SELECT title, due_day FROM task") == ({} if due is None else {"a": due})
    assert report.total.rejected == (due is None)
    if due is not None:
        assert f"DUE;VALUE=DATE:{due.replace('-', '')}" in exported(journal, "tasks", tmp_path / "out.ics")


def test_an_event_that_changed_at_the_end_of_time_comes_in_all_the_same(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text(event("DTSTART:20260101T100000Z\nEXDATE:99991231T235959Z"))
    assert import_files(journal, [Source(path)]).total.created == 1


@pytest.mark.parametrize(
    "date",
    [
        "Sat, 01 Jan 0000 00:00:00 +0000",
        "Mon, 01 Jan 0001 00:00:00 +1400",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "Fri, 31 Dec 99999 23:59:59 +0000",
    ],
)
def test_a_mail_of_no_year_is_of_when_it_came_in(journal: Journal, tmp_path: Path, date: str) -> None:
    mail = f"From: dana@acme.example\nDate: {date}\nSubject: a\n\nHello\n"
    alone, boxed = tmp_path / "a.eml", tmp_path / "b.mbox"
    alone.write_text(mail)
    boxed.write_text(f"From dana@acme.example Fri Jan  2 10:00:00 2026\n{mail}")
    assert [each.column for each in import_files(journal, [Source(alone)]).rejections] == ["at"]
    import_files(journal, [Source(boxed)])
    assert stored(journal, "SELECT subject, at FROM interaction") == {"a": 1_767_348_000_000}


def test_a_mail_with_two_digits_for_its_year_is_of_our_time(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text("From: dana@acme.example\nDate: Fri, 2 Jan 26 10:00:00 +0000\nSubject: a\n\nHello\n")
    import_files(journal, [Source(path)])
    assert stored(journal, "SELECT subject, at FROM interaction") == {"a": 1_767_348_000_000}


def imported(journal: Journal, path: Path, text: str, kind: str) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    return import_files(journal, [Source(path, kind)])


def test_tasks_of_a_table_are_due_on_the_last_day_there_is(journal: Journal, tmp_path: Path) -> None:
    text = "Task,Due date\na,9999-12-31\nb,0001-01-01\nc,0000-01-01\nd,9999-12-31 23:59\n"
    report = imported(journal, tmp_path / "tasks.csv", text, "tasks")
    assert stored(journal, "SELECT title, due_day FROM task") == {"a": "9999-12-31", "b": "0001-01-01"}
    assert [(each.row, each.value) for each in report.rejections] == [(4, "0000-01-01"), (5, "9999-12-31 23:59")]
    assert "0000-01-01 12:00" not in report.rejections[0].reason


def test_a_call_at_the_end_of_time_is_refused_as_it_is_written(journal: Journal, tmp_path: Path) -> None:
    text = "Type,When,Subject\ncall,9999-12-31,a\ncall,0001-01-01,b\ncall,9999-12-29,c\n"
    report = imported(journal, tmp_path / "calls.csv", text, "activities")
    assert [each.reason.split(" is ")[0] for each in report.rejections] == ["“9999-12-31”", "“0001-01-01”"]
    assert list(stored(journal, "SELECT subject, at FROM interaction")) == ["c"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Manila", "America/Juneau", "Europe/Berlin"])
def test_what_is_let_in_is_shown_by_the_clock_of_every_zone(zone: str) -> None:
    for instant in (FIRST_INSTANT, LAST_INSTANT):
        assert shown_everywhere(instant)
        assert 1 <= instant.astimezone(ZoneInfo(zone)).year <= 9999
