"""Receipts of erasures, sealed by the office server: one that was set back erases again what it is shown them for."""

from alembic import op

revision = "0005"
down_revision = "0004"

ADDED_COLUMNS = {"erased": ("tbl INTEGER", "receipt TEXT")}


def upgrade() -> None:
    """Add the columns of this version."""
    for table, added in ADDED_COLUMNS.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
