"""A profile that was copied is told apart from its original before it writes anything."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.store.sites import own_site
from crm_desktop.sync import copies
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle


@pytest.fixture
def folder(empty_workspace: Path, tmp_path: Path, clock: MovedClock) -> Path:
    """The folder of a workspace that was opened here before."""
    place = tmp_path / "here" / empty_workspace.name
    shutil.copytree(empty_workspace, place)
    site_in(place, clock)
    return place


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """What is open, closed at the end."""
    with ExitStack() as stack:
        yield stack


def site_in(folder: Path, clock: MovedClock) -> int:
    workspace = open_workspace(folder, PASSPHRASE, clock=clock)
    try:
        return site_of(workspace)
    finally:
        workspace.close()


def site_of(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return own_site(reader)


def copied(folder: Path, place: Path) -> Path:
    shutil.copytree(folder, place / folder.name, ignore=shutil.ignore_patterns("*lock*"))
    return place / folder.name


def test_a_workspace_that_is_opened_again_stays_what_it_is(folder: Path, clock: MovedClock) -> None:
    assert site_in(folder, clock) == site_in(folder, clock)


def test_a_folder_that_was_moved_stays_what_it_is(folder: Path, tmp_path: Path, clock: MovedClock) -> None:
    site = site_in(folder, clock)
    moved = shutil.move(folder, tmp_path / "Moved.crm")
    assert site_in(Path(moved), clock) == site


def test_a_copy_beside_it_takes_a_number_of_its_own(folder: Path, tmp_path: Path, clock: MovedClock) -> None:
    site = site_in(folder, clock)
    copy = copied(folder, tmp_path / "copy")
    other = site_in(copy, clock)
    assert other != site
    assert (site_in(folder, clock), site_in(copy, clock)) == (site, other)


@pytest.mark.parametrize("with_notes", [False, True])
def test_a_profile_on_another_computer_takes_a_number_of_its_own(
    folder: Path, tmp_path: Path, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, with_notes: bool
) -> None:
    site, notes = site_in(folder, clock), copies.notes_folder()
    monkeypatch.setattr(copies, "_machine_id", lambda: "another computer")
    monkeypatch.setattr(copies, "notes_folder", lambda: tmp_path / "notes")
    if with_notes:
        shutil.copytree(notes, tmp_path / "notes")
    assert site_in(folder, clock) != site


def test_a_copied_profile_loses_nothing_and_never_shares_a_number(
    firm: Firm, tmp_path: Path, opened: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    folder = first.workspace.folder
    first.workspace.close()
    first = Laptop(opened.enter_context(closing(open_workspace(folder, PASSPHRASE, clock=firm.clock))))
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    with first.workspace.store.writing:
        first.workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        place = copied(folder, tmp_path / "copy")
    monkeypatch.setattr(copies, "_machine_id", lambda: "another computer")
    second = Laptop(opened.enter_context(closing(open_workspace(place, PASSPHRASE, clock=firm.clock))))
    assert site_of(second.workspace) != site_of(first.workspace)
    edit_contact(first.journal, dana, {"nickname": "Dan"})
    edit_contact(second.journal, dana, {"department": "Kitchens"})
    settle(first, second)
    assert first.hash == second.hash
    for laptop in (first, second):
        found = laptop.one("SELECT job_title || nickname || department FROM contact WHERE id = ?", dana)
        assert found == "BuyerDanKitchens"
        with laptop.workspace.reader() as reader:
            assert (unsent_count(reader), count_conflicts(reader)) == (0, 0)
    # the number that it had on the first laptop was never used from the second
    assert len({site_of(laptop.workspace) for laptop in (first, second)}) == 2
