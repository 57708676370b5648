"""Filters in words, as chips and documents say them."""

import pytest

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.tree import Condition
from crm_desktop.filters.words import filter_line, linked_ids, said
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.forms import Place


@pytest.mark.parametrize(
    ("kind", "text", "told", "value"),
    [
        ("people", "owner = Anna", "Owner is", "Anna"),
        ("people", "company != Acme", "Company is not", "Acme"),
        ("companies", "sector in technology, retail, food, care", "Sector is any of", "technology, retail +2"),
        ("people", "lifetime_value > 5000", "Lifetime value over", "$5,000"),
        ("people", "lifetime_value between 1 and 2.50", "Lifetime value between", "$1 and $2.50"),
        ("people", "next_step empty", "Next step is empty", ""),
        ("people", "last_interaction_at < 2026-03-15", "Last interaction before", "15 Mar"),
        ("people", "last_interaction_at older than 60 days", "Last interaction older than", "60 days"),
        ("people", "last_interaction_at in last 30 days", "Last interaction within", "the last 30 days"),
        ("people", "last_interaction_at = last 30 days", "Last interaction within", "the last 30 days"),
        ("people", "next_step_due = today", "Due is", "today"),
        ("people", "next_step_due in next 1 week", "Due within", "the next 1 week"),
        ("people", "lifecycle = former", "Lifecycle is", "Former customer"),
        ("people", "do_not_contact = yes", "Do not contact is", "Yes"),
        ("people", "country = DE", "Country is", "Germany"),
        ("people", "company.sector = retail", "Company · Sector is", "retail"),
        (
            "people",
            "has deals (outcome = open and amount > 5000)",
            "Has deals where",
            "Outcome is Open and Amount over $5,000",
        ),
        ("people", "no activities (at in last 60 days)", "Has no activities where", "When within the last 60 days"),
        ("people", "has 3 tickets", "Has at least 3 of tickets", ""),
        (
            "people",
            "rating = A or (rating = B and tags = vip)",
            "Any of",
            "Rating is A or (Rating is B and Tags has vip)",
        ),
        ("people", "not (rating = A or tags = vip)", "Not", "(Rating is A or Tags has vip)"),
    ],
)
def test_a_chip_says_what_its_filter_does(place: Place, kind: str, text: str, told: str, value: str) -> None:
    (wanted,) = conditions_from_text(text, kind_named(kind), place)
    assert said(kind_named(kind), wanted, place) == (told, value)


def test_what_is_not_known_is_said_as_it_is_written(place: Place) -> None:
    assert said(kind_named("people"), Condition("sector", "=", "retail"), place) == ("sector = retail", "")


def test_linked_records_are_said_by_their_names(place: Place) -> None:
    record = bytes(range(16))
    people = kind_named("people")
    (wanted,) = conditions_from_text(
        f"has deals (company.owner in {record.hex()}, me)", people, place._replace(member=b"m" * 16)
    )
    assert list(linked_ids(people, wanted)) == [("member", record)]
    told = said(people, wanted, place._replace(member=b"m" * 16), {record: "Anna"})
    assert told == ("Has deals where", "Company · Owner is any of Anna, me")


def test_a_line_says_all_that_has_to_hold(place: Place) -> None:
    people = kind_named("people")
    conditions = conditions_from_text("rating = A and name starts D", people, place)
    assert filter_line(people, conditions, place) == "Rating is A and Name begins with D"
    assert filter_line(people, (), place) == ""
