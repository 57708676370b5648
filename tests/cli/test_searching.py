"""Search on the command line."""

from tests.cli.conftest import Run


def test_hits_say_where_they_fit(crm: Run) -> None:
    crm("add", "companies", "name=Acme Corporation", "city=Köln", "sector=retail")
    crm("add", "people", "name=Jürgen Müller", "company=Acme Corporation", "notes=wants the new catalogue")
    found = crm("search", "muller", "--json").document
    assert set(found) >= {"hits", "ms"}
    hit = found["hits"][0]
    assert (hit["kind"], hit["title"], hit["where"], hit["snippet"]) == (
        "person",
        "Jürgen Müller",
        "name",
        "Jürgen Müller",
    )
    assert crm("search", "new", "catalogue", "--json").document["hits"][0]["where"] == "notes"
    assert "Acme Corporation" in crm("search", "catalogue").out


def test_the_kind_and_the_number_of_hits_can_be_limited(crm: Run) -> None:
    for number in range(3):
        crm("add", "people", f"name=Dana {number}")
    crm("add", "companies", "name=Dana & Sons")
    assert len(crm("search", "dana", "--limit", "2", "--json").document["hits"]) == 2
    assert [hit["kind"] for hit in crm("search", "dana", "--kind", "companies", "--json").document["hits"]] == [
        "company"
    ]
    assert crm("search", "dana", "--kind", "planets").code == 2


def test_a_forgiven_typing_error_is_told(crm: Run) -> None:
    crm("add", "people", "name=Dana Whitfield")
    assert crm("search", "whitfeild", "--json").document["corrected"] == "whitfield"
    assert "whitfield" in crm("search", "whitfeild").out
