"""Sharing what is large: pages of a pull that is not whole yet, and contents of files that wait to be sent.

Edits that were not taken can be put away, and taken back from there. Removals note what their writers saw of the
record, and edits of a removed record that they knew of it: that stands in the triggers. Less is written with each save:
the context holds no step, and two indexes of steps are only where the file is shared.
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
    "upload": (
        "hash BLOB NOT NULL PRIMARY KEY",
        "size INTEGER NOT NULL",
        "sent INTEGER DEFAULT 0 NOT NULL",
        "reason TEXT",
    ),
}

ADDED_COLUMNS = {
    "set_aside": ("put_away_at INTEGER",),
    # contents of files that the device asked for in its last parcel
    "parcel_device": ("lacks TEXT",),
}

# Steps by their clock, and those that wait to be sent: only those who share look for them.
SHARING_INDEXES = ("step__clock", "step__pending")


def upgrade() -> None:
    """Add the tables and columns of this version, and take out what is not kept any more."""
    for table, columns in NEW_TABLES.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    for table, added in ADDED_COLUMNS.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    # what the server had no room for was a list
    op.execute(
        "INSERT INTO upload(hash, size) SELECT DISTINCT unhex(e.value), 0 FROM local l, json_each(l.value) e "
        "WHERE l.name = 'contents_waiting'"
    )
    op.execute("DELETE FROM local WHERE name = 'contents_waiting'")
    op.execute("ALTER TABLE ctx DROP COLUMN step")
    shared = op.get_bind().exec_driver_sql("SELECT 1 FROM server UNION ALL SELECT 1 FROM parcel_device").first()
    if shared is None:
        for index in SHARING_INDEXES:
            op.execute(f"DROP INDEX {index}")
