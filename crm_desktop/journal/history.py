"""Who changed what, when and where: read from the journal, newest first."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.around import RowsAround, rows_around
from crm_desktop.journal.lineage import Lineage
from crm_desktop.journal.notes import stored_from_note
from crm_desktop.schema.catalogue import BY_NAME, BY_NUMBER, TABLES
from crm_desktop.schema.contacts import CONTACT_POINT
from crm_desktop.schema.field import RecordTable
from crm_desktop.schema.own import Kinds
from crm_desktop.store.capture import INSERTED, INSERTED_RANGE
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.sharing_indexes import is_indexed_for_sharing
from crm_desktop.vault.driver import Connection

SHOWN_CHANGES = 50


class FieldChange(NamedTuple):
    """One change: `field` is None where the record was created, `rows` tells how many a bulk load created.

    `before` and `after` are stored forms (ids of links as 16 bytes). `linked` tells that it is of a record that only
    links to the one whose history this is.
    """

    record: bytes | None
    table: str
    title: str
    field: str | None
    before: str | int | float | bytes | None
    after: str | int | float | bytes | None
    rows: int = 1
    linked: bool = False


class HistoryStep(NamedTuple):
    """One step: `total` counts all its changes, of which `changes` are the first; `device` is its computer's name."""

    step: int
    label: str
    member: str
    site: int
    own: bool
    at_ms: int
    undoes: int | None
    stands: bool
    total: int
    changes: Sequence[FieldChange]
    device: str = ""
    member_id: bytes = b""


class Narrowing(NamedTuple):
    """Which steps are wanted: those of one member, of this device or another, or that touched one field.

    `linked` adds to the history of a record the steps of what links to it: its calls, tasks, deals, tickets.
    """

    member: bytes | None = None
    here: bool | None = None
    field: str | None = None
    linked: bool = False


EVERYTHING = Narrowing()
_STEP = """
    SELECT s.seq, s.label, coalesce(m.name, ''), s.site, s.site = (SELECT site FROM ctx), s.at, s.undoes,
           (SELECT count(*) FROM change c WHERE c.step = s.seq), coalesce(d.name, ''), coalesce(s.member, x'')
    FROM step s LEFT JOIN member m ON m.id = s.member LEFT JOIN device d ON d.site = s.site
"""


class _Order(NamedTuple):
    """How steps follow each other: those `before` one, twice given, and the `newest` first."""

    before: str
    newest: str


_BY_CLOCK = _Order(
    "(? IS NULL OR (s.hlc, s.site) < (SELECT hlc, site FROM step WHERE seq = ?))", "ORDER BY s.hlc DESC, s.site DESC"
)
_BY_NUMBER = _Order("(? IS NULL OR s.seq < ?)", "ORDER BY s.seq DESC")


def _order(reader: Connection) -> _Order:
    # Steps of other devices arrive in any order, so it is the clock that tells which came first.
    return _BY_CLOCK if is_indexed_for_sharing(reader) else _BY_NUMBER


def history_page(
    reader: Connection, before: int | None = None, limit: int = 100, narrowing: Narrowing = EVERYTHING
) -> list[HistoryStep]:
    """Return the steps older than the step `before`, newest first."""
    order = _order(reader)
    rows = reader.execute(
        f"{_STEP} WHERE {order.before} {_narrowed(reader, narrowing)} {order.newest} LIMIT ?",
        (before, before, *_narrowing_values(narrowing), limit),
    ).fetchall()
    return _steps(reader, rows, None)


def record_history(
    reader: Connection,
    record: bytes,
    before: int | None = None,
    limit: int = 100,
    narrowing: Narrowing = EVERYTHING,
) -> list[HistoryStep]:
    """Return the steps that touched `record` or what belongs to it, newest first."""
    place = record_place(reader, record)
    if place is None:
        return []
    only = rows_around(place[0], place[1], record, linked=narrowing.linked)
    wanted = " UNION ".join(f"SELECT step FROM change WHERE {each}" for each in (*only.own, *only.linked))
    created = (
        f" UNION SELECT step FROM change WHERE op = {INSERTED_RANGE} AND tbl = {place[0]} "
        f"AND {place[1]} BETWEEN json_extract(delta, '$[0]') AND json_extract(delta, '$[1]')"
    )
    order, narrowed = _order(reader), _narrowed(reader, narrowing)
    rows = reader.execute(
        f"{_STEP} WHERE s.seq IN ({wanted}{created}) AND {order.before} {narrowed} {order.newest} LIMIT ?",
        (before, before, *_narrowing_values(narrowing), limit),
    ).fetchall()
    return _steps(reader, rows, only)


def record_place(reader: Connection, record: bytes) -> tuple[int, int] | None:
    """Return the table number and rid of `record`, or None where it is not here."""
    for table in TABLES:
        row = reader.execute(f"SELECT rid FROM {table.name} WHERE id = ?", (record,)).fetchone()
        if row is not None:
            return table.number, int(row[0])
    return None


