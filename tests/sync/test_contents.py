"""Contents of attachments follow the records that name them, and come when somebody opens one."""

import io
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from psycopg import connect

from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import DamagedWorkspace, MissingContent
from crm_desktop.files.actions import Holder, attach_files
from crm_desktop.files.keeping import keep_content
from crm_desktop.sync.conflicts import count_conflicts
from tests.sync.laptops import Firm, Laptop

_MOST = 64 << 20


def with_file(laptop: Laptop, content: bytes) -> bytes:
    """Attach `content` to a new contact; return its SHA-256."""
    dana = add_contact(laptop.journal, "person", {"name": "Dana Whitfield"})
    kept = keep_content(laptop.workspace.files, "plan.bin", content, _MOST)
    attach_files(laptop.journal, Holder("contact", dana), [kept])
    return kept.hash


def test_a_file_is_fetched_when_it_is_opened(firm: Firm) -> None:
    first = firm.first()
    content = Random(5).randbytes(1_300_000)
    wanted = with_file(first, content)
    first.sync()
    second = firm.another()
    second.sync()
    assert second.workspace.files.size_of(wanted) is None
    assert b"".join(second.workspace.files.read(wanted)) == content
    assert second.workspace.files.size_of(wanted) == len(content)
    assert second.workspace.files.problems() == []


def test_what_the_server_has_is_not_sent_again(firm: Firm) -> None:
    first = firm.first()
    with_file(first, b"the same content")
    first.sync()
    with_file(first, b"the same content")
    small = first.sync()
    assert small.pushed > 0
    with connect(firm.office.dsn) as admin:
        assert admin.execute("SELECT count(*) FROM crm.chunk").fetchone() == (1,)


def test_a_download_goes_on_where_it_stopped(firm: Firm) -> None:
    first = firm.first()
    content = Random(5).randbytes(1_300_000)
    wanted = with_file(first, content)
    first.sync()
    second = firm.another()
    second.sync()
    fetched: list[int] = []

    def broken(number: int) -> bytes:
        if number == 2:
            raise ConnectionError("the line broke")
        fetched.append(number)
        return content[number * (512 << 10) : (number + 1) * (512 << 10)]

    with pytest.raises(ConnectionError):
        list(second.workspace.files.arriving(wanted, 3, broken))
    assert fetched == [0, 1]
    assert b"".join(second.workspace.files.read(wanted)) == content


def test_a_large_file_shows_as_it_comes_and_saving_goes_on_meanwhile(firm: Firm) -> None:
    first = firm.first()
    content = Random(6).randbytes(1_300_000)
    wanted = with_file(first, content)
    first.sync()
    second = firm.another()
    second.sync()
    files = second.workspace.files
    coming = files.read(wanted)
    assert next(coming) == content[: 512 << 10]
    assert files.size_of(wanted) is None
    # neither records nor other files wait for it
    with ThreadPoolExecutor(1) as beside:
        beside.submit(files.keep, io.BytesIO(b"added meanwhile")).result(10)
        beside.submit(add_contact, second.journal, "person", {"name": "Bob Fields"}).result(10)
    assert b"".join(coming) == content[512 << 10 :]
    assert files.size_of(wanted) == len(content)


def test_who_cancels_a_download_keeps_what_came_and_fetches_the_rest_later(firm: Firm) -> None:
    first = firm.first()
    content = Random(7).randbytes(1_300_000)
    wanted = with_file(first, content)
    first.sync()
    second = firm.another()
    second.sync()
    # whoever asks no further is as one who cancels
    assert next(second.workspace.files.read(wanted)) == content[: 512 << 10]
    fetched: list[int] = []

    def fetch(number: int) -> bytes:
        fetched.append(number)
        return content[number * (512 << 10) : (number + 1) * (512 << 10)]

    assert b"".join(second.workspace.files.arriving(wanted, 3, fetch)) == content
    assert fetched == [1, 2]


def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(firm: Firm) -> None:
    files = firm.first().workspace.files
    with pytest.raises(DamagedWorkspace, match="arrived damaged"):
        list(files.arriving(bytes(32), 2, lambda number: b"not it"))
    assert files.contents() == []


def test_a_file_whose_content_nobody_sent_says_so(firm: Firm) -> None:
    first = firm.first()
    first.sync()
    with pytest.raises(MissingContent, match="not on the office server yet"):
        b"".join(first.workspace.files.read(b"\1" * 32))


def test_a_member_without_room_still_shares_the_rest(firm: Firm) -> None:
    first = firm.first()
    with connect(firm.office.dsn) as admin:
        admin.execute("UPDATE crm.meta SET file_quota = 10")
    try:
        with_file(first, b"more than ten bytes")
        first.sync()
        second = firm.another()
        second.sync()
        assert second.hash == first.hash
    finally:
        with connect(firm.office.dsn) as admin:
            admin.execute("UPDATE crm.meta SET file_quota = DEFAULT")
    first.sync()
    wanted = bytes.fromhex(str(second.one("SELECT hash FROM attachment")))
    assert b"".join(second.workspace.files.read(wanted)) == b"more than ten bytes"
    with second.workspace.reader() as reader:
        assert count_conflicts(reader) == 0
