"""Erasing a person on the command line."""

from tests.cli.conftest import Run


def test_a_person_is_erased_for_ever_after_a_look_at_what_goes(crm: Run) -> None:
    dana = crm("add", "people", "name=Dana Whitfield", "phone=+1 555 019 0200", "--json").document["id"]
    looked = crm("privacy", "erase", dana, "--dry-run", "--json").document
    assert looked["going"] == {"contact": 1, "contact_point": 1}
    assert "1 contact, 1 detail: Erased" in crm("privacy", "erase", dana, "--dry-run").out
    refused = crm("privacy", "erase", dana)
    assert refused.code == 1
    assert "Say why" in refused.err
    done = crm("privacy", "erase", dana, "--reason", "asked us to", "--json").document
    assert (done["id"], done["erased"], done["waits"]) == (dana, 2, False)
    assert crm("show", dana).code == 1
    assert crm("privacy", "erase", dana, "--reason", "asked us to").code == 1
    (step, *_older) = crm("history", "--json").document["steps"]
    assert (step["label"], step["changes"]) == ("Erase a person for ever", [])


def test_a_reason_that_names_the_person_is_refused(crm: Run) -> None:
    dana = crm("add", "people", "name=Dana Whitfield", "--json").document["id"]
    refused = crm("privacy", "erase", dana, "--reason", "Mrs Whitfield wrote")
    assert refused.code == 1
    assert "may not name" in refused.err
    assert crm("show", dana).code == 0
