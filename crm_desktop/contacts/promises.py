"""What we promised to people and companies, and whether we kept it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.store.functions import name_shown
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _


class OpenPromise(NamedTuple):
    """A promise that is still to be kept, and to whom it was made."""

    id: bytes
    text: str
    due_day: date | None
    contact: bytes | None
    name: str


def add_promise(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note a promise with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Note promise")) as tx:
        return insert_promise(tx, values)


def edit_promise(
    journal: Journal, promise: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `promise`, where the user last saw `seen`.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Change promise")) as tx:
        check_seen(tx, "promise", promise, seen or {}, journal.place)
        write_promise(tx, promise, values)


def keep_promise(journal: Journal, promise: bytes, *, kept: bool) -> None:
    """Note that `promise` was kept now, or that it was not."""
    with journal.transaction(_("Keep promise") if kept else _("Reopen promise")) as tx:
        tx.update("promise", promise, {"kept_at": tx.now_ms if kept else None})


def remove_promise(journal: Journal, promise: bytes) -> None:
    """Put `promise` into the bin."""
    with journal.transaction(_("Delete promise")) as tx:
        tx.remove("promise", promise)


def open_promises(reader: Connection, until: date, limit: int = 50) -> Sequence[OpenPromise]:
    """Return the promises that are to be kept by `until`, the most urgent first."""
    found = reader.execute(
        f"SELECT m.id, m.text, m.due_day, c.id, {name_shown('c')} FROM promise m "
        "LEFT JOIN contact c ON c.id = coalesce(m.person, m.company) "
        "WHERE m.kept_at IS NULL AND m.due_day <= ? AND m.removed_at IS NULL ORDER BY m.due_day, m.rid LIMIT ?",
        (until.isoformat(), limit),
    )
    return [
        OpenPromise(record, text, date.fromisoformat(due), contact, name) for record, text, due, contact, name in found
    ]


def insert_promise(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a promise inside an open transaction: made today, unless `values` say when."""
    given = {name: value for name, value in values.items() if value is not None}
    if not given.get("text"):
        raise InvalidField("text", _("Type what was promised."))
    if given.get("person") is not None and given.get("company") is None:
        row = tx.connection.execute("SELECT company FROM contact WHERE id = ?", (given["person"],)).fetchone()
        if row is not None and row[0] is not None:
            given["company"] = row[0]
    return tx.insert("promise", {"promised_on": tx.today.isoformat(), "owner": tx.member, **given})


def write_promise(tx: Transaction, promise: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into a promise inside an open transaction."""
    if "text" in values and not values["text"]:
        raise InvalidField("text", _("Type what was promised, or delete the promise."))
    tx.update("promise", promise, values)
