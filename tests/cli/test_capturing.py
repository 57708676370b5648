"""Logging a typed line, and who calls, on the command line."""

from tests.cli.conftest import Run


def test_a_line_is_logged_with_its_next_step_and_what_is_unclear_is_told(crm: Run) -> None:
    crm("add", "companies", "name=Betasoloin")
    crm("add", "people", "name=Peter Hall", "company=Betasoloin", "phone=(212) 555-0142")
    crm("add", "people", "name=Peter Lang")
    tried = crm("log", "called Betasoloin 10 min, follow up tomorrow", "--dry-run", "--json").document
    assert (tried["id"], tried["kind"], tried["company"]["name"], tried["minutes"]) == (None, "call", "Betasoloin", 10)
    assert tried["next_step"]["title"] == "Follow up"
    assert crm("list", "activities", "--json").document["count"] == 0
    made = crm("log", "called", "Peter", "5", "min", "--json").document
    assert made["unclear"] == [["Peter Hall", "Peter Lang"]]
    assert crm("show", made["id"], "--json").document["duration_min"] == 5
    assert crm("log", " ").code == 1
    sold = crm("log", "sold Peter Hall 2 GTX Pro for 3,000", "--dry-run", "--json").document
    assert sold["purchase"]["quantity"] == 2
    assert [each.split()[-1] for each in sold["unclear"][0]] == ["all", "each"]


def test_a_number_tells_who_calls(crm: Run) -> None:
    crm("add", "people", "name=Peter Hall", "phone=(212) 555-0142")
    found = crm("caller", "+1 212 555 0142", "--json").document["callers"]
    assert [(each["name"], each["exact"], each["last"]) for each in found] == [("Peter Hall", True, [])]
    assert "Peter Hall" in crm("caller", "0142").out
    assert "Nobody here" in crm("caller", "999999").out
    assert crm("caller", "1").code == 1
