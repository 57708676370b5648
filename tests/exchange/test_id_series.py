"""Links by the ids of another program find their records, whatever the columns are called."""

import pytest

from crm_desktop.exchange import plan
from crm_desktop.exchange.id_series import linked_id
from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.slots import Target
from crm_desktop.exchange.source import Source
from tests.exchange.import_desk import Desk, reasons


def _take_in(desk: Desk, files: dict[str, str]) -> ImportReport:
    return import_files(desk.journal, [Source(desk.file(text, name)) for name, text in files.items()])


def test_ids_link_the_tables_of_a_german_program(desk: Desk) -> None:
    report = _take_in(
        desk,
        {
            "Aktivitäten.csv": "ID;Art;Datum;Betreff;Kontakt-ID;Verkaufschance-ID\n1;Anruf;13.04.2026;Rückruf;1;7\n",
            "Kontakte.csv": "ID;Vorname;Nachname;Firmen-ID\n1;Anna;Beispiel;2\n",
            "Verkaufschancen.csv": "ID;Titel;Firma-ID;Ansprechpartner-ID;Betrag\n7;Pumpe;1;1;10,50\n",
            "Firmen.csv": "ID;Firmenname;Mutterfirma-ID\n1;Alpha GmbH;2\n2;Beta AG;\n",
        },
    )
    assert (reasons(report), report.total.created) == ([], 5)
    name = "(SELECT name FROM contact WHERE id = {0})".format
    assert desk.rows(f"SELECT {name('t.company')} FROM contact t WHERE kind = 'person'") == [("Beta AG",)]
    assert desk.rows(f"SELECT name, {name('t.parent')} FROM contact t WHERE parent NOT NULL") == [
        ("Alpha GmbH", "Beta AG")
    ]
    assert desk.rows(f"SELECT {name('t.company')}, {name('t.person')} FROM deal t") == [("Alpha GmbH", "Anna Beispiel")]
    assert desk.rows(f"SELECT {name('t.person')}, (SELECT title FROM deal WHERE id = t.deal) FROM interaction t") == [
        ("Anna Beispiel", "Pumpe")
    ]


def test_tasks_of_salesforce_are_with_their_contacts(desk: Desk) -> None:
    contacts = "Id,LastName,FirstName,Email\n0035e000001XXXX,Rogers,Jack,jack@burlington.example\n"
    tasks = "Id,WhoId,Subject,ActivityDate,Status\n00T5e000001T1,0035e000001XXXX,Call,2024-02-02,Completed\n"
    report = _take_in(desk, {"Task.csv": tasks, "Contact.csv": contacts})
    assert (reasons(report), report.total.created) == ([], 2)
    assert desk.rows("SELECT c.name FROM interaction i JOIN contact c ON c.id = i.person") == [("Jack Rogers",)]


def test_orders_are_of_the_customers_whose_list_calls_its_ids_only_id(desk: Desk) -> None:
    customers = "ID,Company Name,City\n5,Five Ltd,Leeds\n"
    people = "ID,First name,Last name\n5,Ana,Roe\n"
    orders = "OrderID,CustomerID,Order Date,Product,Quantity\n1,5,2024-01-25,Nut,2\n"
    report = _take_in(desk, {"orders.csv": orders, "people.csv": people, "customers.csv": customers})
    assert report.linked == {"products": 1}
    assert desk.rows("SELECT c.name FROM purchase p JOIN contact c ON c.id = p.customer") == [("Five Ltd",)]


def test_ids_that_may_be_of_two_lists_are_of_neither(desk: Desk) -> None:
    people = "ID,First name,Last name\n5,Ana,Roe\n"
    companies = "ID,Company Name,City\n5,Five Ltd,Leeds\n"
    tickets = "Ticket ID,Subject,Customer ID\n1,Broken,5\n"
    report = _take_in(desk, {"people.csv": people, "companies.csv": companies, "tickets.csv": tickets})
    assert report.total.created == 2
    assert [each.source for each in report.rejections] == ["tickets.csv"]


def test_a_word_for_an_id_beside_a_word_for_a_record_tells_the_place() -> None:
    names = ("Account Name.id", "Associated Company IDs", "Firmen-Nr.", "id_empresa", "companyId", "N° société")
    assert {linked_id(Target("people"), name) for name in names} == {"company.id"}
    assert [linked_id(Target("people"), name) for name in ("Paid", "Valid", "N°")] == [None] * 3
    assert linked_id(Target("companies"), "id_empresa") == "external_id"
    assert linked_id(Target("deals"), "Verkaufschance-ID") == "external_id"
    assert linked_id(Target("deals"), "Contact Name.id") == "person.id"
    assert linked_id(Target("tickets"), "Associated Contact IDs") == "contact.id"


