"""A person who is erased on one laptop is erased everywhere, whoever else wrote of them meanwhile."""

import pytest

from crm_desktop.activities.actions import log_interaction
from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import MayNotErase, NotAllowed
from crm_desktop.journal.history import history_page
from crm_desktop.privacy.erasing import erase_contact
from crm_desktop.privacy.preview import preview
from crm_desktop.sync import ledger
from crm_desktop.sync.erasures import waiting_erasures
from crm_desktop.sync.sending import outgoing
from crm_desktop.vault.secret import raw_key
from crm_desktop.workspace import DATABASE
from tests.conftest import MovedClock
from tests.privacy.pages import holds
from tests.sync.laptops import Firm, Laptop
from tests.sync.test_exchange import settle
from tests.sync.vans import Van

WORD = "Zyqqomarine"
WHY = "asked us to"


def knows(laptop: Laptop) -> bool:
    """Tell whether a page of the laptop's file holds the word."""
    laptop.journal.store.writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    return holds(laptop.workspace.folder / DATABASE, raw_key(laptop.workspace.secret), WORD)


def with_dana(laptop: Laptop) -> bytes:
    dana = add_contact(laptop.journal, "person", {"name": f"Dana {WORD}", "phone": "+1 555 019 0200", "notes": WORD})
    at = int(laptop.journal.clock().timestamp() * 1000)
    log_interaction(laptop.journal, {"kind": "note", "body": f"{WORD} called", "person": dana, "at": at})
    return dana


def on_the_server(firm: Firm) -> str:
    admin = firm.office.admin()
    tables = admin.execute("SELECT relname FROM pg_class WHERE relnamespace = 'crm'::regnamespace AND relkind = 'r'")
    return str([admin.execute(f"SELECT * FROM crm.{name}").fetchall() for (name,) in tables.fetchall()])


