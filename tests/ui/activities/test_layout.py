"""Where things stand in the calendar: side by side, in lanes, by the hours that a day has."""

from datetime import UTC, date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.activities.day_axis import DayAxis, day_span
from ui.activities.overlaps import Side, lanes, side_by_side

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN, USUAL = date(2026, 3, 29), date(2026, 10, 25), date(2026, 10, 26)
SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)).map(lambda each: (each[0], sum(each))), max_size=25)


def test_what_stands_alone_takes_the_whole_width() -> None:
    assert side_by_side([(9, 10), (10, 11)]) == [Side(0, 1), Side(0, 1)]


def test_two_at_the_same_time_share_it_and_a_third_takes_what_is_free() -> None:
    assert side_by_side([(9, 12), (9, 10), (10, 12)]) == [Side(0, 0.5), Side(0.5, 0.5), Side(0.5, 0.5)]
    first, second, third, wide = side_by_side([(9, 10), (9, 10), (9, 12), (10, 12)])
    assert (first.width, second.width, third.width) == (1 / 3, 1 / 3, 1 / 3)
    assert wide.width == 2 / 3


@given(SPANS)
def test_nothing_ever_covers_anything_else(spans: list[tuple[int, int]]) -> None:
    sides = side_by_side(spans)
    for one, other in combinations(range(len(spans)), 2):
        if spans[one][0] < spans[other][1] and spans[other][0] < spans[one][1]:
            left, right = sorted((sides[one], sides[other]))
            assert left.left + left.width <= right.left + 1e-9
    assert all(each.left >= 0 and each.left + each.width <= 1 + 1e-9 for each in sides)


@given(SPANS)
def test_no_two_share_a_lane_on_a_day(spans: list[tuple[int, int]]) -> None:
    found = lanes(spans)
    for one, other in combinations(range(len(spans)), 2):
        if spans[one][0] <= spans[other][1] and spans[other][0] <= spans[one][1]:
            assert found[one] != found[other]


def test_a_day_has_24_hours_but_for_those_on_which_the_clocks_change() -> None:
    assert [len(DayAxis([day], BERLIN)) for day in (USUAL, SPRING, AUTUMN)] == [24, 23, 25]


def test_a_week_shows_the_hour_that_comes_twice_and_the_other_days_lack_it() -> None:
    axis = DayAxis([AUTUMN, USUAL], BERLIN)
    assert len(axis) == 25
    assert [axis.label(number) for number in (1, 2, 3, 4)] == ["01:00", "02:00", "02:00", "03:00"]
    assert (axis.has(AUTUMN, 3), axis.has(USUAL, 3)) == (True, False)


def test_the_hour_that_comes_twice_has_two_places_that_lead_back() -> None:
    axis = DayAxis([AUTUMN], BERLIN)
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert (axis.position(first, AUTUMN), axis.position(second, AUTUMN)) == (2.5, 3.5)
    walls = [axis.wall_at(AUTUMN, place) for place in (2.5, 3.5)]
    assert [(each.hour, each.minute, each.fold) for each in walls] == [(2, 30, 0), (2, 30, 1)]


def test_what_ends_before_an_hour_that_its_day_lacks_does_not_reach_over_it() -> None:
    axis = DayAxis([AUTUMN, USUAL], BERLIN)
    three = datetime(2026, 10, 26, 2, tzinfo=UTC)
    assert axis.end_position(three, USUAL) == pytest.approx(3)
    assert axis.position(three, USUAL) == 4


def test_what_reaches_beyond_the_day_ends_with_it() -> None:
    axis = DayAxis([USUAL], BERLIN)
    begin, end = day_span(USUAL, BERLIN)
    assert (axis.position(begin.replace(year=2025), USUAL), axis.position(end.replace(year=2027), USUAL)) == (0, 24)


def test_a_place_is_a_quarter_of_an_hour() -> None:
    axis = DayAxis([USUAL], BERLIN)
    assert [f"{axis.wall_at(USUAL, place):%H:%M}" for place in (9.1, 9.2, 23.99, 40, -3)] == [
        "09:00",
        "09:15",
        "23:45",
        "23:45",
        "00:00",
    ]
