"""What was changed on a ticket by hand, as read between its messages."""

from typing import NamedTuple

from crm_desktop.journal.history import FieldChange, record_history
from crm_desktop.schema.forms import label_of
from crm_desktop.schema.tickets import TICKET
from crm_desktop.vault.driver import Connection

TOLD = ("priority", "owner", "kind", "status")


class TicketChange(NamedTuple):
    """Who changed which field of a ticket from what to what, in words; `at` in milliseconds."""

    at: int
    member: str
    field: str
    before: str
    after: str


def ticket_changes(reader: Connection, ticket: bytes) -> list[TicketChange]:
    """Return the changes of `ticket` that still stand, oldest first.

    What came along with a message is left out: the message itself tells of it.
    """
    found = []
    for step in record_history(reader, ticket):
        written = any(each.table == "ticket_message" for each in step.changes)
        if written or step.undoes is not None or not step.stands:
            continue
        found += [
            TicketChange(
                step.at_ms,
                step.member,
                each.field or "",
                _words(reader, each.field or "", each.before),
                _words(reader, each.field or "", each.after),
            )
            for each in step.changes
            if each.record == ticket and _told(each)
        ]
    return sorted(found)


def _told(change: FieldChange) -> bool:
    return change.table == "ticket" and change.field in TOLD


def _words(reader: Connection, field: str, value: str | float | bytes | None) -> str:
    if isinstance(value, bytes):
        row = reader.execute("SELECT name FROM member WHERE id = ?", (value,)).fetchone()
        return str(row[0]) if row is not None else ""
    return label_of(TICKET.by_name[field], str(value)) if value is not None else ""
