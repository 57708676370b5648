"""Make the tables of a new workspace."""

from collections.abc import Sequence

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from crm_desktop.store.capture import guard_triggers
from crm_desktop.store.derived import Derived, make_derived
from crm_desktop.store.functions import with_functions
from crm_desktop.store.metadata import record_metadata
from crm_desktop.store.migrations import HEAD
from crm_desktop.store.sites import new_site
from crm_desktop.vault.driver import Connection


def create_tables(connection: Connection, derived: Sequence[Derived]) -> None:
    """Create every table, index, trigger and derived table of the newest schema, in one transaction."""
    dialect = sqlite.dialect()
    with_functions(connection)
    connection.execute("BEGIN IMMEDIATE")
    for table in record_metadata().sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=dialect)))
        for index in sorted(table.indexes, key=lambda each: str(each.name)):
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
    connection.execute("INSERT INTO ctx(one, hlc, site) VALUES (1, 0, ?)", (new_site(),))
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    make_derived(connection, derived)
    for trigger in guard_triggers():
        connection.execute(trigger)
    connection.execute("COMMIT")
