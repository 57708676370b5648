"""The triggers that note every change in the journal, generated from the schema.

One trigger per column: comparing twenty columns in one trigger costs 2.8× on update against 1.7×. Those 430 are
triggers of the writing connection alone, made before it first writes: in the file, every connection that is opened had
to read them, which took 12 of its 15 ms. The file itself holds what refuses a write that no step is open for.
"""

from crm_desktop.schema.catalogue import TABLES
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.store.belonging import REMOVED, clocks_of_parts, removal_of_owner

INSERTED, UPDATED, INSERTED_RANGE = 1, 2, 3
# The state of the step that is being written. It is the newest of all, for there is one writer.
OPEN = 9
_OPEN_STEP = f"SELECT seq FROM (SELECT seq, state FROM step ORDER BY seq DESC LIMIT 1) WHERE state = {OPEN}"
_IS_NEWEST = "s.seq = (SELECT max(seq) FROM step)"
# The column of JSON that holds the values of the workspace's own fields, each under its number.
OWN_VALUES = "custom"
UNLABELLED_WRITE = "write outside a labelled transaction"
# The clock of the value that the user saw, where the transaction gives one.
_SEEN = "iif(base_hlc IS NULL, NULL, json_array(base_hlc, base_site))"


def guard_triggers() -> list[str]:
    """Return the statements that create the triggers of the file: they note inserts, and refuse unlabelled writes."""
    return [made for table in TABLES for made in (_on_insert(table), _on_delete(table), _unlabelled_update(table))]


def capture_triggers() -> list[str]:
    """Return the statements that create the triggers of the writing connection: they note what is updated."""
    made: list[str] = []
    for table in TABLES:
        made.extend(_on_update(table, each) for each in table.stored_fields if each.name != OWN_VALUES)
        made.append(_on_own_update(table))
    return made


def _on_insert(table: RecordTable) -> str:
    return (
        f"CREATE TRIGGER capture_{table.name}_insert AFTER INSERT ON {table.name} "
        "WHEN (SELECT apply FROM ctx) = 0 BEGIN "
        f"INSERT INTO change(step, tbl, rid, op) VALUES (({_OPEN_STEP}), {table.number}, new.rid, {INSERTED}); END"
    )


def _on_delete(table: RecordTable) -> str:
    return (
        f"CREATE TRIGGER capture_{table.name}_delete BEFORE DELETE ON {table.name} "
        "WHEN (SELECT apply FROM ctx) = 0 BEGIN "
        "SELECT RAISE(ABORT, 'a record is removed by its field removed_at, never deleted'); END"
    )


def _unlabelled_update(table: RecordTable) -> str:
    noted = ", ".join(each.name for each in table.stored_fields)
    return (
        f"CREATE TRIGGER capture_{table.name}_update AFTER UPDATE OF {noted} ON {table.name} "
        f"WHEN (SELECT apply FROM ctx) = 0 AND ({_OPEN_STEP}) IS NULL BEGIN "
        f"SELECT RAISE(ABORT, '{UNLABELLED_WRITE}'); END"
    )


def noted_in_bulk(table: RecordTable, field: Field, rows: str) -> tuple[str, str]:
    """Return the statements that note, as the triggers do, where `field` differs from what is about to be written.

    `rows` are rows of `table` as t, with what is to be written as b. The first notes the changes, the second, by those
    after the change :since, their clocks.
    """
    number, name = field.number, field.name
    delta = f"json_array({_json(field, 't')}, {_json(field, 'b')}, {_base(table, str(number), 't', 't')})"
    changes = (
        "INSERT INTO change(step, tbl, rid, op, fld, delta) "
        f"SELECT s.seq, {table.number}, t.rid, {UPDATED}, {number}, {delta} "
        f"FROM ctx CROSS JOIN step s ON {_IS_NEWEST} CROSS JOIN {rows} WHERE t.{name} IS NOT b.{name}"
    )
    # told not to use an index: the newest changes are looked at, not all that the table ever had
    clocks = (
        "INSERT INTO fclock(tbl, rid, fld, hlc, site) SELECT c.tbl, c.rid, c.fld, s.hlc, s.site "
        f"FROM step s CROSS JOIN change c NOT INDEXED WHERE {_IS_NEWEST} AND c.seq > :since "
        f"AND c.tbl = {table.number} AND c.fld = {number} "
        "ON CONFLICT DO UPDATE SET hlc = excluded.hlc, site = excluded.site"
    )
    return changes, clocks


