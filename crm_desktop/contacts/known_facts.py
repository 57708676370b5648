"""What we know of a contact beyond its fields: facts in words, with their source and age."""

from collections.abc import Mapping

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.seen import check_seen
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.words import _


def add_fact(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note something that we know, with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Note what we know")) as tx:
        return insert_fact(tx, values)


def edit_fact(
    journal: Journal, fact: bytes, values: Mapping[str, Stored], seen: Mapping[str, Stored] | None = None
) -> None:
    """Write the stored `values` into `fact`, where the user last saw `seen`.

    Raises InvalidField, ChangedMeanwhile and UnknownRecord.
    """
    with journal.transaction(_("Change what we know")) as tx:
        check_seen(tx, "known_fact", fact, seen or {}, journal.place)
        write_fact(tx, fact, values)


def confirm_fact(journal: Journal, fact: bytes) -> None:
    """Note that `fact` was found to hold today."""
    with journal.transaction(_("Confirm what we know")) as tx:
        tx.update("known_fact", fact, {"learned_on": tx.today.isoformat()})


def remove_fact(journal: Journal, fact: bytes) -> None:
    """Put `fact` into the bin."""
    with journal.transaction(_("Delete what we know")) as tx:
        tx.remove("known_fact", fact)


def insert_fact(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a fact inside an open transaction: learned today, unless `values` say when."""
    given = {name: value for name, value in values.items() if value is not None}
    if not given.get("contact"):
        raise InvalidField("contact", _("What we know is about somebody. Choose a contact."))
    if not given.get("text"):
        raise InvalidField("text", _("Type what is known."))
    return tx.insert("known_fact", {"learned_on": tx.today.isoformat(), "owner": tx.member, **given})


def write_fact(tx: Transaction, fact: bytes, values: Mapping[str, Stored]) -> None:
    """Write `values` into a fact inside an open transaction."""
    if "text" in values and not values["text"]:
        raise InvalidField("text", _("Type what is known, or delete it."))
    tx.update("known_fact", fact, values)
