"""Indexes on own fields: made once a saved view filters by one, and dropped when none does any more."""

import re
from collections.abc import Mapping

from crm_desktop.schema.catalogue import BY_NAME
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.ours import CUSTOM_FIELD, SAVED_VIEW
from crm_desktop.store.derived import Derived, Touched
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection

_PREFIX = "own_"
# What is compared by an expression of its own, by its parts or not at all gains nothing.
_WITHOUT = frozenset(
    {FieldKind.LONG_TEXT, FieldKind.TEXT, FieldKind.CHOICES, FieldKind.YES_NO, FieldKind.URL, FieldKind.FORMULA}
)
_WORD = re.compile(r"\w+")


def _keep(connection: Connection) -> None:
    """Make the indexes that the saved views want, and drop the others."""
    wanted = _wanted(connection)
    there = {
        row[0]
        for row in connection.execute(f"SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB '{_PREFIX}*'")
    }
    for name in there - wanted.keys():
        connection.execute(f'DROP INDEX "{name}"')
    for name, (table, field) in wanted.items():
        if name not in there:
            connection.execute(_definition(name, table, field))


def _wanted(connection: Connection) -> Mapping[str, tuple[RecordTable, Field]]:
    """Return the own fields that a saved view filters by, with their table, by the name of their index."""
    found = connection.execute("SELECT conditions FROM saved_view WHERE removed_at IS NULL AND conditions IS NOT NULL")
    words = {word for (conditions,) in found for word in _WORD.findall(str(conditions))}
    return {
        f"{_PREFIX}{table}_{field.number}": (BY_NAME[table], field)
        for table, fields in workspace_kinds(connection).own.items()
        for field in fields
        if field.name in words and field.kind not in _WITHOUT
    }


def _definition(name: str, table: RecordTable, field: Field) -> str:
    # people and companies are listed apart
    kind = "kind, " if "kind" in table.by_name and table.name == "contact" else ""
    read = field_expression(table, field).replace("t.custom", "custom")
    return (
        f'CREATE INDEX "{name}" ON {table.name}({kind}{read}, sort_name, rid) '
        f"WHERE removed_at IS NULL AND {read} IS NOT NULL"
    )


def _refresh(connection: Connection, touched: Touched) -> None:
    if touched.rows.keys() & {SAVED_VIEW.name, CUSTOM_FIELD.name}:
        _keep(connection)


OWN_INDEXES = Derived(name="own_indexes", version=1, tables=(), create=(), rebuild=_keep, refresh=_refresh)
