"""Days are told by their distance while they are near."""

from datetime import date, timedelta

import pytest

from crm_desktop.values.day_shown import late_by, month_label, relative_day, shown_day, shown_partial_day

TODAY = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (0, "Today"),
        (-1, "Yesterday"),
        (1, "Tomorrow"),
        (-6, "6 days ago"),
        (3, "In 3 days"),
        (7, "In 7 days"),
        (8, "22 May"),
        (-8, "6 May"),
        (365, "14 May 2026"),
    ],
)
def test_a_near_day_is_told_by_its_distance(ahead: int, shown: str) -> None:
    assert relative_day(TODAY + timedelta(ahead), TODAY, "en") == shown


def test_days_are_written_as_each_language_does() -> None:
    assert shown_day(TODAY, "en") == "14 May 2025"
    assert shown_day(TODAY, "en_US") == "May 14, 2025"
    assert shown_day(TODAY, "de") == "14.05.2025"
    assert relative_day(date(2025, 1, 3), TODAY, "fr") == "3 janv."
    assert month_label(TODAY, "en") == "May 2025"
    assert month_label(TODAY, "de") == "Mai 2025"


def test_lateness_counts_days() -> None:
    assert late_by(date(2025, 5, 12), TODAY) == "2 days late"
    assert late_by(date(2025, 5, 13), TODAY) == "1 day late"
    assert late_by(TODAY, TODAY) == ""


def test_a_birthday_without_its_year_is_a_day_of_a_month() -> None:
    assert shown_partial_day("--02-29", "en") == "29 February"
    assert shown_partial_day("1980-04-05", "en") == "5 Apr 1980"
