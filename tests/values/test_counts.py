"""Plain numbers in the language that is spoken."""

from crm_desktop.values.counts import shown_number
from crm_desktop.values.money import short_amount
from crm_desktop.words import spoken


def test_thousands_stand_apart_as_the_language_writes_them() -> None:
    assert (shown_number(1234567), shown_number(4.125, 1)) == ("1,234,567", "4.1")
    with spoken("de"):
        assert (shown_number(1234567), shown_number(4.125, 1)) == ("1.234.567", "4,1")


def test_short_amounts_have_the_words_of_the_language() -> None:
    with spoken("de"):
        assert short_amount(40_000_000, "EUR", "de") == "400 Tsd."
        assert short_amount(125_000, "EUR", "de") == "1,2 Tsd."
        assert short_amount(90_000, "EUR", "de") == "900"
