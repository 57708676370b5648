"""VAT ids and bank accounts by their check digits, postal codes by their form."""

import pytest

from crm_desktop.values.postal_code import valid_postal_code
from crm_desktop.values.tax_id import valid_iban, valid_vat_id


@pytest.mark.parametrize(
    ("text", "country", "valid"),
    [
        ("DE136695976", "DE", True),
        ("DE 136 695 976", "FR", True),
        ("136695976", "DE", True),
        ("DE136695977", "DE", False),
        ("ATU13585627", "", True),
        ("GB 980 7806 84", "GB", True),
        ("CHE-116.281.710 MWST", "CH", True),
        ("12-3456789", "US", True),
    ],
)
def test_a_vat_id_is_checked_by_the_country_it_begins_with(text: str, country: str, valid: bool) -> None:
    assert valid_vat_id(text, country) is valid


def test_a_bank_account_is_checked_with_and_without_gaps() -> None:
    assert valid_iban("DE89 3704 0044 0532 0130 00")
    assert not valid_iban("DE88370400440532013000")


@pytest.mark.parametrize(
    ("text", "country", "valid"),
    [
        ("33602", "DE", True),
        ("D-33602", "DE", True),
        ("3360", "DE", False),
        ("SW1A 1AA", "GB", True),
        ("12345", "GB", False),
        ("1012 ab", "NL", True),
        ("90210-1234", "US", True),
        ("9021", "US", False),
        ("anything", "BO", True),
    ],
)
def test_a_postal_code_has_the_form_of_its_country(text: str, country: str, valid: bool) -> None:
    assert valid_postal_code(text, country) is valid
