"""Pushing to a real server."""

import uuid

import pytest

from crm_desktop.errors import BadCall, ClockAhead, NewEpoch, OtherWire, PushGap, SiteTaken
from tests.sync.office import CONTACT, JOB, NAME, POINT, Office, new_record, step


def test_a_new_record_reaches_the_other_laptop(office: Office) -> None:
    one, two = office.device(), office.device()
    two.pull()
    record = new_record()
    reply = one.add(CONTACT, record, {NAME: "Dana Reyes", "created_at": 5})
    assert (reply["ins"], reply["upd"], reply["n"]) == (1, 0, 1)
    news = two.pull()
    assert [(row[1], row[2][str(NAME)]) for row in news["rows"]] == [(record, "Dana Reyes")]
    assert [each[4] for each in news["steps"]] == ["Edit"]
    assert two.pull()["rows"] == []


def test_an_edit_that_saw_the_other_takes_its_place_without_a_conflict(office: Office) -> None:
    one, two = office.device(), office.device()
    record, at = new_record(), one.stamp()
    one.add(CONTACT, record, {NAME: "Dana Reyes", JOB: "Buyer"}, at)
    reply, _clock = two.write(CONTACT, record, JOB, "Head of purchasing", [at, one.site])
    assert (reply["upd"], reply["conf"]) == (1, 0)
    assert two.rows()[record][str(JOB)] == "Head of purchasing"


def test_two_edits_that_did_not_see_each_other_are_a_conflict_until_someone_saw_both(office: Office) -> None:
    one, two = office.device(), office.device()
    record, at = new_record(), one.stamp()
    one.add(CONTACT, record, {NAME: "Dana Reyes", JOB: "Buyer"}, at)
    two.pull()
    _reply, early = one.write(CONTACT, record, JOB, "Purchaser", [at, one.site])
    reply, late = two.write(CONTACT, record, JOB, "Boss", [at, one.site])
    assert reply["conf"] == 1
    news = one.pull() if one.cursor else two.pull()
    table, found, field, win, *win_clock, lose, lose_hlc, lose_site, kind = news["conflicts"][0]
    assert (table, found, field, win, win_clock, lose, kind) == (
        CONTACT,
        record,
        JOB,
        "Boss",
        late,
        "Purchaser",
        "edit",
    )
    assert [lose_hlc, lose_site] == early
    one.write(CONTACT, record, JOB, "Boss and purchaser", [late, early])
    assert two.pull()["cleared"] == [[CONTACT, record, JOB, *early]]


def test_a_push_whose_answer_was_lost_changes_nothing_the_second_time(office: Office) -> None:
    one = office.device()
    record, at, push = new_record(), one.stamp(), uuid.uuid4()
    batch = [step(0, at)], [[CONTACT, record, at, 1, {str(NAME): "Dana"}, {}, 0]]
    first = one.push(*batch, id=push)
    again = one.push(*batch, id=push, n=1)
    assert again["dup"]
    assert {name: again[name] for name in ("ins", "n", "head")} == {name: first[name] for name in ("ins", "n", "head")}


def test_a_number_that_another_push_had_says_that_this_laptop_was_copied(office: Office) -> None:
    one = office.device()
    one.add(CONTACT, new_record(), {NAME: "Dana"})
    at = one.stamp()
    with pytest.raises(SiteTaken):
        one.push([step(0, at)], [[CONTACT, new_record(), at, 1, {str(NAME): "Ole"}, {}, 0]], n=1)


def test_a_missing_push_is_asked_for(office: Office) -> None:
    one = office.device()
    with pytest.raises(PushGap) as gap:
        one.push([], [], n=5)
    assert gap.value.detail == "0"


def test_a_clock_that_is_ahead_is_refused_with_the_servers_time(office: Office) -> None:
    one = office.device()
    ahead = one.stamp(ahead_ms=120_000)
    with pytest.raises(ClockAhead) as refused:
        one.add(CONTACT, new_record(), {NAME: "Dana"}, ahead)
    assert int(refused.value.detail) < ahead >> 16


def test_another_epoch_or_version_is_refused(office: Office) -> None:
    one = office.device()
    with pytest.raises(NewEpoch):
        one.push([], [], epoch=uuid.uuid4())
    with pytest.raises(OtherWire):
        one.push([], [], wire=99)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        '{"steps":[]}',
        '{"steps":{},"changes":[]}',
        '{"steps":[],"changes":[1]}',
        '{"steps":[],"changes":[[1,"zz",1,1,{},{},0]]}',
        '{"steps":[],"changes":[[1,"00000000000000000000000000000001",1,1,{},{},0]]}',
        '{"steps":[[0,1,1,"x",null,1]],"changes":[[1,"00000000000000000000000000000001",1,3,{},{},0]]}',
        '{"steps":[[0,1,1,"x",null,1]],"changes":[[1,"00000000000000000000000000000001",1,1,[],{},0]]}',
        '{"steps":[[0,1,1,"x",null,1]],"changes":[[1,"00000000000000000000000000000001",1,1,{"21":1e100000},{},0]]}',
        '{"steps":[[0,1,1,"x",null,1]],"changes":[[1,"00000000000000000000000000000001",1,1,{"21":"\\u0000"},{},0]]}',
    ],
)
def test_a_batch_that_has_not_the_form_is_refused(office: Office, text: str) -> None:
    with pytest.raises(BadCall):
        office.device().push([], [], text=text or " ")


def test_an_edit_of_a_record_that_the_server_lacks_is_named_not_lost(office: Office) -> None:
    one = office.device()
    record = new_record()
    reply, _clock = one.write(CONTACT, record, JOB, "Buyer", [5, 5])
    assert reply["unknown"] == [[CONTACT, record]]
    assert reply["upd"] == 0


def test_one_record_made_on_two_laptops_becomes_one_with_the_earlier_clock(office: Office) -> None:
    one, two = office.device(), office.device()
    record = new_record()
    early, late = one.stamp(), two.stamp(ahead_ms=2000)
    two.add(CONTACT, record, {NAME: "Dana Reyes", JOB: "Buyer"}, late)
    reply = one.add(CONTACT, record, {NAME: "D. Reyes", 29: "Purchasing"}, early)
    assert reply["ins"] == 0
    _table, _id, doc, hlc, site, clocks = one.page()[0]
    assert doc == {str(NAME): "Dana Reyes", str(JOB): "Buyer", "29": "Purchasing"}
    assert (hlc, site) == (early, one.site)
    assert clocks == {str(NAME): [late, two.site], str(JOB): [late, two.site]}


def test_a_part_whose_parent_came_later_is_seen_with_it(office: Office) -> None:
    one = office.device()
    contact, point = new_record(), new_record()
    one.add(POINT, point, {20: contact, 21: "phone"})
    one.add(CONTACT, contact, {NAME: "Dana"})
    orphans = office.admin().execute("SELECT count(*) FROM crm.row WHERE orphan").fetchone()
    assert orphans == (0,)


def test_a_change_of_several_fields_counts_once(office: Office) -> None:
    one = office.device()
    record, at = new_record(), one.stamp()
    one.add(CONTACT, record, {NAME: "Dana", JOB: "Buyer"}, at)
    later, base = one.stamp(), [at, one.site]
    both = {str(NAME): "Dana Reyes", str(JOB): "Boss"}
    reply = one.push([step(0, later)], [[CONTACT, record, later, 2, both, dict.fromkeys(both, base), 0]])
    assert (reply["upd"], reply["noop"]) == (1, 0)
