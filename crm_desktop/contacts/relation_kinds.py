"""The kinds of relationships: those that the program brings, and those that the users added."""

from collections.abc import Mapping
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.values.names import clean_text, fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _


class RelationKind(NamedTuple):
    """A kind of relationship: what is stored, how it reads from this end and from the other, and among whom it is.

    `record` is the id of a kind that a user added; those have their words as they were typed.
    """

    value: str
    outward: str
    inward: str
    people: bool = False
    companies: bool = False
    record: bytes | None = None

    def reads(self, *, outward: bool) -> str:
        """Return how it reads from this end (`outward`) or from the other."""
        words = self.outward if outward else self.inward
        return words if self.record is not None else _(words)


# Others may come from an import; those read the same from both ends.
BUILT_IN: tuple[RelationKind, ...] = (
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
_OWN = "SELECT value, outward, inward, coalesce(people, 0), coalesce(companies, 0), id FROM relation_kind"


def relation_kinds(reader: Connection) -> list[RelationKind]:
    """Return all kinds that can be chosen: those of the program, then those of the users by name."""
    found = reader.execute(f"{_OWN} WHERE removed_at IS NULL ORDER BY sort_name")
    return [*BUILT_IN, *(_kind(*row) for row in found)]


def offered_relations(kinds: list[RelationKind], *, company: bool) -> list[RelationKind]:
    """Return those of `kinds` that make sense for a `company`, or for a person."""
    return [each for each in kinds if not (each.people if company else each.companies)]


def find_kind(reader: Connection, value: str) -> RelationKind | None:
    """Return the kind that is stored as `value`, or None for one that only an import knows."""
    built_in = next((each for each in BUILT_IN if each.value == value), None)
    if built_in is not None:
        return built_in
    row = reader.execute(f"{_OWN} WHERE value = ? AND removed_at IS NULL", (value,)).fetchone()
    return None if row is None else _kind(*row)


def relation_label(kind: str, *, outward: bool, words: tuple[str, str] | None = None) -> str:
    """Return how the relationship `kind` reads from this end (`outward`) or from the other.

    `words` are how a kind that a user added reads from both ends.
    """
    if words is not None:
        return words[0] if outward else words[1]
    known = next((each for each in BUILT_IN if each.value == kind), None)
    return known.reads(outward=outward) if known is not None else kind[:1].upper() + kind[1:]


def add_relation_kind(journal: Journal, values: Mapping[str, Stored]) -> bytes:
    """Add a kind of relationship with the stored `values`; return its id. Raises InvalidField."""
    with journal.transaction(_("Add kind of relationship")) as tx:
        return insert_kind(tx, values)


def edit_relation_kind(journal: Journal, record: bytes, values: Mapping[str, Stored]) -> None:
    """Write how a kind of relationship reads, and among whom it is; what is related by it stays so."""
    with journal.transaction(_("Change kind of relationship")) as tx:
        write_kind(tx, record, values)


def remove_relation_kind(journal: Journal, record: bytes) -> None:
    """Put a kind of relationship into the bin: it is offered no more, relationships of it stay."""
    with journal.transaction(_("Delete kind of relationship")) as tx:
        tx.remove("relation_kind", record)


def insert_kind(tx: Transaction, values: Mapping[str, Stored]) -> bytes:
    """Insert a kind inside an open transaction: stored under its words in lower case, unless `values` say."""
    outward = clean_text(str(values.get("outward") or ""))
    inward = clean_text(str(values.get("inward") or "")) or outward
    if not outward:
        raise InvalidField("outward", _("Type how it reads, such as “Trains”."))
    if values.get("people") and values.get("companies"):
        raise InvalidField("companies", _("Choose among people or among companies; neither means both."))
    value = clean_text(str(values.get("value") or outward)).lower()
    taken = find_kind(tx.connection, value) is not None
    if taken or any(fold(each.reads(outward=True)) == fold(outward) for each in BUILT_IN):
        raise InvalidField("outward", _("“{name}” is there already.").format(name=outward))
    return tx.insert("relation_kind", {**values, "value": value, "outward": outward, "inward": inward})


def write_kind(tx: Transaction, record: bytes, values: Mapping[str, Stored]) -> None:
    """Write values into a kind inside an open transaction; what it is stored under stays."""
    for name in ("outward", "inward"):
        if name in values and not values[name]:
            raise InvalidField(name, _("Type how it reads."))
    tx.update("relation_kind", record, {name: value for name, value in values.items() if name != "value"})


def _kind(value: str, outward: str, inward: str, people: int, companies: int, record: bytes) -> RelationKind:
    return RelationKind(value, outward, inward, bool(people), bool(companies), record)
