"""What is known, promised, bought and allowed; files, own fields, pins, import templates; reminders and series."""

from alembic import op

revision = "0002"
down_revision = "0001"

# The columns of each new table, after those that every record has. Frozen: a later version is a step of its own.
NEW_TABLES = {
    "relation_kind": (
        "value TEXT",
        "outward TEXT",
        "inward TEXT",
        "people INTEGER",
        "companies INTEGER",
    ),
    "known_fact": (
        "contact BLOB",
        "text TEXT",
        "source TEXT",
        "learned_on TEXT",
    ),
    "promise": (
        "text TEXT",
        "person BLOB",
        "company BLOB",
        "deal BLOB",
        "ticket BLOB",
        "promised_on TEXT",
        "due_day TEXT",
        "kept_at INTEGER",
    ),
    "purchase": (
        "description TEXT",
        "customer BLOB",
        "product BLOB",
        "quantity FLOAT",
        "unit_price INTEGER",
        "currency TEXT",
        "bought_on TEXT",
        "serial TEXT",
        "warranty_until TEXT",
        "next_service_on TEXT",
        "order_number TEXT",
        "note TEXT",
        "discount_pct FLOAT",
    ),
    "consent": (
        "contact BLOB",
        "purpose TEXT",
        "channel TEXT",
        "state TEXT",
        "at INTEGER",
        "source TEXT",
        "wording TEXT",
    ),
    "attachment": (
        "name TEXT",
        "media_type TEXT",
        "size INTEGER",
        "hash TEXT",
        "contact BLOB",
        "deal BLOB",
        "ticket BLOB",
        "interaction BLOB",
        "ticket_message BLOB",
        "product BLOB",
        "text TEXT",
        "note TEXT",
    ),
    "distinct_pair": (
        "first BLOB",
        "second BLOB",
        "note TEXT",
    ),
    "custom_field": (
        "label TEXT",
        "name TEXT",
        "record_kind TEXT",
        "kind TEXT",
        "choices TEXT",
        "target TEXT",
        "formula TEXT",
        "help TEXT",
        "required INTEGER",
        "personal INTEGER",
        "position INTEGER",
    ),
    "pin": (
        "title TEXT",
        "kind TEXT",
        "page TEXT",
        "record TEXT",
        "arguments TEXT",
        "position INTEGER",
    ),
    "import_mapping": (
        "name TEXT",
        "record_kind TEXT",
        "headers TEXT",
        "columns TEXT",
        "options TEXT",
    ),
    "goal": (
        "name TEXT",
        "period TEXT",
        "starts_on TEXT",
        "amount INTEGER",
        "currency TEXT",
        "member BLOB",
        "team BLOB",
    ),
}
ADDED_COLUMNS = {
    "contact": ("keep_in_touch_days INTEGER", "merged_into BLOB", "photo BLOB"),
    "interaction": (
        "sender TEXT",
        "recipients TEXT",
        "location TEXT",
        "remind_at INTEGER",
        "reminded_at INTEGER",
        "zone TEXT",
        "all_day INTEGER",
        "recurrence TEXT",
        "series BLOB",
        "occurrence TEXT",
        "calendar_parts TEXT",
    ),
    "task": (
        "zone TEXT",
        "series BLOB",
        "reminded_at INTEGER",
        "location TEXT",
        "occurrence TEXT",
        "calendar_parts TEXT",
    ),
    "saved_view": ("grouping TEXT", "widths TEXT", "row_size TEXT"),
}
INDEXES = (
    ("interaction", "planned, at"),
    ("interaction", "remind_at"),
    ("interaction", "series"),
    ("task", "remind_at"),
    ("task", "series"),
    ("known_fact", "contact, learned_on"),
    ("promise", "person, due_day"),
    ("promise", "company, due_day"),
    ("promise", "kept_at, due_day"),
    ("purchase", "customer, bought_on"),
    ("purchase", "product"),
    ("purchase", "next_service_on"),
    ("consent", "contact, channel, at"),
    ("attachment", "contact"),
    ("attachment", "deal"),
    ("attachment", "ticket"),
    ("attachment", "interaction"),
    ("attachment", "ticket_message"),
    ("attachment", "product"),
    ("attachment", "hash"),
    ("distinct_pair", "first, second"),
    ("distinct_pair", "second"),
    ("custom_field", "record_kind, position"),
    ("pin", "owner, kind, position"),
    ("goal", "starts_on"),
)
# Indexes over the rows in which a column is filled: table, column, what is indexed.
SPARSE = (
    ("contact", "rating", "rating"),
    ("contact", "keep_in_touch_days", "keep_in_touch_days"),
    ("contact", "birthday", "substr(birthday, -5)"),
    ("interaction", "recurrence", "recurrence"),
)


def upgrade() -> None:
    """Add the tables, columns and indexes of this version; what is there keeps its values."""
    for table, columns in NEW_TABLES.items():
        _create_table(table, columns)
    for table, columns in ADDED_COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for table, columns_text in INDEXES:
        names = [each.strip() for each in columns_text.split(",")]
        op.execute(f"CREATE INDEX {table}__{'_'.join(names)} ON {table} ({', '.join(names)})")
    for table, column, indexed in SPARSE:
        op.execute(f"CREATE INDEX {table}__{column}_filled ON {table} ({indexed}) WHERE {column} IS NOT NULL")


def _create_table(table: str, columns: tuple[str, ...]) -> None:
    op.execute(
        f"CREATE TABLE {table} (rid INTEGER NOT NULL PRIMARY KEY, id BLOB NOT NULL UNIQUE, {', '.join(columns)}, "
        "owner BLOB, removed_at INTEGER, external_ids TEXT, custom TEXT, created_at INTEGER NOT NULL, "
        "updated_at INTEGER NOT NULL, created_by BLOB, sort_name TEXT DEFAULT '' NOT NULL, "
        "_hlc INTEGER NOT NULL, _site INTEGER NOT NULL, _x TEXT)"
    )
    op.execute(f"CREATE INDEX {table}__sort_name_rid ON {table} (sort_name, rid) WHERE removed_at IS NULL")
