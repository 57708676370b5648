"""A call or a note about somebody whom another laptop had removed meanwhile: a person decides, nothing hides."""

import shutil
from pathlib import Path

import pytest

from crm_desktop.activities.actions import edit_interaction, log_interaction, remove_activities
from crm_desktop.contacts.actions import add_contact, edit_contact, remove_contacts
from crm_desktop.journal.undo import undo_last
from crm_desktop.store.belonging import TOLD_UNTIL
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.deciding import resolve
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.removal import Parts, Written, edited_unseen
from tests.conftest import MovedClock
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle
from tests.sync.test_removals import REMOVED, count, waiting
from tests.sync.vans import Van

WHAT = {
    "call": {"kind": "call", "subject": "Asked about sails"},
    "note": {"kind": "note", "body": "Wants a visit in June"},
    "email": {"kind": "email", "subject": "Offer", "body": "Dear Dana", "direction": "out"},
    "wordless": {"kind": "call"},
}
SHOWN = {
    "call": [("Call", "Asked about sails")],
    "note": [("Text", "Wants a visit in June")],
    "email": [("Email", "Offer"), ("Text", "Dear Dana")],
}


def log(laptop: Laptop, what: str, link: str, contact: bytes) -> bytes:
    at = int(laptop.journal.clock().timestamp() * 1000)
    if link == "others":
        return log_interaction(laptop.journal, {**WHAT[what], "at": at}, others=[contact])
    return log_interaction(laptop.journal, {**WHAT[what], "at": at, link: contact})


def two(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    """Return two laptops that know Dana, and her id."""
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "phone": "+1 555 019 0200"})
    log(first, "call", "person", dana)
    first.sync()
    second = firm.another()
    second.sync()
    return first, second, dana


def removed_and_told(firm: Firm, what: str, link: str, *, told_first: bool) -> tuple[Laptop, Laptop, bytes, bytes]:
    first, second, dana = two(firm)
    made: list[bytes] = []

    def remove() -> None:
        remove_contacts(first.journal, [dana])

    def tell() -> None:
        made.append(log(second, what, link, dana))

    for act in (tell, remove) if told_first else (remove, tell):
        firm.clock.move(seconds=1)
        act()
    settle(first, second)
    return first, second, dana, made[0]


@pytest.mark.parametrize(
    ("what", "link", "told_first"),
    [
        ("call", "person", True),
        ("call", "person", False),
        ("note", "company", True),
        ("email", "others", False),
        ("email", "others", True),
        ("wordless", "person", False),
    ],
)
def test_what_is_told_of_a_removed_contact_waits_on_every_laptop(
    firm: Firm, what: str, link: str, told_first: bool
) -> None:
    first, second, dana, made = removed_and_told(firm, what, link, told_first=told_first)
    third = firm.another()
    third.sync()
    for laptop in (first, second, third):
        clash = waiting(laptop)
        assert clash.is_removal
        if what in SHOWN:
            assert [(each.label, each.value) for each in clash.edited] == SHOWN[what]
        else:
            assert [each.field.name for each in clash.edited] == ["kind", "at"]
        assert laptop.one(REMOVED, dana) == 1
        assert laptop.one("SELECT removed_at IS NULL FROM interaction WHERE id = ?", made) == 1
    assert waiting(second).mine.member_name == "Anna Snelling"
    assert first.hash == second.hash == third.hash


@pytest.mark.parametrize(("choice", "removed"), [("mine", 1), ("theirs", 0)])
def test_the_contact_stays_removed_or_comes_back_everywhere(firm: Firm, choice: str, removed: int) -> None:
    first, second, dana, _made = removed_and_told(firm, "call", "person", told_first=True)
    resolve(first.journal, {waiting(first).cid: choice})
    assert count(first) == 0
    settle(first, second)
    assert [(count(each), each.one(REMOVED, dana)) for each in (first, second)] == [(0, removed)] * 2
    undo_last(first.journal)
    settle(first, second)
    assert (count(first), count(second)) == (1, 1)


def test_what_the_remover_knew_asks_nobody(firm: Firm) -> None:
    first, second, dana = two(firm)
    for what in ("call", "note", "email"):
        firm.clock.move(seconds=1)
        log(second, what, "person", dana)
        log(first, what, "others", dana)
    settle(second, first)
    firm.clock.move(seconds=1)
    remove_contacts(first.journal, [dana])
    # of one's own bin one knows
    log(first, "note", "person", dana)
    settle(first, second)
    third = firm.another()
    third.sync()
    assert [count(each) for each in (first, second, third)] == [0, 0, 0]


