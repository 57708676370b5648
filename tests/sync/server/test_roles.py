"""Every role and every kind of record: what may be read and written, as docs/office-server.md says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import FieldKind, RecordTable
from crm_desktop.sync.server.meta import TableMeta, table_meta
from tests.sync.office import Device, Office, new_record, step

ROLES = ("owner", "manager", "sales", "service", "marketing", "read_only")
REMOVED = 2
DOCS = Path(__file__).parents[3] / "docs" / "office-server.md"
IN_SIGHT, EVERYBODY, PRIVATE = (
    "whoever the record is in sight of",
    "everybody",
    "whose it is, everybody where it is shared",
)


class Right(NamedTuple):
    """What the documentation says of one kind of record."""

    written_by: frozenset[str]
    seen_by: str


def documented() -> dict[str, Right]:
    """Return what the documentation says of each kind of record."""
    found: dict[str, Right] = {}
    for line in DOCS.read_text("utf-8").splitlines():
        if not line.startswith("| `"):
            continue
        _none, names, writers, seen, _end = (each.strip() for each in line.split("|"))
        for name in re.findall(r"`(\w+)`", names):
            assert name not in found, f"{name} stands there twice"
            found[name] = Right(frozenset(re.split(", ", writers)), seen)
    return found


TOLD = documented()
LINES = {each.name: each for each in table_meta()}


def test_the_documentation_names_each_kind_of_record_once() -> None:
    assert set(TOLD) == set(LINES)
    assert {each.seen_by for each in TOLD.values()} == {IN_SIGHT, EVERYBODY, PRIVATE}
    assert {role for each in TOLD.values() for role in each.written_by} == set(ROLES) - {"read_only"}


# A record, whether it is new (1) or edited (2), its values, and what was seen of each.
Wanted = tuple[str, int, dict[str, object], dict[str, object]]


class Case(NamedTuple):
    """One record that somebody made before: whose it is, and the clock of its making."""

    table: str
    record: str
    owner: str
    at: list[int]


def plain_field(table: RecordTable, line: TableMeta) -> str:
    """Return a field of `table` that decides neither whose a record is nor what it follows."""
    placed = {line.owner_fld, line.team_fld, line.open_fld, *line.parents}
    return next(
        str(each.number)
        for each in table.fields
        if str(each.number) not in placed and each.stored and each.kind is not FieldKind.LINK
    )


def document(name: str, owner: str, parents: dict[str, str]) -> dict[str, object]:
    """Return a new record of `owner`, or a part of the record that belongs to `owner`."""
    line = LINES[name]
    values: dict[str, object] = {plain_field(BY_NAME[name], line): "Something"}
    if line.part:
        return values | {line.parents[0]: parents[_parent(line)]}
    return values | {line.owner_fld: owner}


def _parent(line: TableMeta) -> str:
    return next(each.name for each in LINES.values() if each.tbl == line.parent_tables[0])


def in_order() -> list[str]:
    """Return the kinds of record, each behind the one that it is a part of."""
    return sorted(LINES, key=lambda name: sum(1 for _each in _above(name)))


def _above(name: str) -> Iterator[str]:
    while LINES[name].part:
        name = _parent(LINES[name])
        yield name


def made_by(device: Device, owner: str) -> dict[str, Case]:
    """Let `device` make a record of each kind for `owner`, all in one push."""
    cases: dict[str, Case] = {}
    steps: list[object] = []
    lines: list[object] = []
    for name in in_order():
        record, at = new_record(), device.stamp()
        values = document(name, owner, {each: case.record for each, case in cases.items()})
        lines.append([LINES[name].tbl, record, at, 1, values, {}, len(steps)])
        steps.append(step(len(steps), at))
        cases[name] = Case(name, record, owner, [at, device.site])
    assert device.push(steps, lines)["ins"] == len(LINES)
    return cases


def refusals(device: Device, changes: dict[str, Wanted]) -> dict[str, str]:
    """Push one change of each kind, each in a step of its own; return why some of them were refused, by kind."""
    stamps = {name: device.stamp() for name in changes}
    steps = [step(at, stamps[name]) for at, name in enumerate(changes)]
    lines = [
        [LINES[name].tbl, record, stamps[name], op, values, bases, at]
        for at, (name, (record, op, values, bases)) in enumerate(changes.items())
    ]
    reply = device.push(steps, lines)
    names = {stamp: name for name, stamp in stamps.items()}
    return {names[hlc]: why for hlc, _table, _record, why in reply["quarantined"]}


def edits(cases: dict[str, Case], field: int | None = None) -> dict[str, Wanted]:
    """Return an edit of each of `cases`: of `field`, or of a plain one."""
    made: dict[str, Wanted] = {}
    for name, case in cases.items():
        key = str(field or plain_field(BY_NAME[name], LINES[name]))
        made[name] = (case.record, 2, {key: 7 if field else "Another"}, {} if field else {key: case.at})
    return made


def refused_for(role: str) -> dict[str, str]:
    """Return what the documentation says that `role` may not write, with the reason."""
    return {name: "role" for name, right in TOLD.items() if role not in right.written_by}


def seen(device: Device) -> dict[str, set[str]]:
    """Return which records of each kind a device gets: by a pull, by pages, and in its digests alike."""
    pulled: dict[str, set[str]] = {name: set() for name in LINES}
    by_number = {each.tbl: each.name for each in LINES.values()}
    for row in device.pull()["rows"]:
        pulled[by_number[row[0]]].add(row[1])
    for name, line in LINES.items():
        assert set(device.rows(line.tbl)) == pulled[name], name
        assert sum(bucket[1] for bucket in device.call("digest_v1", line.tbl)) == len(pulled[name]), name
    return pulled


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_and_writes_what_is_documented(office: Office, role: str) -> None:
    anna = office.device()
    # who leads may make one of each
    me = office.member("ole", "manager", "me")
    ole = office.device("ole")
    ole.pull()
    mine, others = made_by(ole, me), made_by(anna, anna.greeting["member"])
    anna.call("set_member_v1", "ole", role, "me", None, None)

    # reading: what is in sight, and what is not
    found = seen(ole)
    for name, right in TOLD.items():
        expected = {mine[name].record} | ({others[name].record} if right.seen_by == EVERYBODY else set())
        assert found[name] == expected, name
        hidden = [] if right.seen_by == EVERYBODY else [others[name].record]
        assert ole.call("rows_v1", LINES[name].tbl, f'["{others[name].record}"]')["missing"] == hidden, name
        assert bool(ole.call("history_v1", LINES[name].tbl, others[name].record)["steps"]) is not bool(hidden), name

    # what is out of sight is written by nobody; the role is asked first
    may_not = refused_for(role)
    unseen = {name: "unseen" for name, right in TOLD.items() if right.seen_by != EVERYBODY} | may_not
    assert refusals(ole, edits(others)) == unseen
    assert refusals(ole, edits(others, REMOVED)) == unseen

    # one's own: changed, moved to the bin, added to
    assert refusals(ole, edits(mine)) == may_not
    assert refusals(ole, edits(mine, REMOVED)) == may_not
    parents = {name: case.record for name, case in mine.items()}
    news: dict[str, Wanted] = {name: (new_record(), 1, document(name, me, parents), {}) for name in in_order()}
    assert refusals(ole, news) == may_not


@pytest.mark.parametrize("role", ROLES)
def test_each_role_writes_records_of_others_in_sight(office: Office, role: str) -> None:
    anna = office.device()
    office.member("ole", role, "all")
    ole = office.device("ole")
    ole.pull()
    others = made_by(anna, anna.greeting["member"])
    private = {name: "unseen" for name, right in TOLD.items() if right.seen_by == PRIVATE}
    assert {name for name, records in seen(ole).items() if records} == set(TOLD) - set(private)
    assert refusals(ole, edits(others)) == private | refused_for(role)
    assert refusals(ole, edits(others, REMOVED)) == private | refused_for(role)


def test_nobody_makes_what_would_be_seen_by_another_alone(office: Office) -> None:
    ole, anna = office.member("ole", "manager"), office.device().greeting["member"]
    device = office.device("ole")
    private = [name for name, right in TOLD.items() if right.seen_by == PRIVATE]
    news: dict[str, Wanted] = {name: (new_record(), 1, document(name, anna, {}), {}) for name in private}
    assert refusals(device, news) == dict.fromkeys(private, "author")
    mine = made_by(device, ole)
    given: dict[str, Wanted] = {
        name: (mine[name].record, 2, {LINES[name].owner_fld: anna}, {LINES[name].owner_fld: mine[name].at})
        for name in private
    }
    assert refusals(device, given) == dict.fromkeys(private, "author")
