"""Each member's own record: what they say of themselves is theirs to write, and nothing else of it."""

import pytest

from tests.sync.office import Device, Office, Reply, new_record, step
from tests.sync.server.test_quick import SPACED, text_of

MEMBER = 18
REMOVED, NAME, EMAIL, ROLE, TEAM, MANAGER, ACTIVE, JOB, PHONE = "2", "20", "21", "22", "23", "24", "25", "26", "27"
OWNER, OTHER_PROGRAMS, OWN_FIELD = "1", "3", "1234567890"
PLAIN = {NAME: "Ole B. Berg", EMAIL: "ole@hartwell.example", JOB: "Seller", PHONE: "+4930123456"}
SOMEBODY = "0" * 31 + "7"
WRITERS = ("sales", "service", "marketing")


def ole_with_record(office: Office, role: str) -> tuple[Device, Device, str]:
    """Return Anna's device and Ole's, who has such a `role`, and the record of Ole as a member."""
    anna = office.device()
    me = office.member("ole", role)
    anna.add(MEMBER, me, {NAME: "Ole Berg", ROLE: role})
    ole = office.device("ole")
    ole.pull()
    return anna, ole, me


def pushed(device: Device, record: str, op: int, values: dict[str, object], gaps: tuple[str, str]) -> Reply:
    at = device.stamp()
    line: list[object] = [MEMBER, record, at, op, values, {}, 0]
    # a row that is healed as it stood tells which device made it
    line += [device.site] if op == 4 else []
    return device.push([], [], text=text_of([step(0, at)], [line], gaps))


def refused(reply: Reply) -> list[str]:
    return [each[3] for each in reply["quarantined"]]


@SPACED
@pytest.mark.parametrize("role", WRITERS)
def test_whoever_writes_says_of_themselves_what_they_like(office: Office, role: str, gaps: tuple[str, str]) -> None:
    anna, ole, me = ole_with_record(office, role)
    for field, value in PLAIN.items():
        assert refused(pushed(ole, me, 2, {field: value}, gaps)) == []
    assert anna.rows(MEMBER)[me] == {**PLAIN, ROLE: role}
    assert refused(pushed(ole, me, 2, {PHONE: None, JOB: "Buyer"}, gaps)) == []
    assert anna.rows(MEMBER)[me][JOB] == "Buyer"


@SPACED
@pytest.mark.parametrize("role", WRITERS)
@pytest.mark.parametrize(
    "values",
    [
        {ROLE: "owner"},
        {ROLE: None},
        {TEAM: SOMEBODY},
        {MANAGER: SOMEBODY},
        {ACTIVE: 1},
        {REMOVED: 1},
        {OWNER: SOMEBODY},
        {OTHER_PROGRAMS: ["x"]},
        {OWN_FIELD: "x"},
        {**PLAIN, ROLE: "owner"},
        {"created_by": SOMEBODY},
        {"020": "Zero"},
        {"": "Nothing"},
    ],
    ids=str,
)
def test_nobody_raises_oneself(office: Office, role: str, values: dict[str, object], gaps: tuple[str, str]) -> None:
    anna, ole, me = ole_with_record(office, role)
    before = anna.rows(MEMBER)[me]
    assert refused(pushed(ole, me, 2, values, gaps)) == ["role"]
    assert anna.rows(MEMBER)[me] == before
    asked = office.admin().execute("SELECT rights, teams, active FROM crm.member WHERE role_name = 'ole'").fetchone()
    assert asked == (role, [], True)


@SPACED
def test_a_step_that_holds_more_is_kept_aside_whole(office: Office, gaps: tuple[str, str]) -> None:
    anna, ole, me = ole_with_record(office, "sales")
    at = ole.stamp()
    lines = [[MEMBER, me, at, 2, {PHONE: "+4930123456"}, {}, 0], [MEMBER, me, at, 2, {ROLE: "owner"}, {}, 0]]
    reply = ole.push([], [], text=text_of([step(0, at)], lines, gaps))
    assert refused(reply) == ["role"]
    assert PHONE not in anna.rows(MEMBER)[me]


@SPACED
def test_the_records_of_others_and_new_ones_are_not_one_s_own(office: Office, gaps: tuple[str, str]) -> None:
    anna, ole, me = ole_with_record(office, "sales")
    other = office.member("ben")
    anna.add(MEMBER, other, {NAME: "Ben Ode"})
    before = anna.rows(MEMBER)
    assert refused(pushed(ole, other, 2, {NAME: "Ole Berg"}, gaps)) == ["role"]
    for record in (new_record(), me):
        for op in (1, 4):
            assert refused(pushed(ole, record, op, {NAME: "Ole Berg"}, gaps)) == ["role"]
    assert anna.rows(MEMBER) == before


@SPACED
def test_who_only_reads_or_was_removed_says_nothing_more(office: Office, gaps: tuple[str, str]) -> None:
    anna, ole, me = ole_with_record(office, "sales")
    anna.call("set_member_v1", "ole", "read_only", None, None, None)
    assert refused(pushed(ole, me, 2, {PHONE: "+4930123456"}, gaps)) == ["role"]
    assert PHONE not in anna.rows(MEMBER)[me]


def test_what_an_owner_wrote_meanwhile_waits_for_a_decision(office: Office) -> None:
    anna, ole, me = ole_with_record(office, "sales")
    anna.pull()
    _reply, first = anna.write(MEMBER, me, int(JOB), "Seller", None)
    anna.write(MEMBER, me, int(JOB), "Buyer", first)
    reply, _at = ole.write(MEMBER, me, int(JOB), "Driver", first)
    assert (reply["quarantined"], reply["conf"]) == ([], 1)
    assert [each[6] for each in anna.pull()["conflicts"]] == ["Buyer"]