def test_of_several_ids_the_first_is_taken_and_that_is_said(desk: Desk) -> None:
    people = "Record ID,First Name,Last Name,Email\n7,Ana,Roe,ana@x.example\n8,Bo,Lee,bo@x.example\n"
    deals = "Record ID,Deal Name,Associated Contact IDs\n1,Big,7;8\n"
    report = _take_in(desk, {"deals.csv": deals, "contacts.csv": people})
    assert reasons(report) == []
    assert desk.rows("SELECT c.name FROM deal d JOIN contact c ON c.id = d.person") == [("Ana Roe",)]
    assert any("of several ids the first was taken: “7;8” (1×)" in each for each in report.warnings)


def test_a_parent_that_no_row_brings_is_said_and_changes_nothing_again(desk: Desk) -> None:
    companies = "Account ID,Account name,Parent Account ID\n1,Alpha,9\n2,Beta,1\n3,Gamma,4\n4,Delta,\n"
    report = desk.take_in(companies, "companies")
    told = "No row has the id “9” that others name as Parent company, so that stays empty."
    assert (report.total.created, report.warnings) == (4, [told])
    parents = "SELECT c.name, p.name FROM contact c JOIN contact p ON p.id = c.parent ORDER BY 1"
    assert desk.rows(parents) == [("Beta", "Alpha"), ("Gamma", "Delta")]
    again = desk.take_in(companies, "companies")
    assert (again.total.unchanged, again.batch, again.warnings) == (4, None, [told])


def test_a_parent_whose_row_is_refused_changes_nothing_again(desk: Desk) -> None:
    head = "Account ID,Account name,Parent Account ID,Employees\n"
    desk.take_in(f"{head}1,Alpha,3,\n2,Beta,,\n3,Gamma,,\n", "companies")
    companies = f"{head}1,Alpha,9,5\n2,Beta,9,7\n9,Iota,,many\n8,Theta,2,\n2,Beta,8,\n"
    report = desk.take_in(companies, "companies")
    assert (report.total.created, report.total.updated, report.total.rejected) == (1, 2, 2)
    told = "The row with the id “9” did not come in, so that others were not linked to it as Parent company."
    assert [each for each in report.warnings if "“9”" in each] == [told]
    parents = "SELECT c.name, p.name FROM contact c JOIN contact p ON p.id = c.parent ORDER BY 1"
    assert desk.rows(parents) == [("Alpha", "Gamma"), ("Theta", "Beta")]  # what was filled is not emptied
    again = desk.take_in(companies, "companies")
    assert (again.total.unchanged, again.total.updated, again.total.rejected, again.batch) == (3, 0, 2, None)


def test_who_is_below_nobody_any_more_can_be_above_in_the_rehearsal_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "Account ID,Account name,Parent Account\n"
    desk.take_in(f"{head}1,Alpha,Beta\n2,Beta,\n", "companies")
    monkeypatch.setattr(plan, "CHUNK_ROWS", 1)
    report = desk.take_in(f"{head}1,Alpha,\n2,Beta,Alpha\n", "companies", options=ImportOptions(empties=True))
    assert (report.total.updated, report.total.rejected) == (2, 0)
    parents = "SELECT c.name, p.name FROM contact c JOIN contact p ON p.id = c.parent"
    assert desk.rows(parents) == [("Beta", "Alpha")]


def test_a_manager_whose_row_is_refused_changes_nothing_again(desk: Desk) -> None:
    members = "User ID,Name,Email,Manager ID,Active\n1,Ana,a@x.example,2,yes\n2,Bo,b@x.example,1,yes\n"
    report = desk.take_in(members, "members")
    assert (report.total.created, report.total.rejected) == (1, 1)
    again = desk.take_in(members, "members")
    assert (again.total.unchanged, again.total.updated, again.total.rejected) == (1, 0, 1)


def test_an_activity_is_about_the_deal_whose_id_stands_in_a_column_for_anything(desk: Desk) -> None:
    deals = "Id,AccountId,Name,StageName,CloseDate\n006A,,Weaving plant,Qualification,2027-05-20\n"
    head = "Id,WhoId,WhatId,Subject,ActivityDate,Status"
    tasks = f"{head}\nT1,,006A,Call,2024-02-02,Completed\nT2,,701X,Mail,2024-02-02,Completed\n"
    report = _take_in(desk, {"Task.csv": tasks, "Opportunity.csv": deals})
    told = "SELECT i.subject, d.title FROM interaction i LEFT JOIN deal d ON d.id = i.deal ORDER BY 1"
    assert desk.rows(told) == [("Call", "Weaving plant"), ("Mail", None)]
    said = "“WhatId”: ids of records that are not here were left out: “701X” (1×)"
    assert any(said in each for each in report.warnings)
