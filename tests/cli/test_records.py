"""List, show, add, change, remove and restore records."""

import uuid
from typing import Any

from tests.cli.conftest import Run


def added(crm: Run, kind: str, *fields: str) -> dict[str, Any]:
    ended = crm("add", kind, *fields, "--json")
    assert ended.code == 0, ended.err
    record: dict[str, Any] = ended.document
    return record


def test_an_added_record_is_printed_as_it_is_listed(crm: Run) -> None:
    acme = added(crm, "companies", "name=Acme Corporation", "city=Köln", "annual_revenue=1,500.50")
    dana = added(crm, "people", "name=Dana Whitfield", "company=Acme Corporation", "phone=(212) 555-0142")
    assert (dana["kind"], dana["given_name"], dana["company"]) == ("person", "Dana", "Acme Corporation")
    assert dana["company_id"] == acme["id"] == str(uuid.UUID(acme["id"]))
    assert (acme["annual_revenue"], acme["currency"]) == ("1500.50", "USD")
    listed = crm("list", "people", "--json").document
    assert listed == {"count": 1, "rows": [dana], "next": None}


def test_a_deal_starts_in_the_first_stage(crm: Run) -> None:
    deal = added(crm, "deal", "title=GTX Plus Pro", "amount=11000.5", "expected_on=2026-06-30")
    assert (deal["stage"], deal["probability"], deal["outcome"]) == ("Prospecting", 10, "open")
    assert (deal["amount"], deal["currency"], deal["expected_on"]) == ("11000.50", "USD", "2026-06-30")


def test_the_page_after_a_cursor_goes_on_where_it_ended(crm: Run) -> None:
    for name in ("Ada", "Bea", "Cleo"):
        added(crm, "people", f"name={name}")
    first = crm("list", "people", "--limit", "2", "--json").document
    second = crm("list", "people", "--limit", "2", "--after", first["next"], "--json").document
    assert [row["name"] for row in first["rows"] + second["rows"]] == ["Ada", "Bea", "Cleo"]
    assert (first["count"], second["next"]) == (3, None)


def test_conditions_are_joined_and_rows_sorted_as_asked(crm: Run) -> None:
    for name, rating, tags in (("Ada", "A", "vip"), ("Bea", "B", "vip,new"), ("Cleo", "A", "new")):
        added(crm, "people", f"name={name}", f"rating={rating}", f"tags={tags}")
    conditions = ("--where", "tags contains vip", "--where", "rating in A, B")
    rows = crm("list", "people", *conditions, "--sort", "-name", "--columns", "name,rating", "--json").document["rows"]
    assert [(row["name"], row["rating"]) for row in rows] == [("Bea", "B"), ("Ada", "A")]
    assert "tags" not in rows[0]


def test_a_wrong_condition_is_wrong_usage(crm: Run) -> None:
    for condition in ("rating", "colour = red", "rating ~ A"):
        assert crm("list", "people", "--where", condition).code == 2, condition
    assert crm("list", "people", "--sort", "colour").code == 2
    assert crm("list", "people", "--after", "nonsense").code == 2


def test_a_table_for_people_names_links_and_counts(crm: Run) -> None:
    added(crm, "companies", "name=Acme Corporation")
    added(crm, "people", "name=Dana Whitfield", "company=Acme Corporation")
    shown = crm("list", "people").out
    assert "Dana Whitfield" in shown
    assert "Acme Corporation" in shown
    assert "1 of 1 record" in shown


