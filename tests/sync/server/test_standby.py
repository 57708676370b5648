"""Replicas: what is read there skips nothing, and what must be written is refused."""

import time
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from crm_desktop.errors import ServerRefused
from crm_desktop.sync.connection import Address, refusals
from tests.sync.cluster import SETTINGS, Cluster, binaries
from tests.sync.office import CONTACT, NAME, Device, Office, new_record

_DATABASE = "office"


@pytest.fixture
def replica(office: Office) -> Iterator[Office]:
    """A hot standby that follows the office's server."""
    programs = binaries()
    assert programs is not None
    made = Cluster(programs, SETTINGS, standby_of=office.cluster)
    try:
        made.start()
        follower = Office(made, Address(str(made.folder), made.port, _DATABASE, "anna"))
        try:
            yield follower
        finally:
            follower.close()
    finally:
        made.remove()


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


def _catch_up(office: Office, replica: Office) -> None:
    with closing(psycopg.connect(office.dsn, autocommit=True)) as primary:
        row = primary.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
    assert row is not None
    ends = time.monotonic() + 20
    follower = replica.admin()
    while follower.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", row).fetchone() != (True,):
        assert time.monotonic() < ends
        time.sleep(0.02)
