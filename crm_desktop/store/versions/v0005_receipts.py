"""Receipts of erasures, sealed by the office server: one that was set back erases again what it is shown them for.

Erasures that the server is still to be told wait in a table.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

NEW_TABLES = {
    "erasure": (
        "n INTEGER NOT NULL PRIMARY KEY",
        "tbl INTEGER NOT NULL",
        "id BLOB NOT NULL",
        "reason TEXT NOT NULL",
        "at INTEGER NOT NULL",
    ),
}
ADDED_COLUMNS = {"erased": ("tbl INTEGER", "receipt TEXT")}


def upgrade() -> None:
    """Add the tables and columns of this version."""
    for table, columns in NEW_TABLES.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    for table, added in ADDED_COLUMNS.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
