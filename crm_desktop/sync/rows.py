"""Records as they arrive: put into the file field by field, the later clock standing, unknown fields kept aside."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from crm_desktop.journal.clock import stamp_ms
from crm_desktop.journal.incoming import Incoming
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.store.capture import OWN_VALUES
from crm_desktop.sync.merge import Clock, Value
from crm_desktop.sync.noted import Stored, arrived, bag, bag_text, columns_of, is_own, travelling
from crm_desktop.sync.row_writes import RowWrites
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

_MARKS = ("created_at", "created_by")
_ROWS_AT_ONCE = 500


class Row(NamedTuple):
    """A record as it travels: `values` by field number, the clock of all fields, and the `clocks` of later edits."""

    table: int
    record: bytes
    values: Mapping[int, Value]
    made: Clock
    clocks: Mapping[int, Clock]
    created_ms: int
    created_by: bytes | None

    def clock(self, field: int) -> Clock | None:
        """Return the clock of `field`; None where nobody ever wrote it: an empty field of a new record."""
        return self.clocks.get(field) or (self.made if self.values.get(field) is not None else None)

    @property
    def newest(self) -> int:
        """The latest stamp of all fields."""
        return max(self.made.hlc, *(each.hlc for each in self.clocks.values())) if self.clocks else self.made.hlc


class Made(NamedTuple):
    """A record that was new here: who made it, and its row."""

    made: Clock
    table: int
    rid: int


def row_from(wire: Sequence[Any]) -> Row:
    """Return the record that travelled as `wire`: [table, id, values, hlc, site, clocks]."""
    table, record, doc, hlc, site, clk = wire[:6]
    made = Clock(hlc, site)
    creator = doc.get("created_by")
    return Row(
        table,
        bytes.fromhex(record),
        {int(number): value for number, value in doc.items() if number not in _MARKS},
        made,
        {int(number): Clock(*each) for number, each in (clk or {}).items() if Clock(*each) != made},
        int(doc.get("created_at") or stamp_ms(hlc)),
        bytes.fromhex(creator) if creator else None,
    )


def put_rows(incoming: Incoming, rows: Iterable[Row], *, instead: bool = False) -> list[Made]:
    """Put `rows` into the file, whatever is there; return those that were new.

    Of each field the later clock stands, or what arrived `instead` of what is here.
    """
    by_table: dict[int, list[Row]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    made: list[Made] = []
    for number, group in by_table.items():
        if number not in BY_NUMBER:
            _keep_unknown(incoming.connection, group)
            continue
        for start in range(0, len(group), _ROWS_AT_ONCE):
            made += _put(incoming, BY_NUMBER[number], group[start : start + _ROWS_AT_ONCE], instead=instead)
    return made


def insert_rows(connection: Connection, table: RecordTable, rows: Sequence[Row]) -> range:
    """Insert `rows` of `table`, none of which is here; return their row numbers."""
    first = int(connection.execute(f"SELECT coalesce(max(rid), 0) + 1 FROM {table.name}").fetchone()[0])
    fields = columns_of(table)
    places = {each.number: (place, each) for place, each in enumerate(fields)}
    names = [
        *("rid", "id", "created_at", "updated_at", "created_by", "sort_name", "_hlc", "_site", "_x", OWN_VALUES),
        *(each.name for each in fields),
    ]
    connection.executemany(
        f"INSERT INTO {table.name}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (_inserted(table, places, row, rid) for rid, row in enumerate(rows, first)),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO fclock(tbl, rid, fld, hlc, site) VALUES (?, ?, ?, ?, ?)",
        (
            (table.number, rid, field, *clock)
            for rid, row in enumerate(rows, first)
            for field, clock in row.clocks.items()
        ),
    )
    return range(first, first + len(rows))


def local_row(connection: Connection, table: RecordTable, record: bytes) -> tuple[int, Row] | None:
    """Return the record as it is here, with its row number; None where it is not here."""
    return local_rows(connection, table, [record]).get(record)


def local_rows(connection: Connection, table: RecordTable, records: Iterable[bytes]) -> dict[bytes, tuple[int, Row]]:
    """Return those of `records` that are here as they are, each with its row number."""
    fields = columns_of(table)
    numbers, links = [each.number for each in fields], [each for each in fields if each.kind is FieldKind.LINK]
    columns = ", ".join(f"t.{each.name}" for each in fields)
    found = connection.execute(
        f"SELECT t.id, t.rid, t._hlc, t._site, t.created_at, t.created_by, t.{OWN_VALUES}, t._x, {columns} "
        f"FROM json_each(?) j CROSS JOIN {table.name} t ON t.id = unhex(j.value)",
        (json.dumps([each.hex() for each in records]),),
    ).fetchall()
    clocks: dict[int, dict[int, Clock]] = {}
    for rid, fld, *clock in connection.execute(
        "SELECT f.rid, f.fld, f.hlc, f.site FROM json_each(?) j CROSS JOIN fclock f ON f.tbl = ? AND f.rid = j.value",
        (json.dumps([row[1] for row in found]), table.number),
    ):
        clocks.setdefault(rid, {})[fld] = Clock(*clock)
    here: dict[bytes, tuple[int, Row]] = {}
    for record, rid, hlc, site, created_ms, created_by, own, unknown, *stored in found:
        made = Clock(hlc, site)
        # most fields of most records are empty
        values = {number: value for number, value in zip(numbers, stored, strict=True) if value is not None}
        for each in links:
            if each.number in values:
                values[each.number] = travelling(each, values[each.number])
        overrides = {fld: clock for fld, clock in clocks.get(rid, {}).items() if clock != made}
        row = Row(table.number, record, values | bag(own) | bag(unknown), made, overrides, created_ms, created_by)
        here[record] = rid, row
    return here


def _put(incoming: Incoming, table: RecordTable, rows: Sequence[Row], *, instead: bool) -> list[Made]:
    here = local_rows(incoming.connection, table, [each.record for each in rows])
    known = frozenset(here)
    writes = RowWrites(incoming, table)
    for each in rows:
        if each.record in known:
            found = here.pop(each.record, None)
            if found is None:
                # one that comes twice is not what it was
                writes.flush()
                found = local_rows(incoming.connection, table, [each.record])[each.record]
            _merge(writes, each, found, instead=instead)
    writes.flush()
    new = list({each.record: each for each in rows if each.record not in known}.values())
    if not new:
        return []
    # rows that one step made lie beside each other, so that the journal notes them as one range
    new.sort(key=lambda each: (each.made, each.record))
    rids = insert_rows(incoming.connection, table, new)
    incoming.touch_range(table.name, rids)
    if table.name == "contact":
        # what points to it may have come before it
        for each in new:
            incoming.pointed_before(each.record)
    return [Made(each.made, table.number, rid) for rid, each in zip(rids, new, strict=True)]


def _inserted(table: RecordTable, places: Mapping[int, tuple[int, Field]], row: Row, rid: int) -> tuple[object, ...]:
    # most fields of most records are empty
    stored: list[Stored] = [None] * len(places)
    own: dict[int, Value] = {}
    unknown: dict[int, Value] = {}
    for number, value in row.values.items():
        if number in places:
            place, field = places[number]
            stored[place] = None if value is None else arrived(field, value)
        else:
            (own if is_own(number) else unknown)[number] = value
    title = row.values.get(table.by_name[table.title].number)
    marks = (rid, row.record, row.created_ms, stamp_ms(row.newest), row.created_by)
    return (*marks, fold(str(title or "")), *row.made, bag_text(unknown), bag_text(own), *stored)


def _merge(writes: RowWrites, row: Row, found: tuple[int, Row], *, instead: bool) -> None:
    """Let the later clock stand in each field; the clock of the whole row is what the server says it is."""
    rid, here = found
    taken: dict[int, Value] = {}
    clocks: dict[int, Clock] = {}
    for field in _in_question(row, here):
        theirs, ours = row.clock(field), here.clock(field)
        if theirs is None and ours == row.made == here.made:
            # what the row was made with is empty there: it led to a record that was erased
            theirs = row.made
        if instead or (theirs is not None and (ours is None or theirs >= ours)):
            if row.values.get(field) != here.values.get(field):
                taken[field] = row.values.get(field)
            if theirs is not None:
                clocks[field] = theirs
        elif ours is not None:
            clocks[field] = ours
    if row.made != here.made:
        writes.put_made(rid, row.made)
    overrides = {field: clock for field, clock in clocks.items() if clock != row.made}
    writes.put_clocks(rid, here.clocks if row.made == here.made else {}, overrides)
    if taken:
        writes.put_values(rid, here.values, taken, max([row.made, *clocks.values()]).hlc)


def _in_question(row: Row, here: Row) -> set[int]:
    """Return the fields in which the two may differ, in clock or in value: of one making most are the same."""
    valued = row.values.keys() | here.values.keys()
    if row.made == here.made:
        valued = {each for each in valued if row.values.get(each) != here.values.get(each)}
    return {*valued, *row.clocks, *here.clocks}


def _keep_unknown(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep records of tables that only a newer program knows, until this one is newer too."""
    connection.executemany(
        "INSERT OR REPLACE INTO pending_remote(tbl, id, doc, hlc, site, clk) VALUES (?, ?, ?, ?, ?, ?)",
        ((each.table, each.record, *_kept(each)) for each in rows),
    )


def _kept(row: Row) -> tuple[str, int, int, str]:
    doc = {**{str(number): value for number, value in row.values.items()}, "created_at": row.created_ms}
    if row.created_by is not None:
        doc["created_by"] = row.created_by.hex()
    clocks = {str(number): list(clock) for number, clock in row.clocks.items()}
    return json.dumps(doc, ensure_ascii=False), *row.made, json.dumps(clocks)
