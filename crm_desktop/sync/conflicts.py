"""The inbox of conflicts: what two people wrote into one field, and the decision about it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.errors import UnknownRecord, WrongUsage
from crm_desktop.journal.clock import stamp_ms
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, TABLES
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.own import Kinds
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.sync.arrived_conflicts import DECIDED, OPEN, writer_of
from crm_desktop.sync.merge import Clock
from crm_desktop.sync.noted import clocks_noted
from crm_desktop.sync.text_merge import merge3
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

MINE, THEIRS, BOTH = "mine", "theirs", "both"
_LISTS = frozenset({FieldKind.TAGS, FieldKind.CHOICES})
_TEXTS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT})
# Fields that a person never writes: such a value was written with another field, and is decided with it.
_COMPANIONS = ", ".join(
    f"({table.number}, {field.number})"
    for table in TABLES
    for field in table.stored_fields
    if field.read_only and field.name not in ("removed_at", "external_ids", "custom")
)
_BESIDE_ANOTHER = f"""
    ((tbl, fld) IN (VALUES {_COMPANIONS}) AND EXISTS (
        SELECT 1 FROM conflict o WHERE o.state = {OPEN} AND o.tbl = conflict.tbl AND o.rid = conflict.rid
        AND o.lose_hlc = conflict.lose_hlc AND o.lose_site = conflict.lose_site
        AND (o.tbl, o.fld) NOT IN (VALUES {_COMPANIONS})))
"""
_COLUMNS = "SELECT cid, tbl, rid, fld, base, lose, lose_hlc, lose_site, lose_member FROM conflict"
_OPEN = f"{_COLUMNS} WHERE state = {OPEN} AND NOT {_BESIDE_ANOTHER}"


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

    Where it `adds`, keeping both makes a second part, such as another number.
    """

    cid: int
    field: Field
    base: Stored
    mine: Side
    theirs: Side
    can_join: bool
    adds: bool = False


class ClashedRecord(NamedTuple):
    """A record with fields that clash; `kind` is what its kind column says, where it has one."""

    table: str
    record: bytes
    title: str
    kind: str | None
    clashes: tuple[Clash, ...]


def count_conflicts(reader: Connection) -> int:
    """Return how many conflicts wait for a decision."""
    return int(
        reader.execute(f"SELECT count(*) FROM conflict WHERE state = {OPEN} AND NOT {_BESIDE_ANOTHER}").fetchone()[0]
    )


def clashing_fields(reader: Connection, table: str, record: bytes) -> frozenset[str]:
    """Return the names of the fields of the record whose value is not decided."""
    declared, kinds = BY_NAME[table], workspace_kinds(reader)
    found = reader.execute(
        f"SELECT DISTINCT fld FROM conflict WHERE state = {OPEN} AND tbl = ? "
        f"AND rid = (SELECT rid FROM {table} WHERE id = ?)",
        (declared.number, record),
    )
    return frozenset(kinds.numbered(table, row[0]).name for row in found)


def clashed_records(reader: Connection) -> list[ClashedRecord]:
    """Return the records whose fields clash, the oldest conflict first."""
    kinds = workspace_kinds(reader)
    groups: dict[tuple[int, int], list[Clash]] = {}
    for cid, number, rid, fld, *sides in reader.execute(f"{_OPEN} ORDER BY cid").fetchall():
        table = BY_NUMBER[number]
        clash = _clash(reader, kinds, table, (cid, rid, fld), sides)
        groups.setdefault((number, rid), []).append(clash)
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
    if clash.adds:
        standing, other = _side_at(clash, counts=True), _side_at(clash, counts=False)
        return "\n".join((str(standing.value or ""), str(other.value or "")))
    if clash.field.kind in _LISTS:
        both = [*json.loads(first or "[]"), *json.loads(second or "[]")]
        return json.dumps(list(dict.fromkeys(both)), ensure_ascii=False)
    if clash.field.kind is FieldKind.LONG_TEXT:
        merged = merge3(str(clash.base or ""), first, second)
        return merged if merged is not None else f"{first}\n\n{second}"
    return f"{first} / {second}"


def resolve(journal: Journal, choices: Mapping[int, str]) -> None:
    """Decide conflicts as one step: `choices` says for each cid whether "mine", "theirs" or "both" is to stand.

    Raises UnknownRecord for one that is decided already, and WrongUsage where both cannot be kept.
    """
    label = ngettext("Decide {n} conflict", "Decide {n} conflicts", len(choices)).format(n=len(choices))
    with journal.transaction(label) as tx:
        for cid, choice in choices.items():
            _decide(tx, cid, choice)


