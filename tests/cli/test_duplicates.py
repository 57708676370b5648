"""Duplicates on the command line."""

from tests.cli.conftest import Run


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
