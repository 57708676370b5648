"""Words for days that move with the calendar, in the user's zone."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_desktop.errors import InvalidField
from crm_desktop.filters.days import is_moving, shifted, span_from_text
from crm_desktop.schema.forms import Place
from tests.conftest import MovedClock


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-05-14", "2026-05-14"),
        ("yesterday", "2026-05-13", "2026-05-13"),
        ("Tomorrow", "2026-05-15", "2026-05-15"),
        ("last 30 days", "2026-04-14", "2026-05-14"),
        ("the last 30 days", "2026-04-14", "2026-05-14"),
        ("next 7 days", "2026-05-14", "2026-05-21"),
        ("next 2 weeks", "2026-05-14", "2026-05-28"),
        ("60 days ago", "2026-03-15", "2026-03-15"),
        ("in 1 month", "2026-06-14", "2026-06-14"),
        ("3 months ago", "2026-02-14", "2026-02-14"),
        ("this week", "2026-05-10", "2026-05-16"),
        ("next week", "2026-05-17", "2026-05-23"),
        ("this month", "2026-05-01", "2026-05-31"),
        ("last month", "2026-04-01", "2026-04-30"),
        ("this quarter", "2026-04-01", "2026-06-30"),
        ("last quarter", "2026-01-01", "2026-03-31"),
        ("this year", "2026-01-01", "2026-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("2026-05-01", "2026-05-01", "2026-05-01"),
        ("12 May 2026", "2026-05-12", "2026-05-12"),
    ],
)
def test_words_name_days(place: Place, text: str, first: str, last: str) -> None:
    assert span_from_text(text, place) == (date.fromisoformat(first), date.fromisoformat(last))


def told_in_the_docs() -> list[tuple[str, str, str]]:
    """Return words with their first and last day, as the page about filters tells them for the day of these tests."""
    page = Path(__file__).parents[2] / "docs" / "filters.md"
    rows = re.findall(r"^\| `([^`]+)` \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \|$", page.read_text(), re.MULTILINE)
    assert len(rows) > 10
    return rows


@pytest.mark.parametrize(("text", "first", "last"), told_in_the_docs())
def test_days_are_as_the_page_about_filters_tells(place: Place, text: str, first: str, last: str) -> None:
    assert span_from_text(text, place) == (date.fromisoformat(first), date.fromisoformat(last))


def test_weeks_begin_as_the_country_begins_them(place: Place) -> None:
    assert span_from_text("this week", place._replace(region="DE")).first == date(2026, 5, 11)


def test_today_is_the_day_in_the_users_zone(place: Place, clock: MovedClock) -> None:
    clock.now = datetime(2026, 5, 15, 2, 0, tzinfo=UTC)
    assert span_from_text("today", place).first == date(2026, 5, 14)


def test_a_month_that_is_too_short_ends_the_span() -> None:
    assert shifted(date(2026, 3, 31), -1, "months") == date(2026, 2, 28)
    assert shifted(date(2024, 2, 29), 1, "years") == date(2025, 2, 28)


def test_what_leads_beyond_the_calendar_is_refused(place: Place) -> None:
    with pytest.raises(InvalidField, match="beyond the calendar"):
        span_from_text("9999 years ago", place)


def test_a_date_does_not_move() -> None:
    assert is_moving("last 30 days")
    assert not is_moving("2026-05-01")
    assert not is_moving("30 days")
