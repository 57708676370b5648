"""History and undo on the command line."""

from tests.cli.conftest import Run
from tests.cli.test_records import added


def test_history_tells_who_changed_what(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana Whitfield")["id"]
    crm("add", "companies", "name=Acme")
    crm("set", dana, "company=Acme", "do_not_contact=yes")
    steps = crm("history", dana, "--json").document["steps"]
    assert [step["member"] for step in steps] == ["Anna Snelling", "Anna Snelling"]
    assert steps[0]["at"].endswith("Z")
    changes = {change["field"]: (change["before"], change["after"]) for change in steps[0]["changes"]}
    assert changes == {"company": (None, "Acme"), "do_not_contact": (None, True)}
    assert {change["id"] for change in steps[0]["changes"]} == {dana}
    assert steps[1]["changes"][0]["field"] is None


def test_money_in_history_is_a_string_with_a_point(crm: Run) -> None:
    deal = added(crm, "deals", "title=GTX", "amount=100", "currency=JPY")["id"]
    crm("set", deal, "amount=250")
    change = crm("history", deal, "--json").document["steps"][0]["changes"][0]
    assert (change["before"], change["after"]) == ("100", "250")


def test_all_of_history_is_paged(crm: Run) -> None:
    for name in ("Ada", "Bea"):
        added(crm, "people", f"name={name}")
    newest = crm("history", "--limit", "1", "--json").document["steps"]
    older = crm("history", "--before", str(newest[0]["step"]), "--json").document["steps"]
    assert newest[0]["step"] > older[0]["step"]
    assert "Create workspace" in crm("history").out


def test_undo_takes_back_the_last_step_and_then_the_one_before(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana")["id"]
    crm("set", dana, "name=Eve")
    assert crm("undo", "--json").document["undone"]["label"].startswith("Edit")
    assert crm("show", dana, "--json").document["name"] == "Dana"
    crm("undo")
    assert crm("list", "people", "--json").document["count"] == 0


def test_undo_of_an_older_step_names_the_newer_edits_and_force_overwrites_them(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana")["id"]
    crm("set", dana, "job_title=Buyer")
    step = crm("history", "--json").document["steps"][0]["step"]
    crm("set", dana, "job_title=Director")
    refused = crm("undo", str(step), "--json")
    assert refused.code == 1
    assert refused.document["undone"] is None
    assert len(refused.document["newer"]) == 1
    assert "--force" in refused.err
    assert crm("undo", str(step), "--force").code == 0
    assert crm("show", dana, "--json").document["job_title"] is None


def test_a_step_that_never_was_is_told(crm: Run) -> None:
    assert crm("undo", "9999").code == 1
