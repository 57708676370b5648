"""The inbox of conflicts: what two people wrote into one field while apart, and edits of what another removed."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.clock import stamp_ms
from crm_desktop.journal.transaction import Stored
from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, TABLES
from crm_desktop.schema.contacts import CONTACT, NAME_PARTS
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.own import Kinds
from crm_desktop.store.belonging import REMOVED
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.sync.arrived_conflicts import OPEN, writer_of
from crm_desktop.sync.edited import Edited, edited_meanwhile
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.removal import AFTER_REMOVAL
from crm_desktop.sync.text_merge import merge3
from crm_desktop.values.names import compose_name
from crm_desktop.vault.driver import Connection

MINE, THEIRS, BOTH = "mine", "theirs", "both"
_LISTS = frozenset({FieldKind.TAGS, FieldKind.CHOICES})
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
_NAME = CONTACT.by_name["name"].number
# Fields that are written with another one and decided with it: what the program computes goes with whatever field of
# its step clashes, the parts of a name go with the name.
_WITH_ANY = 0
_LED = ", ".join(
    f"({number}, {field}, {leader})"
    for number, field, leader in (
        *(
            (table.number, field.number, _WITH_ANY)
            for table in TABLES
            for field in table.stored_fields
            if field.read_only and field.name not in (REMOVED, "external_ids", "custom")
        ),
        *((CONTACT.number, CONTACT.by_name[part].number, _NAME) for part in NAME_PARTS),
    )
)
_OF_ONE_STEP = """
    o.tbl = conflict.tbl AND o.rid = conflict.rid
    AND o.lose_hlc = conflict.lose_hlc AND o.lose_site = conflict.lose_site
"""
LEADERS = "SELECT column1 AS tbl, column2 AS fld, column3 AS leader FROM (VALUES " + _LED + ")"
# Records that one statement asks for.
_AT_ONCE = 100
_BESIDE_ANOTHER = f"""
    (EXISTS (SELECT 1 FROM ({LEADERS}) l JOIN conflict o ON o.state = {OPEN} AND {_OF_ONE_STEP}
        WHERE l.tbl = conflict.tbl AND l.fld = conflict.fld AND (o.fld = l.leader OR l.leader = {_WITH_ANY}
            AND (o.tbl, o.fld) NOT IN (SELECT tbl, fld FROM ({LEADERS}) WHERE leader = {_WITH_ANY})))
    OR ifnull(kind, '') = '{AFTER_REMOVAL}' AND EXISTS (SELECT 1 FROM conflict o WHERE o.state = {OPEN}
        AND o.tbl = conflict.tbl AND o.rid = conflict.rid AND o.kind = conflict.kind
        AND (o.lose_hlc, o.lose_site) > (conflict.lose_hlc, conflict.lose_site)))
