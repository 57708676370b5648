"""A member who is removed while offline, and comes back: told, nothing lost, and gone on with."""

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import NoMember
from crm_desktop.sync.background import Background
from crm_desktop.sync.joining import join
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.server.members import Wanted, add_member, remove_member, renew_password
from crm_desktop.sync.trouble import Trouble, noted_trouble
from tests.sync.laptops import Firm


def test_who_is_removed_while_offline_keeps_the_edits_and_sends_them_after_coming_back(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    made = add_member(first.journal, Wanted("Ole Berg"))
    first.sync()
    ole = firm.another(made.address.user, made.password)
    ole.sync()
    edit_contact(ole.journal, dana, {"job_title": "Buyer"})
    remove_member(first.journal, "Ole Berg")
    with pytest.raises(NoMember, match="the workspace’s owner removed them"):
        ole.sync()
    with pytest.raises(NoMember):
        Background(ole.workspace).exchange()
    with ole.workspace.reader() as reader:
        assert noted_trouble(reader) is Trouble.MEMBER
    assert ole.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    with ole.workspace.reader() as reader:
        assert unsent_count(reader) == 1
    again = add_member(first.journal, Wanted("Ole Berg"))
    join(ole.journal, again.address._replace(password=again.password))
    for laptop in (ole, first, ole):
        laptop.sync()
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert first.hash == ole.hash


def test_a_lost_password_is_replaced_by_another(firm: Firm) -> None:
    first = firm.first()
    made = add_member(first.journal, Wanted("Ole Berg"))
    first.sync()
    ole = firm.another(made.address.user, made.password)
    ole.sync()
    again = renew_password(first.journal, "Ole Berg")
    assert (again.member, again.address.user) == ("Ole Berg", made.address.user)
    with pytest.raises(NoMember):
        ole.sync()
    join(ole.journal, again.address._replace(password=again.password))
    dana = add_contact(ole.journal, "person", {"name": "Dana Whitfield"})
    for laptop in (ole, first):
        laptop.sync()
    assert first.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"


def test_an_owner_who_takes_another_password_goes_on_with_it(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    made = renew_password(first.journal, "anna")
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    assert first.sync().pushed > 0
    second = firm.another("anna", made.password)
    second.sync()
    assert second.hash == first.hash
