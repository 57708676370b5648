"""Days and instants are read as they were meant, or refused."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.day import DateOrder, day_from_text, instant_from_text, milliseconds_of, partial_day

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD
BERLIN = ZoneInfo("Europe/Berlin")
_FORMS = [
    ("%d.%m.%Y", DMY),
    ("%m/%d/%Y", MDY),
    ("%Y-%m-%d", MDY),
    ("%Y/%m/%d", DMY),
    ("%Y%m%d", YMD),
    ("%d %B %Y", MDY),
]


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(_FORMS))
def test_a_written_day_reads_as_the_same_day(day: date, form: tuple[str, DateOrder]) -> None:
    assert day_from_text(day.strftime(form[0]), form[1]) == day
    assert partial_day(day.strftime(form[0]), form[1]) == (f"--{day:%m-%d}" if day.year == 1604 else day.isoformat())


@given(st.text(max_size=25), st.sampled_from(DateOrder))
def test_what_is_typed_is_a_day_or_refused(typed: str, order: DateOrder) -> None:
    with suppress(InvalidField):
        day_from_text(typed, order)
    with suppress(InvalidField):
        instant_from_text(typed, order, BERLIN)
    with suppress(InvalidField):
        partial_day(typed, order)


@given(st.text(alphabet="0123456789.:-/ tTzZ+apm", max_size=25), st.sampled_from(DateOrder))
def test_mistyped_numbers_are_a_day_or_refused(typed: str, order: DateOrder) -> None:
    with suppress(InvalidField):
        assert instant_from_text(typed, order, BERLIN).tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "order", "day"),
    [
        ("4.7.1996", DMY, date(1996, 7, 4)),
        ("4. 7. 1996", DMY, date(1996, 7, 4)),
        ("4/7/96", DMY, date(1996, 7, 4)),
        ("7/4/68", MDY, date(2068, 7, 4)),
        ("96-07-04", YMD, date(1996, 7, 4)),
        ("31/12/2024", YMD, date(2024, 12, 31)),
        ("12/31/2024", YMD, date(2024, 12, 31)),
        ("1996-07-04 00:00:00.000", MDY, date(1996, 7, 4)),
        ("1996-07-04T23:30:00Z", DMY, date(1996, 7, 4)),
        ("20240131", DMY, date(2024, 1, 31)),
        ("20240131T101500Z", DMY, date(2024, 1, 31)),
        ("4. Juli 1996", MDY, date(1996, 7, 4)),
        ("1er août 2024", DMY, date(2024, 8, 1)),
        ("4 de julio de 1996", DMY, date(1996, 7, 4)),
        ("July 4th, 1996", DMY, date(1996, 7, 4)),
        ("Thu, 4 Jul 1996 10:00:00 +0200 (CEST)", MDY, date(1996, 7, 4)),
        ("31-Jan-24", YMD, date(2024, 1, 31)),
        ("2024 März 1", DMY, date(2024, 3, 1)),
        ("12. Jänner 2024", DMY, date(2024, 1, 12)),
        ("2024年1月31日", DMY, date(2024, 1, 31)),
        ("01-06-2023 12:15", DMY, date(2023, 6, 1)),
        ("1/6/2023 3:07 PM", MDY, date(2023, 1, 6)),
    ],
)
def test_a_day_is_read(typed: str, order: DateOrder, day: date) -> None:
    assert day_from_text(typed, order) == day


@pytest.mark.parametrize(
    ("typed", "order", "why"),
    [
        ("", DMY, "not a date"),
        ("soon", DMY, "not a date"),
        ("31.02.2024", DMY, "not a day of the calendar, read as day, month, year"),
        ("12/31/2024", DMY, "not a day of the calendar"),
        ("0000-00-00", DMY, "not a day of the calendar"),
        ("01/02/2024", YMD, "not a date"),
        ("4 July", DMY, "no year"),
        ("4.7.", DMY, "no year"),
        ("1.2.3.4", DMY, "not a date"),
        ("12:15", DMY, "not a date"),
        ("1.1.123", DMY, "not a date"),
        ("May June 2024", DMY, "not a date"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(typed: str, order: DateOrder, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        day_from_text(typed, order)
    assert refused.value.field == "day"


@pytest.mark.parametrize(
    ("typed", "order", "instant"),
    [
        ("01-06-2023 12:15", DMY, datetime(2023, 6, 1, 10, 15, tzinfo=UTC)),
        ("2023-01-06T12:15:30.25", DMY, datetime(2023, 1, 6, 11, 15, 30, 250000, tzinfo=UTC)),
        ("2023-06-01T12:15:00Z", DMY, datetime(2023, 6, 1, 12, 15, tzinfo=UTC)),
        ("2023-06-01 12:15:00-05:00", DMY, datetime(2023, 6, 1, 17, 15, tzinfo=UTC)),
        ("20230601T121500Z", DMY, datetime(2023, 6, 1, 12, 15, tzinfo=UTC)),
        ("20230601T121500", DMY, datetime(2023, 6, 1, 10, 15, tzinfo=UTC)),
        ("6/1/2023 12:05 AM", MDY, datetime(2023, 5, 31, 22, 5, tzinfo=UTC)),
        ("6/1/2023, 3 p.m.", MDY, datetime(2023, 6, 1, 13, 0, tzinfo=UTC)),
        ("1. Juni 2023 um 14:30 Uhr", DMY, datetime(2023, 6, 1, 12, 30, tzinfo=UTC)),
        ("1 juin 2023 à 14h30", DMY, datetime(2023, 6, 1, 12, 30, tzinfo=UTC)),
        ("Thu, 1 Jun 2023 12:15:00 +0000", DMY, datetime(2023, 6, 1, 12, 15, tzinfo=UTC)),
        ("2023-06-01", DMY, datetime(2023, 5, 31, 22, 0, tzinfo=UTC)),
        ("1. 7.2023", DMY, datetime(2023, 6, 30, 22, 0, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_its_zone(typed: str, order: DateOrder, instant: datetime) -> None:
    assert instant_from_text(typed, order, BERLIN) == instant


@pytest.mark.parametrize("typed", ["2023-06-01 25:00", "2023-06-01 12:75", "1/6/2023 13:00 PM"])
def test_a_time_that_no_clock_shows_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField, match="no clock shows") as refused:
        instant_from_text(typed, DMY, BERLIN)
    assert refused.value.field == "at"


@pytest.mark.parametrize("typed", ["0001-01-01 00:00", "9999-12-31 23:59", "9999-12-30 01:01"])
def test_a_time_that_not_every_clock_shows_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField, match="at the very end of the calendar") as refused:
        instant_from_text(typed, DateOrder.YMD, BERLIN)
    assert refused.value.field == "at"


@pytest.mark.parametrize(
    ("typed", "order", "stored"),
    [
        ("1980-05-12", DMY, "1980-05-12"),
        ("12.05.1980", DMY, "1980-05-12"),
        ("--05-12", MDY, "--05-12"),
        ("--0512", MDY, "--05-12"),
        ("12.5.", DMY, "--05-12"),
        ("5/12", MDY, "--05-12"),
        ("12 May", MDY, "--05-12"),
        ("29 février", DMY, "--02-29"),
        ("1604-02-29", DMY, "--02-29"),
        ("1980-05-12T12:00:00Z", DMY, "1980-05-12"),
    ],
)
def test_a_birthday_may_lack_its_year(typed: str, order: DateOrder, stored: str) -> None:
    assert partial_day(typed, order) == stored


@pytest.mark.parametrize(
    ("typed", "why"),
    [("12.05.80", "century"), ("30.02.", "calendar"), ("--13-01", "calendar"), ("spring", "not a date")],
)
def test_what_is_no_birthday_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        partial_day(typed, DMY)
    assert refused.value.field == "birthday"


def test_no_instant_loses_a_millisecond_on_its_way_through_a_text() -> None:
    begun = datetime(2026, 5, 14, 8, tzinfo=UTC)
    for number in range(1000):
        text = (begun + timedelta(milliseconds=number)).isoformat().replace("+00:00", "Z")
        assert milliseconds_of(instant_from_text(text, DateOrder.YMD, ZoneInfo("UTC"))) == 1778745600000 + number
