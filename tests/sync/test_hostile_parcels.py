"""Parcels of a member who means harm, with a changed program: what the server would refuse is not taken."""

import json
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.member_actions import note_role
from crm_desktop.journal.setting_actions import save_setting
from crm_desktop.sync.outbox import REFUSED
from crm_desktop.sync.parcel import Taken, read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import ParcelDevice, known_devices, own_body, own_card, own_keys, trust
from crm_desktop.sync.wire import Act, Change, Step, batches
from crm_desktop.vault.parcels import sealed
from tests.sync.laptops import Firm, Laptop
from tests.sync.office import SETTING, new_record
from tests.sync.test_mishaps import add_contact_member
from tests.sync.test_workspace_settings import shown, two

MEMBER, PRODUCT, VIEW, CONTACT, DEAL = 18, 8, 20, 1, 12
INSERT, UPDATE = 1, 2
Group = tuple[int, str | None, Sequence[Change]]


def trusting(firm: Firm, rights: str = "sales") -> tuple[Laptop, Laptop]:
    """Return the laptops of Anna, who leads, and of Ben, who took each other's cards."""
    first, laptop = two(firm, rights)
    first.sync()
    know_each_other(first, laptop)
    settle(first, laptop)
    return first, laptop


def settle(*laptops: Laptop) -> None:
    """Let each know of the others' joining."""
    for sender, to in permutations(laptops, 2):
        given(sender, to)


def know_each_other(*laptops: Laptop) -> None:
    for here, there in permutations(laptops, 2):
        trust(here.journal, own_card(there.journal, "laptop"))


def device_of(sender: Laptop, to: Laptop) -> ParcelDevice:
    with sender.workspace.reader() as reader:
        return next(each for each in known_devices(reader) if each.site == site_of(to))


def given(sender: Laptop, to: Laptop) -> Taken:
    """Let `to` read a parcel that `sender` writes as everybody does."""
    return read_parcel(to.journal, write_parcel(sender.journal, device_of(sender, to), "laptop").parcel)


def forged(sender: Laptop, to: Laptop, *groups: Group) -> Taken:
    """Let `to` read a parcel that `sender` made up: each group is a step of a site and a member with its changes."""
    made: list[dict[str, Any]] = []
    for number, (site, member, changes) in enumerate(groups):
        hlc = int(str(to.one("SELECT max(hlc) FROM step"))) + 1 + number
        (batch,) = batches([Act(Step(hlc, 1, "Edit"), tuple(changes))])
        made.append({"site": site, "member": member, "batches": [batch.text]})
    content = {"card": own_body(sender.journal, "laptop"), "since": {}, "groups": made, "erased": []}
    return read_parcel(
        to.journal, sealed(json.dumps(content).encode(), own_keys(sender.journal), device_of(sender, to).keys)
    )


def change(table: int, op: int, values: dict[str, Any], record: str = "") -> Change:
    return Change(table, record or new_record(), op, values, {})


def site_of(laptop: Laptop) -> int:
    return int(str(laptop.one("SELECT site FROM ctx")))


def hexed(record: object) -> str:
    assert isinstance(record, bytes)
    return record.hex()


def test_what_only_leaders_write_is_left_out_and_the_rest_is_taken(firm: Firm) -> None:
    first, laptop = trusting(firm)
    currency = laptop.one("SELECT id FROM setting WHERE name = 'currency' AND removed_at IS NULL")
    assert isinstance(currency, bytes)
    # older programs ask nobody
    with laptop.journal.transaction("Change setting Currency") as tx:
        tx.update("setting", currency, {"value": json.dumps("USD")})
    with laptop.journal.transaction("Add product") as tx:
        tx.insert("product", {"name": "Oven"})
    ben = laptop.journal.member
    assert ben is not None
    set_fields(laptop.journal, ben, {"role": "owner"})
    set_fields(laptop.journal, ben, {"phone": "+4930123456"})
    dana = add_contact(laptop.journal, "person", {"name": "Dana Whitfield"})
    taken = given(laptop, first)
    assert (taken.steps, taken.left_out) == (2, 3)
    assert shown(first, "currency") == "EUR"
    assert first.one("SELECT count(*) FROM product") == 0
    assert first.one("SELECT role || phone FROM member WHERE id = ?", ben) == "sales+4930123456"
    assert first.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"
    # the server thinks the same, and both are equal again
    for each in (laptop, first):
        each.sync()
    assert first.hash == laptop.hash


def test_what_the_server_refused_does_not_travel_in_parcels(firm: Firm) -> None:
    first, laptop = trusting(firm)
    with laptop.journal.transaction("Add product") as tx:
        tx.insert("product", {"name": "Oven"})
    laptop.sync()
    assert laptop.one(f"SELECT count(*) FROM step WHERE state = {REFUSED}") == 1
    taken = given(laptop, first)
    assert (taken.steps, taken.left_out) == (0, 0)


