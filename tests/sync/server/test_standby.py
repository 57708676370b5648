"""Replicas: what is read there skips nothing, what must be written is refused, and an answered push is on both."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import ServerRefused
from crm_desktop.sync.binding import bind, binding
from crm_desktop.sync.connection import Address
from crm_desktop.sync.joining import join
from crm_desktop.sync.refusals import refusals
from tests.sync.cluster import SETTINGS, Cluster
from tests.sync.laptops import PASSWORD, Firm, Laptop
from tests.sync.office import CONTACT, NAME, Device, Office, new_record

_DATABASE = "office"
_KIND = 20


@pytest.fixture(scope="module")
def standby(cluster: Cluster) -> Iterator[Cluster]:
    """A hot standby that follows the tests' server."""
    cluster.needs("pg_basebackup")
    made = Cluster(cluster.programs, SETTINGS, standby_of=cluster)
    try:
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture
def replica(office: Office, standby: Cluster) -> Iterator[Office]:
    """The office as the standby shows it."""
    follower = Office(standby, Address(str(standby.folder), standby.port, _DATABASE, "anna", PASSWORD))
    yield follower
    follower.close()


def test_a_cursor_from_a_replica_skips_nothing_that_was_still_being_written(office: Office, replica: Office) -> None:
    slow, quick = office.device(), office.device()
    slow.connection.autocommit = False
    late, early = new_record(), new_record()
    slow.add(CONTACT, late, {NAME: "Slow"})
    quick.add(CONTACT, early, {NAME: "Quick"})
    _catch_up(office, replica)
    reader = Device(replica.as_role("anna"), quick.site)
    cursor = reader.call("pull_v1", None, reader.epoch, None, None, 100)["cursor"]
    oldest, newest, _open = cursor.split(":")
    assert oldest == newest
    primary = quick.call("pull_v1", None, quick.epoch, None, None, 100)["cursor"]
    assert int(oldest) <= int(primary.split(":")[0]), "a replica's cursor is never ahead of the primary's"
    # what the replica would have said by itself: the slow writer is not among those that are still open
    naive = replica.admin().execute("SELECT pg_current_snapshot()::text").fetchone()
    slow.connection.commit()
    quick.add(CONTACT, new_record(), {NAME: "Later"})
    assert naive is not None
    found = [
        {row[1] for row in quick.call("pull_v1", each, quick.epoch, None, None, 100)["rows"]}
        for each in (cursor, naive[0])
    ]
    assert late in found[0]
    assert late not in found[1]


def test_a_replica_greets_and_reads_and_does_not_write(office: Office, replica: Office) -> None:
    laptop, record = office.device(), new_record()
    laptop.add(CONTACT, record, {NAME: "Dana"})
    _catch_up(office, replica)
    reader = Device(replica.as_role("anna"), laptop.site)
    assert reader.greeting["read_only"] is True
    assert set(reader.rows()) == {record}
    assert reader.call("digest_v1", CONTACT) == laptop.call("digest_v1", CONTACT)
    with pytest.raises(ServerRefused, match="only lets us read"), refusals():
        reader.add(CONTACT, new_record(), {NAME: "Eve"})


def test_a_laptop_downloads_from_a_replica_and_goes_on_with_the_primary(
    firm: Firm, office: Office, replica: Office
) -> None:
    first, second = firm.first(), firm.unbound()
    _add(first, "Dana")
    first.sync()
    slow, late = office.device(), new_record()
    slow.connection.autocommit = False
    slow.add(CONTACT, late, {_KIND: "person", NAME: "Slow"})
    # the replica sees something later than the slow writer's beginning, but not what it writes
    _add(first, "Quick")
    first.sync()
    _catch_up(office, replica)
    join(second.journal, replica.address)
    second.sync()
    assert _names(second) == {"Dana", "Quick"}
    slow.connection.commit()
    _add(second, "Typed meanwhile")
    with pytest.raises(ServerRefused, match="your changes wait"):
        second.sync()
    _move(second, firm.address("anna", PASSWORD))
    for each in (second, first):
        each.sync()
    assert _names(second) == _names(first) == {"Dana", "Quick", "Slow", "Typed meanwhile"}
    assert second.hash == first.hash


