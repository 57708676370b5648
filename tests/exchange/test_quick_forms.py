"""The quick way gives what the long way gives."""

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.exchange.quick_forms import Phones, quick_email, quick_phones
from crm_desktop.values.email import normal_email
from crm_desktop.values.phone import possible_phone

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
LABEL = st.from_regex(r"[a-zA-Z0-9]([a-zA-Z0-9.-]{0,10}[a-zA-Z0-9])?", fullmatch=True)


def told(read: object) -> str:
    assert callable(read)
    try:
        return str(read())
    except InvalidField:
        return "refused"


@given(
    local=st.text("aB0._%+-'", min_size=1, max_size=12), domain=LABEL, top=st.sampled_from(["com", "de", "co.uk", "1"])
)
@example("a..b", "example", "com")
@example("x" * 65, "example", "com")
@example("a", "xn--mller-kva", "com")
def test_an_address_is_read_as_the_long_way_reads_it(local: str, domain: str, top: str) -> None:
    address = f"{local}@{domain}.{top}"
    assert told(lambda: quick_email(address)) == told(lambda: normal_email(address))


@given(region=st.sampled_from(REGIONS), text=st.from_regex(r"\+?[ (]?[0-9][0-9 ().-]{3,16}[0-9]", fullmatch=True))
@settings(max_examples=300)
@example("US", "+09213938946500")
@example("DE", "+49 (0)30 1234567")
@example("IT", "+39 06 1234567")
@example("DE", "(415) 555-0199")
@example("BR", "(415) 555-0199")
@example("RU", "(495) 123-4567")
def test_a_number_is_read_as_the_long_way_reads_it(region: str, text: str) -> None:
    assert quick_phones(region)(text) == possible_phone(text, region)


@pytest.mark.parametrize("region", REGIONS[::7])
def test_example_numbers_of_all_plans_are_read_the_same(region: str) -> None:
    read = quick_phones(region)
    for other in REGIONS[::5]:
        number = phonenumbers.example_number(other)
        assert number is not None
        for form in (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL):
            text = phonenumbers.format_number(number, form)
            assert read(text) == possible_phone(text, region), (region, other, text)


@pytest.mark.parametrize(
    ("text", "country", "normal"),
    [
        ("01 23 45 67 89", "FR", "+33123456789"),
        ("030-0074321", "DE", "+49300074321"),
        ("912 345 678", "ES", "+34912345678"),
        ("(171) 555-7788", "GB", "+441715557788"),
        ("(212) 555-0142", "US", "+12125550142"),
        ("(212) 555-0142", None, "+12125550142"),
        ("+44 20 7946 0958", "FR", "+442079460958"),
        ("(212) 736-5000", "IS", "+12127365000"),  # no number of Iceland: of the workspace's own country
        ("ask the porter", "FR", None),
    ],
)
def test_a_number_without_country_code_is_one_of_its_owners_country(
    text: str, country: str | None, normal: str | None
) -> None:
    assert Phones("US").normal(text, country) == normal
