"""The owner changes what a member may do and sees, without a new invitation."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, NotAllowed, WrongUsage
from crm_desktop.sync.server.members import Wanted, add_member, change_member
from crm_desktop.sync.set_aside import aside_records
from tests.sync.laptops import Firm, Laptop


def joined(firm: Firm, first: Laptop, rights: str = "sales", sees: str = "all") -> Laptop:
    """Return the laptop of Ole, who joined."""
    made = add_member(first.journal, Wanted("Ole Berg", rights, sees))
    first.sync()
    laptop = firm.another(made.address.user, made.password)
    laptop.sync()
    return laptop


def names(laptop: Laptop) -> set[str]:
    with laptop.workspace.reader() as reader:
        return {row[0] for row in reader.execute("SELECT name FROM contact WHERE removed_at IS NULL")}


def test_records_out_of_sight_leave_the_laptop_and_come_back(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    ole = joined(firm, first)
    add_contact(ole.journal, "person", {"name": "Ben Ode"})
    ole.sync()
    assert names(ole) == {"Dana Whitfield", "Ben Ode"}
    done = change_member(first.journal, "Ole Berg", sees="me")
    assert done == {"login": "ole_berg", "role": "sales", "sees": "me"}
    edit_contact(ole.journal, dana, {"job_title": "Buyer"})
    ole.sync()
    assert names(ole) == {"Ben Ode"}
    with ole.workspace.reader() as reader:
        (aside,) = aside_records(reader)
    assert [each.value for each in aside.edits] == ["Buyer"]
    first.sync()
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) is None
    assert names(first) == {"Dana Whitfield", "Ben Ode"}
    change_member(first.journal, "ole_berg", sees="all")
    ole.sync()
    assert names(ole) == {"Dana Whitfield", "Ben Ode"}


def test_a_role_that_was_changed_holds_at_once_and_is_known_everywhere(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    ole = joined(firm, first)
    change_member(first.journal, "Ole Berg", "read_only")
    edit_contact(ole.journal, dana, {"job_title": "Buyer"})
    first.sync()
    ole.sync()
    first.sync()
    assert ole.one("SELECT rights FROM sync") == "read_only"
    for each in (first, ole):
        assert each.one("SELECT role FROM member WHERE name = 'Ole Berg'") == "read_only"
        assert each.one("SELECT job_title FROM contact WHERE id = ?", dana) is None
    change_member(first.journal, "Ole Berg", "owner")
    ole.sync()
    # an owner may change members, too, also who was owner alone before
    assert change_member(ole.journal, "anna", "manager")["role"] == "manager"


def test_only_an_owner_changes_rights_and_one_stays(firm: Firm) -> None:
    first = firm.first()
    ole = joined(firm, first, "manager")
    with pytest.raises(NotAllowed):
        change_member(ole.journal, "Ole Berg", "owner")
    with pytest.raises(NotAllowed):
        change_member(first.journal, "anna", "sales")
    for wrong in (("Ole Berg", "king"), ("Ole Berg", "reporting"), ("Ole Berg", "sales", "nobody")):
        with pytest.raises(WrongUsage):
            change_member(first.journal, *wrong)
    with pytest.raises(CrmError, match="no member called"):
        change_member(first.journal, "Eve", "sales")
