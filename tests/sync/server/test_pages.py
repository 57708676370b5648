"""Pages: each row once however they are cut, nothing that a device wrote itself, nothing that it may not see."""

import json

import pytest

from tests.sync.office import CONTACT, DEAL, JOB, NAME, NOTES, Device, Office, Reply, new_record, step

_EVERYTHING = "1:1:"
_COMPANY, _NAME_OF_DEAL = "21", "20"
_BUT_ROWS = [1, "0", "0 00000000-0000-0000-0000-000000000000", True]


def everything(device: Device, lim: int, after: object = None) -> Reply:
    """Return all that the office holds, asked for `lim` at a time."""
    whole: Reply = {}
    while True:
        page = device.call("pull_v1", _EVERYTHING, device.epoch, None, after and json.dumps(after), lim)
        for name, value in page.items():
            whole[name] = [*whole.get(name, []), *value] if isinstance(value, list) and name != "after" else value
        after = page["after"]
        if after is None:
            return whole


def test_everything_comes_once_however_it_is_cut(office: Office) -> None:
    laptop, records = office.device(), [new_record() for _each in range(20)]
    for turn, each in enumerate(records):
        made = laptop.stamp()
        laptop.add(CONTACT if turn % 2 else DEAL, each, {NAME: f"Name {turn}", JOB: "Buyer"}, made)
        laptop.write(CONTACT if turn % 2 else DEAL, each, JOB, "Owner", [made, laptop.site])
        office.device().write(CONTACT if turn % 2 else DEAL, each, JOB, "Agent", [made, laptop.site])
    whole, cut = everything(laptop, 5000), everything(laptop, 3)
    for name, count in (("rows", 20), ("changes", 40), ("conflicts", 20)):
        assert len(whole[name]) == count
        assert sorted(map(json.dumps, whole[name])) == sorted(map(json.dumps, cut[name])), name
    rest = everything(laptop, 3, _BUT_ROWS)
    assert rest["rows"] == []
    assert sorted(map(json.dumps, rest["changes"])) == sorted(map(json.dumps, whole["changes"]))
    paged: list[list[object]] = []
    place: tuple[int, str | None] = (0, None)
    while lines := laptop.lines(*place, 3):
        rows = [each for each in lines if each[0] != "step"]
        paged += rows
        place = rows[-1][0], rows[-1][1]
        steps = {(each[1], each[2]) for each in lines if each[0] == "step"}
        assert steps == {(row[4], row[3]) for row in rows}
    assert paged == sorted(paged) == sorted(whole["rows"])


def test_a_page_of_long_texts_ends_early_and_the_next_goes_on(office: Office) -> None:
    laptop, records = office.device(), sorted(new_record() for _each in range(7))
    for each in records:
        laptop.add(CONTACT, each, {NOTES: "a" * 3_000_000})
    first = laptop.lines(CONTACT, None, 5000)
    behind = laptop.lines(CONTACT, records[5], 5000)
    assert [each[1] for each in first if each[0] != "step"] == records[:6]
    assert [each[1] for each in behind if each[0] != "step"] == records[6:]
    for lines in (first, behind):
        steps = {(each[1], each[2]) for each in lines if each[0] == "step"}
        assert steps >= {(each[4], each[3]) for each in lines if each[0] != "step"}


def test_a_place_of_an_older_server_begins_the_rows_anew(office: Office) -> None:
    laptop, records = office.device(), sorted(new_record() for _each in range(5))
    for each in records:
        laptop.add(CONTACT, each, {NAME: "Dana"})
    found = everything(laptop, 3, [3, "700", f"00001 {_dashed(records[-1])}"])
    assert sorted(row[1] for row in found["rows"]) == records


def test_a_member_gets_pages_of_what_it_sees(office: Office) -> None:
    mine, other = new_record(), new_record()
    office.member("ole", "sales", "me")
    anna, ole = office.device(), office.device("ole")
    anna.add(CONTACT, other, {NAME: "Not his"})
    ole.add(CONTACT, mine, {NAME: "His"})
    assert [row[1] for row in ole.page()] == [mine]
    assert [row[1] for row in everything(ole, 1)["rows"]] == [mine]
    assert {row[1] for row in anna.page()} == {mine, other}


