"""Sharing: the server that the workspace is bound to, what is on its way, other devices, conflicts, what was kept."""

from alembic import op

revision = "0003"
down_revision = "0002"

# Nothing was ever written into the table of conflicts before this version.
REMADE = ("conflict",)
NEW_TABLES = {
    "conflict": (
        "cid INTEGER NOT NULL PRIMARY KEY",
        "tbl INTEGER NOT NULL",
        "rid INTEGER NOT NULL",
        "fld INTEGER NOT NULL",
        "kind TEXT",
        "base TEXT",
        "win TEXT",
        "win_hlc INTEGER NOT NULL",
        "win_site INTEGER NOT NULL",
        "win_member BLOB",
        "lose TEXT",
        "lose_hlc INTEGER NOT NULL",
        "lose_site INTEGER NOT NULL",
        "lose_member BLOB",
        "state INTEGER DEFAULT 0 NOT NULL",
        "CONSTRAINT conflict__loser UNIQUE (tbl, rid, fld, lose_hlc, lose_site)",
    ),
    "server": (
        "one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)",
        "workspace TEXT NOT NULL",
        "dsn TEXT NOT NULL",
        "role TEXT NOT NULL",
        "password TEXT NOT NULL",
        "certificate TEXT",
        "bound_at INTEGER NOT NULL",
    ),
    "device": (
        "site INTEGER NOT NULL PRIMARY KEY",
        "member BLOB",
        "name TEXT",
        "last_seen INTEGER",
    ),
    "pushed": (
        "site INTEGER NOT NULL",
        "n INTEGER NOT NULL",
        "upto_step INTEGER NOT NULL",
        "PRIMARY KEY (site, n)",
    ),
    "set_aside": (
        "seq INTEGER NOT NULL PRIMARY KEY",
        "tbl INTEGER NOT NULL",
        "id BLOB NOT NULL",
        "title TEXT",
        "fld INTEGER",
        "value TEXT",
        "hlc INTEGER NOT NULL",
        "site INTEGER NOT NULL",
        "reason TEXT NOT NULL",
        "at INTEGER NOT NULL",
    ),
    "pending_remote": (
        "tbl INTEGER NOT NULL",
        "id BLOB NOT NULL",
        "doc TEXT NOT NULL",
        "hlc INTEGER NOT NULL",
        "site INTEGER NOT NULL",
        "clk TEXT",
        "PRIMARY KEY (tbl, id)",
    ),
    "parcel_device": (
        "id TEXT NOT NULL PRIMARY KEY",
        "site INTEGER NOT NULL",
        "member BLOB",
        "name TEXT NOT NULL",
        "sign_key BLOB NOT NULL",
        "seal_key BLOB NOT NULL",
        "has TEXT NOT NULL",
        "told_at INTEGER NOT NULL",
    ),
    "number_block": (
        "series TEXT NOT NULL",
        "first INTEGER NOT NULL",
        "last INTEGER NOT NULL",
        "next INTEGER NOT NULL",
        "PRIMARY KEY (series, first)",
    ),
}
# With what timelines are counted by.
REMADE_INDEXES = {
    "interaction__person_at": "person, at, kind, removed_at, company",
    "interaction__company_at": "company, at, kind, removed_at",
}
ADDED_COLUMNS = {
    # where within a step the next batch goes on: a step larger than a batch is sent in parts
    "outbox_meta": ("part TEXT", "inflight_part TEXT"),
    "sync": (
        "download TEXT",
        "last_ok_at INTEGER",
        "last_error TEXT",
        "paused INTEGER DEFAULT 0 NOT NULL",
        "rights TEXT",
        "sees TEXT",
    ),
}


def upgrade() -> None:
    """Add the tables and columns of this version; what is there keeps its values."""
    for table in REMADE:
        op.execute(f"DROP TABLE {table}")
    for table, columns in NEW_TABLES.items():
        op.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    for table, columns in ADDED_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for index, held in REMADE_INDEXES.items():
        op.execute(f"DROP INDEX {index}")
        op.execute(f"CREATE INDEX interaction__{held.replace(', ', '_')} ON interaction ({held})")
    op.execute("CREATE INDEX conflict__field ON conflict (tbl, rid, fld)")
    op.execute("CREATE INDEX step__pending ON step (seq) WHERE state < 2")