def _on_update(table: RecordTable, field: Field) -> str:
    number, name = field.number, field.name
    return (
        f"CREATE TEMP TRIGGER capture_{table.name}_{name} AFTER UPDATE OF {name} ON {table.name} "
        f"WHEN old.{name} IS NOT new.{name} AND (SELECT apply FROM ctx) = 0 BEGIN "
        "INSERT INTO change(step, tbl, rid, op, fld, delta) "
        f"SELECT s.seq, {table.number}, new.rid, {UPDATED}, {number}, "
        f"json_array({_json(field, 'old')}, {_json(field, 'new')}, "
        f"{_base(table, str(number))}) FROM ctx, step s WHERE {_IS_NEWEST}; "
        "INSERT INTO fclock(tbl, rid, fld, hlc, site) "
        f"SELECT {table.number}, new.rid, {number}, hlc, site FROM step s WHERE {_IS_NEWEST} "
        "ON CONFLICT DO UPDATE SET hlc = excluded.hlc, site = excluded.site; END"
    )


def _on_own_update(table: RecordTable) -> str:
    """Note each key of the column that differs as a field of its own, so that a new field needs no new trigger."""
    old, new = (f"coalesce({side}.custom, '{{}}')" for side in ("old", "new"))
    path = "('$.\"' || key || '\"')"
    differing = (
        f"(SELECT CAST(key AS INTEGER) AS fld, {old} -> {path} AS before, {new} -> {path} AS after FROM "
        f"(SELECT key FROM json_each({old}) UNION SELECT key FROM json_each({new})) "
        f"WHERE ({old} -> {path}) IS NOT ({new} -> {path}) AND key NOT GLOB '*[^0-9]*')"
    )
    return (
        f"CREATE TEMP TRIGGER capture_{table.name}_{OWN_VALUES} AFTER UPDATE OF {OWN_VALUES} ON {table.name} "
        f"WHEN old.{OWN_VALUES} IS NOT new.{OWN_VALUES} AND (SELECT apply FROM ctx) = 0 BEGIN "
        "INSERT INTO change(step, tbl, rid, op, fld, delta) "
        f"SELECT s.seq, {table.number}, new.rid, {UPDATED}, d.fld, "
        f"json_array(json(d.before), json(d.after), {_base(table, 'd.fld')}) "
        f"FROM ctx, step s, {differing} d WHERE {_IS_NEWEST}; "
        "INSERT INTO fclock(tbl, rid, fld, hlc, site) "
        f"SELECT {table.number}, new.rid, d.fld, s.hlc, s.site FROM step s, {differing} d WHERE {_IS_NEWEST} "
        "ON CONFLICT DO UPDATE SET hlc = excluded.hlc, site = excluded.site; END"
    )


def _base(table: RecordTable, number: str, row: str = "new", before: str = "old") -> str:
    """Return the clock of the value that is written over: the one that was seen, else the one that stands.

    A removal names the clocks of the whole record and of its parts beside it, and an edit of a removed record, or of a
    part of one, that of the removal: of an edit and a removal that do not name each other neither writer knew of the
    other.
    """
    made = f"json_array({before}._hlc, {before}._site)"
    removed = table.by_name[REMOVED].number
    over = f"coalesce({_SEEN}, {_clock(table, number, row)}, {made})"
    if number == str(removed):
        others = (
            f"SELECT json_array(hlc, site) FROM fclock WHERE tbl = {table.number} AND rid = {row}.rid "
            f"AND fld <> {number}"
        )
        seen = " UNION ".join((others, *clocks_of_parts(table, f"{row}.id")))
        pairs = f"SELECT {over} AS pair UNION ALL SELECT {made} UNION ALL SELECT * FROM ({seen})"
        return f"(SELECT json_group_array(json(pair)) FROM ({pairs}))"
    known = f"iif({before}.{REMOVED} IS NULL, NULL, coalesce({_clock(table, str(removed), row)}, {made}))"
    owner = removal_of_owner(table, row) or "NULL"
    removals = f"SELECT {known} AS pair UNION ALL SELECT {owner}"
    among = f"SELECT {over} AS pair UNION ALL SELECT pair FROM ({removals}) WHERE pair IS NOT NULL"
    alone = f"{before}.{REMOVED} IS NULL" if owner == "NULL" else f"coalesce({known}, {owner}) IS NULL"
    return f"iif({alone}, json({over}), (SELECT json_group_array(json(pair)) FROM ({among})))"


def _clock(table: RecordTable, number: str, row: str) -> str:
    return (
        f"(SELECT json_array(hlc, site) FROM fclock WHERE tbl = {table.number} AND rid = {row}.rid AND fld = {number})"
    )


def _json(field: Field, side: str) -> str:
    # JSON holds no bytes, so a link travels as the hexadecimal form of its id.
    column = f"{side}.{field.name}"
    return f"iif({column} IS NULL, NULL, hex({column}))" if field.kind is FieldKind.LINK else column
