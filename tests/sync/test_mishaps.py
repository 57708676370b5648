"""What goes wrong between laptops and server is put right without losing an edit."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import NoMember, OtherWorkspace
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.digest import digest
from crm_desktop.sync.exchange import sync_once
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.remote import reached
from crm_desktop.sync.renaming import become_another
from crm_desktop.sync.status import set_aside
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE
from tests.sync.laptops import PASSWORD, Firm, Laptop


def two_with_dana(firm: Firm) -> tuple[Laptop, Laptop, bytes]:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "email": "dana@harborlane.example"})
    first.sync()
    second = firm.another()
    second.sync()
    return first, second, dana


def settle(*laptops: Laptop) -> None:
    for _round in range(2):
        for each in laptops:
            each.sync()


def admin(firm: Firm, database: str | None = None) -> psycopg.Connection:
    return psycopg.connect(firm.office.cluster.dsn(database or firm.office.address.database), autocommit=True)


def copied(laptop: Laptop, folder: Path) -> Path:
    """Copy the workspace as somebody would copy a profile, while nobody has it open."""
    with laptop.workspace.store.writing:
        laptop.workspace.store.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    target = folder / "copied" / laptop.workspace.folder.name
    shutil.copytree(laptop.workspace.folder, target, ignore=shutil.ignore_patterns("*lock*", "*-wal", "*-shm"))
    return target


def test_the_server_and_a_laptop_count_the_same_digest(firm: Firm) -> None:
    first, _second, dana = two_with_dana(firm)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(first.journal, dana, {"job_title": None})
    first.sync()
    remote = reached(firm.address("anna", PASSWORD))
    with first.workspace.reader() as reader:
        for table in SHARED:
            assert remote.digest(table.number) == digest(reader, table), table.name
    remote.close()


def test_a_copied_profile_becomes_a_device_of_its_own(firm: Firm, tmp_path: Path) -> None:
    first, second, dana = two_with_dana(firm)
    twin = Laptop(open_workspace(copied(first, tmp_path), PASSPHRASE, clock=firm.clock))
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(twin.journal, dana, {"nickname": "Dan"})
    settle(first, twin, second)
    assert first.hash == twin.hash == second.hash
    assert second.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
    assert first.one("SELECT site FROM ctx") != twin.one("SELECT site FROM ctx")
    twin.workspace.close()


def test_an_old_copy_of_the_file_loses_neither_side(firm: Firm, tmp_path: Path) -> None:
    first, second, dana = two_with_dana(firm)
    old = copied(first, tmp_path)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    first.workspace.close()
    firm.clock.move(minutes=1)
    again = Laptop(open_workspace(old, PASSPHRASE, clock=firm.clock))
    edit_contact(again.journal, dana, {"nickname": "Dan"})
    settle(again, second)
    assert again.hash == second.hash
    assert again.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
    again.workspace.close()


def test_a_clock_of_2099_is_put_right_and_loses_nothing(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    right = firm.clock.now
    firm.clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    # so far the laptop never heard of the server's time
    first.workspace.store.writer.execute("UPDATE sync SET srv_off = 0")
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    edit_contact(first.journal, dana, {"job_title": "Head of purchasing"})
    ben = add_contact(first.journal, "person", {"name": "Ben Ode"})
    first.sync()
    firm.clock.now = right
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(second, first)
    assert first.hash == second.hash
    assert second.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Head of purchasing"
    assert second.one("SELECT name FROM contact WHERE id = ?", ben) == "Ben Ode"
    assert second.one("SELECT count(*) FROM step WHERE hlc >> 16 > ?", int(right.timestamp() * 1000) + 120_000) == 0
    with first.workspace.reader() as reader:
        assert count_conflicts(reader) == 0


def test_a_server_restored_to_yesterday_gets_back_what_it_lost(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    name = firm.office.address.database
    back_up(firm, name)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    ben = add_contact(first.journal, "person", {"name": "Ben Ode"})
    first.sync()
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    settle(second, first)
    restore(firm, name)
    edit_contact(second.journal, dana, {"department": "Kitchens"})
    settle(first, second)
    settle(first, second)
    assert first.hash == second.hash
    found = second.one("SELECT job_title || nickname || department FROM contact WHERE id = ?", dana)
    assert found == "BuyerDanKitchens"
    third = firm.another()
    third.sync()
    assert third.hash == first.hash
    assert third.one("SELECT name FROM contact WHERE id = ?", ben) == "Ben Ode"


def test_an_edit_that_lost_in_a_record_that_the_server_lost_is_asked_about_again(firm: Firm) -> None:
    first, second, _dana = two_with_dana(firm)
    name = firm.office.address.database
    back_up(firm, name)
    ben = add_contact(second.journal, "person", {"name": "Ben Ode"})
    settle(first, second)
    edit_contact(first.journal, ben, {"job_title": "Buyer"})
    # what a laptop knows of the server's clock may be a second old
    firm.clock.move(seconds=5)
    edit_contact(second.journal, ben, {"job_title": "Seller"})
    settle(first, second)
    assert first.one("SELECT job_title FROM contact WHERE id = ?", ben) == "Seller"
    restore(firm, name)
    # the laptop that made the record and wrote last stays away: the other has the row, and its own edit
    settle(first)
    third = firm.another()
    third.sync()
    assert third.one("SELECT job_title FROM contact WHERE id = ?", ben) == "Seller"
    with third.workspace.reader() as reader:
        assert count_conflicts(reader) == 1
    assert first.one("SELECT value FROM local WHERE name = 'lacking'") == "[]"


def test_a_server_that_was_set_back_gets_again_what_was_done_under_a_former_number(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    name = firm.office.address.database
    back_up(firm, name)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    firm.clock.move(seconds=1)
    # one of two values loses: it stands in no record, and only the step itself brings it back
    edit_contact(second.journal, dana, {"nickname": "Dan"})
    second.sync()
    firm.clock.move(seconds=1)
    edit_contact(first.journal, dana, {"nickname": "Dee"})
    edit_contact(first.journal, dana, {"job_title": "Boss"})
    settle(first, second)
    for laptop in (first, second):
        with laptop.journal.bookkeeping() as connection:
            become_another(connection)
        laptop.sync()
    lost = first.one("SELECT lose FROM conflict WHERE state = 0")
    assert lost is not None
    restore(firm, name)
    settle(first, second)
    settle(first, second)
    third = firm.another()
    third.sync()
    edits = "SELECT count(*) FROM change WHERE op = 2"
    for laptop in (first, second, third):
        assert laptop.hash == first.hash
        assert laptop.one(edits) == 4
        assert laptop.one("SELECT lose FROM conflict WHERE state = 0") == lost


def back_up(firm: Firm, name: str) -> None:
    with admin(firm, "postgres") as connection:
        alone(connection, name)
        connection.execute(sql.SQL("CREATE DATABASE kept TEMPLATE {}").format(sql.Identifier(name)))


def restore(firm: Firm, name: str) -> None:
    with admin(firm, "postgres") as connection:
        alone(connection, name)
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("ALTER DATABASE kept RENAME TO {}").format(sql.Identifier(name)))


def alone(connection: psycopg.Connection, name: str) -> None:
    connection.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,))


def test_a_row_that_the_server_lost_is_healed_from_a_laptop(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    with admin(firm) as connection:
        connection.execute("DELETE FROM crm.row WHERE id = %s", (dana.hex(),))
    first.workspace.store.writer.execute("UPDATE sync SET last_digest_at = NULL")
    first.sync()
    third = firm.another()
    third.sync()
    assert third.hash == first.hash == second.hash


def test_an_edit_of_a_row_that_the_server_lost_sends_it_whole(firm: Firm) -> None:
    first, _second, dana = two_with_dana(firm)
    with admin(firm) as connection:
        connection.execute("DELETE FROM crm.row WHERE id = %s", (dana.hex(),))
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    third = firm.another()
    third.sync()
    assert third.hash == first.hash


def test_what_a_laptop_missed_is_healed_from_the_server(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    first.sync()
    # as if a pull had skipped it
    cursor = first.one("SELECT cursor FROM sync")
    second.workspace.store.writer.execute("UPDATE sync SET cursor = ?, last_digest_at = NULL", (cursor,))
    second.sync()
    assert second.hash == first.hash
    assert second.one("SELECT count(*) FROM step WHERE label = 'Edit contact'") == 1


def test_edits_that_a_role_may_not_make_are_kept_aside(firm: Firm) -> None:
    first, _second, dana = two_with_dana(firm)
    ben = add_contact_member(first, "Ben Ode")
    first.sync()
    laptop = firm.another("ben", firm.add_member("ben", ben, "read_only"))
    laptop.sync()
    edit_contact(laptop.journal, dana, {"job_title": "Hacked"})
    laptop.sync()
    with laptop.workspace.reader() as reader:
        (aside,) = set_aside(reader)
        assert (aside.title, aside.value) == ("Dana Whitfield", '"Hacked"')
        assert unsent_count(reader) == 0
    assert laptop.one("SELECT job_title FROM contact WHERE id = ?", dana) is None
    assert laptop.hash == first.hash


def add_contact_member(laptop: Laptop, name: str) -> bytes:
    with laptop.journal.transaction("Add member") as tx:
        return tx.insert("member", {"name": name, "role": "sales"})


def test_a_record_that_leaves_ones_sight_leaves_the_laptop(firm: Firm) -> None:
    first = firm.first()
    ben = add_contact_member(first, "Ben Ode")
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield", "owner": ben})
    eve = add_contact(first.journal, "person", {"name": "Eve Stone", "email": "eve@stone.example"})
    first.sync()
    password = firm.add_member("ben", ben)
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET sees = 'me' WHERE role_name = 'ben'")
    laptop = firm.another("ben", password)
    laptop.sync()
    assert laptop.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"
    assert laptop.one("SELECT name FROM contact WHERE id = ?", eve) is None
    edit_contact(laptop.journal, dana, {"job_title": "Buyer"})
    edit_contact(first.journal, dana, {"owner": first.journal.member})
    first.sync()
    laptop.sync()
    assert laptop.one("SELECT count(*) FROM contact") == 0
    with laptop.workspace.reader() as reader:
        assert [each.value for each in set_aside(reader)] == ['"Buyer"']


def test_a_removed_member_is_told(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET active = false WHERE role_name = 'anna'")
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    with pytest.raises(NoMember):
        second.sync()
    with second.workspace.reader() as reader:
        assert unsent_count(reader) == 1
    with admin(firm) as connection:
        connection.execute("UPDATE crm.member SET active = true WHERE role_name = 'anna'")
    settle(second, first)
    assert first.hash == second.hash


def test_another_office_at_the_same_address_gets_nothing(firm: Firm) -> None:
    first, _second, dana = two_with_dana(firm)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    with admin(firm) as connection:
        connection.execute("UPDATE crm.meta SET workspace = 'another'")
    with pytest.raises(OtherWorkspace, match="serves another workspace"):
        sync_once(first.workspace)
    with first.workspace.reader() as reader:
        assert unsent_count(reader) == 1


def test_text_that_the_server_cannot_store_holds_up_nothing_else(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    with first.journal.transaction("Import") as tx:
        tx.update("contact", dana, {"department": "odd\0text"})
    edit_contact(first.journal, dana, {"nickname": "Dan"})
    settle(first, second)
    assert second.one("SELECT job_title || nickname FROM contact WHERE id = ?", dana) == "BuyerDan"
    with first.workspace.reader() as reader:
        assert len(set_aside(reader)) == 1
    assert first.hash == second.hash


def test_erased_on_the_server_is_gone_from_every_laptop(firm: Firm) -> None:
    first, second, dana = two_with_dana(firm)
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    with admin(firm) as connection:
        connection.execute("DELETE FROM crm.row WHERE id = %s", (dana.hex(),))
        connection.execute(
            "INSERT INTO crm.erased (tbl, id, by, reason) SELECT 1, %s, id, 'asked' FROM crm.member LIMIT 1",
            (dana.hex(),),
        )
    settle(first, second)
    for laptop in (first, second):
        assert laptop.one("SELECT count(*) FROM contact") == 0
        assert laptop.one("SELECT count(*) FROM change WHERE tbl = 1") == 0
        assert laptop.one("SELECT count(*) FROM step WHERE label LIKE '%Dana%'") == 0
    assert first.hash == second.hash
