"""A value that was written once more, as it stood: a decision for it, which the journal notes like any other edit."""

import json
from collections.abc import Iterable

from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.field import Field, RecordTable
from crm_desktop.store.belonging import REMOVED, clocks_of_parts, removal_of_owner
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.expressions import field_expression

Pair = tuple[int, int]


def affirm(tx: Transaction, table: RecordTable, rid: int, field: Field, seen: Iterable[Pair] = ()) -> None:
    """Note that what stands in `field` was written knowingly, over itself and the values at the clocks `seen`.

    Who keeps a record removed has seen all that stands in it.
    """
    read, owner = field_expression(table, field), removal_of_owner(table, "t") or "NULL"
    value, removed_at, owner_removed, *clock = tx.connection.execute(
        f"SELECT {read}, t.{REMOVED}, {owner}, {_clock_of('f')}, {_clock_of('r')} FROM {table.name} t "
        f"LEFT JOIN fclock f ON f.tbl = {table.number} AND f.rid = t.rid AND f.fld = ? "
        f"LEFT JOIN fclock r ON r.tbl = {table.number} AND r.rid = t.rid AND r.fld = ? WHERE t.rid = ?",
        (field.number, table.by_name[REMOVED].number, rid),
    ).fetchone()
    if field.name == REMOVED:
        seen = [*seen, *_clocks(tx, table, rid)]
    noted = value.hex().upper() if isinstance(value, bytes) else value
    # who writes into a removed record knows of the removal
    known = [tuple(clock[2:])] if removed_at is not None else []
    known += [tuple(json.loads(owner_removed))] if owner_removed is not None and field.name != REMOVED else []
    pairs = [list(each) for each in dict.fromkeys([tuple(clock[:2]), *(tuple(each) for each in seen), *known])]
    delta = json.dumps([noted, noted, pairs[0] if len(pairs) == 1 else pairs], ensure_ascii=False)
    where = (table.number, rid, field.number)
    tx.connection.execute(
        f"INSERT INTO change(step, tbl, rid, fld, op, delta) VALUES (?, ?, ?, ?, {UPDATED}, ?)",
        (tx.step, *where, delta),
    )
    tx.connection.execute(
        "INSERT OR REPLACE INTO fclock(tbl, rid, fld, hlc, site) VALUES (?, ?, ?, ?, ?)",
        (*where, tx.stamp.hlc, tx.stamp.site),
    )


def _clocks(tx: Transaction, table: RecordTable, rid: int) -> list[Pair]:
    """Return the clocks of all that stands in the record and its parts: who keeps it removed has seen it."""
    found = tx.connection.execute(
        " UNION ".join(
            (
                f"SELECT json_array(_hlc, _site) FROM {table.name} WHERE rid = :rid",
                f"SELECT json_array(hlc, site) FROM fclock WHERE tbl = {table.number} AND rid = :rid",
                *clocks_of_parts(table, f"(SELECT id FROM {table.name} WHERE rid = :rid)"),
            )
        ),
        {"rid": rid},
    )
    pairs = [json.loads(row[0]) for row in found.fetchall()]
    return [(hlc, site) for hlc, site in pairs if (hlc, site) != (tx.stamp.hlc, tx.stamp.site)]


def _clock_of(override: str) -> str:
    return f"coalesce({override}.hlc, t._hlc), coalesce({override}.site, t._site)"