def _narrowed(reader: Connection, narrowing: Narrowing) -> str:
    wanted = []
    if narrowing.member is not None:
        wanted.append("s.member = ?")
    if narrowing.here is not None:
        wanted.append(f"s.site {'=' if narrowing.here else '<>'} (SELECT site FROM ctx)")
    if narrowing.field is not None:
        pairs = ", ".join(f"({table}, {field})" for table, field in _numbers_of(reader, narrowing.field))
        named = f"(c.tbl, c.fld) IN (VALUES {pairs})" if pairs else "0"
        wanted.append(f"EXISTS (SELECT 1 FROM change c WHERE c.step = s.seq AND {named})")
    return "".join(f" AND {each}" for each in wanted)


def _narrowing_values(narrowing: Narrowing) -> tuple[bytes, ...]:
    return () if narrowing.member is None else (narrowing.member,)


def _numbers_of(reader: Connection, name: str) -> list[tuple[int, int]]:
    """Return (table, field) of the fields called `name` that the journal notes, of any table."""
    declared = [(table, table.by_name[name]) for table in TABLES if name in table.by_name]
    kinds = workspace_kinds(reader)
    own = [(BY_NAME[table], each) for owned in (kinds.own, kinds.gone) for table in owned for each in owned[table]]
    return [(table.number, each.number) for table, each in declared if each.stored] + [
        (table.number, each.number) for table, each in own if each.name == name
    ]


def _steps(reader: Connection, rows: Sequence[Sequence[object]], only: RowsAround | None) -> list[HistoryStep]:
    lineage, kinds = Lineage(reader), workspace_kinds(reader)
    return [_step(row, lineage, _changes(reader, kinds, int(str(row[0])), only)) for row in rows]


def _step(row: Sequence[object], lineage: Lineage, changes: list[FieldChange]) -> HistoryStep:
    seq, label, member, site, own, at_ms, undoes, total, device, member_id = row
    return HistoryStep(
        int(str(seq)),
        str(label),
        str(member),
        int(str(site)),
        bool(own),
        int(str(at_ms)),
        None if undoes is None else int(str(undoes)),
        lineage.stands(int(str(seq))),
        int(str(total)),
        changes,
        str(device),
        member_id if isinstance(member_id, bytes) else b"",
    )


def _changes(reader: Connection, kinds: Kinds, step: int, only: RowsAround | None) -> list[FieldChange]:
    linked, narrowed = "0", ""
    if only is not None:
        own = f"({' OR '.join(only.own)} OR op = {INSERTED_RANGE})"
        linked = f"NOT {own}"
        narrowed = f" AND ({' OR '.join((own, *only.linked))})"
    found = reader.execute(
        f"SELECT tbl, rid, op, fld, delta, {linked} FROM change WHERE step = ?{narrowed} ORDER BY seq LIMIT ?",
        (step, SHOWN_CHANGES),
    ).fetchall()
    return [_change(reader, kinds, *row[:-1])._replace(linked=bool(row[-1])) for row in _as_declared(found)]


def _as_declared(found: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the changes `found` with the fields of each record as they are declared: an update notes them in any."""
    first: dict[tuple[int, int], int] = {}
    for at, (number, rid, *_rest) in enumerate(found):
        first.setdefault((number, rid), at)
    return sorted(found, key=lambda row: (first[row[0], row[1]], row[3] or 0))


def _change(
    reader: Connection, kinds: Kinds, number: int, rid: int, op: int, fld: int | None, delta: str | None
) -> FieldChange:
    table = BY_NUMBER[number]
    if op == INSERTED_RANGE:
        first, last = json.loads(delta or "[1,0]")
        return FieldChange(None, table.name, "", None, None, None, last - first + 1)
    row = reader.execute(f"SELECT id, {table.title} FROM {table.name} WHERE rid = ?", (rid,)).fetchone()
    record, title = row if row is not None else (None, "")
    if op == INSERTED or fld is None:
        return FieldChange(record, table.name, str(title or ""), None, None, None)
    title = title_of_part(reader, table, rid, str(title or ""))
    field = kinds.numbered(table.name, fld)
    old, new, _base = json.loads(delta or "[null, null, null]")
    return FieldChange(
        record, table.name, title, field.name, stored_from_note(field, old), stored_from_note(field, new)
    )


def title_of_part(reader: Connection, table: RecordTable, rid: int, title: str) -> str:
    """Return whose part the row is, where it is a way to reach someone or has no title of its own; else `title`."""
    link = table.by_name.get(table.belongs_to) if table.belongs_to else None
    if link is None or link.target is None or (title and table is not CONTACT_POINT):
        return title
    owner = BY_NAME[link.target]
    row = reader.execute(
        f"SELECT o.{owner.title} FROM {table.name} p JOIN {owner.name} o ON o.id = p.{link.name} WHERE p.rid = ?",
        (rid,),
    ).fetchone()
    return title if row is None else str(row[0] or title)
