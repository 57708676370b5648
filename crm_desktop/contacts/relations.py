"""Relationships between contacts: which kinds are offered, how they read from both ends, adding and ending them."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored
from crm_desktop.words import N_, _


class RelationKind(NamedTuple):
    """A kind of relationship: what is stored, how it reads from this end and from the other, and among whom it is."""

    value: str
    outward: str
    inward: str
    people: bool = False
    companies: bool = False


# Others may come from an import; those read the same from both ends.
RELATION_KINDS: tuple[RelationKind, ...] = (
    RelationKind("reports to", N_("Reports to"), N_("Leads"), people=True),
    RelationKind("influences", N_("Influences"), N_("Influenced by"), people=True),
    RelationKind("stands in for", N_("Stands in for"), N_("Represented by"), people=True),
    RelationKind("used to work with", N_("Used to work with"), N_("Used to work with"), people=True),
    RelationKind("spouse of", N_("Spouse of"), N_("Spouse of"), people=True),
    RelationKind("recommended by", N_("Recommended by"), N_("Recommended")),
    RelationKind("referred by", N_("Referred by"), N_("Referred")),
    RelationKind("supplies", N_("Supplies"), N_("Supplied by")),
    RelationKind("distributes for", N_("Distributes for"), N_("Distributed by"), companies=True),
    RelationKind("works with", N_("Works with"), N_("Works with")),
    RelationKind("subsidiary of", N_("Subsidiary of"), N_("Parent of"), companies=True),
    RelationKind("member of", N_("Member of"), N_("Has as member")),
)


def offered_relations(*, company: bool) -> list[RelationKind]:
    """Return the kinds that make sense for a `company`, or for a person."""
    return [each for each in RELATION_KINDS if not (each.people if company else each.companies)]


def relation_label(kind: str, *, outward: bool) -> str:
    """Return how the relationship `kind` reads from this end (`outward`) or from the other."""
    known = next((each for each in RELATION_KINDS if each.value == kind), None)
    if known is None:
        return kind[:1].upper() + kind[1:]
    return _(known.outward if outward else known.inward)


def add_relationship(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Note a relationship with the stored `values`; return its id. Raises InvalidField."""
    if not values.get("to_contact"):
        raise InvalidField("to_contact", _("A relationship needs two sides. Choose with whom it is."))
    if values["to_contact"] == values.get("from_contact"):
        raise InvalidField("to_contact", _("A relationship needs two sides. Choose someone else."))
    if not values.get("kind"):
        raise InvalidField("kind", _("A relationship needs a kind. Choose one."))
    with journal.transaction(_("Add relationship")) as tx:
        return tx.insert("relationship", values)


def remove_relationship(journal: Journal, relationship: bytes) -> None:
    """Put `relationship` into the bin."""
    with journal.transaction(_("Delete relationship")) as tx:
        tx.remove("relationship", relationship)
