"""Numbers of the documents that the index holds: one for each searched record, by group and then by row number."""

import json
from collections.abc import Sequence

from crm_desktop.search.texts import GROUPS, RecordText
from crm_desktop.vault.driver import Connection

_RID_BITS = 40
_GROUPS_OF = {
    table: {each.narrowed: group for group, each in enumerate(GROUPS) if each.table.name == table}
    for table in {each.table.name for each in GROUPS}
}


def documents(group: int) -> range:
    """Return the document numbers of the group at position `group` of GROUPS: newest records have the highest."""
    return range((group + 1) << _RID_BITS, (group + 2) << _RID_BITS)


def group_of(document: int) -> int:
    """Return the position in GROUPS of the group that `document` belongs to."""
    return (document >> _RID_BITS) - 1


def document_of(text: RecordText) -> int:
    """Return the number of the document for the record of `text`."""
    return (text.group + 1) << _RID_BITS | text.rid


def documents_of(connection: Connection, table: str, rids: Sequence[int]) -> list[int]:
    """Return the numbers of the documents for the rows `rids` of `table`, in the bin or not."""
    groups = _GROUPS_OF[table]
    if len(groups) == 1:
        return [documents(groups[None]).start | rid for rid in rids]
    rows = connection.execute(
        f"SELECT t.kind, t.rid FROM json_each(?) j CROSS JOIN {table} t ON t.rid = j.value", (json.dumps(list(rids)),)
    )
    return [documents(groups[kind]).start | rid for kind, rid in rows]
