"""How values are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.schema.forms import Place
from tests.conftest import MovedClock
from ui.kit.cells import CellKind, Consent, Money, Past, Permission, Step, StepState, made_cell
from ui.kit.formats import Formats


def test_money_leaves_cents_out_where_there_are_none(formats: Formats) -> None:
    assert formats.money(14893000) == "$148,930"
    assert formats.money(14893050) == "$148,930.50"
    assert formats.money(1200, "JPY") == "¥1,200"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 5, 12), "12 May"),
        (date(2026, 5, 14), "Today"),
        (date(2026, 5, 15), "Tomorrow"),
        (date(2026, 5, 18), "Mon 18 May"),
        (date(2026, 7, 31), "31 Jul"),
        (date(2027, 1, 2), "2 Jan 2027"),
    ],
)
def test_due_days_are_near_words_then_dates(formats: Formats, day: date, written: str) -> None:
    assert formats.due(day) == written


def test_a_month_is_short_and_has_its_year(formats: Formats, place: Place, clock: MovedClock) -> None:
    assert formats.month(date(2027, 1, 20)) == "1/2027"
    assert Formats(place._replace(language="ja"), clock).month(date(2027, 1, 20)) == "2027/1"


def test_what_is_late_says_by_how_much(formats: Formats) -> None:
    assert formats.lateness(date(2026, 5, 12)) == "2 days late"
    cell = made_cell(CellKind.DUE, date(2026, 5, 12), formats)
    assert cell.colour == "danger"
    assert cell.spoken == "Due 12 May, 2 days late"


def test_the_past_is_told_in_days(formats: Formats) -> None:
    assert formats.ago(date(2026, 5, 13)) == "Yesterday"
    assert formats.ago(date(2026, 5, 8)) == "6 days ago"
    assert formats.ago(date(2025, 3, 8)) == "8 Mar 2025"


def test_days_turn_at_midnight_of_the_user(place: Place, clock: MovedClock) -> None:
    clock.now = datetime(2026, 5, 15, 3, 30, tzinfo=UTC)
    assert Formats(place, clock).today() == date(2026, 5, 14)
    assert Formats(place._replace(zone=ZoneInfo("Asia/Tokyo")), clock).today() == date(2026, 5, 15)


def test_german_writes_german(place: Place, clock: MovedClock) -> None:
    german = Formats(place._replace(language="de", currency="EUR"), clock)
    assert german.money(125050) == "1.250,50\xa0€"
    assert german.number(4812) == "4.812"
    assert german.long_day(date(2026, 5, 14)) == "Donnerstag 14. Mai"


def test_deadlines_count_down(formats: Formats) -> None:
    assert formats.left(timedelta(minutes=52)) == "52 min left"
    assert formats.left(timedelta(minutes=-38)) == "Late by 38 min"


def test_cells_say_in_words_what_they_show_in_colour(formats: Formats) -> None:
    consent = Consent(Permission.GIVEN, Permission.WITHDRAWN, Permission.NOT_ASKED)
    assert made_cell(CellKind.CONSENT, consent, formats).spoken == "Email allowed, phone refused, post not asked"
    assert made_cell(CellKind.STEP, Step("", StepState.NONE), formats).text == "None planned"
    assert made_cell(CellKind.AGO, Past(date(2026, 4, 10), "call", stale=True), formats).colour == "warning"
    assert made_cell(CellKind.MONEY, Money(100, "USD"), formats).numbers
    assert made_cell(CellKind.TEXT, None, formats).text == ""
