"""What was erased so far. Only numbers are left to be told: nothing that says who it was."""

import json
from datetime import datetime
from typing import NamedTuple

from crm_desktop.journal.clock import instant
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.vault.driver import Connection

MOST = 50


class ErasedAct(NamedTuple):
    """What one act erased: when, how many records and contacts, and by whom, "" where another computer told of it.

    So many of them are `confirmed` by a receipt of the office server; so many `waiting` it is still to be told of.
    """

    at: datetime
    records: int
    contacts: int
    member: str
    confirmed: int
    waiting: int


def erased_acts(reader: Connection, most: int = MOST) -> list[ErasedAct]:
    """Return the erasures, the newest first, at most so many."""
    found = reader.execute(
        "SELECT e.at, count(*), coalesce(sum(e.tbl = ?), 0), count(e.receipt), "
        "sum(EXISTS (SELECT 1 FROM erasure w WHERE w.id = e.id)) "
        "FROM erased e GROUP BY e.at ORDER BY e.at DESC LIMIT ?",
        (CONTACT.number, most),
    ).fetchall()
    members = _members(reader, [row[0] for row in found])
    return [
        ErasedAct(instant(at), records, contacts, members.get(at, ""), receipts, waiting)
        for at, records, contacts, receipts, waiting in found
    ]


def _members(reader: Connection, moments: list[int]) -> dict[int, str]:
    """Return who erased at `moments`: the history has a line for it, which tells of no change."""
    if not moments:
        return {}
    found = reader.execute(
        "SELECT s.at, m.name FROM step s JOIN member m ON m.id = s.member "
        "WHERE s.at IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM change c WHERE c.step = s.seq)",
        (json.dumps(moments),),
    ).fetchall()
    return {at: str(name) for at, name in found}
