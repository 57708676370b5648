"""Sharing by parcels: real encrypted workspaces, files that are lost, late, doubled, in any order, or tampered with."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from crm_desktop.cli.app import command_line
from crm_desktop.cli.call import Call
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.journal.history import record_history
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.sites import take_new_site
from crm_desktop.sync.conflicts import clashed_records
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.parcel import read_parcel, write_parcel
from crm_desktop.sync.parcel_devices import known_devices, own_card, trust
from crm_desktop.sync.renaming import adopt_waiting
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.laptops import Firm
from tests.sync.vans import Van


def exchange(*laptops: Van) -> None:
    """Let everybody give everybody a parcel, so often that all that is known is known everywhere."""
    for _round in range(2):
        for here, there in permutations(laptops, 2):
            there.read(here.parcel(there))


def test_a_parcel_brings_records_with_their_history(laptops: list[Van], clock: MovedClock) -> None:
    desk, van, _shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield", "email": "dana@harborlane.example"})
    clock.move(minutes=5)
    edit_contact(desk.journal, dana, {"job_title": "Buyer"})
    taken = van.read(desk.parcel(van))
    assert (taken.sender.name, taken.steps, taken.conflicts) == ("desk", 2, 0)
    assert van.hash == desk.hash
    with van.workspace.reader() as reader:
        assert {step.label for step in record_history(reader, dana)} == {"Add Dana Whitfield", "Edit contact"}


def test_the_same_parcel_again_changes_nothing(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    parcel = desk.parcel(van)
    van.read(parcel)
    before = van.hash, van.one("SELECT count(*) FROM change"), van.one("SELECT count(*) FROM step")
    assert van.read(parcel).steps == 0
    assert (van.hash, van.one("SELECT count(*) FROM change"), van.one("SELECT count(*) FROM step")) == before


def test_a_later_parcel_read_first_holds_what_the_earlier_one_did(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    early = desk.parcel(van)
    edit_contact(desk.journal, dana, {"job_title": "Buyer"})
    late = desk.parcel(van)
    van.read(late)
    assert van.hash == desk.hash
    assert van.read(early).steps == 0
    assert van.hash == desk.hash


def test_a_parcel_passes_on_what_came_from_others(laptops: list[Van]) -> None:
    desk, van, shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    van.read(desk.parcel(van))
    edit_contact(van.journal, dana, {"job_title": "Buyer"})
    shop.read(van.parcel(shop))
    assert shop.hash == van.hash
    assert shop.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"


def test_a_parcel_holds_only_what_the_other_has_not(laptops: list[Van]) -> None:
    desk, van, _shop = laptops
    for number in range(40):
        add_contact(desk.journal, "person", {"name": f"Dana Whitfield {number}"})
    first = desk.parcel(van)
    van.read(first)
    desk.read(van.parcel(desk))
    assert len(desk.parcel(van)) < len(first) / 2


def test_two_edits_of_one_field_are_a_conflict_on_all_laptops_and_settling_it_empties_all_inboxes(
    laptops: list[Van], clock: MovedClock
) -> None:
    desk, van, shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    exchange(*laptops)
    clock.move(minutes=1)
    edit_contact(desk.journal, dana, {"job_title": "Buyer"})
    clock.move(minutes=1)
    edit_contact(van.journal, dana, {"job_title": "Owner"})
    exchange(*laptops)
    assert [each.conflicts() for each in laptops] == [1, 1, 1]
    assert desk.hash == van.hash == shop.hash
    with shop.workspace.reader() as reader:
        (record,) = clashed_records(reader)
    assert {record.clashes[0].mine.value, record.clashes[0].theirs.value} == {"Buyer", "Owner"}
    clock.move(minutes=1)
    resolve(shop.journal, {record.clashes[0].cid: "both"})
    exchange(*laptops)
    assert [each.conflicts() for each in laptops] == [0, 0, 0]
    assert desk.hash == van.hash == shop.hash


@pytest.mark.parametrize("seed", range(4))
def test_three_laptops_agree_however_their_parcels_travel(laptops: list[Van], clock: MovedClock, seed: int) -> None:
    chance = Random(seed)
    on_the_way: list[tuple[Van, bytes]] = []
    for number in range(60):
        clock.move(minutes=chance.randint(0, 90))
        laptop = chance.choice(laptops)
        work(laptop, chance, number)
        if chance.random() < 0.5:
            to = chance.choice([each for each in laptops if each is not laptop])
            on_the_way.append((to, laptop.parcel(to)))
        if on_the_way and chance.random() < 0.4:
            to, parcel = chance.choice(on_the_way)  # late, early, or once more
            to.read(parcel)
        if on_the_way and chance.random() < 0.2:
            on_the_way.remove(chance.choice(on_the_way))  # lost
    exchange(*laptops)
    desk, van, shop = laptops
    assert desk.hash == van.hash == shop.hash
    assert desk.conflicts() == van.conflicts() == shop.conflicts()
    clashes = [inbox(each) for each in laptops]
    assert clashes[0] == clashes[1] == clashes[2]


def work(laptop: Van, chance: Random, number: int) -> None:
    """Do something that people do."""
    with laptop.workspace.reader() as reader:
        found = [row[0] for row in reader.execute("SELECT id FROM contact ORDER BY id")]
    doing = chance.random()
    if not found or doing < 0.2:
        add_contact(laptop.journal, "person", {"name": f"Person {number}", "email": f"p{number}@harborlane.example"})
    elif doing < 0.9:
        field = chance.choice(("job_title", "nickname", "name"))
        edit_contact(laptop.journal, chance.choice(found), {field: f"{laptop.name} {number}"})
    else:
        remove_contacts(laptop.journal, [chance.choice(found)])


def inbox(laptop: Van) -> set[Any]:
    with laptop.workspace.reader() as reader:
        return set(
            reader.execute(
                "SELECT t.id, c.fld, c.lose, c.lose_hlc, c.lose_site FROM conflict c JOIN contact t ON t.rid = c.rid "
                "WHERE c.state = 0"
            ).fetchall()
        )


def test_undo_travels_in_parcels(laptops: list[Van], clock: MovedClock) -> None:
    desk, van, _shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    clock.move(minutes=1)
    edit_contact(desk.journal, dana, {"job_title": "Buyer"})
    van.read(desk.parcel(van))
    clock.move(minutes=1)
    undo_last(desk.journal)
    van.read(desk.parcel(van))
    assert van.one("SELECT job_title FROM contact WHERE id = ?", dana) is None
    assert van.hash == desk.hash


Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command on the workspace `folder` and returns its document."""
    monkeypatch.setenv("CRM_PASSPHRASE", PASSPHRASE)
    app, runner = command_line(), CliRunner()

    def ran(folder: Path, *arguments: str, code: int = 0) -> Any:
        done = runner.invoke(app, ["-w", str(folder), "--json", *arguments], obj=Call(lambda _opening: 0))
        assert done.exit_code == code, done.output
        return json.loads(done.stdout) if done.stdout else done.stderr

    return ran


