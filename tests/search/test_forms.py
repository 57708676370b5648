"""The forms in which words are indexed and looked for."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.search.forms import TITLE, indexed_words, sought_forms, typed_words, words_of
from crm_desktop.values.names import clean_text

LETTERS = st.text(alphabet="abcdeouäöüÄÖÜßéèñøåżčğı-'. ", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Müller", "Muller"),
        ("Müller", "Mueller"),
        ("Mueller", "Müller"),
        ("Mueller", "Muller"),
        ("Jørgensen", "Joergensen"),
        ("Jørgensen", "jorgensen"),
        ("Weiß", "weiss"),
        ("Łukasz", "lukasz"),
        ("Åström", "Aastrom"),
    ],
)
def test_a_word_is_found_in_all_its_spellings(stored: str, typed: str) -> None:
    assert set(sought_forms(typed)) & set(words_of(stored))


def test_words_are_cut_at_everything_that_is_no_letter_or_digit() -> None:
    assert words_of("dana.whitfield@acme.example") == ["dana", "whitfield", "acme", "example"]
    assert words_of("O'Brien-Smith_7") == ["o", "brien", "smith", "7"]


def test_words_of_the_title_are_marked_as_such() -> None:
    assert indexed_words("GTX Pro", "gtx rack").split() == [f"{TITLE}gtx", f"{TITLE}pro", "gtx", "pro", "rack"]


@given(LETTERS)
def test_whatever_is_stored_is_found_by_each_of_its_words(text: str) -> None:
    stored = words_of(clean_text(text))
    for form in ("NFC", "NFD"):
        for word in typed_words(clean_text(unicodedata.normalize(form, text))):
            assert any(each.startswith(sought_forms(word)) for each in stored)


@given(st.text(max_size=40))
def test_no_text_breaks_the_index(text: str) -> None:
    assert all(word and not set(word) & set(" \"'*()") for word in indexed_words(text, text).split(" ") if word)


@given(st.text(st.characters(max_codepoint=127), max_size=120))
def test_plain_letters_are_cut_like_all_others(text: str) -> None:
    # the same words, told apart from plain text by one word of other letters
    assert {*words_of(text), "ζ"} == set(words_of(f"{text} ζ"))