"""
KEPT = "SELECT cid, tbl, rid, fld, kind, base, lose, lose_hlc, lose_site, lose_member FROM conflict"
WAITING = f"{KEPT} WHERE state = {OPEN} AND NOT {_BESIDE_ANOTHER}"


class Side(NamedTuple):
    """One of the two values: who wrote it, on which device and when.

    `here` tells whether that was this device, `counts` whether it is the value that stands.
    """

    value: Stored
    member: bytes | None
    member_name: str
    device: str
    at_ms: int
    here: bool
    counts: bool
    clock: Clock


class Clash(NamedTuple):
    """One field that clashes: `base` is what both writers had seen; `can_join` tells whether both can be kept.

    Where it `adds`, keeping both makes a second part, such as another number. `composed` is a name that is made of
    parts which both changed. Where one side removed the record, `edited` is what the other wrote into it meanwhile.
    """

    cid: int
    field: Field
    base: Stored
    mine: Side
    theirs: Side
    can_join: bool
    adds: bool = False
    composed: str | None = None
    edited: tuple[Edited, ...] = ()

    @property
    def is_removal(self) -> bool:
        """Whether the question is if the record is to come back."""
        return self.field.name == REMOVED


class ClashedRecord(NamedTuple):
    """A record with fields that clash; `kind` is what its kind column says, where it has one."""

    table: str
    record: bytes
    title: str
    kind: str | None
    clashes: tuple[Clash, ...]


def count_conflicts(reader: Connection) -> int:
    """Return how many conflicts wait for a decision."""
    return int(reader.execute(f"SELECT count(*) FROM ({WAITING})").fetchone()[0])


def clashing_among(reader: Connection, records: Sequence[tuple[str, bytes]]) -> dict[tuple[str, bytes], frozenset[str]]:
    """Return the names of the fields whose value is not decided, by each of `records`: its table and its id."""
    found: dict[tuple[str, bytes], set[str]] = {each: set() for each in records}
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        rows = reader.execute(
            " UNION ".join(
                f"SELECT {at}, fld FROM conflict WHERE state = {OPEN} AND tbl = {BY_NAME[table].number} "
                f"AND rid = (SELECT rid FROM {table} WHERE id = ?)"
                for at, (table, _record) in enumerate(some)
            ),
            [record for _table, record in some],
        ).fetchall()
        if rows:
            kinds = workspace_kinds(reader)
            for at, number in rows:
                found[some[at]].add(kinds.numbered(some[at][0], number).name)
    return {each: frozenset(names) for each, names in found.items()}


def waiting_conflicts(reader: Connection) -> frozenset[int]:
    """Return the ids of the conflicts that wait for a decision."""
    return frozenset(row[0] for row in reader.execute(WAITING))


def clashed_records(reader: Connection) -> list[ClashedRecord]:
    """Return the records whose fields clash, the oldest conflict first."""
    kinds = workspace_kinds(reader)
    groups: dict[tuple[int, int], list[Clash]] = {}
    for row in reader.execute(f"{WAITING} ORDER BY cid").fetchall():
        groups.setdefault((row[1], row[2]), []).append(clash_of(reader, kinds, row))
    found = []
    for (number, rid), clashes in groups.items():
        table = BY_NUMBER[number]
        kind = "kind" if "kind" in table.by_name else "NULL"
        row = reader.execute(f"SELECT id, {table.title}, {kind} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
        if row is not None:
            found.append(ClashedRecord(table.name, row[0], str(row[1] or ""), row[2], tuple(clashes)))
    return found


def joined_value(clash: Clash) -> Stored:
    """Return what keeps both values: lists together, long texts merged by line or else one after the other."""
    earlier, later = sorted((clash.mine, clash.theirs), key=lambda side: side.clock)
    first, second = str(earlier.value or ""), str(later.value or "")
    if clash.composed is not None:
        return clash.composed
    if clash.adds:
        standing, other = side_at(clash, counts=True), side_at(clash, counts=False)
        return "\n".join((str(standing.value or ""), str(other.value or "")))
    if clash.field.kind in _LISTS:
        both = [*json.loads(first or "[]"), *json.loads(second or "[]")]
        return json.dumps(list(dict.fromkeys(both)), ensure_ascii=False)
    if clash.field.kind is FieldKind.LONG_TEXT:
        merged = merge3(str(clash.base or ""), first, second)
        return merged if merged is not None else f"{first}\n\n{second}"
    return f"{first} / {second}"


def side_at(clash: Clash, *, counts: bool) -> Side:
    """Return the side whose value stands, or that which lost."""
    return clash.mine if clash.mine.counts is counts else clash.theirs


def clash_of(reader: Connection, kinds: Kinds, row: Sequence[Any]) -> Clash:
    """Return the conflict that is kept as `row`."""
    cid, number, rid, fld, kind, base, lose, lose_hlc, lose_site, lose_member = row
    table = BY_NUMBER[number]
    field = kinds.numbered(table.name, fld)
    read = field_expression(table, field)
    found = reader.execute(
        f"SELECT {read}, coalesce(f.hlc, t._hlc), coalesce(f.site, t._site) FROM {table.name} t "
        f"LEFT JOIN fclock f ON f.tbl = {table.number} AND f.rid = t.rid AND f.fld = ? WHERE t.rid = ?",
        (fld, rid),
    ).fetchone()
    now, clock = (found[0], Clock(*found[1:])) if found is not None else (None, Clock(0, 0))
    standing = _side(reader, now, clock, writer_of(reader, clock), counts=True)
    lost = Clock(lose_hlc, lose_site)
    other = _side(reader, _stored(field, lose), lost, lose_member or writer_of(reader, lost), counts=False)
    # "mine" is what was written on this device; where neither was, what stands
    mine, theirs = (other, standing) if other.here and not standing.here else (standing, other)
    joins = field.kind in _LISTS or (field.kind in _TEXTS and bool(now) and bool(other.value))
    clash = Clash(cid, field, _stored(field, base), mine, theirs, joins, joins and _is_part(table, field))
    if kind == AFTER_REMOVAL:
        return clash._replace(edited=edited_meanwhile(reader, kinds, table, rid))
    return _named(reader, rid, clash) if (number, fld) == (CONTACT.number, _NAME) else clash


def _named(reader: Connection, rid: int, clash: Clash) -> Clash:
    """Return the clash of a name: where both changed other parts of it, keeping both is the name of all parts."""
    kind, *parts = reader.execute(f"SELECT kind, {', '.join(NAME_PARTS)} FROM contact WHERE rid = ?", (rid,)).fetchone()
    if kind != "person":
        return clash
    fields = ", ".join(str(CONTACT.by_name[part].number) for part in NAME_PARTS)
    clashing = reader.execute(
        f"SELECT 1 FROM conflict WHERE state = {OPEN} AND tbl = ? AND rid = ? AND fld IN ({fields})",
        (CONTACT.number, rid),
    ).fetchone()
    either = "\n".join(str(side.value or "") for side in (clash.mine, clash.theirs))  # both devices compose it alike
    name = compose_name(*(str(part or "") for part in parts), like=either)
    if clashing is not None or name in (clash.mine.value, clash.theirs.value, ""):
        return clash._replace(can_join=False)
    return clash._replace(composed=name)


def _is_part(table: RecordTable, field: Field) -> bool:
    """Tell whether `field` is all that a part of a record says, such as a number: two of them make two parts."""
    return table.belongs_to is not None and field.name == table.title


def _side(reader: Connection, value: Stored, clock: Clock, member: bytes | None, *, counts: bool) -> Side:
    row = reader.execute(
        "SELECT (SELECT name FROM member WHERE id = ?), (SELECT name FROM device WHERE site = ?), "
        "(SELECT site FROM ctx) = ?, (SELECT at FROM step WHERE hlc = ? AND site = ?)",
        (member, clock.site, clock.site, *clock),
    ).fetchone()
    name, device, here, at_ms = row
    return Side(
        value, member, name or "", device or "", at_ms or stamp_ms(clock.hlc), bool(here), counts=counts, clock=clock
    )


def _stored(field: Field, noted: str | None) -> Stored:
    value: Any = json.loads(noted) if noted else None
    if field.kind is FieldKind.LINK:
        return bytes.fromhex(value) if isinstance(value, str) and value else None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