@pytest.mark.parametrize("author", ["own", "owner", "stranger", None])
@pytest.mark.parametrize(
    ("table", "values"),
    [
        (MEMBER, {"20": "Eve", "22": "owner"}),
        (PRODUCT, {"20": "Oven"}),
        (SETTING, {"20": "currency", "21": '"USD"'}),
        (SETTING, {"20": "currency", "21": '"USD"', "22": None}),
        (SETTING, {"20": "remind_before", "21": '"5"', "22": "0" * 31 + "7"}),
        (VIEW, {"20": "Mine", "21": "contacts", "1": "0" * 31 + "7"}),
    ],
    ids=str,
)
def test_nobody_who_does_not_lead_brings_it_in_whoever_s_name(
    firm: Firm, author: str | None, table: int, values: dict[str, Any]
) -> None:
    first, laptop = trusting(firm)
    names = {"own": hexed(laptop.journal.member), "owner": hexed(first.journal.member), "stranger": "0" * 32}
    before = first.hash
    group = (site_of(laptop), names.get(author or ""), [change(table, INSERT, values)])
    taken = forged(laptop, first, group)
    assert (taken.steps, taken.left_out) == (0, 1)
    assert first.hash == before


@pytest.mark.parametrize("field", ["22", "23", "24", "25", "2", "1"])
def test_nobody_raises_a_member_by_a_parcel(firm: Firm, field: str) -> None:
    first, laptop = trusting(firm)
    ben, before = hexed(laptop.journal.member), first.hash
    values = {"26": "Driver", field: "owner" if field == "22" else 0}
    for author in (ben, hexed(first.journal.member)):
        taken = forged(laptop, first, (site_of(laptop), author, [change(MEMBER, UPDATE, values, ben)]))
        assert taken.left_out == 1
    assert first.hash == before


def test_one_s_own_settings_do_not_become_everybody_s_within_a_parcel(firm: Firm) -> None:
    first, laptop = trusting(firm)
    ben, record, before = hexed(laptop.journal.member), new_record(), first.hash
    mine = change(SETTING, INSERT, {"20": "currency", "21": '"USD"', "22": ben}, record)
    ours = change(SETTING, UPDATE, {"22": None}, record)
    taken = forged(laptop, first, (site_of(laptop), ben, [mine, ours]))
    assert (taken.steps, taken.left_out, first.hash) == (0, 1, before)
    taken = forged(laptop, first, (site_of(laptop), ben, [mine]), (site_of(laptop), ben, [ours]))
    assert (taken.steps, taken.left_out) == (1, 1)
    assert shown(first, "currency") == "EUR"


def test_a_role_that_writes_no_deals_brings_none(firm: Firm) -> None:
    first, laptop = trusting(firm, "marketing")
    ben = hexed(laptop.journal.member)
    note_role(first.journal, bytes.fromhex(ben), "marketing")
    groups = [
        (site_of(laptop), ben, [change(table, INSERT, values)])
        for table, values in ((DEAL, {"20": "Ovens"}), (CONTACT, {"20": "person", "21": "Dana"}))
    ]
    taken = forged(laptop, first, *groups)
    assert (taken.steps, taken.left_out) == (1, 1)
    # in somebody else's name nothing is made
    forged_one = change(CONTACT, INSERT, {"20": "person", "21": "Eve", "created_by": hexed(first.journal.member)})
    assert forged(laptop, first, (site_of(laptop), ben, [forged_one])).left_out == 1


def test_whoever_leads_brings_everything_and_passes_on_what_others_may_not_bring(firm: Firm) -> None:
    first, laptop = trusting(firm)
    save_setting(first.journal, "currency", "CHF")
    with first.journal.transaction("Add product") as tx:
        tx.insert("product", {"name": "Oven"})
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    taken = given(first, laptop)
    assert (taken.steps, taken.left_out) == (3, 0)
    assert shown(laptop, "currency") == "CHF"
    assert laptop.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"


def test_what_somebody_without_the_right_passes_on_comes_with_the_leader_s_own_parcel(firm: Firm) -> None:
    first, laptop = trusting(firm)
    cleo = add_contact_member(first, "Cleo Park")
    first.sync()
    third = firm.another("cleo", firm.add_member("cleo", cleo))
    for each in (third, laptop):
        each.sync()
    know_each_other(first, laptop, third)
    settle(first, laptop, third)
    ada = add_contact(first.journal, "person", {"name": "Ada Boyd"})
    save_setting(first.journal, "currency", "CHF")
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    assert given(first, laptop).steps == 3
    # up to what only she may bring, and nothing behind it: nothing of hers is taken to be here that is not
    passed = given(laptop, third)
    assert (passed.steps, passed.left_out) == (1, 2)
    assert shown(third, "currency") == "EUR"
    assert [third.one("SELECT 1 FROM contact WHERE id = ?", each) for each in (ada, dana)] == [1, None]
    given(third, first)
    taken = given(first, third)
    assert (taken.steps, taken.left_out) == (2, 0)
    assert shown(third, "currency") == "CHF"
    assert first.hash == third.hash == laptop.hash
