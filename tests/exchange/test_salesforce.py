"""Exports of Salesforce: rows that were deleted there, and whose the others are."""

import pytest

from crm_desktop.exchange.import_report import Counts, ImportReport
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import AUTO, Source
from tests.exchange.import_desk import Desk

USERS = (
    "Id,Username,FirstName,LastName,Name,Email,IsActive\n005A,ana@ours.example,Ana,Roe,Ana Roe,ana@ours.example,true\n"
)
ACCOUNTS = "Id,IsDeleted,Name,Industry,OwnerId\n001A,false,Acme,Retail,005A\n001B,true,Beta,Retail,005A\n"
CONTACTS = (
    "Id,IsDeleted,AccountId,FirstName,LastName,Email,OwnerId\n003A,0,001A,Dana,Whitfield,dana@acme.example,005A\n"
    "003B,1,001A,Reed,Coulter,reed@acme.example,005A\n003C,0,001A,Bo,Lee,bo@acme.example,005X\n"
)
DEALS = (
    "Id,IsDeleted,AccountId,Name,StageName,Amount,CloseDate,OwnerId\n006A,false,001A,Gates,Qualification,10,2027-05-20,005A\n"
    "006B,true,001A,Fence,Qualification,20,2027-05-20,005A\n"
)
LEFT_OUT = "“IsDeleted”: rows that are deleted in the other program were left out (1×)."


def take_in(desk: Desk, files: dict[str, str], chosen: dict[str, str | None] | None = None) -> ImportReport:
    sources = [Source(desk.file(text, name), AUTO, chosen=chosen or {}) for name, text in files.items()]
    rehearsed = import_files(desk.journal, sources, dry_run=True)
    report = import_files(desk.journal, sources)
    assert (rehearsed.total, rehearsed.warnings) == (report.total, report.warnings)
    return report


def test_deleted_rows_are_left_out_and_told_and_owners_are_the_members_with_their_ids(desk: Desk) -> None:
    files = {"Contact.csv": CONTACTS, "Opportunity.csv": DEALS, "Account.csv": ACCOUNTS, "User.csv": USERS}
    report = take_in(desk, files)
    assert report.total == Counts(read=8, created=5, skipped=3)
    assert len([each for each in report.warnings if LEFT_OUT in each]) == 3
    assert any(
        "“OwnerId”: ids of records that are not here were left out: “005X” (1×)" in each for each in report.warnings
    )
    owned = "SELECT c.name, m.name FROM contact c LEFT JOIN member m ON m.id = c.owner ORDER BY c.name"
    assert desk.rows(owned) == [("Acme", "Ana Roe"), ("Bo Lee", None), ("Dana Whitfield", "Ana Roe")]
    assert desk.rows("SELECT d.title, m.name FROM deal d JOIN member m ON m.id = d.owner") == [("Gates", "Ana Roe")]
    assert take_in(desk, files).total == Counts(read=8, unchanged=5, skipped=3)


def test_what_names_a_deleted_record_comes_in_without_that_link_and_it_is_told(desk: Desk) -> None:
    contacts = (
        "Id,IsDeleted,AccountId,Account Name,LastName,Email\n003A,0,001B,Beta,Whitfield,dana@beta.example\n"
        "003B,1,001A,Acme,Coulter,reed@acme.example\n003C,0,001A,Acme,Lee,bo@acme.example\n"
    )
    deals = DEALS.replace("006A,false,001A", "006A,false,001B")
    tasks = "Id,IsDeleted,Subject,WhoId,WhatId,ActivityDate,Status\n00TA,0,Call,003B,006B,2027-05-20,Not Started\n"
    files = {"Task.csv": tasks, "Contact.csv": contacts, "Opportunity.csv": deals, "Account.csv": ACCOUNTS}
    report = take_in(desk, files)
    assert report.total == Counts(read=8, created=5, skipped=3)
    told = "records that are deleted in the other program; what names them came in without that link"
    assert [each for each in report.warnings if told in each] == [
        f"Task.csv: “WhoId”: {told}: “Coulter” (1×).",
        f"Task.csv: “WhatId”: {told}: “Fence” (1×).",
        f"Contact.csv: “AccountId”: {told}: “Beta” (1×).",
        f"Opportunity.csv: “AccountId”: {told}: “Beta” (1×).",
    ]
    linked = "SELECT c.name, k.name FROM contact c LEFT JOIN contact k ON k.id = c.company ORDER BY c.name"
    assert desk.rows(linked) == [("Acme", None), ("Lee", "Acme"), ("Whitfield", None)]
    assert desk.rows("SELECT title, company FROM deal") == [("Gates", None)]
    assert desk.rows("SELECT subject, person, deal FROM interaction") == [("Call", None, None)]
    assert take_in(desk, files).total == Counts(read=8, unchanged=5, skipped=3)


