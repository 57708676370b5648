"""Phone numbers are stored in one form and shown as people dial them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.phone import (
    dialled_phone,
    normal_phone,
    phone_digits,
    possible_phone,
    shown_phone,
    valid_phone,
)

_TYPED = st.one_of(st.text(alphabet="0123456789+()-/ .x#;ext=", max_size=25), st.text(max_size=25))
_REGION = st.sampled_from(["DE", "US", "GB", "IT", "", "ZZ", "us"])


@pytest.mark.parametrize(
    ("typed", "region", "normal"),
    [
        ("030 901820", "DE", "+4930901820"),
        ("+49 (0)30 901820", "US", "+4930901820"),
        ("0049 30 901820", "DE", "+4930901820"),
        ("0049 30 901820", "US", "+4930901820"),
        ("(0049) 30 901820", "DE", "+4930901820"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("(202) 555-0123 ext. 752", "US", "+12025550123;ext=752"),
        ("202-555-0123 x752", "US", "+12025550123;ext=752"),
        ("+12025550123;ext=752", "DE", "+12025550123;ext=752"),
        ("tel:+49-30-901820", "DE", "+4930901820"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("0711 112233 (abends)", "DE", "+49711112233"),
        ("0711 / 112233 nur vormittags", "DE", "+49711112233"),
        ("(Büro) 0711 112233", "DE", "+49711112233"),
        ("0711 112233 - Frau Weiß", "DE", "+49711112233"),
        ("(202) 555-0123 (after six)", "US", "+12025550123"),
        ("1 800 FLOWERS", "US", "+18003569377"),
        ("06 6982", "IT", "+39066982"),
        ("٠٣٠ ٩٠١٨٢٠", "DE", "+4930901820"),
        ("\u202a+49 30 901820\u202c", "DE", "+4930901820"),
    ],
)
def test_a_typed_number_gets_one_form(typed: str, region: str, normal: str) -> None:
    assert normal_phone(typed, region) == normal


@pytest.mark.parametrize(
    ("typed", "region", "why"),
    [
        ("", "DE", "no digits"),
        ("abc", "DE", "no digits"),
        ("12", "DE", "too short"),
        ("555-1234", "US", "area code"),
        ("+999123456789", "DE", "could not be read"),
        ("030 901820", "ZZ", "no country code"),
        ("030123456789012345678", "DE", "too many digits"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, region: str, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        normal_phone(typed, region)
    assert refused.value.field == "phone"


@given(_TYPED, _REGION)
def test_a_normal_number_stays_as_it_is(typed: str, region: str) -> None:
    try:
        normal = normal_phone(typed, region)
    except InvalidField:
        assert possible_phone(typed, region) is None
        return
    assert normal_phone(normal, "FR") == normal
    assert possible_phone(typed, region) == normal


@given(_TYPED, _REGION)
def test_any_text_can_be_shown_and_searched(text: str, region: str) -> None:
    assert isinstance(shown_phone(text, region), str)
    assert isinstance(valid_phone(text, region), bool)
    assert phone_digits(text).isascii()


@pytest.mark.parametrize(
    ("e164", "region", "shown"),
    [
        ("+4930901820", "DE", "030 901820"),
        ("+4930901820", "US", "+49 30 901820"),
        ("+12025550123;ext=752", "US", "(202) 555-0123 ext. 752"),
        ("ask for Dana", "US", "ask for Dana"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled(e164: str, region: str, shown: str) -> None:
    assert shown_phone(e164, region) == shown


@pytest.mark.parametrize(
    ("typed", "region", "dialled"),
    [
        ("+1 208-555-0118", "US", "+12085550118"),
        ("030 / 90 18 20", "DE", "+4930901820"),
        ("+49 30 901820 ext. 7", "DE", "+4930901820;ext=7"),
        ("extension # 12", "DE", "12"),
        ("+999 12 #3", "DE", "+999123"),
    ],
)
def test_a_number_is_dialled_without_spaces_and_signs(typed: str, region: str, dialled: str) -> None:
    assert dialled_phone(typed, region) == dialled


def test_an_unassigned_number_is_possible_but_not_valid() -> None:
    assert possible_phone("(171) 555-7788", "GB") == "+441715557788"
    assert not valid_phone("(171) 555-7788", "GB")


def test_digits_for_search_leave_the_extension_out() -> None:
    assert phone_digits("+49 30/90 18-20;ext=7") == "4930901820"


@pytest.mark.parametrize(
    "typed", ["(415) 555-0199 x22", "415-555-0199", "1 (415) 555-0199", "(415) 555-0199 (after six)"]
)
def test_a_number_as_north_america_writes_it_is_not_taken_for_a_german_one(typed: str) -> None:
    assert possible_phone(typed, "DE") is None
    with pytest.raises(InvalidField, match=r"North America.*\+1.*\+49"):
        normal_phone(typed, "DE")
    assert possible_phone(typed, "US") is not None
    assert possible_phone(f"+1 {typed.removeprefix('1 ')}", "DE") is not None


@pytest.mark.parametrize(
    ("typed", "region", "normal"),
    [
        ("(495) 123-4567", "RU", "+74951234567"),
        ("(222) 555-1234", "MX", "+522225551234"),
        ("(212) 555-0142", "TR", "+902125550142"),
        ("(0221) 555-1234", "DE", "+492215551234"),
        ("416-555-0199", "CA", "+14165550199"),
        ("0415 555 0199", "DE", "+494155550199"),
    ],
)
def test_who_writes_their_own_numbers_so_has_them_read_as_their_own(typed: str, region: str, normal: str) -> None:
    assert normal_phone(typed, region) == normal
