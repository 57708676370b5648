"""What belongs to contacts, by command: numbers, jobs, relationships, purchases, promises, facts, consent."""

from typing import Any

import pytest

from tests.cli.conftest import Run


def added(crm: Run, kind: str, *fields: str) -> dict[str, Any]:
    ended = crm("add", kind, *fields, "--json")
    assert ended.code == 0, ended.err
    record: dict[str, Any] = ended.document
    return record


@pytest.fixture
def ids(crm: Run) -> dict[str, str]:
    """Acme, its Dana, and Zoomit."""
    acme = added(crm, "companies", "name=Acme")["id"]
    zoomit = added(crm, "companies", "name=Zoomit")["id"]
    dana = added(crm, "people", "name=Dana Whitfield", "company=Acme", "job_title=Buyer")["id"]
    return {"acme": acme, "zoomit": zoomit, "dana": dana}


def shown(crm: Run, record: str) -> dict[str, Any]:
    document: dict[str, Any] = crm("show", record, "--json").document
    return document


def test_show_carries_all_that_belongs_to_a_contact(crm: Run, ids: dict[str, str]) -> None:
    added(crm, "contact_point", "contact=Dana Whitfield", "kind=phone", "value=(212) 555-0142", "label=mobile")
    added(crm, "affiliation", "person=Dana Whitfield", "company=Zoomit", "job_title=Adviser", "from_day=2024-01-01")
    added(crm, "relation_kind", "outward=Trains", "inward=Trained by")
    added(crm, "relationship", "from_contact=Dana Whitfield", "to_contact=Acme", "kind=trains")
    added(crm, "known_fact", "contact=Dana Whitfield", "text=Calls before nine", "source=Visit")
    added(crm, "promise", "person=Dana Whitfield", "text=Send the list", "due_day=2026-06-01")
    added(crm, "purchase", "customer=Dana Whitfield", "description=Rack", "quantity=2", "unit_price=50")
    consent = ("purpose=Offers", "channel=email", "state=given", "source=Form")
    added(crm, "consent", "contact=Dana Whitfield", *consent)
    dana = shown(crm, ids["dana"])
    assert [(each["value"], each["label"], each["is_primary"]) for each in dana["points"]] == [
        ("+12125550142", "mobile", True)
    ]
    assert [(each["company"], each["job_title"]) for each in dana["jobs"]] == [("Zoomit", "Adviser")]
    assert [each["kind"] for each in dana["relations"]] == ["trains"]
    assert [(each["text"], each["source"]) for each in dana["known_facts"]] == [("Calls before nine", "Visit")]
    assert [(each["text"], each["company"]) for each in dana["promises"]] == [("Send the list", "Acme")]
    assert [(each["description"], each["unit_price"]) for each in dana["purchases"]] == [("Rack", "50.00")]
    assert [(each["channel"], each["state"]) for each in dana["consents"]] == [("email", "given")]
    acme = shown(crm, ids["acme"])
    assert [each["text"] for each in acme["promises"]] == ["Send the list"]
    assert [each["kind"] for each in acme["relations"]] == ["trains"]


def test_a_main_job_told_by_command_is_told_by_the_person(crm: Run, ids: dict[str, str]) -> None:
    job = added(crm, "affiliation", "person=Dana Whitfield", "company=Zoomit", "job_title=Head of IT", "is_main=yes")
    assert (shown(crm, ids["dana"])["company"], shown(crm, ids["dana"])["job_title"]) == ("Zoomit", "Head of IT")
    assert crm("set", job["id"], "to_day=2026-05-01").code == 0
    assert shown(crm, ids["dana"])["company"] is None


def test_parts_are_changed_and_removed_by_their_own_rules(crm: Run, ids: dict[str, str]) -> None:
    first = added(crm, "contact_point", f"contact={ids['dana']}", "kind=email", "value=dana@acme.example")
    second = added(crm, "contact_point", f"contact={ids['dana']}", "kind=email", "value=dana@home.example")
    assert crm("set", second["id"], "is_primary=yes").code == 0
    assert shown(crm, ids["dana"])["email"] == "dana@home.example"
    assert crm("remove", second["id"]).code == 0
    assert shown(crm, ids["dana"])["email"] == "dana@acme.example"
    refused = crm("set", first["id"], "value=no address")
    assert refused.code == 1
    assert "no address" in refused.err


def test_what_makes_no_sense_is_refused_with_the_reason(crm: Run, ids: dict[str, str]) -> None:
    assert crm("set", ids["zoomit"], "parent=Acme").code == 0
    circle = crm("set", ids["acme"], "parent=Zoomit")
    assert (circle.code, "belongs to this company already" in circle.err) == (1, True)
    assert [each["name"] for each in shown(crm, ids["acme"])["subsidiaries"]] == ["Zoomit"]
    alone = crm("add", "relationship", "from_contact=Acme", "to_contact=Acme", "kind=supplies")
    assert (alone.code, "someone else" in alone.err) == (1, True)


def test_the_ledger_of_consent_is_only_added_to(crm: Run, ids: dict[str, str]) -> None:
    told = ("purpose=Offers", "channel=email", "state=given", "source=Form")
    entry = added(crm, "consent", f"contact={ids['dana']}", *told)
    for command in (("set", entry["id"], "state=withdrawn"), ("remove", entry["id"])):
        refused = crm(*command)
        assert (refused.code, "never changed or deleted" in refused.err) == (1, True)
