"""Duplicates are found among all contacts, then among those that changed, and what the user said is remembered."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.contacts.looks_like import looks_like
from crm_desktop.contacts.match_schema import MOST_SIDES
from crm_desktop.contacts.match_search import search_pairs
from crm_desktop.contacts.matching import (
    LikelyPair,
    Look,
    clusters_of,
    likely_clusters,
    likely_count,
    likely_pairs,
    tell_apart,
)
from crm_desktop.errors import Cancelled
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.store import Store

PEOPLE = Look("person")


def add(journal: Journal, name: str, **values: str) -> bytes:
    return add_contact(journal, "person", {"name": name, **values})


@pytest.fixture
def danas(journal: Journal) -> tuple[bytes, bytes]:
    """Dana Whitfield, twice, among others."""
    for name in ("Priya Raman", "Aaron Feld", "Mei Tanaka", "Hugo Lindqvist"):
        add(journal, name, email=f"{name.split()[0].lower()}@zoomit.example")
    one = add(journal, "Dana Whitfield", email="dana@acme.example", phone="+1 555 014 2100")
    return one, add(journal, "D. Whitfield", email="dana@acme.example", phone="555-014-2100")


def found(journal: Journal, kind: str = "person") -> list[frozenset[bytes]]:
    search_pairs(journal.store, kind)
    with journal.store.reader() as reader:
        return [frozenset((each.first, each.second)) for each in likely_pairs(reader, Look(kind))]


def test_a_person_who_is_there_twice_is_found_with_the_reasons(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    search_pairs(journal.store, "person")
    with journal.store.reader() as reader:
        (pair,) = likely_pairs(reader, PEOPLE)
    assert (pair.first, pair.second) == danas
    assert pair.score > 0.95
    assert pair.reasons == ["same email", "same phone", "same last name, first names alike", "same domain"]


def test_companies_are_found_whatever_their_legal_form(journal: Journal) -> None:
    umbrella = [
        add_contact(journal, "company", {"name": name, "website": "umbrella.example"})
        for name in ("Umbrella Corporation", "Umbrella Corp.", "Zoomit")
    ]
    edit_contact(journal, umbrella[2], {"website": "zoomit.example"})
    assert found(journal, "company") == [frozenset(umbrella[:2])]


def test_nothing_is_looked_at_again_while_nothing_changes(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    assert search_pairs(journal.store, "person") is not None
    assert search_pairs(journal.store, "person") is None


def test_a_later_twin_is_found_by_looking_at_the_changed_alone(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    search_pairs(journal.store, "person")
    twin = add(journal, "Tanaka Mei", email="mei@zoomit.example")
    fresh = search_pairs(journal.store, "person")
    assert fresh is not None
    assert not fresh.whole
    assert len(fresh.changed) == 1
    assert any(twin in pair for pair in found(journal))


def test_a_pair_is_gone_once_one_of_it_changes_or_is_deleted(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    assert found(journal)
    edit_contact(journal, danas[1], {"name": "Zora Neale", "email": "zora@other.example", "phone": "+1 555 014 9999"})
    assert not found(journal)
    undo_last(journal)
    assert found(journal)
    remove_contacts(journal, [danas[1]])
    with journal.store.reader() as reader:
        assert not likely_pairs(reader, PEOPLE)


def test_a_changed_phone_number_counts_as_a_changed_contact(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    search_pairs(journal.store, "person")
    edit_contact(journal, danas[1], {"phone": "+1 555 014 9999"})
    search_pairs(journal.store, "person")
    with journal.store.reader() as reader:
        (pair,) = likely_pairs(reader, Look("person", 0.3))
    assert "same phone" not in pair.reasons


def test_those_who_are_told_apart_are_not_offered_again_until_undo(
    journal: Journal, danas: tuple[bytes, bytes]
) -> None:
    assert found(journal)
    tell_apart(journal, danas)
    assert not found(journal)
    undo_last(journal)
    assert found(journal)


def test_a_file_open_for_reading_finds_the_same_and_keeps_nothing(
    journal: Journal, danas: tuple[bytes, bytes], store: Store
) -> None:
    store.read_only = True
    fresh = search_pairs(store, "person")
    with store.reader() as reader:
        pairs = likely_pairs(reader, Look("person", fresh=fresh))
        kept = likely_pairs(reader, PEOPLE)
    assert [(each.first, each.second) for each in pairs] == [danas]
    assert kept == []


def test_a_cancelled_search_finds_nothing_and_the_next_begins_anew(
    journal: Journal, danas: tuple[bytes, bytes]
) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        search_pairs(journal.store, "person", progress)
    fresh = search_pairs(journal.store, "person")
    assert fresh is not None
    assert fresh.whole


def test_three_of_one_are_one_cluster(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    third = add(journal, "Dana Whitfeild", phone="+1 555 014 2100")
    found(journal)
    with journal.store.reader() as reader:
        (cluster,) = likely_clusters(reader, PEOPLE)
        assert likely_count(reader) == 1
    assert set(cluster.records) == {*danas, third}


def pair(first: int, second: int, score: float) -> LikelyPair:
    return LikelyPair(bytes([first]), bytes([second]), "", "", score, (), ())


def test_no_cluster_holds_two_that_are_different() -> None:
    pairs = [pair(1, 2, 0.99), pair(2, 3, 0.95)]
    (cluster,) = clusters_of("person", pairs, {frozenset((b"\x01", b"\x03"))})
    assert cluster.records == (b"\x01", b"\x02")


def test_a_cluster_holds_no_more_than_fit_side_by_side() -> None:
    chain = [pair(number, number + 1, 0.9) for number in range(25)]
    sizes = [len(each.records) for each in clusters_of("person", chain, set())]
    assert max(sizes) <= MOST_SIDES
    assert sum(sizes) <= 26


def test_what_is_typed_looks_like_who_is_there(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    search_pairs(journal.store, "person")
    with journal.store.reader() as reader:
        hints = looks_like(reader, "person", {"name": "Dana Whitfeld", "phone": "555 014 2100"}, "US")
        strangers = looks_like(reader, "person", {"name": "Zora Neale"}, "US")
    assert hints[0].id == danas[0]
    assert "same phone" in hints[0].reasons
    assert strangers == []


def test_someone_added_since_the_last_search_is_looked_like_all_the_same(
    journal: Journal, danas: tuple[bytes, bytes]
) -> None:
    search_pairs(journal.store, "person")
    new = add(journal, "Zora Neale", email="zora@other.example")
    with journal.store.reader() as reader:
        by_name = looks_like(reader, "person", {"name": "zora neale"}, "US")
        by_email = looks_like(reader, "person", {"name": "Zoe", "email": "zora@other.example"}, "US")
    assert [each.id for each in by_name] == [new]
    assert [each.id for each in by_email] == [new]


def test_nothing_typed_looks_like_nobody(journal: Journal, danas: tuple[bytes, bytes]) -> None:
    with journal.store.reader() as reader:
        assert looks_like(reader, "person", {"name": " ", "email": "half@"}, "US") == []