def test_a_record_is_shown_with_what_belongs_to_it(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana Whitfield", "email=dana@acme.example", "phone=(212) 555-0142")
    reed = added(crm, "people", "name=Reed Coulter")
    added(crm, "relationship", f"from_contact={dana['id']}", f"to_contact={reed['id']}", "kind=reports to")
    shown = crm("show", dana["id"], "--json").document
    assert {point["kind"]: point["value"] for point in shown["points"]} == {
        "email": "dana@acme.example",
        "phone": "(212) 555-0142",
    }
    assert [each["to_contact"] for each in shown["relations"]] == ["Reed Coulter"]
    assert [each["from_contact"] for each in crm("show", reed["id"], "--json").document["relations"]] == [
        "Dana Whitfield"
    ]
    assert "timeline" not in shown


def test_the_timeline_tells_what_happened_newest_first(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana Whitfield")
    for day in ("2026-05-11", "2026-05-12"):
        added(crm, "activities", "kind=call", f"person={dana['id']}", f"subject=Call on {day}", f"at={day} 10:00")
    timeline = crm("show", dana["id"], "--timeline", "--json").document["timeline"]
    calls = [each for each in timeline if each["kind"] == "call"]
    assert [each["title"] for each in calls] == ["Call on 2026-05-12", "Call on 2026-05-11"]
    assert calls[0]["at"] == "2026-05-12T14:00:00Z"


def test_a_changed_record_is_printed_as_it_is_now(crm: Run) -> None:
    dana = added(crm, "people", "name=Dana Whitfield", "email=dana@acme.example")
    changed = crm("set", dana["id"], "job_title=Buyer", "email=", "--json").document
    assert (changed["job_title"], changed["email"]) == ("Buyer", None)


def test_removed_records_are_not_listed_until_they_are_restored(crm: Run) -> None:
    ids = [added(crm, "people", f"name={name}")["id"] for name in ("Ada", "Bea")]
    assert crm("remove", *ids, "--json").document == {"removed": ids, "along": {}}
    assert crm("list", "people", "--json").document["count"] == 0
    assert crm("restore", *ids, "--json").document == {"restored": ids}
    assert crm("list", "people", "--json").document["count"] == 2


def test_what_goes_into_the_bin_with_a_record_is_told(crm: Run) -> None:
    ada = added(crm, "people", "name=Ada")["id"]
    added(crm, "tasks", "title=Call back", "person=Ada")
    added(crm, "deals", "title=Lamps", "person=Ada")
    assert "Went along: 1 task." in crm("remove", ada).out
    crm("restore", ada)
    assert crm("list", "tasks", "--json").document["count"] == 1
    along = crm("remove", ada, "--with-open", "--json").document["along"]
    assert along == {"deal": 1, "task": 1}


def test_ids_that_are_none_and_records_that_are_not_here_are_told(crm: Run) -> None:
    assert crm("show", "dana").code == 2
    assert crm("show", str(uuid.uuid4())).code == 1
    assert crm("remove", str(uuid.uuid4())).code == 1
    assert crm("add", "people", "Dana").code == 2
    assert crm("add", "people", "colour=red").code == 2


def test_nothing_of_several_is_removed_where_one_is_not_here(crm: Run) -> None:
    ada = added(crm, "people", "name=Ada")["id"]
    assert crm("remove", ada, str(uuid.uuid4())).code == 1
    assert crm("list", "people", "--json").document["count"] == 1


def test_kinds_without_rules_of_their_own_are_written_too(crm: Run) -> None:
    team = added(crm, "teams", "name=North")
    member = added(crm, "members", "name=Reed Coulter", "team=North")
    assert member["team_id"] == team["id"]
    stage = added(crm, "stages", "name=Demo", "pipeline=Sales", "position=1", "probability=20")
    assert crm("set", stage["id"], "probability=25", "--json").document["probability"] == 25
    assert crm("add", "teams", "name=").code == 1


def test_rolled_up_amounts_are_in_the_workspaces_currency_and_others_in_the_companys(crm: Run) -> None:
    acme = added(crm, "companies", "name=Acme Corporation", "currency=JPY", "annual_revenue=5000")
    added(crm, "deals", "title=GTX Plus Pro", "company=Acme Corporation", "amount=250", "currency=USD")
    listed = crm("list", "companies", "--columns", "name,annual_revenue,open_amount").out
    assert "¥5,000" in listed
    assert "$250.00" in listed
    shown = crm("show", acme["id"], "--json").document
    assert (shown["annual_revenue"], shown["open_amount"]) == ("5000", "250.00")
    assert "$250.00" in crm("show", acme["id"]).out


def test_a_name_that_nobody_bears_is_told_with_those_there_are(crm: Run) -> None:
    for command in (("list", "people"), ("export", "people", "--out", "people.csv")):
        refused = crm(*command, "--where", "owner = Ana")
        assert refused.code == 2
        assert "character 9: There is no member called “Ana”. Did you mean “Anna Snelling”?" in refused.err


def test_a_field_that_is_not_there_is_answered_with_those_that_are_near(crm: Run) -> None:
    assert "people have no field “ownr”. Fields: owner, …" in crm("list", "people", "--sort", "ownr").err
    assert "people have no field “xyzzy”. Fields: kind, name, " in crm("list", "people", "--columns", "xyzzy").err


def test_who_is_no_member_is_answered_with_those_there_are(crm: Run) -> None:
    refused = crm("--as-member", "Ana Snelling", "list", "people")
    assert (refused.code, "Did you mean “Anna Snelling”?" in refused.err) == (1, True)
