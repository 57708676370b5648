"""Data quality on the command line."""

from tests.cli.conftest import Run


def test_each_check_is_counted_and_one_is_listed(crm: Run) -> None:
    crm("add", "people", "name=Dana Whitfield")
    counts = {each["name"]: each["count"] for each in crm("quality", "--json").document["checks"]}
    assert counts["people_unreachable"] == 1
    assert counts["websites"] == 0
    listed = crm("quality", "people_unreachable", "--json").document
    assert (listed["check"], listed["count"]) == ("people_unreachable", 1)
    assert listed["rows"][0]["name"] == "Dana Whitfield"
    assert "Dana Whitfield" in crm("quality", "people_unreachable").out


def test_a_check_that_does_not_exist_is_wrong_usage(crm: Run) -> None:
    assert crm("quality", "everything").code == 2
