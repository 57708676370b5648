"""Amounts are read without guessing, kept exactly, and shown as each language writes them."""

import timeit
from contextlib import suppress
from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.money import (
    Money,
    currency_decimals,
    decimal_from_text,
    minor_from_text,
    plain_amount,
    short_amount,
    shown_money,
)
from crm_desktop.values.numbers import DecimalMark

_AMOUNT = st.integers(-(2**63) + 1, 2**63 - 1)


@given(_AMOUNT, st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLF"]))
def test_a_plain_amount_reads_as_the_same_amount(amount: int, currency: str) -> None:
    assert minor_from_text(plain_amount(amount, currency), currency, "point") == amount


@given(_AMOUNT, st.sampled_from(["EUR", "USD", "JPY", "CHF", "INR", "KWD"]))
def test_a_shown_amount_reads_as_the_same_amount(amount: int, currency: str) -> None:
    assert minor_from_text(shown_money(amount, currency, "en"), currency, "point") == amount
    assert minor_from_text(shown_money(amount, currency, "de"), currency, "comma") == amount


@given(st.text(alphabet="0123456789.,'-+() €$kE", max_size=20), st.sampled_from(["comma", "point", None]))
def test_what_is_typed_is_an_amount_or_refused(typed: str, decimal: DecimalMark | None) -> None:
    with suppress(InvalidField):
        assert abs(minor_from_text(typed, "EUR", decimal)) < 2**63


@pytest.mark.parametrize(
    ("typed", "currency", "decimal", "minor"),
    [
        ("11000.50", "USD", None, 1100050),
        ("1.234,50", "EUR", None, 123450),
        ("1,234.50", "USD", None, 123450),
        ("€ 1 234,50", "EUR", None, 123450),
        ("1\u202f234,50\u00a0€", "EUR", "comma", 123450),
        ("(12.00)", "USD", None, -1200),
        ("($12.00)", "USD", None, -1200),
        ("1'234.50", "CHF", None, 123450),
        ("CHF 1’234.50", "CHF", "point", 123450),
        ("Fr. 12.–", "CHF", None, 1200),
        ("12,-", "EUR", None, 1200),
        ("$5,000", "USD", None, 500000),
        ("-$5,000", "USD", None, -500000),
        ("$-5", "USD", None, -500),
        ("12.00-", "USD", None, -1200),
        ("−3,50 kr.", "SEK", "comma", -350),
        ("R$ 1.234,56", "BRL", None, 123456),
        ("12,50 zł", "PLN", None, 1250),
        ("EUR 5", "EUR", None, 500),
        ("5eur", "EUR", None, 500),
        ("1,00,000.00", "INR", "point", 10000000),
        ("1.234", "KWD", None, 1234),
        ("1.234", "EUR", "comma", 123400),
        ("1,234", "USD", "point", 123400),
        ("1,234,567", "USD", None, 123456700),
        ("14.0000", "USD", None, 1400),
        (".5", "USD", "point", 50),
        ("0.5", "USD", None, 50),
        ("5000", "JPY", None, 5000),
        ("¥5,000", "JPY", None, 5000),
        ("1E+05", "USD", "point", 10000000),
        ("11000.499999999996", "USD", "point", 1100050),
        ("١٢٫٥٠", "EUR", None, 1250),
        ("92233720368547758.07", "USD", "point", 2**63 - 1),
    ],
)
def test_an_amount_is_read(typed: str, currency: str, decimal: DecimalMark | None, minor: int) -> None:
    assert minor_from_text(typed, currency, decimal) == minor


@pytest.mark.parametrize(
    ("typed", "decimal", "why"),
    [
        ("", None, "not a number"),
        ("abc", None, "not an amount"),
        ("12 apples", None, "not an amount"),
        ("1.234", None, "two ways"),
        ("1,234", None, "two ways"),
        ("1.23.4", None, "separators"),
        ("12 34", None, "separators"),
        ("1,23", "point", "separators"),
        ("1.234,50", "point", "separators"),
        ("--5", None, "not a number"),
        ("-5-", None, "more than one sign"),
        ("12.345", "point", "more decimals than EUR"),
        ("USD 5", None, "not in EUR"),
        ("$5", None, "not in EUR"),
        ("92233720368547758.08", "point", "too large"),
        ("1E+99", None, "too large"),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(typed: str, decimal: DecimalMark | None, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        minor_from_text(typed, "EUR", decimal)
    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    ("amount", "currency", "plain"),
    [
        (1100050, "USD", "11000.50"),
        (-5, "EUR", "-0.05"),
        (0, "EUR", "0.00"),
        (5000, "JPY", "5000"),
        (1, "KWD", "0.001"),
    ],
)
def test_files_hold_all_decimals_of_the_currency(amount: int, currency: str, plain: str) -> None:
    assert plain_amount(amount, currency) == plain


@pytest.mark.parametrize(
    "language", ["en", "de", "de_AT", "de_CH", "fr", "es", "hi", "sv", "nl", "pt_BR", "ja", "he", "ar"]
)
@pytest.mark.parametrize("amount", [0, 5, -5, 123456, -123456789012])
@pytest.mark.parametrize("currency", ["EUR", "USD", "JPY", "KWD"])
def test_money_is_shown_as_each_language_writes_it(language: str, amount: int, currency: str) -> None:
    value = Decimal(amount).scaleb(-currency_decimals(currency))
    expected = format_currency(value, currency, locale=language)
    assert shown_money(amount, currency, language).replace("\u00a0", "") == expected.replace("\u00a0", "")


def test_letters_do_not_touch_digits() -> None:
    assert shown_money(-1250, "CHF", "en") == "-CHF\u00a012.50"


def test_whole_amounts_are_rounded_and_never_minus_zero() -> None:
    assert shown_money(1100050, "USD", "en", whole=True) == "$11,001"
    assert shown_money(-40, "USD", "en", whole=True) == "$0"
    assert shown_money(5000, "JPY", "en", whole=True) == "¥5,000"


def test_an_unknown_language_is_shown_as_english() -> None:
    assert shown_money(1250, "USD", "xx-nowhere") == "$12.50"


def test_short_amounts_fit_an_axis() -> None:
    assert short_amount(16000000, "USD", "en") == "160k"
    assert short_amount(123456789, "EUR", "en") == "1.2M"
    assert short_amount(8000, "JPY", "en") == "8k"
    assert short_amount(0, "USD", "en") == "0"


def test_a_page_of_amounts_is_shown_within_two_milliseconds() -> None:
    def page() -> list[str]:
        return [shown_money(amount * 1234567, "EUR", "de") for amount in range(200)]

    assert min(timeit.repeat(page, number=1, repeat=20)) < 0.002


@pytest.mark.parametrize(
    ("typed", "decimal", "number"),
    [
        ("1.234,5", "comma", "1234.5"),
        ("-2.5", None, "-2.5"),
        ("19 %", None, "19"),
        ("1 000", "point", "1000"),
        ("0,125", None, "0.125"),
    ],
)
def test_a_number_is_read(typed: str, decimal: DecimalMark | None, number: str) -> None:
    assert decimal_from_text(typed, decimal) == Decimal(number)


def test_a_number_that_reads_two_ways_is_refused() -> None:
    with pytest.raises(InvalidField, match="two ways"):
        decimal_from_text("1.234", None)


def test_money_names_its_currency() -> None:
    assert Money(1250, "EUR") == (1250, "EUR")
