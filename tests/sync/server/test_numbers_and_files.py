"""Blocks of numbers, the contents of files, and the views of reporting tools."""

from hashlib import sha256

import psycopg
import pytest

from crm_desktop.errors import BadCall, NotAllowed, SiteTaken
from tests.sync.office import CONTACT, NAME, OWNER, PASSWORD, VIEW, Device, Office, new_record

ATTACHMENT, CONTENT = 28, 23


def test_no_number_is_given_twice(office: Office) -> None:
    one, two = office.device(), office.device()
    blocks = [one.call("numbers_v1", "invoice", one.site, 50), two.call("numbers_v1", "invoice", two.site, 20)]
    blocks.append(one.call("numbers_v1", "invoice", one.site, 50))
    assert blocks == [{"from": 1, "to": 50}, {"from": 51, "to": 70}, {"from": 71, "to": 120}]
    assert one.call("numbers_v1", "ticket", one.site, 1) == {"from": 1, "to": 1}


def test_numbers_go_on_after_those_that_were_given_before_there_was_a_server(office: Office) -> None:
    one = office.device()
    assert one.call("numbers_v1", "ticket", one.site, 10, 4711) == {"from": 4712, "to": 4721}
    assert one.call("numbers_v1", "ticket", one.site, 10, 3) == {"from": 4722, "to": 4731}


def test_numbers_are_for_ones_own_device_and_not_without_end(office: Office) -> None:
    office.member("ole")
    anna, ole = office.device(), office.device("ole")
    with pytest.raises(SiteTaken):
        ole.call("numbers_v1", "invoice", anna.site, 1)
    with pytest.raises(NotAllowed):
        ole.call("numbers_v1", "invoice", ole.site, 1, 999_999_999)
    for series, count in (("invoice", 0), ("invoice", 10_000), ("'; DROP", 1), (None, 1)):
        with pytest.raises(BadCall):
            ole.call("numbers_v1", series, ole.site, count)


def test_a_file_travels_in_chunks_to_those_who_see_its_record(office: Office) -> None:
    ole = office.member("ole", "sales", "me")
    office.member("pia", "sales", "me")
    anna = office.device()
    chunks = [b"a" * 524288, b"b" * 100]
    name = sha256(b"".join(chunks)).hexdigest()
    for n, each in enumerate(chunks):
        anna.call("chunk_put_v1", name, n, 2, sha256(each).digest(), each)
    anna.add(ATTACHMENT, new_record(), {20: "a.txt", CONTENT: name, OWNER: ole})
    sums = [[n, sha256(each).hexdigest()] for n, each in enumerate(chunks)]
    reader, stranger = office.device("ole"), office.device("pia")
    assert reader.call("chunk_have_v1", name) == {"of": 2, "have": sums}
    assert [reader.call("chunk_get_v1", name, n) for n in range(2)] == chunks
    assert stranger.call("chunk_have_v1", name)["have"] == []
    assert stranger.call("chunk_get_v1", name, 0) is None


def test_a_chunk_that_is_not_what_it_says_is_refused(office: Office) -> None:
    anna = office.device()
    name = sha256(b"right").hexdigest()
    for of, sum_of, data in ((1, b"wrong", b"wrong"), (1, b"right", b"wrong"), (2, b"x" * 9, b"x"), (0, b"", b"")):
        with pytest.raises(BadCall):
            anna.call("chunk_put_v1", name, 0, of, sha256(sum_of).digest(), data)
    with pytest.raises(BadCall):
        anna.call("chunk_put_v1", "../etc", 0, 1, sha256(b"right").digest(), b"right")


def test_the_room_for_files_has_an_end(office: Office) -> None:
    anna, admin = office.device(), office.admin()
    admin.execute("UPDATE crm.meta SET file_quota = 10")
    try:
        _put(anna, b"12345678")
        with pytest.raises(NotAllowed):
            _put(anna, b"abcdefgh")
        _put(anna, b"12345678")
    finally:
        admin.execute("UPDATE crm.meta SET file_quota = 100000000000")


def test_reporting_tools_read_names_and_types_and_nothing_private(office: Office) -> None:
    anna = office.device()
    anna.add(
        CONTACT, new_record(), {NAME: "Dana", 20: "person", 31: "1970-02-30", 36: "a word", "created_at": 86400000}
    )
    anna.add(12, new_record(), {20: "Shoes", 25: 1100000, 31: "2026-02-30", 30: "2026-05-14", 29: 1e308})
    anna.add(VIEW, new_record(), {20: "Mine alone"})
    verifier = anna.connection.pgconn.encrypt_password(PASSWORD.encode(), b"tableau", b"scram-sha-256").decode()
    anna.call("add_reporter_v1", "tableau", verifier)
    reporter = office.login("tableau")
    row = reporter.execute("SELECT name, founded_year, extract(day FROM created_at) FROM report.contact").fetchone()
    assert row == ("Dana", None, 2)
    deal = reporter.execute("SELECT amount, expected_on, opened_on::text, probability FROM report.deal").fetchone()
    assert deal == (1100000, None, "2026-05-14", None)
    assert reporter.execute("SELECT count(*) FROM report.saved_view").fetchone() == (0,)
    for statement in ("SELECT * FROM crm.row", "DELETE FROM report.deal", "SELECT crm.hello_v1(1, '')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reporter.execute(statement)


def _put(device: Device, content: bytes) -> None:
    digest = sha256(content)
    device.call("chunk_put_v1", digest.hexdigest(), 0, 1, digest.digest(), content)
