"""Relationships between contacts: adding, changing, ending them; they are typed, directional and dated."""

from collections.abc import Mapping
from datetime import date

from crm_desktop.contacts.relation_kinds import find_kind
from crm_desktop.errors import InvalidField, UnknownRecord
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.words import _

_COLUMNS = ("from_contact", "to_contact", "kind", "from_day", "to_day")


def add_relationship(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note a relationship with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Add relationship")) as tx:
        return insert_relationship(tx, values)


def edit_relationship(
    journal: Journal, relationship: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `relationship`, where the user last saw `seen`.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Change relationship")) as tx:
        check_seen(tx, "relationship", relationship, seen or {}, journal.place)
        write_relationship(tx, relationship, values)


def end_relationship(journal: Journal, relationship: bytes, day: date) -> None:
    """Let `relationship` end on `day`; it stays on both records as a past one."""
    with journal.transaction(_("End relationship")) as tx:
        write_relationship(tx, relationship, {"to_day": day.isoformat()})


def remove_relationship(journal: Journal, relationship: bytes) -> None:
    """Put `relationship` into the bin."""
    with journal.transaction(_("Delete relationship")) as tx:
        tx.remove("relationship", relationship)


def insert_relationship(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a relationship inside an open transaction."""
    given = {name: value for name, value in values.items() if value is not None}
    _check(tx, given)
    same = tx.connection.execute(
        "SELECT 1 FROM relationship WHERE from_contact = ? AND to_contact = ? AND kind = ? "
        "AND to_day IS NULL AND removed_at IS NULL",
        (given["from_contact"], given["to_contact"], given["kind"]),
    ).fetchone()
    if same is not None and given.get("to_day") is None:
        raise InvalidField("kind", _("These two are related in this way already."))
    return tx.insert("relationship", given)


def write_relationship(tx: Transaction, relationship: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into a relationship inside an open transaction."""
    row = tx.connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM relationship WHERE id = ?", (relationship,)
    ).fetchone()
    if row is None:
        raise UnknownRecord(_("This relationship is not here any more."))
    _check(tx, {**dict(zip(_COLUMNS, row, strict=True)), **values})
    tx.update("relationship", relationship, values)


def _check(tx: Transaction, values: Mapping[str, Stored]) -> None:
    one, other = values.get("from_contact"), values.get("to_contact")
    if not one or not other:
        empty = "to_contact" if one else "from_contact"
        raise InvalidField(empty, _("A relationship needs two sides. Choose with whom it is."))
    if one == other:
        raise InvalidField("to_contact", _("A relationship needs two sides. Choose someone else."))
    if not values.get("kind"):
        raise InvalidField("kind", _("A relationship needs a kind. Choose one."))
    _check_among(tx, str(values["kind"]), (one, other))
    first, last = values.get("from_day"), values.get("to_day")
    if first and last and str(last) < str(first):
        raise InvalidField("to_day", _("It cannot end before it begins. Check both days."))


def _check_among(tx: Transaction, kind: str, ends: tuple[Stored, Stored]) -> None:
    """Refuse a `kind` that is only among people, or companies, for others; unknown kinds come from imports."""
    known = find_kind(tx.connection, kind)
    if known is None or not (known.people or known.companies):
        return
    wanted = "person" if known.people else "company"
    found = tx.connection.execute("SELECT kind FROM contact WHERE id IN (?, ?)", ends).fetchall()
    if any(row[0] != wanted for row in found):
        told = _("Only people can be related in this way.") if known.people else _("Only companies can be.")
        raise InvalidField("kind", told)
