"""Countries are known by many names; addresses stand as the post of the country wants them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.values.address import address_lines, country_code, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "DE"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("DEU", "DE"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("United States", "US"),
        ("the United States of America", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Philipines", "PH"),
        ("Phillipines", "PH"),
        ("Germny", "DE"),
        ("España", "ES"),
        ("Österreich", "AT"),
        ("日本", "JP"),
        ("Россия", "RU"),
        ("Türkiye", "TR"),
        ("Holland", "NL"),
        ("Côte d’Ivoire", "CI"),
        ("Czech Republic", "CZ"),
        ("Trinidad and Tobago", "TT"),
        ("Kyrgyz Republic", "KG"),
        ("Slovakia (Slovak Republic)", "SK"),
        ("Saint Vincent and the Grenadines", "VC"),
        ("Lao People's Democratic Republic", "LA"),
        ("RSA", "ZA"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Austria", "AT"),
        ("Australia", "AU"),
        ("", None),
        ("Atlantis", None),
        ("EU", None),
        ("ZZ", None),
        ("XAA", None),
    ],
)
def test_a_country_is_known_by_its_names(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("name", ["Yambia", "Dominicaa Republic of nowhere"])
def test_a_name_that_may_be_two_countries_is_none(name: str) -> None:
    assert country_code(name) is None


@given(st.text(max_size=20))
def test_any_text_is_a_country_or_none(text: str) -> None:
    code = country_code(text)
    assert code is None or country_code(code) == code


def test_a_country_is_named_in_each_language() -> None:
    assert country_name("DE", "en") == "Germany"
    assert country_name("de", "fr") == "Allemagne"
    assert country_name("Atlantis", "en") == "Atlantis"


@pytest.mark.parametrize(
    ("parts", "home", "lines"),
    [
        (("Obere Str. 57", "Berlin", "", "12209", "DE"), "DE", ["Obere Str. 57", "12209 Berlin"]),
        (("Obere Str. 57", "Berlin", "Berlin", "12209", "DE"), "US", ["Obere Str. 57", "12209 Berlin", "Germany"]),
        (("1 Main St\nSuite 4", "Seattle", "WA", "98101", "US"), "US", ["1 Main St", "Suite 4", "Seattle, WA 98101"]),
        (("1 Main St", "", "WA", "98101", ""), "US", ["1 Main St", "WA 98101"]),
        (("1 George St", "Sydney", "NSW", "2000", "AU"), "US", ["1 George St", "Sydney NSW 2000", "Australia"]),
        (("120 Hanover Sq.", "London", "", "WA1 1DP", "GB"), "GB", ["120 Hanover Sq.", "London", "WA1 1DP"]),
        (("C/ Moralzarzal, 86", "Madrid", "Madrid", "28034", "ES"), "ES", ["C/ Moralzarzal, 86", "28034 Madrid"]),
        (("Via Roma 1", "Fiesole", "FI", "50014", "IT"), "IT", ["Via Roma 1", "50014 Fiesole FI"]),
        (("Rua A 1", "São Paulo", "SP", "01304-000", "BR"), "BR", ["Rua A 1", "São Paulo - SP", "01304-000"]),
        (("", "Nairobi", "", "", "KE"), "US", ["Nairobi", "Kenya"]),
        (("", "", "", "", ""), "US", []),
        (("", "", "", "", "Atlantis"), "US", ["Atlantis"]),
    ],
)
def test_an_address_stands_as_the_post_wants_it(
    parts: tuple[str, str, str, str, str], home: str, lines: list[str]
) -> None:
    assert address_lines(*parts, home) == lines


def test_the_country_is_named_in_the_language_asked_for() -> None:
    assert address_lines("", "Berlin", "", "", "DE", "FR", language="fr") == ["Berlin", "Allemagne"]
