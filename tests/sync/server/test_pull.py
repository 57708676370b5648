"""Pulling from a real server: nothing is skipped, whoever commits when."""

import json
import uuid

import psycopg
import pytest

from crm_desktop.errors import BadCall, ServerSetBack
from tests.sync.office import CONTACT, JOB, NAME, Office, new_record, step


def test_a_slow_writer_is_not_skipped_by_the_cursor(office: Office) -> None:
    slow, quick, reader = office.device(), office.device(), office.device()
    reader.pull()
    late, early = new_record(), new_record()
    slow.connection.autocommit = False
    slow.add(CONTACT, late, {NAME: "Slow"})
    quick.add(CONTACT, early, {NAME: "Quick"})
    assert [row[1] for row in reader.pull()["rows"]] == [early]
    slow.connection.commit()
    assert [row[1] for row in reader.pull()["rows"]] == [late]


def test_many_pages_bring_the_same_as_one(office: Office) -> None:
    one, two, three = office.device(), office.device(), office.device()
    two.pull()
    three.pull()
    records = [new_record() for _each in range(30)]
    stamps = [one.stamp() for _each in range(60)]
    one.push(
        [step(n, at) for n, at in enumerate(stamps)],
        [[CONTACT, each, stamps[n], 1, {str(NAME): f"Name {n}"}, {}, n] for n, each in enumerate(records)]
        + [
            [CONTACT, each, stamps[n], 2, {str(JOB): "Buyer"}, {str(JOB): [stamps[n - 30], one.site]}, n]
            for n, each in enumerate(records, 30)
        ],
    )
    whole, paged = two.pull(), three.pull(lim=7)
    for name in ("rows", "changes", "conflicts", "gone", "erased"):
        assert sorted(map(json.dumps, whole[name])) == sorted(map(json.dumps, paged[name])), name
    assert len(whole["rows"]) == 30
    assert len(whole["changes"]) == 30
    assert {each[1] for each in whole["steps"]} == {each[1] for each in paged["steps"]} == set(stamps)


def test_a_server_that_was_set_back_is_noticed_by_the_last_push_that_was_seen(office: Office) -> None:
    one = office.device()
    one.add(CONTACT, new_record(), {NAME: "Dana"})
    with pytest.raises(ServerSetBack):
        one.call("pull_v1", None, one.epoch, uuid.uuid4(), None, 10)


@pytest.mark.parametrize("cursor", ["", "x", "9:1:", "5:6", "1:2:3:4", "-1:2:"])
def test_a_cursor_that_is_none_is_refused(office: Office, cursor: str) -> None:
    one = office.device()
    with pytest.raises(BadCall):
        one.call("pull_v1", cursor, one.epoch, None, None, 10)


def test_a_cursor_from_the_future_says_that_the_server_was_set_back(office: Office) -> None:
    one = office.device()
    with pytest.raises(ServerSetBack):
        one.call("pull_v1", "900000000:900000000:", one.epoch, None, None, 10)


def test_a_push_wakes_whoever_listens(office: Office) -> None:
    one = office.device()
    with psycopg.connect(office.dsn, autocommit=True) as listener:
        listener.execute("LISTEN crm")
        one.add(CONTACT, new_record(), {NAME: "Dana"})
        assert [each.channel for each in listener.notifies(timeout=5, stop_after=1)] == ["crm"]


def test_the_history_of_a_record_says_what_was_there_before(office: Office) -> None:
    one = office.device()
    record, at = new_record(), one.stamp()
    one.add(CONTACT, record, {NAME: "Dana", JOB: "Buyer"}, at)
    _reply, first = one.write(CONTACT, record, JOB, "Purchaser", [at, one.site])
    _reply, second = one.write(CONTACT, record, JOB, "Boss", first)
    history = one.call("history_v1", CONTACT, record)
    assert [(each[5], each[6]) for each in history["changes"]] == [("Buyer", "Purchaser"), ("Purchaser", "Boss")]
    assert [each[1] for each in history["steps"]] == [at, first[0], second[0]]
    assert [each[1] for each in one.call("steps_v1", None, 2)] == [second[0], first[0]]
