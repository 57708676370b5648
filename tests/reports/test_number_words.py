from datetime import UTC, date, datetime

import pytest

from crm_desktop.reports.chart import Unit, UnitKind
from crm_desktop.reports.number_words import NumberWords, cell_writer
from crm_desktop.reports.report import ColumnKind, ReportColumn
from crm_desktop.values.money import Money

NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "money", "number", "share"),
    [
        ("en", "−$1,260,210.50", "12,345,678", f"47{NARROW}%"),
        ("de", "−1.260.210,50\N{NO-BREAK SPACE}$", "12.345.678", f"47{NARROW}%"),
        ("en_IN", "−$12,60,210.50", "1,23,45,678", f"47{NARROW}%"),
        ("tr", "−$1.260.210,50", "12.345.678", "%47"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, money: str, number: str, share: str) -> None:
    words = NumberWords(language)
    assert words.money(-126021050, "USD") == money
    assert words.number(12345678) == number
    assert words.percent(47) == share


def test_arabic_and_hebrew_amounts_carry_no_direction_marks() -> None:
    for language in ("ar", "he"):
        assert not {"\u200e", "\u200f"} & set(NumberWords(language).money(123456, "EUR"))


def test_a_change_always_shows_its_sign_and_none_where_nothing_changed() -> None:
    words = NumberWords("en")
    assert [words.change(value) for value in (12, -6, 0)] == [f"+12{NARROW}%", f"−6{NARROW}%", f"0{NARROW}%"]


def test_a_whole_column_rounds_its_cents_and_a_cell_may_name_its_own_currency() -> None:
    write = cell_writer(ReportColumn("won", "Won", ColumnKind.MONEY, "USD", whole=True), NumberWords("en"))
    assert write(59012050) == "$590,121"
    assert write(Money(500, "JPY")) == "¥500"
    assert write(None) == "–"


def test_a_missing_day_is_blank_and_a_missing_number_is_a_dash() -> None:
    words = NumberWords("en")
    assert cell_writer(ReportColumn("d", "Day", ColumnKind.DAY), words)(None) == ""
    assert cell_writer(ReportColumn("n", "Calls", ColumnKind.COUNT), words)(None) == "–"
    assert cell_writer(ReportColumn("d", "Day", ColumnKind.DAY), words)(date(2026, 5, 14)) == "14 May 2026"


def test_axis_words_are_short() -> None:
    words = NumberWords("de")
    assert [words.short(value) for value in (0, 2500, 160000, 2.5e6, 3e9)] == ["0", "2.500", "160k", "2,5M", "3bn"]


def test_a_bar_says_its_value_with_the_unit() -> None:
    words = NumberWords("en")
    assert words.value(38000.0, Unit(UnitKind.MONEY, "USD")) == "$38,000"
    assert words.value(1.0, Unit(UnitKind.DAYS)) == "1 day"


def test_instants_are_told_in_the_zone_of_the_user() -> None:
    words = NumberWords("en", datetime(2026, 1, 1).astimezone(UTC).tzinfo)
    assert words.instant(datetime(2026, 5, 14, 9, 41, tzinfo=UTC)) == "14 May 2026, 09:41"
