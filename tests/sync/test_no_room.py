"""A full disk here, a full disk there, and a server that only lets us read: told, nothing lost, and gone on with."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import psycopg
import pytest

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import CrmError, ServerRefused
from crm_desktop.sync import remote
from crm_desktop.sync.connection import Address
from crm_desktop.sync.joining import join
from crm_desktop.sync.outbox import unsent_count
from crm_desktop.sync.server.setup import Founder, set_up
from crm_desktop.workspace import open_workspace
from tests.conftest import PASSPHRASE, MovedClock
from tests.sync.cluster import Cluster
from tests.sync.conftest import ANNA
from tests.sync.disks import SmallDisk, small_disk
from tests.sync.laptops import PASSWORD, Firm, Laptop, firm_of
from tests.sync.office import Office
from tests.sync.test_contents import with_file
from tests.sync.test_uploads import waiting


def add_long_notes(laptop: Laptop, count: int) -> None:
    dice = Random(count)
    with laptop.journal.transaction("Import guests") as tx:
        for number in range(count):
            notes = dice.randbytes(8000).hex()
            tx.insert("contact", {"kind": "person", "name": f"Guest {number}", "notes": notes})


def unsent(laptop: Laptop) -> int:
    with laptop.workspace.reader() as reader:
        return unsent_count(reader)


@pytest.mark.parametrize("page", [5000, 10])
def test_a_laptop_whose_disk_is_full_takes_in_nothing_and_then_all(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(remote, "PAGE", page)
    first, second = firm.first(), firm.another()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    for each in (first, second):
        each.sync()
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    add_long_notes(first, 60)
    first.sync()
    before, cursor = second.hash, second.one("SELECT cursor FROM sync")
    writer = second.workspace.store.writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 40}")
    with pytest.raises(CrmError, match="disk is full"):
        second.sync()
    assert (second.hash, second.one("SELECT cursor FROM sync")) == (before, cursor)
    assert second.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    writer.execute("PRAGMA max_page_count = 1000000")
    for each in (second, first):
        each.sync()
    assert second.hash == first.hash
    assert first.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"


def test_a_copy_that_has_no_room_to_become_one_says_so_and_opens_once_there_is(empty_workspace: Path) -> None:
    with small_disk(8) as disk:
        folder = disk.folder / empty_workspace.name
        shutil.copytree(empty_workspace, folder)
        refused = []
        for room in range(0, 200_000, 8_192):
            disk.fill(but=room)
            try:
                open_workspace(folder, PASSPHRASE).close()
            except CrmError as error:
                refused.append(str(error))
            else:
                break
            disk.make_room()
        else:
            pytest.fail("it opens not even where there is room")
    assert refused
    assert all("disk is full" in each for each in refused)


@pytest.fixture
def cramped(
    cluster: Cluster, empty_workspace: Path, tmp_path: Path, clock: MovedClock
) -> Iterator[tuple[Firm, SmallDisk]]:
    """A firm whose server keeps its database on a small disk."""
    with small_disk(160) as disk, closing(psycopg.connect(cluster.dsn(), autocommit=True)) as admin:
        cluster.own(disk.folder)
        admin.execute(f"CREATE TABLESPACE small LOCATION '{disk.folder}'")
        admin.execute("CREATE DATABASE cramped TABLESPACE small")
        try:
            with psycopg.connect(cluster.dsn("cramped")) as connection:
                set_up(connection, "Hartwell", Founder("anna", ANNA))
            office = Office(cluster, Address(str(cluster.folder), cluster.port, "cramped", "anna"))
            with firm_of(office, empty_workspace, tmp_path, clock) as made:
                yield made, disk
            office.close()
        finally:
            admin.execute("DROP DATABASE cramped WITH (FORCE)")
            admin.execute("DROP TABLESPACE small")


def test_a_server_whose_disk_is_full_is_told_and_gets_everything_later(cramped: tuple[Firm, SmallDisk]) -> None:
    firm, disk = cramped
    first, second = firm.first(), firm.another()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    for each in (first, second):
        each.sync()
    disk.fill()
    add_long_notes(first, 200)
    with pytest.raises(ServerRefused, match="disk of the office server is full"):
        first.sync()
    assert unsent(first) == 1
    edit_contact(second.journal, dana, {"job_title": "Buyer"})
    disk.make_room()
    for each in (first, second, first):
        each.sync()
    assert first.hash == second.hash
    assert unsent(first) == unsent(second) == 0
    assert first.one("SELECT count(*) FROM contact") == 201


def test_a_file_for_which_the_server_has_no_disk_waits_and_says_why(cramped: tuple[Firm, SmallDisk]) -> None:
    firm, disk = cramped
    first = firm.first()
    first.sync()
    content = Random(7).randbytes(4 << 20)
    wanted = with_file(first, content)
    put = remote.Remote.put_chunk
    filled: list[int] = []

    def filling(self: remote.Remote, content: bytes, n: int, of: int, chunk: bytes) -> None:
        if n == 3 and not filled:
            filled.append(n)
            disk.fill()
        put(self, content, n, of, chunk)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remote.Remote, "put_chunk", filling)
        first.sync()
    assert "disk of the office server is full" in str(waiting(first).reason)
    disk.make_room()
    first.sync()
    assert waiting(first).files == 0
    second = firm.another()
    second.sync()
    assert b"".join(second.workspace.files.read(wanted)) == content


def test_a_server_that_only_lets_us_read_is_read_and_changes_wait(firm: Firm) -> None:
    first, second = firm.first(), firm.another()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    with_file(second, b"waits as well")
    admin = firm.office.admin()
    admin.execute("ALTER DATABASE office SET default_transaction_read_only = on")
    try:
        with pytest.raises(ServerRefused, match="only lets us read"):
            second.sync()
        assert second.one("SELECT name FROM contact WHERE id = ?", dana) == "Dana Whitfield"
        assert unsent(second) > 0
        # who has nothing to send is told nothing
        first.sync()
    finally:
        admin.execute("SET default_transaction_read_only = off")
        admin.execute("ALTER DATABASE office RESET default_transaction_read_only")
    for each in (second, first):
        each.sync()
    assert first.hash == second.hash
    assert (unsent(second), waiting(second).files) == (0, 0)


def test_an_invite_of_another_office_changes_nothing_on_a_laptop_that_shares(
    firm: Firm, cluster: Cluster, empty_database: str
) -> None:
    first = firm.first()
    add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    with psycopg.connect(cluster.dsn(empty_database)) as admin:
        password = set_up(admin, "Else", Founder("ben", "0" * 31 + "2"))
    other = firm.office.address._replace(database=empty_database)
    with pytest.raises(CrmError, match="shared as anna already"):
        join(first.journal, other._replace(user="ben", password=password))
    with psycopg.connect(cluster.dsn(empty_database)) as admin:
        admin.execute("ALTER ROLE anna PASSWORD NULL")
        admin.execute("SET ROLE crm_admin")
        admin.execute(
            "INSERT INTO crm.member (role_name, id, rights, sees) VALUES ('anna', %s, 'owner', 'all')", (ANNA,)
        )
        admin.execute("RESET ROLE")
        admin.execute(f"GRANT CONNECT ON DATABASE {empty_database} TO anna")
        admin.execute(f"ALTER ROLE anna PASSWORD '{PASSWORD}'")
    with pytest.raises(CrmError, match="records of its own"):
        join(first.journal, other._replace(user="anna", password=PASSWORD))
    edit = add_contact(first.journal, "person", {"name": "Ole Berg"})
    assert first.sync().pushed > 0
    second = firm.another()
    second.sync()
    assert second.one("SELECT name FROM contact WHERE id = ?", edit) == "Ole Berg"
