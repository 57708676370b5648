"""Own fields on the command line: added without a restart, then present everywhere."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_field_is_added_and_used_at_once(crm: Run, tmp_path: Path) -> None:
    made = crm("field", "add", "people", "Shoe size", "--type", "number", "--hint", "EU size", "--json").document
    assert (made["name"], made["type"], made["help"]) == ("shoe_size", "number", "EU size")
    dana = crm("add", "people", "name=Dana", "shoe_size=39.5", "--json").document
    crm("add", "people", "name=Erik", "shoe_size=44", "--json")
    assert dana["shoe_size"] == 39.5
    listed = crm("list", "people", "--where", "shoe_size > 40", "--columns", "name,shoe_size", "--json").document
    assert [(row["name"], row["shoe_size"]) for row in listed["rows"]] == [("Erik", 44.0)]
    ordered = crm("list", "people", "--sort", "-shoe_size", "--json").document
    assert [row["name"] for row in ordered["rows"]] == ["Erik", "Dana"]
    out = tmp_path / "people.csv"
    crm("export", "people", "--out", out, "--columns", "name,shoe_size")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["shoe_size"] for row in csv.DictReader(file)] == ["39.5", "44"]
    crm("set", dana["id"], "shoe_size=40", "--json")
    history = crm("history", dana["id"], "--json").document["steps"]
    assert history[0]["changes"][0]["field"] == "shoe_size"
    assert (history[0]["changes"][0]["before"], history[0]["changes"][0]["after"]) == (39.5, 40.0)
    crm("undo", "--json")
    assert crm("show", dana["id"], "--json").document["shoe_size"] == 39.5


def test_a_formula_computes_from_amounts_numbers_and_choices(crm: Run) -> None:
    crm("field", "add", "deals", "Discount", "--type", "number")
    made = crm(
        "field", "add", "deals", "Net", "--type", "formula", "--formula", "amount * (1 - discount / 100)", "--json"
    )
    assert made.code == 0
    deal = crm("add", "deals", "title=Pump", "amount=250.50", "discount=10", "--json").document
    assert deal["net"] == 225.45
    assert crm("add", "deals", "title=Hose", "amount=250.50", "--json").document["net"] is None
    crm("add", "deals", "title=Tap", "amount=3", "discount=0")
    over = crm("list", "deals", "--where", "net > 5", "--json").document
    assert [row["title"] for row in over["rows"]] == ["Pump"]
    listed = crm("list", "deals", "--sort", "net", "--columns", "title,net", "--json").document
    assert [row["net"] for row in listed["rows"]] == [3, 225.45, None]
    assert crm("set", deal["id"], "net=5").code == 1


def test_a_formula_that_fails_shows_why(crm: Run) -> None:
    crm("field", "add", "deals", "Share", "--type", "formula", "--formula", "amount / probability * 0 / 0")
    deal = crm("add", "deals", "title=Pump", "amount=250", "--json").document
    assert deal["share"] == "⚠ It divides by zero."


@pytest.mark.parametrize("formula", ["amount *", "colour * 2", "amount * net_2", "open('x')"])
def test_a_formula_that_cannot_be_is_refused(crm: Run, formula: str) -> None:
    refused = crm("field", "add", "deals", "Net", "--type", "formula", "--formula", formula)
    assert refused.code == 1
    assert refused.err.count("\n") == 1


def test_a_field_is_put_away_and_brought_back_with_its_values(crm: Run) -> None:
    crm("field", "add", "people", "Colour")
    dana = crm("add", "people", "name=Dana", "colour=red", "--json").document
    crm("field", "remove", "people.colour")
    assert "colour" not in crm("show", dana["id"], "--json").document
    assert crm("field", "list", "--json").document["fields"][0]["removed"] is True
    assert crm("list", "people", "--columns", "colour").code == 2
    crm("field", "restore", "colour")
    assert crm("show", dana["id"], "--json").document["colour"] == "red"


def test_a_renamed_choice_is_shown_wherever_it_was_chosen(crm: Run) -> None:
    crm("field", "add", "people", "Level", "--type", "choice", "--choice", "Gold", "--choice", "Silver")
    dana = crm("add", "people", "name=Dana", "level=gold", "--json").document
    crm("field", "rename-choice", "level", "Gold", "Premium")
    assert crm("show", dana["id"], "--json").document["level"] == "Premium"
    assert crm("field", "set", "level", "choices=Premium, Bronze", "--json").document["choices"] == [
        "Premium",
        "Bronze",
    ]
    assert crm("show", dana["id"], "--json").document["level"] == "Premium"
    assert crm("field", "rename-choice", "level", "Premium", "bronze").code == 1
    assert crm("set", dana["id"], "level=Silver").code == 1


def test_the_type_of_a_field_stays_and_its_values_are_copied_into_another(crm: Run) -> None:
    crm("field", "add", "people", "Since")
    people = [("Ada", "2026-05-14"), ("Bob", "last week"), ("Cy", "1 June 2025")]
    for name, since in people:
        crm("add", "people", f"name={name}", f"since={since}")
    refused = crm("field", "set", "since", "kind=date")
    assert refused.code == 1
    assert "copy" in refused.err.lower()
    crm("field", "add", "people", "Customer since", "--type", "date")
    copied = crm("field", "copy", "people", "since", "customer_since", "--json").document
    assert (copied["copied"], copied["refused"], copied["first"][0]["text"]) == (2, 1, "last week")
    rows = crm("list", "people", "--columns", "name,customer_since", "--json").document["rows"]
    assert [row["customer_since"] for row in rows] == ["2026-05-14", None, "2025-06-01"]


def test_a_required_field_is_asked_for_when_a_record_is_added(crm: Run) -> None:
    crm("field", "add", "people", "Colour", "--required")
    refused = crm("add", "people", "name=Dana")
    assert refused.code == 1
    assert "Colour" in refused.err
    assert crm("add", "people", "name=Dana", "colour=red").code == 0
    assert crm("add", "companies", "name=Acme").code == 0
