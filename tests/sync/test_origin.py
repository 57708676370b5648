"""Copies of one workspace know each other by the step that made it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import add_contact
from crm_desktop.sync.connection import Address
from crm_desktop.sync.joining import bind_owner
from crm_desktop.sync.origin import origin
from crm_desktop.sync.parcel_devices import trust
from tests.conftest import MovedClock
from tests.sync.vans import Van

OFFICE = Address("office.hartwell.example", 5432, "hartwell", "nora", "only for these tests")


@pytest.fixture
def copies(empty_workspace: Path, tmp_path: Path, clock: MovedClock) -> Iterator[tuple[Van, Van, bytes]]:
    """A workspace that was restored, with one contact, and a laptop with a copy of it."""
    desk_folder, van_folder = (tmp_path / name / empty_workspace.name for name in ("desk", "van"))
    shutil.copytree(empty_workspace, desk_folder)
    desk = Van(desk_folder, "desk", clock)
    ben = add_contact(desk.journal, "person", {"name": "Ben Calloway", "email": "ben@acme.example"})
    desk.workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copytree(desk_folder, van_folder)
    van = Van(van_folder, "van", clock)
    yield desk, van, ben
    for each in (desk, van):
        each.workspace.close()


def test_a_copy_that_is_bound_to_a_server_still_knows_the_others(copies: tuple[Van, Van, bytes]) -> None:
    desk, van, _ben = copies
    with desk.workspace.reader() as reader:
        before = origin(reader)
    bind_owner(desk.journal, OFFICE)
    assert [desk.one("SELECT hlc FROM step WHERE seq = 1"), desk.one("SELECT site FROM step WHERE seq = 1")] != before
    for each in (desk, van):
        with each.workspace.reader() as reader:
            assert origin(reader) == before


def test_parcels_go_both_ways_after_one_copy_was_bound_to_a_server(
    copies: tuple[Van, Van, bytes], clock: MovedClock
) -> None:
    desk, van, ben = copies
    bind_owner(desk.journal, OFFICE)
    trust(desk.journal, van.card())
    trust(van.journal, desk.card())
    clock.move(minutes=1)
    set_fields(van.journal, ben, {"notes": "Asked about the quote"})
    set_fields(desk.journal, ben, {"job_title": "Buyer"})
    desk.read(van.parcel(desk))
    van.read(desk.parcel(van))
    assert desk.hash == van.hash
    assert (desk.conflicts(), van.conflicts()) == (0, 0)
