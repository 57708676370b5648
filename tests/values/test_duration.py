"""Durations and countdowns read as on a ticket."""

import pytest

from crm_desktop.values.duration import minutes_from_text, shown_minutes, time_left


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 min"), (14, "14 min"), (60, "1 h"), (100, "1 h 40 min"), (245, "4 h 05 min")]
)
def test_minutes_are_shown_with_hours(minutes: int, shown: str) -> None:
    assert shown_minutes(minutes) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (52 * 60 + 10, "52 min left"),
        (100 * 60, "1 h 40 min left"),
        (30, "Less than 1 min left"),
        (3 * 86400, "3 days left"),
        (-38 * 60, "Late by 38 min"),
        (-5, "Late by 1 min"),
        (-5 * 86400, "Late by 5 days"),
    ],
)
def test_a_deadline_says_what_is_left_or_how_late_it_is(seconds: int, shown: str) -> None:
    assert time_left(seconds) == shown


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("30 min", 30), ("1 h 05 min", 65), ("2 h", 120), ("1:30", 90), ("45", 45), ("1.5 h", 90), ("1,5 Std.", 90)],
)
def test_a_length_is_read_as_it_is_shown(typed: str, minutes: int) -> None:
    assert minutes_from_text(typed) == minutes


@pytest.mark.parametrize("minutes", [0, 5, 59, 60, 61, 125, 1440])
def test_what_is_shown_can_be_typed_back(minutes: int) -> None:
    assert minutes_from_text(shown_minutes(minutes)) == minutes


@pytest.mark.parametrize("typed", ["soon", "1 2", "-5", "1:75", "half an hour", "1.333 min"])
def test_what_is_no_length_is_none(typed: str) -> None:
    assert minutes_from_text(typed) is None
