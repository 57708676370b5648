"""What the server is told of the program's tables: whom a row belongs to, what it follows, who may write it."""

from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, TABLES
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.ours import LEADERS

OWNERS, EVERYBODY, PRIVATE = 0, 1, 2
# Pins stay on the device where they were set.
LOCAL = frozenset({"pin"})
# Seen by all, however little of the records a member sees.
_SHARED = frozenset(
    {
        *("member", "team", "pipeline", "stage", "custom_field", "relation_kind", "product", "price"),
        *("import_batch", "import_mapping", "goal"),
    }
)
_WRITERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("member", "team", "custom_field", "goal", "product", "price"), LEADERS),
    **dict.fromkeys(("pipeline", "stage"), LEADERS),
    **dict.fromkeys(("deal", "deal_line", "stage_move", "deal_contact"), (*LEADERS, "sales")),
    **dict.fromkeys(("ticket", "ticket_message"), (*LEADERS, "sales", "service")),
}
_ALL_WRITERS = (*LEADERS, "sales", "service", "marketing")
# A row without an owner follows the first of these that it names.
_FOLLOWED = ("deal", "ticket", "interaction", "ticket_message", "contact", "person", "company", "customer", "first")


class TableMeta(NamedTuple):
    """One line of crm.table_meta."""

    tbl: int
    name: str
    reach: int
    part: bool
    owner_fld: str
    team_fld: str | None
    open_fld: str | None
    parents: list[str]
    parent_tables: list[int]
    writers: list[str]


class FieldMeta(NamedTuple):
    """One line of crm.field_meta."""

    tbl: int
    fld: int
    name: str
    kind: str
    target: int | None


def table_meta() -> list[TableMeta]:
    """Return what the server is told of each table that is shared."""
    return [_table_meta(each) for each in shared_tables()]


def field_meta() -> list[FieldMeta]:
    """Return what the server is told of each field that is shared."""
    return [
        FieldMeta(table.number, field.number, field.name, field.kind.value, _target(field))
        for table in shared_tables()
        for field in table.stored_fields
    ]


def shared_tables() -> list[RecordTable]:
    """Return the tables whose rows travel."""
    return [each for each in TABLES if each.name not in LOCAL]


def _table_meta(table: RecordTable) -> TableMeta:
    parents = [] if table.name in _SHARED else _parents(table)
    private = {"saved_view": ("1", "25"), "setting": ("22", None)}.get(table.name)
    owner, open_fld = private or ("1", None)
    return TableMeta(
        table.number,
        table.name,
        PRIVATE if private else EVERYBODY if table.name in _SHARED else OWNERS,
        bool(parents) and table.belongs_to is not None,
        owner,
        next((str(each.number) for each in table.fields if each.name == "team" and table.name == "deal"), None),
        open_fld,
        [str(each.number) for each in parents],
        [BY_NAME[str(each.target)].number for each in parents],
        list(_WRITERS.get(table.name, _ALL_WRITERS)),
    )


def _parents(table: RecordTable) -> list[Field]:
    """Return the links that a row of `table` follows, the one that it belongs to or the most telling first."""
    if table.belongs_to is not None:
        return [table.by_name[table.belongs_to]]
    links = (table.by_name.get(name) for name in _FOLLOWED)
    if table.name == "contact":
        return []
    return [each for each in links if each is not None and each.kind is FieldKind.LINK]


def _target(field: Field) -> int | None:
    return None if field.target is None else BY_NAME[field.target].number
