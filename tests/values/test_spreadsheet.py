from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.spreadsheet import original_text, safe_cell


def test_what_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    assert [safe_cell(text) for text in ("=1+1", "+49 30 1", "-x", "@a", "\tx", "＝1")] == [
        "'=1+1",
        "'+49 30 1",
        "'-x",
        "'@a",
        "'\tx",
        "'＝1",
    ]


def test_other_text_stays_as_it_is() -> None:
    assert [safe_cell(text) for text in ("Ann", "1 = 2", "", "'s Gravenhage")] == ["Ann", "1 = 2", "", "'s Gravenhage"]


def test_digits_lose_the_apostrophe_that_keeps_their_zeros() -> None:
    told = [original_text(text) for text in ("'01097", "'6940095283200", "'24", "'s Gravenhage", "'90s Shop")]
    assert told == ["01097", "6940095283200", "'24", "'s Gravenhage", "'90s Shop"]


@given(st.text(alphabet="'123 ", max_size=6))
def test_numbers_with_an_apostrophe_come_back_as_they_were(text: str) -> None:
    assert original_text(safe_cell(text)) == text


@given(st.text(alphabet="'=+-@\t\rax＝", max_size=6))
def test_our_own_files_come_back_as_they_were(text: str) -> None:
    assert original_text(safe_cell(text)) == text


@given(st.text(max_size=20))
def test_no_cell_starts_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
