"""Traits held against each other give a level of likeness each."""

import pytest

from crm_desktop.likeness.comparison import compare_of
from crm_desktop.likeness.levels import COMPANY, PERSON, SILENT, comparisons
from crm_desktop.likeness.reasons import reasons_of
from crm_desktop.likeness.terms import Terms
from crm_desktop.likeness.traits import Traits

TERMS = Terms(100, {"word": {"software": 40}}, {})


def level(kind: str, name: str, one: Traits, other: Traits) -> int:
    place = [each.name for each in comparisons(kind)].index(name)
    there, back = compare_of(kind, TERMS)(one, other)[place], compare_of(kind, TERMS)(other, one)[place]
    assert there == back
    return there


def named(text: str) -> Traits:
    given, _space, family = text.partition(" ")
    return Traits(1, text, given, family)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("dana whitfield", 7),
        ("whitfield dana", 6),
        ("d whitfield", 5),
        ("dana whitfeild", 4),
        ("danah whitfeild", 3),
        ("dana ", 2),
        ("dana raman", 1),
        ("priya raman", 0),
    ],
)
def test_names_of_people_are_alike_by_degrees(other: str, expected: int) -> None:
    assert level("person", "name", named("dana whitfield"), named(other)) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("plexzap", 5),
        ("plex zap", 5),
        ("plexzapp", 4),
        ("plexzap software", 4),
        ("plexzap timber", 3),
        ("gekko software", 0),
    ],
)
def test_a_frequent_word_tells_little_of_a_company(other: str, expected: int) -> None:
    assert level("company", "name", Traits(1, "plexzap"), Traits(2, other)) == expected


def test_what_one_lacks_says_nothing() -> None:
    assert compare_of("person", TERMS)(Traits(1, family="raman"), Traits(2)) == (SILENT,) * len(PERSON)
    assert compare_of("company", TERMS)(Traits(1, vat_id="de1"), Traits(2)) == (SILENT,) * len(COMPANY)


def test_a_phone_one_digit_off_is_nearly_the_same() -> None:
    one, other = Traits(1, phones=("555014210",)), Traits(2, phones=("555014219",))
    assert level("person", "phone", one, other) == 1


def test_day_and_month_may_have_been_swapped() -> None:
    one, other = Traits(1, birthday="1980-05-12"), Traits(2, birthday="1980-12-05")
    assert level("person", "birthday", one, other) == 1


def test_another_house_in_the_street_is_another_address() -> None:
    one = Traits(1, street=("4", "hive"), city="raccoon", postal_code="4711")
    assert level("person", "address", one, one._replace(rid=2)) == 5
    assert level("person", "address", one, one._replace(street=("4", "hivee"))) == 4
    assert level("person", "address", one, one._replace(street=("9", "hive"))) == 2


def test_reasons_are_told_in_words_the_weightiest_first() -> None:
    one = named("dana whitfield")._replace(emails=("d@x.example",), phones=("555014210",), city="york")
    levels = compare_of("person", TERMS)(one, named("danah whitfield")._replace(emails=one.emails, phones=("5550177",)))
    assert reasons_of("person", levels) == ["same email", "same last name, first names alike"]
