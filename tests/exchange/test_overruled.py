"""Rows of one import that contradict each other: what came last stands, each time, and it is told field by field."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.exchange import plan
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.row_choices import RowChoice, RowKey
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import ReadAs, Source
from crm_desktop.store.content_hash import content_hash
from tests.exchange.import_desk import Desk

TWICE = "ID,Name,Job title,Phone\n1,Ana Roe,Buyer,+44 20 7946 0958\n1,Ann Roe,Owner,+44 20 7946 0999\n"
NUMBER = count(1)
PEOPLE = {
    "Name": ["Ana {n} Roe", "Ann {n} Roe", "Ann {n} Poe"],
    "Email": ["a{n}@example.com", "b{n}@example.com"],
    "Phone": ["+44 20 7946 0958", "+44 20 7946 0999"],
    "Mobile": ["+44 20 7946 0958", "+44 7700 900123"],
    "Job title": ["Buyer", "Owner"],
    "Company": ["Acme {n}", "Beta {n}"],
    "City": ["Leeds", "York"],
    "Street": ["1 High St", "2 Low St"],
    "Tags": ["a", "b"],
    "Birthday": ["1990-02-28", "1991-03-13"],
}
DEALS = {
    "Deal name": ["Renewal {n}", "Extension {n}"],
    "Amount": ["100", "200"],
    "Stage": ["Engaging", "Won", "Lost"],
    "Close date": ["2024-05-20", "2024-06-21"],
    "Product": ["Oil", "Gas"],
    "Quantity": ["1", "2"],
    "Owner": ["Bo", "Cy"],
}


def state(desk: Desk) -> tuple[int, str]:
    """Return how many steps there are, and the hash of all content."""
    with desk.journal.store.reader() as reader:
        return int(reader.execute("SELECT count(*) FROM step").fetchone()[0]), content_hash(reader).all


def take_in_both(desk: Desk, files: dict[str, tuple[str, str]], options: ImportOptions | None = None) -> ImportReport:
    """Rehearse and import the `files`, each a kind and a text, in one go."""
    sources = [Source(desk.file(text, name), kind, read_as=ReadAs(dates="ymd")) for name, (kind, text) in files.items()]
    rehearsed = import_files(desk.journal, sources, options, dry_run=True)
    report = import_files(desk.journal, sources, options)
    assert rehearsed.total == report.total
    return report


def told(report: ImportReport) -> list[tuple[int, str, str, str, str]]:
    return [(each.row, each.field, each.earlier, each.later, each.stands) for each in report.contradictions]


@st.composite
def contradicting(draw: st.DrawFn, columns: dict[str, list[str]]) -> list[list[list[str]]]:
    """Up to three files of rows with two ids, which say this and that of the same records, or nothing."""
    names = list(columns)
    files = []
    for _file in range(draw(st.integers(1, 3))):
        head = ["ID", names[0], *draw(st.lists(st.sampled_from(names[1:]), unique=True, min_size=1))]
        cells = [st.sampled_from(["1", "2"]), st.sampled_from(columns[names[0]])]
        cells += [st.sampled_from([*columns[name], ""]) for name in head[2:]]
        rows = [list(row) for row in draw(st.lists(st.tuples(*cells), min_size=1, max_size=4))]
        files.append([head, *rows])
    return files


def check_again(desk: Desk, kind: str, files: list[list[list[str]]], options: ImportOptions) -> None:
    n = next(NUMBER)
    texts = {}
    for number, rows in enumerate(files):
        lines = [[f"{n}-{cell}" if not at else cell.format(n=n) for at, cell in enumerate(row)] for row in rows[1:]]
        texts[f"{number}.csv"] = (kind, "\n".join(",".join(row) for row in [rows[0], *lines]))
    take_in_both(desk, texts, options)
    before = state(desk)
    for _time in range(2):
        report = take_in_both(desk, texts, options)
        assert (report.total.created, report.total.updated, report.changes) == (0, 0, []), texts
        assert state(desk) == before


@pytest.mark.parametrize("empties", [False, True])
@pytest.mark.parametrize("rows", [1, 2000])
@settings(max_examples=8, derandomize=True)
@given(files=contradicting(PEOPLE))
def test_the_same_people_again_change_nothing(
    desk: Desk, files: list[list[list[str]]], *, rows: int, empties: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "CHUNK_ROWS", rows)
        check_again(desk, "people", files, ImportOptions(empties=empties))


@settings(max_examples=12, derandomize=True)
@given(files=contradicting(DEALS), on_match=st.sampled_from(["update", "fill"]))
def test_the_same_deals_again_change_nothing(desk: Desk, files: list[list[list[str]]], on_match: str) -> None:
    check_again(desk, "deals", files, ImportOptions(on_match=on_match))


def test_what_came_last_stands_and_each_field_is_told(desk: Desk) -> None:
    expected = [(3, "Name", "Ana Roe", "Ann Roe", "Ann Roe"), (3, "Job title", "Buyer", "Owner", "Owner")]
    for counts in (Counts(read=2, created=1, updated=1), Counts(read=2, unchanged=2)):
        report = desk.take_in(TWICE)
        assert report.total == counts
        assert told(report) == expected
        assert any("what came last stands" in each and "“Ann Roe” (Name)" in each for each in report.warnings)
        assert desk.rows("SELECT name FROM contact") == [("Ann Roe",)]
    assert (report.batch, report.step, report.changes, report.changed_fields) == (None, None, [], 0)


def test_numbers_of_both_rows_are_kept(desk: Desk) -> None:
    for _time in range(2):
        assert not any(each.field.startswith("Phone") for each in desk.take_in(TWICE).contradictions)
        assert desk.rows("SELECT normal FROM contact_point ORDER BY position") == [
            ("+442079460958",),
            ("+442079460999",),
        ]


def test_of_two_addresses_what_came_last_stands_part_by_part(desk: Desk) -> None:
    text = "ID,Name,Street,City\n1,Ana Roe,1 High St,Leeds\n1,Ana Roe,,York\n"
    desk.take_in("ID,Name,Street,City\n1,Ana Roe,9 Mill Ln,Hull\n")
    for counts in (Counts(read=2, updated=2), Counts(read=2, unchanged=2)):
        report = desk.take_in(text)
        assert report.total == counts
        assert told(report) == [(3, "Address", "1 High St, Leeds", "1 High St, York", "1 High St, York")]
        assert desk.rows("SELECT street, city FROM contact_point") == [("1 High St", "York")]


def test_an_empty_cell_takes_nothing_away_that_another_row_says(desk: Desk) -> None:
    text = "ID,Name,Job title,Phone,City\n1,Ana Roe,Buyer,+44 20 7946 0958,Leeds\n1,Ana Roe,,,\n"
    desk.take_in("ID,Name,Job title,Phone,City\n1,Ana Roe,Clerk,+44 20 7946 0999,York\n")
    for counts in (Counts(read=2, updated=1, unchanged=1), Counts(read=2, unchanged=2)):
        assert desk.take_in(text, options=ImportOptions(empties=True)).total == counts
    assert desk.rows("SELECT job_title FROM contact") == [("Buyer",)]
    assert desk.rows("SELECT coalesce(normal, city) FROM contact_point ORDER BY kind DESC") == [
        ("+442079460958",),
        ("leeds",),
    ]


def test_a_row_that_says_what_is_here_is_contradicted_as_well(desk: Desk) -> None:
    desk.take_in("ID,Name,Email\n1,Ana Roe,ana@example.com\n")
    report = desk.take_in("ID,Name,Email\n1,Ana Roe,ana@example.com\n1,Ann Roe,\n")
    assert report.total == Counts(read=2, unchanged=1, updated=1)
    assert told(report) == [(3, "Name", "Ana Roe", "Ann Roe", "Ann Roe")]


def test_rows_that_complete_each_other_contradict_nothing(desk: Desk) -> None:
    text = "ID,Name,Job title,Phone,Mobile\n1,Ana Roe,,+44 20 7946 0958,\n1,Ana Roe,Buyer,,+44 7700 900123\n"
    for _time in range(2):
        assert told(desk.take_in(text)) == []


def test_two_files_that_contradict_each_other_change_a_record_once(desk: Desk) -> None:
    desk.take_in("ID,Name,Email,Job title\n1,Ana Roe,ana@example.com,Clerk\n")
    files = {
        "old.csv": ("people", "ID,Name,Email,Job title\n1,Ana Roe,ana@example.com,Buyer\n"),
        "new.csv": ("people", "ID,Name,Email,Job title\n1,Ana Roe,ana@example.com,Owner\n"),
    }
    report = take_in_both(desk, files)
    assert report.total == Counts(read=2, unchanged=1, updated=1)
    assert [(each.before, each.after) for each in report.changes] == [("Clerk", "Owner")]
    assert told(report) == [(2, "Job title", "Buyer", "Owner", "Owner")]
    edits = desk.rows("SELECT count(*) FROM change")
    assert take_in_both(desk, files).total == Counts(read=2, unchanged=2)
    assert desk.rows("SELECT count(*) FROM change") == edits


def test_a_person_who_is_in_two_companies_left_neither_again_and_again(desk: Desk) -> None:
    files = {
        "a.csv": ("people", "ID,Name,Company\n1,Ana Roe,Acme\n"),
        "b.csv": ("people", "ID,Name,Company\n1,Ana Roe,Beta\n"),
    }
    take_in_both(desk, files)
    jobs = desk.rows("SELECT count(*) FROM affiliation")
    files["b.csv"] = ("people", "ID,Name,Company\n1,Ana Roe,Beta\n2,Ben Lee,Beta\n")
    assert take_in_both(desk, files).total == Counts(read=3, unchanged=2, created=1)
    assert desk.rows("SELECT count(*) FROM affiliation") == jobs


def test_a_deal_in_two_stages_moves_once(desk: Desk) -> None:
    text = "Deal ID,Deal name,Stage\nD1,Renewal,Engaging\nD1,Renewal,Won\n"
    desk.take_in(text, "deals", "deals.csv")
    moves = desk.rows("SELECT count(*) FROM stage_move")
    report = desk.take_in(text + "D2,Other,Won\n", "deals", "deals.csv")
    assert report.total == Counts(read=3, unchanged=2, created=1)
    assert desk.rows("SELECT count(*) FROM stage_move") == moves


def test_the_earlier_row_stands_where_the_later_only_fills(desk: Desk) -> None:
    path = desk.file(TWICE)
    fills = {RowKey("", 3): RowChoice(on_match="fill")}
    for _time in range(2):
        report = import_files(desk.journal, [Source(path, "people", rows=fills)])
        assert desk.rows("SELECT name FROM contact") == [("Ana Roe",)]
    assert report.total == Counts(read=2, unchanged=2)
    assert told(report)[0] == (3, "Name", "Ana Roe", "Ann Roe", "Ana Roe")
    assert any("what came first stands" in each for each in report.warnings)


def test_calendars_with_one_event_twice_change_nothing_again(desk: Desk) -> None:
    def calendar(summary: str, status: str = "CONFIRMED") -> str:
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:one@x.example", "DTSTART:20240301T090000Z"]
        lines += ["DTEND:20240301T100000Z", f"SUMMARY:{summary}", f"STATUS:{status}", "END:VEVENT", "END:VCALENDAR"]
        return "\r\n".join(lines) + "\r\n"

    files = {"a.ics": ("auto", calendar("Start")), "b.ics": ("auto", calendar("Kick-off"))}
    take_in_both(desk, files)
    assert desk.rows("SELECT subject FROM interaction") == [("Kick-off",)]
    assert take_in_both(desk, files).total == Counts(read=2, unchanged=2)
    files["c.ics"] = ("auto", calendar("Kick-off", "CANCELLED"))
    take_in_both(desk, files)
    again = take_in_both(desk, files)
    assert (again.total.created, again.total.updated) == (0, 0)
    assert desk.rows("SELECT subject FROM interaction WHERE removed_at IS NULL") == []


@pytest.mark.parametrize("other", ["Weekly", "Jour fixe"])
@pytest.mark.parametrize("ways", ["exdate exdate", "exdate cancel", "cancel exdate", "cancel cancel"])
def test_calendars_that_each_leave_out_a_day_of_one_series_settle(desk: Desk, ways: str, other: str) -> None:
    def calendar(summary: str, day: str, way: str) -> str:
        event = ["BEGIN:VEVENT", "UID:one@x.example", f"SUMMARY:{summary}"]
        series = [*event, "DTSTART:20240304T090000Z", "RRULE:FREQ=WEEKLY;COUNT=8"]
        left_out = [f"RECURRENCE-ID:{day}T090000Z", f"DTSTART:{day}T090000Z", "STATUS:CANCELLED", "END:VEVENT"]
        excluded = [f"EXDATE:{day}T090000Z", "END:VEVENT"]
        entries = [*series, *excluded] if way == "exdate" else [*series, "END:VEVENT", *event, *left_out]
        return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""])

    first, second = ways.split()
    files = {
        "a.ics": ("auto", calendar("Weekly", "20240311", first)),
        "b.ics": ("auto", calendar(other, "20240318", second)),
    }
    take_in_both(desk, files)
    before = desk.rows("SELECT subject, recurrence FROM interaction"), state(desk)
    again = take_in_both(desk, files)
    assert (again.total.created, again.total.updated, again.total.skipped) == (0, 0, 0)
    assert (desk.rows("SELECT subject, recurrence FROM interaction"), state(desk)) == before


def test_a_run_looks_for_records_as_they_were_when_it_was_rehearsed(desk: Desk) -> None:
    take_in_both(desk, {"a.csv": ("people", "ID,Name\n1,Ana Roe\n")})
    report = take_in_both(
        desk,
        {
            "a.csv": ("people", "ID,Name\n1,Bo Lee\n"),
            "b.csv": ("people", "Name,Job title\nAna Roe,Buyer\n"),
        },
    )
    # who is called Ana Roe is found under the name that she had, which stands since it came last
    assert (report.total.created, report.total.updated, report.total.unchanged) == (0, 1, 1)
    assert desk.rows("SELECT name, job_title FROM contact") == [("Ana Roe", "Buyer")]