def _decide(tx: Transaction, cid: int, choice: str) -> None:
    row = tx.connection.execute(f"{_OPEN} AND cid = ?", (cid,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such conflict any more. It may have been decided elsewhere."))
    if choice not in (MINE, THEIRS, BOTH):
        raise WrongUsage(_("Choose mine, theirs or both."))
    clash = _read(tx.connection, row)
    if choice == BOTH and not clash.can_join:
        raise WrongUsage(_("{field} holds one value: choose mine or theirs.").format(field=_(clash.field.label)))
    _cid, number, rid, *_rest = row
    table, companions = BY_NUMBER[number], _companions(tx.connection, row)
    beside = choice == BOTH and clash.adds
    if beside:
        _add_beside(tx, table, rid, [clash, *(each for _cid, each in companions)])
    standing = clash.mine if clash.mine.counts else clash.theirs
    chosen = clash.mine if choice == MINE else clash.theirs if choice == THEIRS else standing
    joined = choice == BOTH and not beside
    _write_over_both(tx, table, rid, clash, joined_value(clash) if joined else chosen.value)
    for companion, each in companions:
        _write_over_both(tx, table, rid, each, _side_at(each, counts=chosen.counts).value)
        tx.connection.execute(f"UPDATE conflict SET state = {DECIDED} WHERE cid = ?", (companion,))
    tx.connection.execute(f"UPDATE conflict SET state = {DECIDED} WHERE cid = ?", (cid,))


def _companions(connection: Connection, row: Sequence[Any]) -> list[tuple[int, Clash]]:
    """Return the conflicts that are decided with that of `row`, whose lost values were written in the same step."""
    _cid, number, rid, fld, _base, _lose, lose_hlc, lose_site, _member = row
    if f"({number}, {fld})" in _COMPANIONS:
        return []
    found = connection.execute(
        f"{_COLUMNS} WHERE state = {OPEN} AND tbl = ? AND rid = ? AND lose_hlc = ? AND lose_site = ? "
        f"AND (tbl, fld) IN (VALUES {_COMPANIONS})",
        (number, rid, lose_hlc, lose_site),
    ).fetchall()
    return [(each[0], _read(connection, each)) for each in found]


def _is_part(table: RecordTable, field: Field) -> bool:
    """Tell whether `field` is all that a part of a record says, such as a number: two of them make two parts."""
    return table.belongs_to is not None and field.name == table.title


def _add_beside(tx: Transaction, table: RecordTable, rid: int, clashes: Sequence[Clash]) -> None:
    """Add a part like the one at `rid` that holds the values which lost."""
    columns = [each.name for each in table.stored_fields if each.name not in ("removed_at", "external_ids")]
    row = tx.connection.execute(f"SELECT {', '.join(columns)} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
    lost = {each.field.name: _side_at(each, counts=False).value for each in clashes}
    first_no_more = {"is_primary": 0} if "is_primary" in table.by_name else {}
    tx.insert(table.name, {**dict(zip(columns, row, strict=True)), **lost, **first_no_more})


def _side_at(clash: Clash, *, counts: bool) -> Side:
    return clash.mine if clash.mine.counts is counts else clash.theirs


def _read(connection: Connection, row: Sequence[Any]) -> Clash:
    cid, number, rid, fld, *sides = row
    return _clash(connection, workspace_kinds(connection), BY_NUMBER[number], (cid, rid, fld), sides)


def _write_over_both(tx: Transaction, table: RecordTable, rid: int, clash: Clash, value: Stored) -> None:
    """Write `value` in the knowledge of both sides: the change names both of their clocks as what was seen."""
    record = tx.connection.execute(f"SELECT id FROM {table.name} WHERE rid = ?", (rid,)).fetchone()[0]
    standing = clash.mine if clash.mine.counts else clash.theirs
    tx.update(table.name, record, {clash.field.name: value})
    where = (tx.step, table.number, rid, clash.field.number)
    noted = tx.connection.execute(
        f"SELECT seq, delta FROM change WHERE step = ? AND tbl = ? AND rid = ? AND fld = ? AND op = {UPDATED} "
        "ORDER BY seq LIMIT 1",
        where,
    ).fetchone()
    own = Clock(tx.stamp.hlc, tx.stamp.site)
    if noted is not None:
        # of several conflicts of one field each adds what was seen
        old, new, base = json.loads(noted[1])
        seen = _pairs([*clocks_noted(base), clash.mine.clock, clash.theirs.clock], own)
        delta = json.dumps([old, new, seen], ensure_ascii=False)
        tx.connection.execute("UPDATE change SET delta = ? WHERE seq = ?", (delta, noted[0]))
        return
    # The value that stands was chosen: nothing changes but that the other is known to be given up.
    same = standing.value.hex().upper() if isinstance(standing.value, bytes) else standing.value
    both = json.dumps(_pairs([clash.mine.clock, clash.theirs.clock], own))
    tx.connection.execute(
        f"INSERT INTO change(step, tbl, rid, fld, op, delta) VALUES (?, ?, ?, ?, {UPDATED}, json_array(?, ?, json(?)))",
        (*where, same, same, both),
    )
    tx.connection.execute(
        "INSERT OR REPLACE INTO fclock(tbl, rid, fld, hlc, site) VALUES (?, ?, ?, ?, ?)", (*where[1:], *own)
    )


def _pairs(clocks: Iterable[Clock], own: Clock) -> list[list[int]]:
    return [list(each) for each in dict.fromkeys(clocks) if each != own]


def _clash(
    reader: Connection, kinds: Kinds, table: RecordTable, where: tuple[int, int, int], sides: list[Any]
) -> Clash:
    cid, rid, fld = where
    base, lose, lose_hlc, lose_site, lose_member = sides
    field = kinds.numbered(table.name, fld)
    read = field_expression(table, field)
    row = reader.execute(
        f"SELECT {read}, coalesce(f.hlc, t._hlc), coalesce(f.site, t._site) FROM {table.name} t "
        f"LEFT JOIN fclock f ON f.tbl = {table.number} AND f.rid = t.rid AND f.fld = ? WHERE t.rid = ?",
        (fld, rid),
    ).fetchone()
    now, clock = (row[0], Clock(*row[1:])) if row is not None else (None, Clock(0, 0))
    standing = _side(reader, now, clock, writer_of(reader, clock), counts=True)
    lost = Clock(lose_hlc, lose_site)
    other = _side(reader, _stored(field, lose), lost, lose_member or writer_of(reader, lost), counts=False)
    # "mine" is what was written on this device; where neither was, what stands
    mine, theirs = (other, standing) if other.here and not standing.here else (standing, other)
    can_join = field.kind in _LISTS or (field.kind in _TEXTS and bool(now) and bool(other.value))
    return Clash(cid, field, _stored(field, base), mine, theirs, can_join, can_join and _is_part(table, field))


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
