"""Empty cells take phone numbers and addresses away where the user wishes it, told before and after, and taken back."""

import pytest

from crm_desktop.exchange.import_options import ImportOptions
from crm_desktop.exchange.import_report import Counts
from crm_desktop.journal.undo import undo_last
from tests.exchange.import_desk import Desk

FIRST = (
    "ID,Name,Email,Phone,Mobile,Street,City,Country\n"
    "1,Ana Roe,ana@example.com,+44 20 7946 0958,+44 7700 900123,1 High St,Leeds,GB\n"
)
EMPTIES = ImportOptions(empties=True)
POINTS = "SELECT kind, label, value, is_primary FROM contact_point WHERE removed_at IS NULL ORDER BY kind, position"


def test_empty_cells_take_points_away_only_where_that_is_wished(desk: Desk) -> None:
    desk.take_in(FIRST)
    before = desk.rows(POINTS)
    emptied = "ID,Name,Email,Phone,City\n1,Ana Roe,,,\n"
    assert desk.take_in(emptied).total == Counts(read=1, unchanged=1)
    assert desk.rows(POINTS) == before
    report = desk.take_in(emptied, options=EMPTIES)
    assert report.total == Counts(read=1, updated=1)
    assert sorted((each.field, each.before, each.after) for each in report.changes) == [
        ("Address", "1 High St, Leeds, United Kingdom", "1 High St, United Kingdom"),
        ("Email", "ana@example.com", ""),
        ("Phone", "+44 20 7946 0958", ""),
    ]
    # the number that is left is the main one now
    assert [row for row in desk.rows(POINTS) if row[0] == "phone"] == [("phone", "mobile", "+44 7700 900123", 1)]
    assert [row[0] for row in desk.rows(POINTS)] == ["address", "phone"]
    assert desk.take_in(emptied.replace("Phone,", "Fax,"), options=EMPTIES).total.unchanged == 1
    undo_last(desk.journal)
    assert desk.rows(POINTS) == before


def test_an_address_without_any_part_is_gone(desk: Desk) -> None:
    desk.take_in(FIRST)
    desk.take_in("ID,Name,Street,City,Country\n1,Ana Roe,,,\n", options=EMPTIES)
    assert {row[0] for row in desk.rows(POINTS)} == {"email", "phone"}


def test_a_number_in_another_cell_of_the_row_stays(desk: Desk) -> None:
    desk.take_in("ID,Name,Phone\n1,Ana Roe,+44 20 7946 0958\n")
    report = desk.take_in("ID,Name,Phone,Work phone\n1,Ana Roe,,+44 20 7946 0958\n", options=EMPTIES)
    assert report.total.unchanged == 1


@pytest.mark.parametrize(("kept", "left"), [("a@x.example", 1), ("", 0)])
def test_where_a_file_has_any_number_of_points_the_row_holds_all_of_them(desk: Desk, kept: str, left: int) -> None:
    header = "ID,Name,E-mail 1 - Value,E-mail 2 - Value\n"
    desk.take_in(f"{header}1,Ana Roe,a@x.example,b@x.example\n")
    desk.take_in(f"{header}1,Ana Roe,{kept},\n", options=EMPTIES)
    assert len(desk.rows(POINTS)) == left


def test_fields_that_cannot_be_empty_say_so(desk: Desk) -> None:
    desk.take_in("Name,Email\nAna Roe,ana@example.com\n")
    report = desk.take_in("Name,Email\n,ana@example.com\n", options=EMPTIES)
    assert [each for each in report.warnings if "“Name”: empty cells left the field as it is" in each]
    assert desk.rows("SELECT name FROM contact") == [("Ana Roe",)]
