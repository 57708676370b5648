"""Formulas of own fields: what is understood, what it comes to, and what is said where it comes to nothing."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.formula import computed, formula_from_text
from crm_desktop.values.formula_values import FormulaError, Value

VALUES: dict[str, Value] = {
    "a": Decimal(10),
    "b": Decimal(3),
    "none": None,
    "s": "Hello",
    "d": date(2026, 5, 14),
    "t": ("x", "VIP"),
    "y": True,
}


def result(text: str) -> Value:
    return computed(formula_from_text(text), VALUES, lambda: date(2026, 6, 1))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a * b", Decimal(30)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3 * 3", Decimal(1)),
        ("round(a / b, 2)", Decimal("3.33")),
        ("a ^ 2", Decimal(100)),
        ("-a % 3", Decimal(2)),
        ("IF(a > 5; “big”; “small”)", "big"),
        ("if(b = 3, 1, a / 0)", Decimal(1)),
        ("a if y else b", Decimal(10)),
        ("s & a", "Hello10"),
        ("s + ' ' + upper(s)", "Hello HELLO"),
        ('s = "HELLO"', True),
        ('"vip" in t', True),
        ("d + 30", date(2026, 6, 13)),
        ("today() - d", Decimal(18)),
        ("add_months(date(2026, 1, 31), 1)", date(2026, 2, 28)),
        ("years(date(2000, 5, 15), d)", Decimal(25)),
        ("sum(a, none, b)", Decimal(13)),
        ("average(a, none, b)", Decimal("6.5")),
        ("max(d, today())", date(2026, 6, 1)),
        ("first(none, 0) + 1", Decimal(1)),
        ("empty(none) and not empty(s)", True),
        ("replace(left(s, 4), 'l', 'r')", "Herr"),
        ("len(t)", Decimal(2)),
    ],
)
def test_a_formula_comes_to_its_value(text: str, value: Value) -> None:
    assert result(text) == value


@pytest.mark.parametrize("text", ["none + 1", "none * a", "if(none > 1, 2, 3)", "sum(none)", "days(d, none)"])
def test_without_a_needed_value_there_is_no_result(text: str) -> None:
    assert result(text) is None


@pytest.mark.parametrize(
    "text", ["a / 0", "s + a", "9 ^ 9 ^ 9", "(0 - 8) ^ 0.5", "date(2026, 2, 30)", "abs()", "d + 1e20", "upper(s) * 2"]
)
def test_a_formula_that_cannot_be_computed_says_why_in_a_sentence(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        result(text)
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 80


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "a +",
            "a b",
            "a = 1; b",
            "x = 1\ny = 2",
            "[1]",
            "lambda: 1",
            "a // b",
            "a is b",
            "s[0]",
            "s.upper()",
        ),
        *("__import__('os')", "open('x')", "f'{a:>9}'", "(lambda: 1)()", "abs(*t)", "if(a)"),
        *("-" * 990 + "a", "(" * 400 + "a" + ")" * 400, "a" * 1001, "\u202ea", "\x00"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_reason(text: str) -> None:
    with pytest.raises(InvalidField) as refused:
        formula_from_text(text)
    assert refused.value.field == "formula"


@given(st.text(alphabet="ab1.0+-*/%^=<>()\"', iftodayround“”&;", max_size=40))
def test_whatever_is_typed_is_computed_or_refused(text: str) -> None:
    with contextlib.suppress(InvalidField, FormulaError):
        result(text)
