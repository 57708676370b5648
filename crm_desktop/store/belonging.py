"""What belongs to a record and tells of it, in SQL: the clocks of its parts, the removal of what a part belongs to."""

from crm_desktop.schema.catalogue import BY_NAME, TABLES
from crm_desktop.schema.field import RecordTable

REMOVED = "removed_at"
# No step has this clock: a removal that names it has seen the parts of the record too, as older programs had not.
PARTS_SEEN = (0, 0)
# Nor this one: a removal that names it has seen what was told of the record, such as calls.
TOLD_SEEN = (0, 1)
# So much later than it was made a removal names the newest that it was told by a device, far beyond any real time: who
# was shown another edit of that device by itself need not have seen all before it.
TOLD_UNTIL = 1 << 59


def parts_of(table: RecordTable) -> list[tuple[RecordTable, str]]:
    """Return the shared tables whose rows belong to records of `table`, each with the link by which they do."""
    return [
        (each, each.belongs_to)
        for each in TABLES
        if each.belongs_to is not None and each.by_name[each.belongs_to].target == table.name and not each.local
    ]


def tellers_of(table: RecordTable) -> list[tuple[RecordTable, str]]:
    """Return the shared tables whose rows tell what happened with records of `table`, each with the link they do by."""
    return [
        (each, link)
        for each in TABLES
        for link in each.tells_of
        if each.by_name[link].target == table.name and not each.local
    ]


def above(table: RecordTable) -> list[tuple[RecordTable, str]]:
    """Return the tables of the records that rows of `table` belong to or tell of, each with the link by which."""
    owner = owner_of(table)
    owned = [] if owner is None or table.belongs_to is None else [(owner, table.belongs_to)]
    return owned + [(BY_NAME[target], link) for link in table.tells_of if (target := table.by_name[link].target)]


def owner_of(table: RecordTable) -> RecordTable | None:
    """Return the table of the records that rows of `table` belong to; None where they stand for themselves."""
    target = table.by_name[table.belongs_to].target if table.belongs_to else None
    return BY_NAME[target] if target is not None and not table.local else None


def clocks_of_parts(table: RecordTable, record: str) -> list[str]:
    """Return queries, of one pair each row, for what was seen of the parts of the row whose id is `record`.

    Of what tells of it, which may be much, only the newest of each device is named: who has that has all before it.
    """
    parts = parts_of(table)
    made = [f"SELECT json_array(q._hlc, q._site) FROM {part.name} q WHERE q.{link} = {record}" for part, link in parts]
    # CROSS, so that the parts come first: the planner would rather go through the clocks of all parts there are
    edits = [
        f"SELECT json_array(f.hlc, f.site) FROM {part.name} q CROSS JOIN fclock f ON f.tbl = {part.number} "
        f"AND f.rid = q.rid WHERE q.{link} = {record}"
        for part, link in parts
    ]
    tellers = tellers_of(table)
    told = [
        f"SELECT json_array(max(q._hlc) + {TOLD_UNTIL}, q._site) FROM {each.name} q "
        f"WHERE q.{link} = {record} GROUP BY q._site"
        for each, link in tellers
    ]
    looked_at = [*([PARTS_SEEN] if parts else []), *([TOLD_SEEN] if tellers else [])]
    return [*made, *edits, *told, *("SELECT json_array({}, {})".format(*each) for each in looked_at)]


def removal_of_owner(table: RecordTable, row: str) -> str | None:
    """Return an expression: the clock by which the owner of the part `row` is removed, NULL where it is not."""
    owner = owner_of(table)
    if owner is None:
        return None
    return (
        f"(SELECT coalesce((SELECT json_array(hlc, site) FROM fclock WHERE tbl = {owner.number} AND rid = p.rid "
        f"AND fld = {owner.by_name[REMOVED].number}), json_array(p._hlc, p._site)) FROM {owner.name} p "
        f"WHERE p.id = {row}.{table.belongs_to} AND p.{REMOVED} IS NOT NULL)"
    )
