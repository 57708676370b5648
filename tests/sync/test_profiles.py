"""Members say of themselves what they like, on whichever laptop, and it reaches the others."""

import pytest

from crm_desktop.acts import set_fields
from crm_desktop.journal.undo import undo_last
from crm_desktop.sync.conflicts import clashed_records
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.profile import why_not_profile
from crm_desktop.sync.set_aside import aside_records
from tests.sync.laptops import Firm
from tests.sync.test_workspace_settings import two

SAID = {"name": "Ben B. Ode", "job_title": "Driver", "email": "ben@hartwell.example", "phone": "+4930123456"}


@pytest.mark.parametrize("rights", ["sales", "service", "marketing"])
def test_what_a_member_says_of_themselves_reaches_everybody(firm: Firm, rights: str) -> None:
    first, laptop = two(firm, rights)
    ben = laptop.journal.member
    assert ben is not None
    with laptop.workspace.reader() as reader:
        assert why_not_profile(reader) == ""
    set_fields(laptop.journal, ben, SAID)
    laptop.sync()
    first.sync()
    for name, value in SAID.items():
        assert first.one(f"SELECT {name} FROM member WHERE id = ?", ben) == value
    undo_last(laptop.journal)
    laptop.sync()
    first.sync()
    assert first.one("SELECT name FROM member WHERE id = ?", ben) == "Ben Ode"
    assert first.hash == laptop.hash
    with laptop.workspace.reader() as reader:
        assert aside_records(reader) == []


def test_what_makes_more_of_a_member_is_kept_aside_and_the_profile_is_not(firm: Firm) -> None:
    first, laptop = two(firm, "sales")
    ben = laptop.journal.member
    assert ben is not None
    set_fields(laptop.journal, ben, {"phone": SAID["phone"]})
    set_fields(laptop.journal, ben, {"role": "owner"})
    laptop.sync()
    first.sync()
    for each in (first, laptop):
        assert each.one("SELECT role || phone FROM member WHERE id = ?", ben) == f"sales{SAID['phone']}"
    with laptop.workspace.reader() as reader:
        (aside,) = aside_records(reader)
    assert [each.value for each in aside.edits] == ["owner"]
    assert first.hash == laptop.hash


def test_a_member_decides_what_an_owner_wrote_into_the_profile_meanwhile(firm: Firm) -> None:
    first, laptop = two(firm, "sales")
    ben = laptop.journal.member
    assert ben is not None
    set_fields(first.journal, ben, {"job_title": "Seller"})
    set_fields(laptop.journal, ben, {"job_title": "Driver"})
    for each in (first, laptop, first):
        each.sync()
    with laptop.workspace.reader() as reader:
        (record,) = clashed_records(reader)
    resolve(laptop.journal, {record.clashes[0].cid: "mine"})
    for each in (laptop, first):
        each.sync()
        assert each.one("SELECT job_title FROM member WHERE id = ?", ben) == "Driver"
        assert each.one("SELECT count(*) FROM conflict WHERE state = 0") == 0
