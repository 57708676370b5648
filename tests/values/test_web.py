"""Web addresses are kept in a form that a browser opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.web import normal_url, web_domain


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("example.com", "https://example.com"),
        ("WWW.Example.com/", "https://www.example.com"),
        ("http://example.com:80/A?b=C#d", "http://example.com/A?b=C#d"),
        ("HTTPS://example.com:8443/x/", "https://example.com:8443/x/"),
        ("//example.com", "https://example.com"),
        ("müller.de", "https://müller.de"),
        ("http://xn--mller-kva.de", "http://müller.de"),
    ],
)
def test_a_typed_address_can_be_opened(typed: str, normal: str) -> None:
    assert normal_url(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example",
        "two words.com",
        "ftp://example.com",
        "dana@example.com",
        "javascript:alert(1)",
        "http://[::1",
        "a..b",
    ],
)
def test_what_no_browser_opens_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField, match="not a web address") as refused:
        normal_url(typed)
    assert refused.value.field == "website"
    assert web_domain(typed) is None


@given(st.text(max_size=30))
def test_a_normal_address_stays_as_it_is(typed: str) -> None:
    try:
        normal = normal_url(typed)
    except InvalidField:
        return
    assert normal_url(normal) == normal


@pytest.mark.parametrize(
    "url", ["https://www.example.com/shop?x=1", "example.com", "EXAMPLE.com.", "http://example.com:8080"]
)
def test_companies_are_matched_by_the_domain(url: str) -> None:
    assert web_domain(url) == "example.com"