def two(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = with_dana(first)
    first.sync()
    second = firm.another()
    second.sync()
    return first, second, dana


def test_an_erasure_that_was_done_offline_wins_everywhere_at_the_next_exchange(firm: Firm) -> None:
    first, second, dana = two(firm)
    edit_contact(second.journal, dana, {"job_title": f"Boss {WORD}"})
    at = int(second.journal.clock().timestamp() * 1000)
    log_interaction(second.journal, {"kind": "call", "subject": "Of us two", "person": dana, "at": at})
    done = erase_contact(first.workspace, dana, WHY)
    assert done.waits is True
    assert not knows(first)
    with first.workspace.reader() as reader:
        assert waiting_erasures(reader) == 2
    settle(second, first)
    third = firm.another()
    third.sync()
    assert WORD not in on_the_server(firm)
    for laptop in (first, second, third):
        assert not knows(laptop)
        assert laptop.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 0
        assert laptop.one("SELECT group_concat(subject) FROM interaction") == "Of us two"
        with laptop.workspace.reader() as reader:
            assert waiting_erasures(reader) == 0
    assert first.hash == second.hash == third.hash
    told = "SELECT group_concat(label, '; ') FROM step WHERE label LIKE '%for ever'"
    assert [each.one(told) for each in (first, second, third)] == [
        "Erase a person for ever",
        "3 records were erased for ever",
        None,
    ]


def test_an_exchange_leaves_a_large_file_to_whoever_finishes_it(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, dana = two(firm)
    erase_contact(first.workspace, dana, WHY)
    first.sync()
    monkeypatch.setattr(ledger, "AT_ONCE_BYTES", 0)
    second.sync()
    assert second.workspace.has_erasures_due
    assert second.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 0
    assert second.workspace.finish_erasures() is True
    assert not knows(second)


def test_whoever_hears_of_an_erasure_reads_in_the_history_who_did_it(firm: Firm) -> None:
    first, second, dana = two(firm)
    with first.journal.transaction("Member") as tx:
        ole = tx.insert("member", {"name": "Ole Berg", "role": "owner"})
    bob = add_contact(first.journal, "person", {"name": "Bob Fields"})
    first.sync()
    laptop = firm.another("ole", firm.add_member("ole", ole, "owner"))
    settle(laptop, second)
    erase_contact(first.workspace, dana, WHY)
    erase_contact(laptop.workspace, bob, WHY)
    settle(first, laptop)
    second.sync()
    with second.workspace.reader() as reader:
        told = {(each.label, each.member) for each in history_page(reader) if "for ever" in each.label}
    anna = str(second.one("SELECT name FROM member WHERE name <> 'Ole Berg'"))
    assert told == {("3 records were erased for ever", anna), ("1 record was erased for ever", "Ole Berg")}


def test_what_was_never_sent_is_erased_and_never_sent(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    dana = with_dana(first)
    erase_contact(first.workspace, dana, WHY)
    first.sync()
    assert WORD not in on_the_server(firm)
    second = firm.another()
    second.sync()
    assert second.hash == first.hash


def test_a_message_on_its_way_that_tells_of_the_person_is_called_back(firm: Firm) -> None:
    first, second, dana = two(firm)
    bob = add_contact(first.journal, "person", {"name": "Bob Fields"})
    edit_contact(first.journal, dana, {"nickname": WORD})
    with first.journal.bookkeeping() as connection:
        assert outgoing(connection) is not None
    assert knows(first)
    erase_contact(first.workspace, dana, WHY)
    assert not knows(first)
    settle(first, second)
    assert WORD not in on_the_server(firm)
    assert second.one("SELECT name FROM contact WHERE id = ?", bob) == "Bob Fields"
    assert first.hash == second.hash


def test_who_may_not_erase_is_told_before_anything_happens(firm: Firm) -> None:
    first, _second, dana = two(firm)
    with first.journal.transaction("Member") as tx:
        ole = tx.insert("member", {"name": "Ole", "role": "sales"})
    first.sync()
    laptop = firm.another("ole", firm.add_member("ole", ole))
    own = add_contact(laptop.journal, "person", {"name": "Bob Fields"})
    with pytest.raises(MayNotErase, match="did not say yet"):
        erase_contact(laptop.workspace, own, WHY)
    laptop.sync()
    with pytest.raises(MayNotErase, match="does not let you erase"):
        erase_contact(laptop.workspace, dana, WHY)
    with laptop.workspace.reader() as reader:
        assert "does not let you erase" in preview(reader, dana, laptop.workspace.place).refused
    assert laptop.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 1


def test_a_right_that_was_taken_meanwhile_lets_the_erasure_wait_and_says_so(firm: Firm) -> None:
    first, second, dana = two(firm)
    bob = add_contact(second.journal, "person", {"name": "Bob Fields"})
    second.sync()
    erase_contact(first.workspace, dana, WHY)
    firm.office.admin().execute("UPDATE crm.member SET can_erase = false WHERE role_name = 'anna'")
    with pytest.raises(NotAllowed, match="does not let you erase"):
        first.sync()
    assert first.one("SELECT count(*) FROM contact WHERE id = ?", bob) == 1
    assert first.one("SELECT count(*) FROM contact WHERE id = ?", dana) == 0
    firm.office.admin().execute("UPDATE crm.member SET can_erase = true WHERE role_name = 'anna'")
    settle(first, second)
    assert WORD not in on_the_server(firm)
    assert first.hash == second.hash


def test_laptops_that_share_by_parcels_erase_it_with_the_next_one(laptops: list[Van], clock: MovedClock) -> None:
    desk, van, shop = laptops
    dana = with_dana(desk)
    with desk.journal.transaction(f"Import of {WORD}") as tx:
        tx.insert("contact", {"kind": "person", "name": "Bob Fields"})
        tx.update("contact", dana, {"nickname": WORD})
    van.read(desk.parcel(van))
    clock.move(minutes=1)
    assert erase_contact(desk.workspace, dana, WHY).waits is False
    for laptop in (van, shop):
        laptop.read(desk.parcel(laptop))
    for laptop in laptops:
        assert not knows(laptop)
        assert laptop.one("SELECT group_concat(name) FROM contact") == "Bob Fields"
        assert laptop.one("SELECT count(*) FROM interaction") == 0
        labels = str(laptop.one("SELECT group_concat(label) FROM step"))
        assert "Erase a person for ever" in labels
    assert desk.hash == van.hash == shop.hash
