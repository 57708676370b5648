"""Contacts are told apart by what is left when spelling is taken away."""

import pytest

from crm_desktop.likeness.keys import match_keys
from crm_desktop.likeness.sounds import sound, street_words
from crm_desktop.likeness.traits import Given, Traits, made_traits


def person(name: str, **known: str) -> Traits:
    points = [
        (b"", kind, known.get(kind), known.get("street"), known.get("city"), known.get("postal_code"))
        for kind in ("email", "phone", "address")
        if kind in known or (kind == "address" and known.get("street"))
    ]
    return made_traits("person", Given(1, name, birthday=known.get("birthday"), points=points))


def company(name: str, website: str | None = None) -> Traits:
    return made_traits("company", Given(1, name, website=website))


def shared(kind: str, one: Traits, other: Traits) -> set[int]:
    return set(match_keys(kind, one)) & set(match_keys(kind, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 e. main st", "Main Street 12"),
        ("Hauptstraße 7", "hauptstr. 7"),
        ("112 E 51st Street", "112 east 51 st."),
    ],
)
def test_a_street_reads_the_same_however_it_is_written(one: str, other: str) -> None:
    from crm_desktop.values.names import fold

    assert street_words(fold(one)) == street_words(fold(other))


def test_names_that_sound_alike_have_one_sound() -> None:
    assert sound("schmidt") != sound("schmitz")
    assert sound("catherine") == sound("katherine")
    assert sound("иванов") == "иванов"


def test_a_company_is_named_without_its_legal_form() -> None:
    assert company("Umbrella Corporation").name == company("Umbrella Corp.").name == "umbrella"


def test_a_mailbox_of_the_office_tells_the_company_and_no_person() -> None:
    traits = person("Dana Whitfield", email="info@acme.example")
    assert (traits.emails, traits.domains) == ((), ("acme.example",))


def test_a_free_mail_provider_tells_no_company() -> None:
    traits = person("Dana Whitfield", email="dana@gmail.com")
    assert (traits.emails, traits.domains) == (("dana@gmail.com",), ())


def test_names_the_other_way_round_share_a_key() -> None:
    assert shared("person", person("Mei Tanaka"), person("Tanaka, Mei"))
    assert shared("person", person("Tanaka Mei"), person("Mei Tanaka"))


def test_a_phone_shares_a_key_with_and_without_its_country() -> None:
    one, other = person("A", phone="+15550142100"), person("B", phone="5550142100")
    assert one.phones == other.phones
    assert shared("person", one, other)


def test_strangers_share_no_key() -> None:
    one = person("Dana Whitfield", email="dana@acme.example", phone="+15550142100")
    other = person("Priya Raman", email="priya@zoomit.example", phone="+15550142177")
    assert not shared("person", one, other)


def test_a_word_written_apart_is_the_same_company() -> None:
    assert shared("company", company("Groovestreet"), company("Groove Street"))
