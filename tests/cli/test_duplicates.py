"""Duplicates, merging and parting on the command line."""

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def pair(crm: Run) -> tuple[str, str]:
    """The ids of a company that is there twice."""
    one = crm("add", "companies", "name=Umbrella Corporation", "sector=medical", "phone=+1 555 014 2100", "--json")
    other = crm("add", "companies", "name=Umbrella Corp.", "employees=5113", "phone=+1 555 014 2177", "--json")
    return one.document["id"], other.document["id"]


def test_people_who_are_there_twice_are_listed_with_score_and_reasons(crm: Run) -> None:
    one = crm("add", "people", "name=Dana Whitfield", "phone=+1 555 014 2100", "email=dana@acme.example", "--json")
    other = crm("add", "people", "name=Whitfield Dana", "phone=555 014 2100", "--json")
    crm("add", "people", "name=Priya Raman")
    document = crm("duplicates", "--of", "people", "--json").document
    (pair,) = document["pairs"]
    assert (pair["a"], pair["b"]) == (one.document["id"], other.document["id"])
    assert 0.8 < pair["score"] <= 1
    assert pair["reasons"] == ["same phone", "same names in the other order"]
    assert document["clusters"] == 1


def test_a_higher_score_lists_fewer(crm: Run) -> None:
    crm("add", "people", "name=Dana Whitfield", "city=York")
    crm("add", "people", "name=Dana Whitfield", "city=Leeds")
    assert crm("duplicates", "--of", "people", "--min-score", "1", "--json").document == {"pairs": [], "clusters": 0}


def test_companies_without_duplicates_are_told_so(crm: Run) -> None:
    crm("add", "companies", "name=Acme")
    ended = crm("duplicates", "--of", "companies", "--quiet")
    assert (ended.code, ended.out) == (0, "No duplicates were found.\n")


def test_only_people_and_companies_can_be_duplicates(crm: Run) -> None:
    assert crm("duplicates", "--of", "deals").code == 2


def test_a_merge_keeps_one_whose_id_the_other_leads_to(crm: Run, pair: tuple[str, str]) -> None:
    keep, other = pair
    ended = crm("merge", keep, other, "--take", f"name={other}", "--json")
    assert ended.code == 0
    assert (ended.document["kept"], ended.document["merged"]) == (keep, [other])
    shown = crm("show", other, "--json").document
    assert (shown["id"], shown["name"], shown["sector"], shown["employees"]) == (
        keep,
        "Umbrella Corp.",
        "medical",
        5113,
    )
    assert len(shown["points"]) == 2
    assert crm("list", "companies", "--json").document["count"] == 1


def test_unmerge_gives_both_back_and_names_later_edits(crm: Run, pair: tuple[str, str]) -> None:
    keep, other = pair
    crm("merge", keep, other)
    crm("set", keep, "rating=A")
    document = crm("unmerge", other, "--json").document
    assert document == {
        "kept": keep,
        "unmerged": [other],
        "later": ["Edit Umbrella Corporation"],
        "newer": [],
    }
    assert crm("list", "companies", "--json").document["count"] == 2
    assert crm("show", other, "--json").document["id"] == other


def test_unmerge_refuses_to_lose_newer_edits_and_lists_them(crm: Run, pair: tuple[str, str]) -> None:
    keep, other = pair
    crm("merge", keep, other)
    crm("set", keep, "employees=6000")
    refused = crm("unmerge", keep, "--json")
    assert refused.code == 1
    assert refused.document["newer"] == ["Umbrella Corporation: Employees was changed by “Edit Umbrella Corporation”"]
    assert crm("unmerge", keep, "--force").code == 0


def test_restoring_what_was_merged_parts_it(crm: Run, pair: tuple[str, str]) -> None:
    keep, other = pair
    crm("merge", keep, other)
    crm("restore", other)
    shown = crm("show", keep, "--json").document
    assert (shown["employees"], len(shown["points"])) == (None, 1)


def test_what_cannot_be_merged_is_refused_with_the_reason(crm: Run, pair: tuple[str, str]) -> None:
    person = crm("add", "people", "name=Dana Whitfield", "--json").document["id"]
    refused = crm("merge", pair[0], person)
    assert (refused.code, refused.out) == (1, "")
    assert "never the same" in refused.err
    assert crm("merge", pair[0], pair[1], "--take", f"colour={pair[1]}").code == 2
    assert crm("unmerge", pair[0]).code == 1