def test_a_laptop_that_meets_a_replica_far_behind_loses_nothing(firm: Firm, office: Office, replica: Office) -> None:
    first, second = firm.first(), firm.another()
    first.sync()
    second.sync()
    _catch_up(office, replica)
    with _paused(replica):
        _add(first, "Dana")
        first.sync()
        _add(second, "Ole")
        second.sync()
        _move(first, replica.address)
        # it cannot be told from a server that was set back: all is sent again, to one that takes it
        with pytest.raises(ServerRefused, match="your changes wait"):
            first.sync()
        assert _names(first) == {"Dana"}
        _move(first, firm.address("anna", PASSWORD))
    first.sync()
    assert _names(first) == _names(second) == {"Dana", "Ole"}
    assert first.hash == second.hash


def test_an_answered_push_is_on_a_synchronous_standby(office: Office, replica: Office) -> None:
    with _synchronous(office, "remote_apply"):
        laptop = office.device()
        reader = Device(replica.as_role("anna"), laptop.site)
        for _turn in range(10):
            record = new_record()
            laptop.add(CONTACT, record, {NAME: "Dana"})
            # no waiting: what was answered is there
            assert record in reader.rows()


def test_a_push_is_not_answered_before_a_synchronous_standby_has_it(
    office: Office, replica: Office, standby: Cluster
) -> None:
    laptop, record, answers = office.device(), new_record(), []
    with _synchronous(office, "on"):
        replica.close()
        standby.stop()
        try:
            pushing = threading.Thread(target=lambda: answers.append(laptop.add(CONTACT, record, {NAME: "Dana"})))
            pushing.start()
            pushing.join(1.5)
            assert answers == []
        finally:
            standby.start()
        pushing.join(20)
    assert [each["ins"] for each in answers] == [1]


def _catch_up(office: Office, replica: Office) -> None:
    with closing(psycopg.connect(office.dsn, autocommit=True)) as primary:
        row = primary.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
    assert row is not None
    _until(replica.admin(), "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", row)


def _until(connection: psycopg.Connection, query: str, values: tuple[object, ...] = ()) -> None:
    ends = time.monotonic() + 20
    while connection.execute(query.encode(), values).fetchone() != (True,):
        assert time.monotonic() < ends
        time.sleep(0.02)


@contextmanager
def _paused(replica: Office) -> Iterator[None]:
    """Let the replica fall behind in the block."""
    admin = replica.admin()
    admin.execute("SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        admin.execute("SELECT pg_wal_replay_resume()")


@contextmanager
def _synchronous(office: Office, commits: str) -> Iterator[None]:
    """Let the primary wait for its standby in the block."""
    admin = office.admin()
    admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
    admin.execute(f"ALTER DATABASE {_DATABASE} SET synchronous_commit = '{commits}'".encode())
    office.cluster.reload()
    try:
        _until(admin, "SELECT count(*) > 0 FROM pg_stat_replication WHERE sync_state = 'sync'")
        yield
    finally:
        admin.execute("ALTER SYSTEM RESET synchronous_standby_names")
        office.cluster.reload()
        _until(admin, "SELECT current_setting('synchronous_standby_names') = ''")
        admin.execute(f"ALTER DATABASE {_DATABASE} RESET synchronous_commit".encode())


def _add(laptop: Laptop, name: str) -> None:
    add_contact(laptop.journal, "person", {"name": name})


def _names(laptop: Laptop) -> set[str]:
    with laptop.workspace.reader() as reader:
        return {str(row[0]) for row in reader.execute("SELECT name FROM contact")}


def _move(laptop: Laptop, address: Address) -> None:
    """Let the laptop reach the office at another address from now on."""
    with laptop.workspace.reader() as reader:
        bound = binding(reader)
    with laptop.journal.bookkeeping() as connection:
        bind(connection, bound._replace(address=address), 0)
