"""What repeats, on the clock of a zone."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.values.occurrences import carried_on, ended_before, next_occurrence, occurrences
from crm_desktop.values.recurrence import Recurrence, recurrence_from_text
from crm_desktop.values.recurrence_words import recurrence_words
from crm_desktop.values.wall_clock import instant_at, wall_clock

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(text: str) -> Recurrence:
    return recurrence_from_text(text, BERLIN)


def first_of(text: str, start: str, count: int = 4) -> list[str]:
    found = occurrences(read(text), wall(start), wall(start), wall("2100-01-01"), BERLIN)
    return [f"{each:%Y-%m-%d %H:%M}" for each in islice(found, count)]


def test_tuesday_at_nine_in_berlin_stays_at_nine_when_the_clocks_change() -> None:
    rule, moment = read("FREQ=WEEKLY;BYDAY=TU"), wall("2026-10-20T09:00")
    following = next_occurrence(rule, moment, moment, BERLIN)
    assert following == wall("2026-10-27T09:00")
    assert instant_at(moment, BERLIN) == datetime(2026, 10, 20, 7, 0, tzinfo=UTC)
    assert instant_at(following, BERLIN) == datetime(2026, 10, 27, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "missing", "comes_at"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "01:30"),
        ("America/New_York", "2026-03-08T02:30", "07:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "15:45"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "03:30"),
        ("Asia/Tehran", "2022-03-22T00:30", "21:00"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_as_long_after_midnight(zone: str, missing: str, comes_at: str) -> None:
    assert f"{instant_at(wall(missing), ZoneInfo(zone)):%H:%M}" == comes_at


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert instant_at(wall("2026-10-25T02:30"), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_the_clock_of_the_wall_leads_back_to_the_instant(hour: int) -> None:
    moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert wall_clock(moment, BERLIN) == wall(f"2026-10-25T{max(hour + 1, 2):02}:30")
    assert instant_at(wall_clock(moment, BERLIN), BERLIN) == moment


@pytest.mark.parametrize(
    ("text", "start", "days"),
    [
        ("FREQ=DAILY;COUNT=3", "2026-05-14", ["05-14", "05-15", "05-16"]),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=2", "2026-05-14", ["05-14", "05-19"]),
        ("FREQ=WEEKLY;UNTIL=20260522", "2026-05-14", ["05-14", "05-21"]),
        ("FREQ=WEEKLY;COUNT=3\nEXDATE:20260521\nRDATE:20260517", "2026-05-14", ["05-14", "05-17", "05-28"]),
        ("FREQ=MONTHLY;COUNT=3", "2026-01-31", ["01-31", "03-31", "05-31"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-05-29", ["05-29", "06-26", "07-31"]),
    ],
)
def test_rules_give_their_days(text: str, start: str, days: list[str]) -> None:
    assert [each[5:10] for each in first_of(text, start, 9)] == days


def test_every_third_day_counts_from_the_first() -> None:
    assert first_of("FREQ=DAILY;INTERVAL=3;BYDAY=MO,TH", "2026-05-14T08:00", 3) == [
        "2026-05-14 08:00",
        "2026-06-01 08:00",
        "2026-06-04 08:00",
    ]


def test_the_29_february_comes_in_leap_years() -> None:
    assert first_of("FREQ=YEARLY", "2024-02-29", 3) == ["2024-02-29 00:00", "2028-02-29 00:00", "2032-02-29 00:00"]


def test_the_end_of_a_day_belongs_to_the_rule() -> None:
    assert len(first_of("FREQ=WEEKLY;UNTIL=20260521", "2026-05-14T09:00", 9)) == 2
    assert len(first_of("FREQ=WEEKLY;UNTIL=20260521T065959Z", "2026-05-14T09:00", 9)) == 1
    assert len(first_of("FREQ=WEEKLY;UNTIL=20260521T070000Z", "2026-05-14T09:00", 9)) == 2


def test_moments_of_other_zones_are_brought_to_this_clock() -> None:
    read_here = read("FREQ=WEEKLY\nEXDATE;TZID=America/New_York:20260521T030000\nEXDATE:20260528T070000Z")
    assert read_here.excluded == (wall("2026-05-21T09:00"), wall("2026-05-28T09:00"))
    assert read_here.text == "FREQ=WEEKLY\nEXDATE:20260521T090000,20260528T090000"
    assert read(read_here.text) == read_here


def test_a_rule_carried_on_counts_what_is_left() -> None:
    rule = read("FREQ=WEEKLY;COUNT=3")
    second = carried_on(rule, wall("2026-05-14"), wall("2026-05-21"), BERLIN)
    assert second.rule == "FREQ=WEEKLY;COUNT=2"
    third = carried_on(second, wall("2026-05-21"), wall("2026-05-28"), BERLIN)
    assert next_occurrence(third, wall("2026-05-28"), wall("2026-05-28"), BERLIN) is None


def test_a_rule_with_added_days_keeps_its_first_day() -> None:
    rule = read("FREQ=WEEKLY\nRDATE:20260517")
    carried = carried_on(rule, wall("2026-05-14"), wall("2026-05-17"), BERLIN)
    assert next_occurrence(carried, wall("2026-05-17"), wall("2026-05-17"), BERLIN) == wall("2026-05-21")


def test_a_rule_ended_before_a_day_has_that_day_no_more() -> None:
    rule = ended_before(read("FREQ=WEEKLY;COUNT=9"), wall("2026-05-28"), whole_day=True)
    found = occurrences(rule, wall("2026-05-14"), wall("2026-05-14"), wall("2027-01-01"), BERLIN)
    assert [each.day for each in found] == [14, 21]
    assert rule.text == "FREQ=WEEKLY;UNTIL=20260527"


def test_a_rule_ended_before_a_time_ends_the_day_before_where_it_comes_once_a_day() -> None:
    moment = wall("2026-05-28T10:00")
    assert ended_before(read("FREQ=WEEKLY;COUNT=9"), moment, whole_day=False).text == "FREQ=WEEKLY;UNTIL=20260527"
    for rule in ("FREQ=HOURLY", "FREQ=DAILY;BYHOUR=8,10"):
        assert ended_before(read(rule), moment, whole_day=False).parts["UNTIL"] == "20260528T095959"


def test_years_of_days_are_not_stepped_over_one_by_one() -> None:
    rule = read("FREQ=HOURLY;INTERVAL=5")
    begin = wall("2026-05-14T00:00")
    found = list(occurrences(rule, wall("1970-01-01T03:00"), begin, begin + timedelta(days=1), BERLIN))
    assert len(found) in (4, 5)
    assert all((each - wall("1970-01-01T03:00")) % timedelta(hours=5) == timedelta(0) for each in found)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_rule_that_gives_nothing_ends_all_the_same(rule: str) -> None:
    start = wall("2026-05-14")
    assert next_occurrence(read(rule), start, start, BERLIN) is None


@pytest.mark.parametrize(
    "text",
    [
        *("often", "FREQ=SOMETIMES", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;COUNT=0"),
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=3", "FREQ=YEARLY;BYMONTH=13"),
        *("FREQ=WEEKLY;UNTIL=2026", "FREQ=WEEKLY\nEXDATE:20261399", "FREQ=WEEKLY\nDTSTART:", "SUMMARY:Hello"),
        *("FREQ=WEEKLY\nFREQ=DAILY", "FREQ=WEEKLY\nEXDATE;TZID=Moon/Sea:20260514T090000", "BYDAY=TU", ""),
    ],
)
def test_what_is_no_rule_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        read(text)
    assert refused.value.field == "recurrence"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weekly", "Every week"),
        ("Werktags", "Every weekday"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every 2 weeks on Tuesday and Thursday"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", "Every month on the last Friday, 4 times"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20261231", "Every month on day 31, until 31 Dec 2026"),
        ("FREQ=YEARLY", "Every year"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
    ],
)
def test_rules_are_said_in_words(text: str, words: str) -> None:
    assert recurrence_words(read(text), "en") == words


def test_weekdays_are_named_in_the_language() -> None:
    assert "Dienstag" in recurrence_words(read("FREQ=WEEKLY;BYDAY=TU"), "de")
