"""Parcels and cards that must not be taken: changed, for others, of strangers, too late or too early."""

import json
import shutil
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import RefusedParcel, UnknownRecord
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.parcel import read_parcel
from crm_desktop.sync.parcel_devices import device_called, known_devices, own_keys, trust
from crm_desktop.workspace import create_workspace, open_workspace
from tests.conftest import CHEAP, PASSPHRASE, MovedClock
from tests.sync.laptops import Laptop
from tests.sync.vans import Van


def test_a_changed_parcel_is_refused_and_nothing_is_taken_over(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    parcel, before = desk.parcel(van), van.hash
    for at in range(0, len(parcel), 37):
        changed = bytearray(parcel)
        changed[at] ^= 1
        with pytest.raises(RefusedParcel):
            van.read(bytes(changed))
    for end in (0, 5, 20, len(parcel) // 2, len(parcel) - 1):
        with pytest.raises(RefusedParcel):
            van.read(parcel[:end])
    assert van.hash == before


def test_a_parcel_for_another_device_is_refused(laptops: list[Van]) -> None:
    desk, van, shop = laptops
    with pytest.raises(RefusedParcel, match="another device"):
        shop.read(desk.parcel(van))


def test_nobody_but_the_recipient_can_read_what_is_in_a_parcel(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    parcel = desk.parcel(van)
    assert b"Dana" not in parcel
    assert b"van" not in parcel


def test_a_parcel_of_an_unknown_device_is_refused(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    van.workspace.store.writer.execute("DELETE FROM parcel_device WHERE name = 'desk'")
    with pytest.raises(RefusedParcel, match="not known here"):
        van.read(desk.parcel(van))


def test_a_card_of_another_workspace_is_refused(laptops: list[Van], tmp_path: Path, clock: MovedClock) -> None:
    settings = {"currency": "EUR", "region": "DE", "zone": "Europe/Berlin"}
    folder = tmp_path / "Other.crm"
    create_workspace(folder, PASSPHRASE, settings, member="Ben", clock=clock, argon=CHEAP).close()
    stranger = Van(folder, "stranger", clock)
    with pytest.raises(RefusedParcel, match="another workspace"):
        trust(laptops[0].journal, stranger.card())
    stranger.workspace.close()


def test_a_card_that_was_changed_is_refused(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    card = json.loads(van.card())
    card["name"] = "mallory"
    for changed in (json.dumps(card).encode(), b"{}", b"", b"[]", van.card()[:-40]):
        with pytest.raises(RefusedParcel):
            trust(desk.journal, changed)


def test_a_plain_copy_of_this_workspace_is_refused_and_told_what_to_do(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    van.workspace.store.writer.execute("UPDATE ctx SET site = ?", (desk.one("SELECT site FROM ctx"),))
    with pytest.raises(RefusedParcel, match="restoring a backup"):
        trust(desk.journal, van.card())


def test_a_restored_workspace_has_keys_of_its_own(laptops: list[Van]) -> None:
    desk = laptops[0]
    before = own_keys(desk.journal)
    assert own_keys(desk.journal) == before
    take_new_site(desk.workspace.store.writer)
    assert own_keys(desk.journal) != before


def test_a_parcel_that_begins_after_what_is_here_is_refused_and_one_with_everything_is_taken(
    laptops: list[Van], tmp_path: Path, clock: MovedClock
) -> None:
    desk, van, _shop = laptops
    van.workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(van.workspace.folder, tmp_path / "old" / van.workspace.folder.name)
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    van.read(desk.parcel(van))
    desk.read(van.parcel(desk))
    add_contact(desk.journal, "person", {"name": "Ben Calloway"})
    late = desk.parcel(van)
    # the laptop is set back to where it was, with its keys
    folder = van.workspace.folder
    van.workspace.close()
    shutil.rmtree(folder)
    shutil.move(tmp_path / "old" / folder.name, folder)
    back = Laptop(open_workspace(folder, PASSPHRASE, clock=clock))
    with pytest.raises(RefusedParcel, match="with everything"):
        read_parcel(back.journal, late)
    read_parcel(back.journal, desk.parcel(van, whole=True))
    assert back.hash == desk.hash
    back.workspace.close()


def test_a_parcel_from_a_clock_far_ahead_is_refused(laptops: list[Van], clock: MovedClock) -> None:
    desk, van, _shop = laptops
    clock.move(days=365 * 70)
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    parcel = desk.parcel(van)
    clock.move(days=-365 * 70)
    for attempt in (lambda: van.read(parcel), lambda: desk.parcel(van)):
        with pytest.raises(RefusedParcel, match="a day ahead"):
            attempt()


def test_a_member_who_may_only_read_brings_nothing(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    parcel = desk.parcel(van)
    with van.journal.transaction("Edit member") as tx:
        member = tx.connection.execute("SELECT id FROM member").fetchone()[0]
        tx.update("member", member, {"role": "read_only"})
    with pytest.raises(RefusedParcel, match="may not write"):
        van.read(parcel)


def test_an_unknown_name_is_told_to_take_the_card_first(laptops: list[Van]) -> None:
    with laptops[0].workspace.reader() as reader:
        assert [each.name for each in known_devices(reader)] == ["shop", "van"]
        with pytest.raises(UnknownRecord, match="parcel trust"):
            device_called(reader, "Nobody")
        with pytest.raises(UnknownRecord, match="2 devices"):
            device_called(reader, "Anna Snelling")
