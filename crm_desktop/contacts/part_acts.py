"""What belongs to contacts, by table: each is added, changed and removed by the rules of its own module."""

from collections.abc import Callable, Mapping

from crm_desktop.contacts.consent import insert_consent
from crm_desktop.contacts.jobs import drop_job, insert_job, write_job
from crm_desktop.contacts.known_facts import insert_fact, write_fact
from crm_desktop.contacts.points import drop_point, insert_point
from crm_desktop.contacts.promises import insert_promise, write_promise
from crm_desktop.contacts.reach import write_point
from crm_desktop.contacts.relation_kinds import insert_kind, write_kind
from crm_desktop.contacts.relations import insert_relationship, write_relationship
from crm_desktop.errors import CrmError
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.schema.forms import Place
from crm_desktop.words import _

Insert = Callable[[Transaction, Mapping[str, Stored]], bytes]
Write = Callable[[Transaction, bytes, Mapping[str, Stored]], None]
_INSERTS: Mapping[str, Insert] = {
    "affiliation": insert_job,
    "relationship": insert_relationship,
    "relation_kind": insert_kind,
    "known_fact": insert_fact,
    "promise": insert_promise,
    "consent": insert_consent,
}
_WRITES: Mapping[str, Write] = {
    "affiliation": write_job,
    "relationship": write_relationship,
    "relation_kind": write_kind,
    "known_fact": write_fact,
    "promise": write_promise,
}
_DROPS: Mapping[str, Callable[[Transaction, bytes], None]] = {"affiliation": drop_job, "contact_point": drop_point}
PARTS = frozenset({*_INSERTS, "contact_point"})


def insert_part(tx: Transaction, table: str, values: Mapping[str, Stored], place: Place) -> bytes:
    """Insert a row of `table`, one of PARTS, by its rules; return its id. Raises InvalidField."""
    if table == "contact_point":
        return insert_point(tx, values, place.region)
    return _INSERTS[table](tx, values)


def write_part(tx: Transaction, table: str, record: bytes, values: Mapping[str, Stored], place: Place) -> None:
    """Write `values` into a row of `table`, one of PARTS, by its rules. Raises InvalidField and UnknownRecord."""
    if table == "contact_point":
        write_point(tx, record, values, place)
    elif table == "consent":
        raise _only_added()
    else:
        _WRITES[table](tx, record, values)


def drop_part(tx: Transaction, table: str, record: bytes) -> None:
    """Put a row of `table`, one of PARTS, into the bin by its rules."""
    if table == "consent":
        raise _only_added()
    if table in _DROPS:
        _DROPS[table](tx, record)
    else:
        tx.remove(table, record)


def _only_added() -> CrmError:
    return CrmError(
        _("Entries of the consent ledger are never changed or deleted. Add a new one that says what holds now.")
    )
