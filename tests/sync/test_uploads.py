"""Large files over a bad line: records never wait for them, a cut loses a chunk, and memory stays flat."""

import time
import tracemalloc
from contextlib import suppress
from random import Random

import pytest
from psycopg import connect

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.errors import ServerRefused, ServerUnreachable
from crm_desktop.store.content_rows import CHUNK_BYTES
from crm_desktop.sync.background import Background
from crm_desktop.sync.contents import send_contents
from crm_desktop.sync.exchange import send_files, sync_once
from crm_desktop.sync.remote import Remote, reached
from crm_desktop.sync.status import sharing_status
from crm_desktop.sync.uploads import Uploads
from tests.sync.laptops import PASSWORD, Firm, Laptop
from tests.sync.proxy import Fault, Proxy
from tests.sync.test_contents import with_file
from tests.sync.test_faults import over, proxy

__all__ = ["proxy"]
CHUNKS = 12


def waiting(laptop: Laptop) -> Uploads:
    with laptop.workspace.reader() as reader:
        found = sharing_status(reader)
    assert found is not None
    return found.uploads


def chunks_there(firm: Firm) -> int:
    with connect(firm.office.dsn) as admin:
        row = admin.execute("SELECT count(*) FROM crm.chunk").fetchone()
    assert row is not None
    return int(row[0])


def test_edits_pass_a_file_that_takes_long(firm: Firm, proxy: Proxy) -> None:
    first = firm.first()
    dana = add_contact(first.journal, "person", {"name": "Dana Whitfield"})
    first.sync()
    second = firm.another()
    second.sync()
    over(first, proxy)
    proxy.large_takes_s = 0.4
    content = Random(1).randbytes(CHUNKS * CHUNK_BYTES)
    wanted = with_file(first, content)
    background = Background(first.workspace)
    background.exchange()
    edit_contact(first.journal, dana, {"job_title": "Buyer"})
    background.exchange()
    assert waiting(first).files == 1
    second.sync()
    assert second.one("SELECT job_title FROM contact WHERE id = ?", dana) == "Buyer"
    assert second.one("SELECT count(*) FROM attachment") == 1
    left = waiting(first).bytes_left
    deadline = time.monotonic() + 30
    while waiting(first).files and time.monotonic() < deadline:
        time.sleep(0.05)
    assert 0 < left <= len(content)
    assert waiting(first) == Uploads(0, 0, None)
    assert b"".join(second.workspace.files.read(wanted)) == content
    background.stop()
    background.join()


def test_stopping_does_not_wait_for_a_whole_file(firm: Firm, proxy: Proxy) -> None:
    first = firm.first()
    first.sync()
    over(first, proxy)
    proxy.large_takes_s = 0.5
    with_file(first, Random(2).randbytes(CHUNKS * CHUNK_BYTES))
    background = Background(first.workspace)
    background.exchange()
    begun = time.monotonic()
    background.stop()
    background.join()
    assert time.monotonic() - begun < CHUNKS * 0.5
    assert waiting(first).files == 1
    proxy.large_takes_s = 0.0
    first.sync()
    assert waiting(first).files == 0


def test_files_that_were_held_go_on_once_they_are_wanted_and_edits_go_meanwhile(firm: Firm, proxy: Proxy) -> None:
    first = firm.first()
    first.sync()
    over(first, proxy)
    proxy.large_takes_s = 0.4
    with_file(first, Random(5).randbytes(CHUNKS * CHUNK_BYTES))
    moves: list[tuple[int, int]] = []
    background = Background(first.workspace, files_moved=lambda done, total: moves.append((done, total)))
    background.exchange()
    while not any(done for done, _total in moves):
        time.sleep(0.01)
    background.hold_files()
    background.join()
    assert moves[-1] == (0, 0)
    there = chunks_there(firm)
    assert 0 < there < CHUNKS
    edit_contact(first.journal, add_contact(first.journal, "person", {"name": "Dana"}), {"job_title": "Buyer"})
    assert background.exchange().pushed == 2
    background.join()
    assert chunks_there(firm) == there
    proxy.large_takes_s = 0.0
    background.want_files()
    background.exchange()
    background.join()
    assert waiting(first) == Uploads(0, 0, None)
    assert chunks_there(firm) == CHUNKS
    background.stop()


def test_a_line_that_breaks_again_and_again_loses_a_chunk_each_time(
    firm: Firm, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = firm.first()
    content = Random(3).randbytes(CHUNKS * CHUNK_BYTES)
    wanted = with_file(first, content)
    put: list[int] = []
    put_chunk = Remote.put_chunk

    def noted(self: Remote, content: bytes, n: int, of: int, chunk: bytes) -> None:
        put.append(n)
        put_chunk(self, content, n, of, chunk)

    monkeypatch.setattr(Remote, "put_chunk", noted)
    over(first, proxy)
    sync_once(first.workspace, files=False)
    breaks = 0
    while waiting(first).files:
        breaks += 1
        proxy.harm(25 + 3 * breaks, Fault.RESET)
        with suppress(ServerUnreachable, ServerRefused):
            send_files(first.workspace)
    assert breaks > 1
    assert sorted(set(put)) == list(range(CHUNKS))
    assert len(put) <= CHUNKS + breaks
    second = firm.another()
    second.sync()
    assert b"".join(second.workspace.files.read(wanted)) == content


def test_a_large_file_is_sent_and_fetched_in_flat_memory(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    wanted = with_file(first, Random(4).randbytes(48 << 20))
    Background(first.workspace).exchange()
    second = firm.another()
    remote = reached(firm.address("anna", PASSWORD))
    tracemalloc.start()
    try:
        send_contents(first.journal, first.workspace.files, remote)
        second.sync()
        size = sum(map(len, second.workspace.files.read(wanted)))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        remote.close()
    assert size == 48 << 20
    assert peak < 12 << 20


def test_what_a_restored_server_lost_of_a_file_is_sent_again(firm: Firm) -> None:
    first = firm.first()
    content = Random(5).randbytes(CHUNKS * CHUNK_BYTES)
    wanted = with_file(first, content)
    first.sync()
    with connect(firm.office.dsn, autocommit=True) as admin:
        admin.execute("DELETE FROM crm.chunk WHERE n > 3")
        admin.execute("UPDATE crm.meta SET epoch = gen_random_uuid()")
    first.sync()
    assert chunks_there(firm) == CHUNKS
    second = firm.another()
    second.sync()
    assert b"".join(second.workspace.files.read(wanted)) == content


def test_a_file_that_the_server_has_no_room_for_says_why_and_lets_others_pass(firm: Firm) -> None:
    first = firm.first()
    with connect(firm.office.dsn, autocommit=True) as admin:
        admin.execute("UPDATE crm.meta SET file_quota = 100000")
        try:
            with_file(first, Random(6).randbytes(2 * CHUNK_BYTES))
            with_file(first, b"small")
            first.sync()
            found = waiting(first)
            assert found.files == 1
            assert "room for files" in str(found.reason)
        finally:
            admin.execute("UPDATE crm.meta SET file_quota = DEFAULT")
    first.sync()
    assert waiting(first) == Uploads(0, 0, None)
