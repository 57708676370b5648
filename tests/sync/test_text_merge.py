"""Long texts merged by line."""

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync.text_merge import MOST_LINES, merge3

BASE = "Met at the fair.\n\nWants an offer.\n\nCall in May."


def test_changes_of_different_lines_are_both_kept() -> None:
    mine = BASE.replace("fair", "trade fair")
    theirs = BASE.replace("May", "June")
    assert merge3(BASE, mine, theirs) == "Met at the trade fair.\n\nWants an offer.\n\nCall in June."


def test_what_both_add_at_the_end_is_kept_the_earlier_first() -> None:
    assert merge3(BASE, f"{BASE}\nPrefers mail.", f"{BASE}\nHas a dog.") == f"{BASE}\nPrefers mail.\nHas a dog."


def test_two_texts_typed_into_an_empty_field_are_both_kept() -> None:
    assert merge3("", "one", "two") == "one\ntwo"


def test_the_same_addition_is_kept_once() -> None:
    assert merge3(BASE, f"{BASE}\nHas a dog.", f"{BASE}\nHas a dog.") == f"{BASE}\nHas a dog."


def test_two_changes_of_one_line_are_left_to_people() -> None:
    assert merge3(BASE, BASE.replace("May", "June"), BASE.replace("May", "July")) is None


def test_a_line_added_where_the_other_deleted_is_left_to_people() -> None:
    assert merge3("a\nb\nc", "a\nc", "a\nb\nnew\nc") is None


def test_a_very_long_text_is_left_to_people() -> None:
    text = "\n" * MOST_LINES
    assert merge3(text, text + "a", text + "b") is None


TEXTS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=7).map("\n".join)


@given(TEXTS, TEXTS)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base: str, text: str) -> None:
    assert merge3(base, text, base) == text
    assert merge3(base, base, text) == text
    assert merge3(base, text, text) == text


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_a_side_added_is_in_the_merged_text(base: str, one: str, other: str) -> None:
    merged = merge3(base, one, other)
    if merged is not None:
        kept = merged.split("\n")
        for text in (one, other):
            assert all(line in kept for line in text.split("\n") if line and line not in base.split("\n"))
