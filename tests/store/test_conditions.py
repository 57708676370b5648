"""Conditions as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import WrongUsage
from crm_desktop.schema.catalogue import KINDS
from crm_desktop.store.filters import OPERATORS, Condition, condition_from_text

FIELDS = sorted({field.name for kind in KINDS for field in kind.fields})
SIGNS = [each for each in OPERATORS if not each.isalpha()]
WORDS = [each for each in OPERATORS if each.isalpha()]
# Whatever a person types, except the spaces around it that nobody means.
VALUES = st.text(max_size=30).map(str.strip)
SPACES = st.sampled_from([" ", "  ", "\t"])


@given(st.sampled_from(FIELDS), st.sampled_from(OPERATORS), VALUES, SPACES)
def test_what_is_written_with_spaces_is_read_as_it_was_meant(field: str, op: str, value: str, space: str) -> None:
    assert condition_from_text(f"{field}{space}{op}{space}{value}") == Condition(field, op, value)


@given(st.sampled_from(FIELDS), st.sampled_from(SIGNS), VALUES.filter(lambda value: not value.startswith("=")))
def test_signs_need_no_spaces(field: str, op: str, value: str) -> None:
    assert condition_from_text(f"{field}{op}{value}") == Condition(field, op, value)


@given(st.sampled_from(FIELDS), st.sampled_from(WORDS))
def test_a_word_that_only_begins_as_an_operator_is_none(field: str, op: str) -> None:
    with pytest.raises(WrongUsage):
        condition_from_text(f"{field} {op}x y")


@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_told_to_be_none(text: str) -> None:
    try:
        condition = condition_from_text(text)
    except WrongUsage:
        return
    assert condition.op in OPERATORS
    assert condition.value == condition.value.strip()
