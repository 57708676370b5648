"""E-mail addresses are compared in one form, without asking the network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import InvalidField
from crm_desktop.values.email import FREE_MAIL, email_domain, normal_email


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Dana.Whitfield@Example.COM", "dana.whitfield@example.com"),
        ("  dana@example.com\n", "dana@example.com"),
        ("mailto:dana@example.com", "dana@example.com"),
        ("Dana Whitfield <dana@example.com>", "dana@example.com"),
        ("o'brien+news@example.co.uk", "o'brien+news@example.co.uk"),
        ("kim@server.local", "kim@server.local"),
        ("jörg@müller.de", "jörg@müller.de"),
        ("jorg@xn--mller-kva.de", "jorg@müller.de"),
    ],
)
def test_an_address_gets_one_form(typed: str, normal: str) -> None:
    assert normal_email(typed) == normal


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("dana", "no @"),
        ("", "no @"),
        ("dana@example", "without a domain"),
        ("dana@@example.com", "more than one @"),
        ("a@example.com, b@example.com", "more than one @"),
        ("da na@example.com", "typing errors"),
        ("dana@exa mple.com", "typing errors"),
        ("dana@.com", "typing errors"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(InvalidField, match=why) as refused:
        normal_email(typed)
    assert refused.value.field == "email"


@given(st.one_of(st.emails(), st.text(max_size=30)))
def test_a_normal_address_stays_as_it_is(typed: str) -> None:
    try:
        normal = normal_email(typed)
    except InvalidField:
        return
    assert normal_email(normal) == normal


def test_a_domain_is_what_follows_the_at_sign() -> None:
    assert email_domain("Dana@Example.com") == "example.com"
    assert email_domain("nothing") == ""


def test_free_mail_says_nothing_about_the_company() -> None:
    assert email_domain("dana@GMX.de") in FREE_MAIL
    assert "example.com" not in FREE_MAIL
