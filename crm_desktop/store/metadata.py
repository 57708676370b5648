"""The tables of the file as SQLAlchemy describes them: made from the schema, used to create and to migrate."""

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

from crm_desktop.schema.catalogue import TABLES
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.store.capture import UNLABELLED_WRITE
from crm_desktop.store.sync_metadata import sync_tables

_INTEGERS = {
    FieldKind.NUMBER,
    FieldKind.MONEY,
    FieldKind.PERCENT,
    FieldKind.INSTANT,
    FieldKind.MINUTES,
    FieldKind.YES_NO,
}


def record_metadata() -> MetaData:
    """Return the description of all record tables and of the journal's own tables."""
    metadata = MetaData()
    for each in TABLES:
        _record_table(metadata, each)
    _journal_tables(metadata)
    _clock_tables(metadata)
    sync_tables(metadata)
    return metadata


def column_type(field: Field) -> LargeBinary | Float[float] | Integer | Text:
    """Return the column type that holds `field`."""
    if field.kind is FieldKind.LINK:
        return LargeBinary(16)
    if field.kind is FieldKind.DECIMAL:
        return Float()
    return Integer() if field.kind in _INTEGERS else Text()


def _record_table(metadata: MetaData, table: RecordTable) -> None:
    made = Table(
        table.name,
        metadata,
        Column("rid", Integer, primary_key=True),
        Column("id", LargeBinary(16), nullable=False, unique=True),
        *(Column(each.name, column_type(each)) for each in table.stored_fields),
        Column("created_at", Integer, nullable=False),
        Column("updated_at", Integer, nullable=False),
        Column("created_by", LargeBinary(16)),
        Column("sort_name", Text, nullable=False, server_default=text("''")),
        Column("_hlc", Integer, nullable=False),
        Column("_site", Integer, nullable=False),
        Column("_x", Text),
    )
    kind = "kind, " if table.name == "contact" else ""
    wanted = (f"{kind}sort_name, rid", *table.indexes)
    for number, columns in enumerate(wanted):
        names = [each.strip() for each in columns.split(",")]
        # Lists read only what is not in the bin, so the index that they page by holds nothing else.
        where = text("removed_at IS NULL") if number == 0 else None
        Index(f"{table.name}__{'_'.join(names)}", *(made.c[name] for name in names), sqlite_where=where)
    for sparse in table.sparse:
        name = f"{table.name}__{sparse.column}_filled"
        Index(name, text(sparse.expression), sqlite_where=text(f"{sparse.column} IS NOT NULL"), _table=made)


def _journal_tables(metadata: MetaData) -> None:
    Table(
        "step",
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("hlc", Integer, nullable=False),
        Column("site", Integer, nullable=False),
        Column("member", LargeBinary(16)),
        Column("at", Integer, nullable=False),
        Column("label", Text, nullable=False),
        Column("undoes", Integer),
        Column("app_version", Integer, nullable=False, server_default=text("1")),
        Column("state", Integer, nullable=False, server_default=text("0")),
        Index("step__undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")),
        # 0 pending, 1 sent, 2 accepted, 3 from elsewhere, 4 refused, 9 being written; see also index_for_sharing
    )
    Table(
        "change",
        metadata,
        Column("seq", Integer, primary_key=True),
        Column("step", Integer),
        Column("tbl", Integer, nullable=False),
        Column("rid", Integer, nullable=False),
        Column("op", Integer, nullable=False),
        Column("fld", Integer),
        Column("delta", Text),
        CheckConstraint("step IS NOT NULL", name=UNLABELLED_WRITE),
        Index("change__record", "tbl", "rid", "seq"),
        Index("change__step", "step"),
        Index("change__range", "tbl", sqlite_where=text("op = 3")),
    )


def _clock_tables(metadata: MetaData) -> None:
    Table(
        "fclock",
        metadata,
        Column("tbl", Integer, primary_key=True),
        Column("rid", Integer, primary_key=True),
        Column("fld", Integer, primary_key=True),
        Column("hlc", Integer, nullable=False),
        Column("site", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    Table(
        "ctx",
        metadata,
        Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
        Column("hlc", Integer, nullable=False),
        Column("site", Integer, nullable=False),
        Column("apply", Integer, nullable=False, server_default=text("0")),
        Column("base_hlc", Integer),
        Column("base_site", Integer),
    )
    Table("local", metadata, Column("name", Text, primary_key=True), Column("value", Text))
    Table("derived", metadata, Column("name", Text, primary_key=True), Column("version", Integer, nullable=False))