def test_two_workspaces_share_by_files_from_the_command_line(
    workspace: Any, run: Run, tmp_path: Path, clock: MovedClock
) -> None:
    anna, ben, backup = workspace.folder, tmp_path / "Ben.crm", tmp_path / "all.crmbackup"
    workspace.close()
    run(anna, "backup", str(backup))
    run(anna, "restore", str(backup), str(ben))
    for here, there, name in ((anna, ben, "desk"), (ben, anna, "van")):
        made = run(here, "parcel", "card", str(tmp_path / f"{name}.card"), "--name", name)
        assert run(there, "parcel", "trust", str(tmp_path / f"{name}.card"))["fingerprint"] == made["fingerprint"]
    run(anna, "add", "people", "name=Dana Whitfield")
    file = str(tmp_path / "to-van.parcel")
    written = run(anna, "parcel", "write", "--to", "van", file, "--name", "desk")
    assert written["steps"] >= 1
    assert run(ben, "parcel", "read", file)["pulled"] >= 1
    assert run(ben, "parcel", "read", file)["steps"] == 0
    assert run(anna, "content-hash")["all"] == run(ben, "content-hash")["all"]
    assert [each["name"] for each in run(ben, "parcel", "devices")["devices"]] == ["desk"]


def test_a_parcel_and_the_server_bring_the_same_edits_once(firm: Firm) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    for here, there in ((first, second), (second, first)):
        trust(here.journal, own_card(there.journal, "laptop"))
    firm.clock.move(seconds=1)
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    edit_contact(first.journal, dana, {"job_title": "Owner"})
    with second.workspace.reader() as reader:
        to_first = known_devices(reader)[0]
    read_parcel(first.journal, write_parcel(second.journal, to_first, "laptop").parcel)
    assert first.one("SELECT count(*) FROM conflict WHERE state = 0") == 1
    for _round in range(2):
        first.sync()
        second.sync()
    assert first.hash == second.hash
    for laptop in (first, second):
        assert laptop.one("SELECT count(*) FROM conflict WHERE state = 0") == 1
        assert laptop.one("SELECT count(*) FROM step WHERE label = 'Edit contact'") == 2


def test_a_workspace_that_was_restored_before_it_is_shared_sends_everything_as_its_own(firm: Firm) -> None:
    first = firm.unbound()
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    take_new_site(first.workspace.store.writer)
    site = first.one("SELECT site FROM ctx")
    with first.journal.bookkeeping() as connection:
        adopt_waiting(connection)
    for table in ("contact", "member", "step"):
        column = "site" if table == "step" else "_site"
        assert first.one(f"SELECT count(*) FROM {table} WHERE {column} <> ?", site) == 0


def test_what_was_edited_since_a_restore_before_sharing_clashes_with_nothing(firm: Firm) -> None:
    first = firm.unbound()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "job_title": "Buyer"})
    take_new_site(first.workspace.store.writer)
    edit_contact(first.journal, dana, {"job_title": "Head of purchasing"})
    firm.prepare(first)
    first.sync()
    assert first.one("SELECT count(*) FROM conflict") == 0
    second = firm.another()
    second.sync()
    assert second.one("SELECT count(*) FROM conflict") == 0
    assert second.hash == first.hash
