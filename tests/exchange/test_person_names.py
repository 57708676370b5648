"""The names of people in files: East Asian ones, and those whose column is said to have an order."""

import pytest

from crm_desktop.exchange.import_report import Counts
from crm_desktop.exchange.run import import_files
from crm_desktop.exchange.source import Source
from tests.exchange.import_desk import Desk

PARTS = "SELECT name, family_name, given_name FROM contact WHERE kind = 'person' ORDER BY rid"


def test_east_asian_names_are_taken_apart_with_the_family_name_first_and_that_is_told(desk: Desk) -> None:
    text = "Name,Email\n王小明,a@x.example\n山田 太郎,b@x.example\n김민준,c@x.example\nAna Roe,d@x.example\n"
    report = desk.take_in(text)
    assert desk.rows(PARTS) == [
        ("王小明", "王", "小明"),
        ("山田 太郎", "山田", "太郎"),
        ("김민준", "김", "민준"),
        ("Ana Roe", "Roe", "Ana"),
    ]
    told = "by its name; last name first, as in Chinese, Japanese and Korean"
    reasons = report.detected[0]["reasons"]
    assert isinstance(reasons, dict)
    assert reasons["Name"] == told
    assert desk.take_in(text).total == Counts(read=4, unchanged=4)


def test_names_in_parts_are_put_together_with_the_family_name_first(desk: Desk) -> None:
    desk.take_in("First Name,Last Name,Email\n太郎,山田,a@x.example\nAna,Roe,b@x.example\n")
    assert desk.rows(PARTS) == [("山田太郎", "山田", "太郎"), ("Ana Roe", "Roe", "Ana")]
    desk.take_in("First Name,Last Name,Email\n太郎,佐藤,a@x.example\n")
    assert desk.rows(PARTS)[0] == ("佐藤太郎", "佐藤", "太郎")


@pytest.mark.parametrize("header", ["Nachname Vorname", "Name, Vorname", "Nom Prénom"])
def test_a_header_that_names_the_last_name_first_means_it(desk: Desk, header: str) -> None:
    desk.take_in(f'"{header}",Email\nMüller Hans Peter,a@x.example\n"Weiß, Eva",b@x.example\n')
    assert desk.rows(PARTS) == [("Hans Peter Müller", "Müller", "Hans"), ("Eva Weiß", "Weiß", "Eva")]


@pytest.mark.parametrize(
    ("goes_into", "expected"),
    [("name.family_first", ("小明 王", "小明", "王")), ("name.given_first", ("王 小明", "王", "小明"))],
)
def test_the_order_of_names_can_be_said(desk: Desk, goes_into: str, expected: tuple[str, str, str]) -> None:
    path = desk.file("Name,Email\n小明 王,a@x.example\n")
    source = Source(path, "people", assigned={goes_into: "Name"})
    assert import_files(desk.journal, [source]).total == Counts(read=1, created=1)
    assert desk.rows(PARTS) == [expected]
    assert import_files(desk.journal, [source]).total == Counts(read=1, unchanged=1)


def test_a_list_of_ours_comes_back_as_it_was(desk: Desk) -> None:
    desk.take_in("Name,Email\n山田　太郎,b@x.example\n")
    before = desk.rows(PARTS)
    assert before == [("山田　太郎", "山田", "太郎")]
    desk.take_in("id,kind,name,family_name,given_name\n,person,佐藤花子,佐藤,花子\n", "contacts")
    assert desk.rows(PARTS) == [*before, ("佐藤花子", "佐藤", "花子")]


def test_a_row_of_people_that_names_a_company_alone_is_that_company(desk: Desk) -> None:
    text = (
        "First Name,Last Name,Organization Name,Organization Title,Email,Phone\n,,Plumber Joe,,,(212) 555-0199\n"
        ",,Gasthof Krone,,info@krone.example,\nAna,Roe,Plumber Joe,Owner,ana@joe.example,\n,,Acme,,dana@acme.example,\n"
    )
    report = desk.take_in(text)
    assert report.total == Counts(read=4, created=4)
    found = "SELECT c.kind, c.name, k.name FROM contact c LEFT JOIN contact k ON k.id = c.company ORDER BY c.name"
    assert desk.rows(found) == [
        ("company", "Acme", None),
        ("person", "Ana Roe", "Plumber Joe"),
        ("company", "Gasthof Krone", None),
        ("company", "Plumber Joe", None),
        ("person", "dana@acme.example", "Acme"),
    ]
    assert desk.take_in(text).total == Counts(read=4, unchanged=4)


def test_somebody_of_a_company_without_a_name_is_refused(desk: Desk) -> None:
    report = desk.take_in("Last Name,Organization Name,Organization Title\nRoe,Acme,Owner\n,Acme,Buyer\n")
    assert [each.row for each in report.rejections] == [3]
