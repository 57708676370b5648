"""The part of a value that was changed is marked, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from ui.sync.marked import Part, marked_parts


def test_the_changed_end_of_a_number_is_marked() -> None:
    assert marked_parts("+1 555 0190 244", "+1 555 0190 200") == [
        Part("+1 555 0190 ", changed=False),
        Part("244", changed=True),
    ]


def test_nothing_is_marked_where_nothing_was_there_before() -> None:
    assert marked_parts("Buyer", "") == [Part("Buyer", changed=False)]


def test_blanks_are_not_marked() -> None:
    assert marked_parts("+1 615 555 0244", "+1 615-555-0104") == [
        Part("+1 615 555 ", changed=False),
        Part("0244", changed=True),
    ]


def test_nothing_is_marked_of_a_value_that_has_only_blanks_in_common() -> None:
    assert marked_parts("Reed Clapper", "Kami Bicknell") == [Part("Reed Clapper", changed=False)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_parts_are_the_value(value: str, before: str) -> None:
    assert "".join(part.text for part in marked_parts(value, before)) == value
