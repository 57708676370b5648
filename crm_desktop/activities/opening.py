"""What the page of a contact needs when it opens: the record, and the beginning of its timeline."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.activities.timeline import EVERYTHING, PAGE, Narrowing, TimelineEntry, Whose, timeline_page
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.journal.clock import instant
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection


class Opening(NamedTuple):
    """A contact as its page opens: `record` is None where it is not here, and `erased_at` says since when it is erased.

    `entries` are the newest of its timeline, of which up to `limit` were asked.
    """

    record: ContactRecord | None
    entries: Sequence[TimelineEntry]
    limit: int
    erased_at: datetime | None


def contact_opening(
    reader: Connection, contact: bytes, place: Place, narrowing: Narrowing = EVERYTHING, limit: int = PAGE
) -> Opening:
    """Return what the page of `contact` shows first, its timeline narrowed to `narrowing`."""
    record = contact_record(reader, contact, place)
    if record is None:
        row = reader.execute("SELECT at FROM erased WHERE id = ?", (contact,)).fetchone()
        return Opening(None, (), limit, None if row is None else instant(row[0]))
    entries = timeline_page(reader, Whose(contact, record.is_company), narrowing, None, limit)
    return Opening(record, entries, limit, None)
