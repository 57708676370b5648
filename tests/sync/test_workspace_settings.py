"""A member who does not lead changes no setting of the whole workspace, with whichever program."""

import json

import pytest

from crm_desktop.errors import NotYours
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.store.leading import why_not_led
from crm_desktop.store.workspace_settings import setting_value
from crm_desktop.sync.set_aside import aside_records
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_mishaps import add_contact_member, admin


def shown(laptop: Laptop, name: str) -> str:
    with laptop.workspace.reader() as reader:
        return setting_value(reader, name, laptop.journal.member)


def two(firm: Firm, rights: str) -> tuple[Laptop, Laptop]:
    """Return Anna's laptop, whose workspace counts in euros, and that of Ben."""
    first = firm.first()
    save_setting(first.journal, "currency", "EUR")
    ben = add_contact_member(first, "Ben Ode")
    first.sync()
    laptop = firm.another("ben", firm.add_member("ben", ben, rights))
    laptop.sync()
    return first, laptop


def test_who_does_not_lead_is_told_who_does(firm: Firm) -> None:
    first, laptop = two(firm, "sales")
    with pytest.raises(NotYours, match=f"Owner: {first.one('SELECT name FROM member ORDER BY rid')}"):
        save_setting(laptop.journal, "currency", "USD")
    assert shown(laptop, "currency") == "EUR"
    # one's own is one's own, and so is the computer's
    save_setting(laptop.journal, "remind_before", "30")
    save_setting(laptop.journal, "theme", "dark")
    laptop.sync()
    first.sync()
    assert (shown(laptop, "remind_before"), shown(first, "remind_before")) == ("30", "15")
    with laptop.workspace.reader() as reader:
        assert aside_records(reader) == []


@pytest.mark.parametrize("rights", ["owner", "manager"])
def test_who_leads_changes_them(firm: Firm, rights: str) -> None:
    first, laptop = two(firm, rights)
    save_setting(laptop.journal, "currency", "USD")
    laptop.sync()
    first.sync()
    assert shown(first, "currency") == "USD"


def test_whose_rights_change_is_told_after_the_next_exchange(firm: Firm) -> None:
    _first, laptop = two(firm, "sales")
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET rights = 'manager' WHERE role_name = 'ben'")
    laptop.sync()
    with laptop.workspace.reader() as reader:
        assert why_not_led(reader) == ""


def test_what_an_older_program_changed_is_kept_aside(firm: Firm) -> None:
    first, laptop = two(firm, "sales")
    record = laptop.one("SELECT id FROM setting WHERE name = 'currency' AND removed_at IS NULL")
    assert isinstance(record, bytes)
    # older programs ask nobody
    with laptop.journal.transaction("Change setting Currency") as tx:
        tx.update("setting", record, {"value": json.dumps("USD")})
    laptop.sync()
    first.sync()
    assert (shown(laptop, "currency"), shown(first, "currency")) == ("EUR", "EUR")
    with laptop.workspace.reader() as reader:
        (aside,) = aside_records(reader)
    assert [json.loads(str(each.value)) for each in aside.edits] == ["USD"]
    assert aside.edits[0].reason == "Your role may not change such records."
    assert laptop.hash == first.hash


def test_a_product_that_a_set_back_server_lost_stays_with_whoever_may_not_send_it(firm: Firm) -> None:
    first, laptop = two(firm, "sales")
    with first.journal.transaction("Add product") as tx:
        product = tx.insert("product", {"name": "Oven"})
    first.sync()
    laptop.sync()
    with admin(firm) as connection:
        connection.execute("DELETE FROM crm.row WHERE id = %s", (product.hex(),))
    for each in (laptop, first, laptop):
        each.workspace.store.writer.execute("UPDATE sync SET last_digest_at = NULL")
        each.sync()
        assert each.one("SELECT name FROM product WHERE id = ?", product) == "Oven"
    third = firm.another()
    third.sync()
    assert third.hash == first.hash == laptop.hash