def test_what_is_here_already_stays_linked_when_it_is_deleted_there(desk: Desk) -> None:
    take_in(desk, {"Account.csv": ACCOUNTS.replace("true", "false")})
    take_in(desk, {"Account.csv": ACCOUNTS, "Contact.csv": CONTACTS.replace("003A,0,001A", "003A,0,001B")})
    linked = "SELECT k.name FROM contact c JOIN contact k ON k.id = c.company WHERE c.name = 'Dana Whitfield'"
    assert desk.rows(linked) == [("Beta",)]


def test_nobody_is_linked_to_a_parent_that_is_deleted_further_below(desk: Desk) -> None:
    accounts = "Id,IsDeleted,Name,Industry,ParentId\n001A,false,Acme,Retail,001B\n001B,true,Beta,Retail,\n"
    contacts = "Id,AccountId,LastName,Email\n003A,001B,Whitfield,dana@beta.example\n"
    report = take_in(desk, {"Account.csv": accounts, "Contact.csv": contacts})
    assert report.total == Counts(read=3, created=2, skipped=1)
    assert desk.rows("SELECT name, parent, company FROM contact ORDER BY name") == [
        ("Acme", None, None),
        ("Whitfield", None, None),
    ]
    told = "The row with the id “001B” did not come in, so that others were not linked to it as Parent company."
    assert told in report.warnings


def test_nobody_is_linked_to_a_company_whose_row_is_refused(desk: Desk) -> None:
    accounts = "Id,Name,Industry,ParentId,NumberOfEmployees\n001A,Acme,Retail,001B,3\n001B,Beta,Retail,,many\n"
    contacts = "Id,AccountId,LastName,Email\n003A,001B,Whitfield,dana@beta.example\n"
    report = take_in(desk, {"Account.csv": accounts, "Contact.csv": contacts})
    assert report.total == Counts(read=3, created=1, rejected=2)
    assert "There is no record with the id “001B”" in report.rejections[-1].reason
    assert desk.rows("SELECT name, parent FROM contact") == [("Acme", None)]


def test_deleted_rows_come_along_where_their_column_goes_nowhere(desk: Desk) -> None:
    report = take_in(desk, {"Account.csv": ACCOUNTS}, {"IsDeleted": None})
    assert report.total == Counts(read=2, created=2)
    assert not any(LEFT_OUT in each for each in report.warnings)


@pytest.mark.parametrize("told", ["Ana Roe", "ana@ours.example"])
def test_an_owner_in_a_column_of_ids_may_be_named(desk: Desk, told: str) -> None:
    take_in(desk, {"User.csv": USERS})
    take_in(desk, {"Account.csv": f"Id,Name,Industry,OwnerId\n001A,Acme,Retail,{told}\n"})
    assert desk.rows("SELECT m.name FROM contact c JOIN member m ON m.id = c.owner") == [("Ana Roe",)]


def test_an_owner_whose_id_is_not_here_is_the_one_who_is_named_beside_it(desk: Desk) -> None:
    zoho = "Record Id,Account Owner.id,Account Owner,Account Name,Billing Street\nz1,zu9,Bo Lee,Acme,High St 1\n"
    report = take_in(desk, {"Accounts.csv": zoho})
    assert not any("ids of records that are not here" in each for each in report.warnings)
    assert desk.rows("SELECT m.name FROM contact c JOIN member m ON m.id = c.owner") == [("Bo Lee",)]
