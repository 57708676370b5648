"""Fields as SQL: where a field of a record is read from, whatever it is stored in."""

from collections.abc import Sequence

from crm_desktop.schema.catalogue import BY_NAME, Kind
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.store.formula_calls import FUNCTION, formula_inputs
from crm_desktop.store.own_values import own_path
from crm_desktop.vault.driver import Connection

# Of each purpose the newest entry holds; withdrawn for one purpose is withdrawn, and who shall not be contacted
# has withdrawn the usual channels.
_PERMISSIONS = """(
    CASE WHEN {row}.do_not_contact = 1 THEN '["email_withdrawn", "phone_withdrawn", "letter_withdrawn"]' ELSE
    (SELECT json_group_array(channel || '_' || state) FROM (
        SELECT e.channel, max(e.state) AS state FROM consent e
        WHERE e.contact = {row}.id AND e.removed_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM consent n WHERE n.contact = e.contact AND n.channel = e.channel AND n.purpose = e.purpose
            AND n.removed_at IS NULL
            AND (n.at, n.state = 'withdrawn', n.rid) > (e.at, e.state = 'withdrawn', e.rid))
        GROUP BY e.channel ORDER BY e.channel)) END)"""


def field_expression(table: RecordTable, field: Field, row: str = "t") -> str:
    """Return the expression that reads the stored form of `field` from the `row` of `table`."""
    if field.point is not None:
        return (
            f"(SELECT p.{field.part} FROM contact_point p WHERE p.contact = {row}.id AND p.kind = '{field.point}' "
            "AND p.is_primary = 1 AND p.removed_at IS NULL LIMIT 1)"
        )
    if field.rollup is not None:
        rolled = f"(SELECT r.{field.rollup} FROM {table.name}_rollup r WHERE r.rid = {row}.rid)"
        # who never had a deal or a ticket has none, and so no row there
        return f"coalesce({rolled}, 0)" if field.kind in (FieldKind.NUMBER, FieldKind.MONEY) else rolled
    if field.ledger is not None:
        return _PERMISSIONS.format(row=row)
    if field.kind is FieldKind.FORMULA:
        return _formula_expression(table, field, row)
    if field.own is not None:
        # Links lie there as hexadecimal text.
        return f"unhex({own_path(field, row)})" if field.kind is FieldKind.LINK else own_path(field, row)
    return f"{row}.{field.name}"


def _formula_expression(table: RecordTable, field: Field, row: str) -> str:
    values = ", ".join(
        name_expression(table, each, row) if each.kind is FieldKind.LINK else field_expression(table, each, row)
        for each in field.inputs
    )
    given = (field.formula, formula_inputs(field))
    quoted = ", ".join("'" + each.replace("'", "''") + "'" for each in given)
    # Amounts without a currency of their own are in the workspace's.
    workspace = "(SELECT json_extract(value, '$') FROM setting WHERE name = 'currency' AND removed_at IS NULL)"
    own = f"{row}.currency, " if "currency" in table.by_name else ""
    return f"{FUNCTION}({quoted}, json_array({values}), coalesce({own}{workspace}, ''))"


def name_expression(table: RecordTable, field: Field, row: str = "t") -> str:
    """Return the expression that reads the name of the record that the link `field` of the `row` points to."""
    target = BY_NAME[field.target or ""]
    return f"(SELECT l.{target.title} FROM {target.name} l WHERE l.id = {field_expression(table, field, row)})"


def gone_expression(table: RecordTable, field: Field, row: str = "t") -> str:
    """Return the expression: whether the record is in the bin that the link `field` of the `row` points to."""
    return f"(SELECT l.removed_at IS NOT NULL FROM {field.target} l WHERE l.id = {field_expression(table, field, row)})"


def sort_expression(table: RecordTable, field: Field) -> str:
    """Return the expression by which rows of `table` are put in the order of `field`."""
    if field.name == table.title:
        return "t.sort_name"
    if field.kind is FieldKind.LINK:
        target = BY_NAME[field.target or ""]
        return f"(SELECT l.sort_name FROM {target.name} l WHERE l.id = {field_expression(table, field)})"
    return field_expression(table, field)


def rows_of_kind(kind: Kind, *, removed: bool = False, searched: bool = False) -> str:
    """Return the condition that picks the rows `t` of `kind` which are not in the bin, or those which are.

    Where they are `searched` by something else, the index of names is left alone (by a "+", as SQLite reads it):
    other indexes or one pass in the order of the file find them sooner than names do.
    """
    row = "+t" if searched else "t"
    narrowed = "" if kind.narrowed is None else f"{row}.kind = '{kind.narrowed}' AND "
    return f"{narrowed}{row}.removed_at IS {'NOT ' if removed else ''}NULL"


def currency_expression(table: RecordTable, default: str) -> str:
    """Return the expression of the currency that the amounts of a row `t` are in."""
    return f"coalesce(t.currency, '{default}')" if "currency" in table.by_name else f"'{default}'"


def names_of_ids(connection: Connection, records: Sequence[tuple[str, bytes]]) -> dict[bytes, str]:
    """Return the names of `records`, each given by its table and id."""
    found: dict[bytes, str] = {}
    for table in {table for table, _id in records}:
        found |= names_of(connection, table, [record for of, record in records if of == table])
    return found


def names_of(connection: Connection, table: str, ids: list[bytes]) -> dict[bytes, str]:
    """Return the names of the records `ids` of `table`."""
    declared = BY_NAME[table]
    marks = ", ".join("?" * len(ids))
    found = connection.execute(f"SELECT id, {declared.title} FROM {table} WHERE id IN ({marks})", tuple(ids))
    return {row[0]: str(row[1] or "") for row in found}