def test_a_later_call_is_asked_about_though_earlier_ones_were_known(firm: Firm) -> None:
    first, second, dana = two(firm)
    firm.clock.move(seconds=1)
    log(second, "call", "person", dana)
    settle(second, first)
    firm.clock.move(seconds=1)
    log(second, "note", "person", dana)
    remove_contacts(first.journal, [dana])
    settle(second, first)
    for laptop in (first, second):
        assert [each.value for each in waiting(laptop).edited] == ["Wants a visit in June"]


@pytest.mark.parametrize("how", ["removed", "elsewhere"])
@pytest.mark.parametrize("link", ["person", "others"])
def test_nothing_is_asked_about_what_tells_of_the_contact_no_more(firm: Firm, how: str, link: str) -> None:
    first, second, _dana, made = removed_and_told(firm, "call", link, told_first=False)
    assert (count(first), count(second)) == (1, 1)
    if how == "removed":
        remove_activities(second.journal, "interaction", [made])
    elif link == "person":
        oak = add_contact(second.journal, "company", {"name": "Oak Cabinets"})
        edit_interaction(second.journal, made, {"person": oak})
    else:
        with second.journal.transaction("Leave out") as tx:
            part = tx.connection.execute("SELECT id FROM participant WHERE interaction = ?", (made,)).fetchone()[0]
            tx.remove("participant", part)
    assert count(second) == 0
    settle(second, first)
    third = firm.another()
    third.sync()
    assert [count(each) for each in (first, second, third)] == [0, 0, 0]
    undo_last(second.journal)
    settle(second, first)
    assert (count(first), count(second)) == (1, 1)


def test_edits_and_calls_are_one_question(firm: Firm) -> None:
    first, second, dana = two(firm)
    remove_contacts(first.journal, [dana])
    firm.clock.move(seconds=1)
    log(second, "call", "person", dana)
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(first, second)
    assert [each.value for each in waiting(first).edited] == ["Dan", "Asked about sails"]
    resolve(second.journal, {waiting(second).cid: "mine"})
    settle(second, first)
    assert [(count(each), each.one(REMOVED, dana)) for each in (first, second)] == [(0, 0), (0, 0)]


def test_it_waits_as_well_where_laptops_share_by_parcels(laptops: list[Van], clock: MovedClock) -> None:
    desk, van, shop = laptops
    dana = add_contact(desk.journal, "person", {"name": "Dana Whitfield"})
    for other in (van, shop):
        other.read(desk.parcel(other))
    clock.move(seconds=1)
    log(van, "call", "person", dana)
    clock.move(seconds=1)
    remove_contacts(desk.journal, [dana])
    shop.read(van.parcel(shop))
    shop.read(desk.parcel(shop))
    desk.read(shop.parcel(desk))
    van.read(desk.parcel(van))
    assert [each.conflicts() for each in laptops] == [1, 1, 1]


def test_many_imported_calls_are_asked_about_once(firm: Firm) -> None:
    first, second, dana = two(firm)
    remove_contacts(first.journal, [dana])
    firm.clock.move(seconds=1)
    now_ms = int(firm.clock().timestamp() * 1000)
    with second.journal.transaction("Import") as tx:
        ids = [bytes([number]) * 16 for number in range(1, 40)]
        tx.insert_many("interaction", ("id", "kind", "at", "person"), [(each, "note", now_ms, dana) for each in ids])
    settle(second, first)
    with first.workspace.reader() as reader:
        assert count_conflicts(reader) == 1


def test_a_removal_by_an_older_program_asks_about_no_calls() -> None:
    born, removal, call = Clock(1, 1), Clock(9, 1), Clock(5, 2)
    known = {removal: Written(Edit("removed", removal, (born, born, Clock(0, 0))))}
    now = {removal: Written(Edit("removed", removal, (born, born, Clock(0, 0), Clock(0, 1))))}
    another = {removal: Written(Edit("removed", removal, (born, Clock(6, 2), Clock(0, 0), Clock(0, 1))))}
    told = Clock(6 + TOLD_UNTIL, 2)
    seen = {removal: Written(Edit("removed", removal, (born, told, Clock(0, 0), Clock(0, 1))))}
    found = [edited_unseen(Cell("r", removal), each, [], Parts(told=[call])) for each in (known, now, another, seen)]
    assert found == [frozenset(), {call}, {call}, frozenset()]


def test_a_copied_workspace_without_a_server_asks_nothing(
    empty_workspace: Path, tmp_path: Path, clock: MovedClock
) -> None:
    shutil.copytree(empty_workspace, tmp_path / "alone" / empty_workspace.name)
    alone = Van(tmp_path / "alone" / empty_workspace.name, "alone", clock)
    dana = add_contact(alone.journal, "person", {"name": "Dana Whitfield"})
    remove_contacts(alone.journal, [dana])
    clock.move(seconds=1)
    log(alone, "call", "person", dana)
    assert alone.conflicts() == 0
    alone.workspace.close()
