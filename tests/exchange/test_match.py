"""Records are the same where their keys say so, and never by a guess."""

from collections.abc import Iterable

import pytest

from crm_desktop.exchange.match import KeyIndex, Occurrences, Several
from crm_desktop.exchange.spool import Spool

ANNA, BORIS, ANNA_TOO = (name.ljust(16).encode() for name in ("anna", "boris", "anna too"))


def index(**known: Iterable[tuple[str, bytes]]) -> KeyIndex:
    return KeyIndex(lambda sort: known.get(sort.replace(" ", "_"), ()), Spool(None))


def test_the_strongest_key_that_fits_says_who_it_is() -> None:
    people = index(email=[("a@example.com", ANNA)], name_and_company=[("anna acme", BORIS)])
    assert people.find([("email", "a@example.com"), ("name and company", "anna acme")]) == ANNA
    assert people.find([("email", "x@example.com"), ("name and phone", "anna 1")]) is None


def test_a_weaker_key_fits_where_the_stronger_is_not_known_of_the_record() -> None:
    people = index(name_and_company=[("anna acme", ANNA)])
    assert people.find([("email", "a@example.com"), ("name and company", "anna acme")]) == ANNA


def test_who_has_another_e_mail_address_is_another_person() -> None:
    people = index(email=[("other@example.com", ANNA)], name_and_company=[("anna acme", ANNA)])
    assert people.find([("email", "a@example.com"), ("name and company", "anna acme")]) is None


def test_who_has_another_id_of_the_same_program_is_another_company() -> None:
    companies = index(external_import=[("1", ANNA)], name=[("acme", ANNA)])
    assert companies.find([("external import", "2"), ("name", "acme")]) is None
    assert companies.find([("external other", "2"), ("name", "acme")]) == ANNA


def test_a_key_that_fits_two_names_both() -> None:
    people = index(email=[("a@example.com", ANNA), ("a@example.com", ANNA_TOO)])
    with pytest.raises(Several) as several:
        people.find([("email", "a@example.com")])
    assert several.value.records == (ANNA, ANNA_TOO)


def test_a_record_that_was_not_made_after_all_is_forgotten() -> None:
    people = index()
    people.add(ANNA, [("name", "anna")])
    people.add(ANNA_TOO, [("name", "anna")])
    people.drop(ANNA_TOO, [("name", "anna")])
    assert people.find([("name", "anna")]) == ANNA
    people.drop(ANNA, [("name", "anna")])
    assert people.find([("name", "anna")]) is None


def test_two_equal_rows_never_share_one_record() -> None:
    meetings = Occurrences(lambda: [("same day", ANNA), ("same day", BORIS)], Spool(None))
    assert [meetings.take("same day") for _row in range(3)] == [ANNA, BORIS, None]
