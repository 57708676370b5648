"""Marked passages: where the typed words stand."""

import re

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.schema.forms import Place
from crm_desktop.search.asked import asked_from_text
from crm_desktop.search.snippets import Marker, _found, _Span
from crm_desktop.search.texts import RecordText

FORMS = st.lists(st.text("abé7-", min_size=1, max_size=4), min_size=1, max_size=6, unique=True)
TEXTS = st.text("abé7- _.", max_size=30)


def by_pattern(text: str, forms: list[str], *, begin: bool) -> list[tuple[int, str]]:
    """Return the same by a pattern of all `forms`, the longest first."""
    either = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    pattern = rf"(?<![^\W_])(?:{either})" if begin else either
    return [(each.start(), each[0]) for each in re.finditer(pattern, text)]


@given(text=TEXTS, forms=FORMS, begin=st.booleans())
def test_words_are_found_where_a_pattern_of_them_finds_them(text: str, forms: list[str], begin: bool) -> None:
    assert _found(text, forms, begin=begin) == by_pattern(text, forms, begin=begin)


def test_a_word_is_marked_where_another_word_begins_with_it(place: Place) -> None:
    marker = Marker(asked_from_text("ann annab", place))

    assert marker._spans("Ann and Annabel, Joanna") == [_Span(0, 3, 0), _Span(8, 13, 1)]


def test_a_piece_of_a_name_is_marked_where_no_word_begins_so(place: Place) -> None:
    marked = Marker(asked_from_text("field", place)).marked(RecordText(1, 0, "Dana Whitfield", [None] * 11))

    assert [part.text for part in marked.title if part.marked] == ["field"]
