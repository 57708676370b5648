"""A record as it stands in the file, with every edit of it that the journal has."""

import json

from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.field import RecordTable
from crm_desktop.store.capture import UPDATED
from crm_desktop.sync.arrived_conflicts import OPEN
from crm_desktop.sync.merge import Cell, Clock, Edit
from crm_desktop.sync.noted import clocks_noted, known_field, travelling
from crm_desktop.sync.records import FieldState, Record
from crm_desktop.sync.rows import local_row
from crm_desktop.vault.driver import Connection


def loaded(connection: Connection, number: int, record: bytes) -> Record:
    """Return the record of the table `number`, with its open conflicts; a new one where it is not here."""
    table = BY_NUMBER.get(number)
    found = None if table is None else local_row(connection, table, record)
    if table is None or found is None:
        return Record()
    rid, row = found
    made = Record(row.made, {"created_at": row.created_ms, "created_by": row.created_by and row.created_by.hex()})
    for field in {*row.values, *row.clocks}:
        clock = row.clock(field)
        if clock is not None:
            value = row.values.get(field)
            made.fields[str(field)] = FieldState(Cell(value, clock), {clock: Edit(value, clock)})
    _load_edits(connection, table, rid, made)
    for fld, lose, hlc, site in connection.execute(
        f"SELECT fld, lose, lose_hlc, lose_site FROM conflict WHERE tbl = ? AND rid = ? AND state = {OPEN}",
        (number, rid),
    ):
        value = travelling(known_field(table, fld), json.loads(lose))
        _state(made, fld).open[Clock(hlc, site)] = Cell(value, Clock(hlc, site))
    return made


def _load_edits(connection: Connection, table: RecordTable, rid: int, record: Record) -> None:
    found = connection.execute(
        "SELECT c.fld, c.delta, s.hlc, s.site FROM change c JOIN step s ON s.seq = c.step "
        f"WHERE c.tbl = ? AND c.rid = ? AND c.op = {UPDATED} ORDER BY c.seq",
        (table.number, rid),
    )
    first_bases: dict[tuple[int, Clock], tuple[Clock, ...]] = {}
    for fld, delta, hlc, site in found:
        old, new, base = json.loads(delta)
        field, clock, state = known_field(table, fld), Clock(hlc, site), _state(record, fld)
        # of two writes within one step the first saw what was there before, the last is what stands
        bases = first_bases.setdefault((fld, clock), tuple(each for each in clocks_noted(base) if each != clock))
        state.edits[clock] = Edit(travelling(field, new), clock, bases)
        if record.base is not None and record.base in bases and old is not None:
            state.edits.setdefault(record.base, Edit(travelling(field, old), record.base))


def _state(record: Record, field: int) -> FieldState:
    return record.fields.setdefault(str(field), FieldState())