def test_what_a_device_pushed_does_not_come_back_to_it(office: Office) -> None:
    one, two, record = office.device(), office.device(), new_record()
    # before the first push there is nothing up to which something was seen
    two.add(CONTACT, new_record(), {NAME: "Ada"})
    one.pull()
    two.pull()
    made = one.stamp()
    one.add(CONTACT, record, {NAME: "Dana", JOB: "Buyer"}, made)
    _reply, at = one.write(CONTACT, record, JOB, "Owner", [made, one.site])
    assert [row[1] for row in two.pull()["rows"]] == [record]
    got = one.pull(own=True)
    assert (got["rows"], got["changes"]) == ([], [])
    # somebody else was at it, and then this device again: what the other wrote must come
    two.write(CONTACT, record, NAME, "Dana Reyes", [made, one.site])
    one.write(CONTACT, record, JOB, "Agent", at)
    got = one.pull(own=True)
    assert [row[2][str(NAME)] for row in got["rows"]] == ["Dana Reyes"]
    assert [each[4] for each in got["changes"]] == [NAME]


def test_an_edit_of_somebody_elses_record_does_not_come_back(office: Office) -> None:
    one, two, record = office.device(), office.device(), new_record()
    made = one.stamp()
    one.add(CONTACT, record, {NAME: "Dana", JOB: "Buyer"}, made)
    one.pull(own=True)
    two.pull(own=True)
    _reply, at = two.write(CONTACT, record, JOB, "Owner", [made, one.site])
    two.write(CONTACT, record, NOTES, "Met at the fair", None)
    got = two.pull(own=True)
    assert (got["rows"], got["changes"], got["conflicts"]) == ([], [], [])
    assert [row[1] for row in one.pull(own=True)["rows"]] == [record]
    # what somebody wrote before, and this device had not seen, comes with it
    one.write(CONTACT, record, NAME, "Dana Reyes", [made, one.site])
    two.write(CONTACT, record, JOB, "Agent", at)
    assert [row[2][str(NAME)] for row in two.pull(own=True)["rows"]] == ["Dana Reyes"]


def test_a_clash_comes_back_to_both_who_wrote(office: Office) -> None:
    one, two, record = office.device(), office.device(), new_record()
    made = one.stamp()
    one.add(CONTACT, record, {JOB: "Buyer"}, made)
    one.pull(own=True)
    two.pull(own=True)
    one.write(CONTACT, record, JOB, "Owner", [made, one.site])
    two.write(CONTACT, record, JOB, "Agent", [made, one.site])
    for each in (one, two):
        got = each.pull(own=True)
        assert [row[2][str(JOB)] for row in got["rows"]] == ["Agent"]
        assert [each[6] for each in got["conflicts"]] == ["Owner"]


def test_what_a_copy_pushed_under_the_same_number_comes(office: Office) -> None:
    one, record = office.device(), new_record()
    one.pull(own=True)
    copy = office.device(site=one.site)
    copy.add(CONTACT, record, {NAME: "Dana"})
    assert [row[1] for row in one.pull(own=True)["rows"]] == [record]


@pytest.mark.parametrize("edited", [False, True])
def test_a_link_that_an_erasure_emptied_comes_back_to_who_wrote_it(office: Office, edited: bool) -> None:
    one, two = office.device(), office.device()
    one.pull()
    company, deal, at = new_record(), new_record(), one.stamp()
    one.push(
        [step(0, at)],
        [
            [CONTACT, company, at, 1, {str(NAME): "Harbor"}, {}, 0],
            [DEAL, deal, at, 1, {_COMPANY: company, _NAME_OF_DEAL: "Kitchen"}, {}, 0],
        ],
    )
    two.call("erase_v1", CONTACT, company, "asked for it")
    if edited:
        one.write(DEAL, deal, int(_NAME_OF_DEAL), "New kitchen", [at, one.site])
    found = one.pull(own=True)
    assert [each[1] for each in found["erased"]] == [company]
    assert [(row[1], row[2].get(_COMPANY)) for row in found["rows"]] == [(deal, None)]


def _dashed(record: str) -> str:
    return "-".join((record[:8], record[8:12], record[12:16], record[16:20], record[20:]))
