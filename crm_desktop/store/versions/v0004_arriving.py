"""Pages of a large pull lie in the file until all of them are there, so that memory is flat and a cut loses none.

Edits that were not taken can be put away, and taken back from there. Removals note what their writers saw of the
record, and edits of a removed record that they knew of it: that stands in the triggers, which every upgrade makes anew.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

NEW_TABLES = {
    "arriving": (
        "n INTEGER NOT NULL PRIMARY KEY",
        "since TEXT NOT NULL",
        "cursor TEXT NOT NULL",
        "epoch TEXT NOT NULL",
        "head TEXT",
        "place TEXT",
        "going TEXT",
        "page BLOB NOT NULL",
    ),
}

ADDED_COLUMNS = {"set_aside": ("put_away_at INTEGER",)}


def upgrade() -> None:
    """Add the tables and columns of this version."""
    for table, columns in NEW_TABLES.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    for table, added in ADDED_COLUMNS.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
