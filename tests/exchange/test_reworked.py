"""Two rows that claim one id: what came last stands, and the same file again changes nothing."""

import pytest

from crm_desktop.exchange import plan
from crm_desktop.exchange.import_report import Counts
from tests.exchange.import_desk import Desk

TWICE = "ID,Name,Email,Phone\n1,Ana Roe,ana@example.com,+44 20 7946 0958\n1,Ann Roe,ann@example.com,+44 20 7946 0999\n"


def steps(desk: Desk) -> int:
    return int(desk.rows("SELECT count(*) FROM step")[0][0])


def test_rows_with_one_id_change_nothing_when_their_file_comes_again(desk: Desk) -> None:
    first = desk.take_in(TWICE)
    assert first.total == Counts(read=2, created=1, updated=1)
    assert desk.rows("SELECT name FROM contact") == [("Ann Roe",)]
    before = steps(desk)
    again = desk.take_in(TWICE)
    assert again.total == Counts(read=2, unchanged=2)
    assert (again.batch, again.changes, again.changed_fields, steps(desk)) == (None, [], 0, before)


def test_the_rehearsal_says_that_rows_claim_one_id(desk: Desk) -> None:
    for _time in range(2):
        report = desk.take_in(TWICE)
        assert [each for each in report.warnings if "of an earlier row" in each and "“1” (1×)" in each]


def test_equal_rows_with_one_id_are_no_claim(desk: Desk) -> None:
    text = "ID,Name\n1,Ana Roe\n1,Ana Roe\n"
    assert not [each for each in desk.take_in(text).warnings if "of an earlier row" in each]
    assert not [each for each in desk.take_in(text).warnings if "of an earlier row" in each]


def test_rows_far_apart_change_nothing_and_leave_no_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "CHUNK_ROWS", 1)
    desk.take_in(TWICE)
    before = steps(desk)
    again = desk.take_in(TWICE)
    assert again.total == Counts(read=2, unchanged=2)
    assert (again.batch, again.step, again.changes, steps(desk)) == (None, None, [], before)
    assert desk.rows("SELECT name FROM contact") == [("Ann Roe",)]


def test_what_else_such_a_file_changes_is_told_alone(desk: Desk) -> None:
    text = TWICE + "2,Ben Lee,ben@example.com,\n"
    desk.take_in(text)
    report = desk.take_in(text.replace("Ben Lee", "Ben Leigh"))
    assert report.total == Counts(read=3, unchanged=2, updated=1)
    assert {each.record for each in report.changes} == {"Ben Leigh"}
    assert desk.rows("SELECT name FROM contact ORDER BY name") == [("Ann Roe",), ("Ben Leigh",)]


def test_deals_with_one_id_change_nothing_either(desk: Desk) -> None:
    text = "Deal ID,Deal name,Amount\nD1,Renewal,100\nD1,Renewal,200\n"
    desk.take_in(text, "deals", "deals.csv")
    again = desk.take_in(text, "deals", "deals.csv")
    assert again.total == Counts(read=2, unchanged=2)
    assert [each for each in again.warnings if "of an earlier row" in each and "“D1” (1×)" in each]


def test_rows_with_one_address_and_other_names_are_told(desk: Desk) -> None:
    text = "Name,Email\nAna Roe,info@x.example\nBen Lee,info@x.example\n"
    for counts in (Counts(read=2, created=1, updated=1), Counts(read=2, unchanged=2)):
        report = desk.take_in(text)
        assert report.total == counts
        assert [each for each in report.warnings if "of an earlier row" in each and "“info@x.example” (1×)" in each]
