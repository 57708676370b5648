"""What is held of people and companies: how many records, which of their fields are personal, and who may be asked."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import SHARED, kind_of
from crm_desktop.schema.field import Field, RecordTable
from crm_desktop.schema.privacy import CONSENT
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_, _

# What records are called together whose declaration names one of them.
_PLURALS: Mapping[str, str] = {
    "contact": N_("People and companies"),
    "contact_point": N_("Phone numbers, emails and addresses"),
    "affiliation": N_("Jobs"),
    "relationship": N_("Relationships"),
    "distinct_pair": N_("Pairs of different contacts"),
    "ticket_message": N_("Ticket messages"),
    "consent": N_("Entries of consent"),
    "promise": N_("Promises"),
}


class Permitted(NamedTuple):
    """How many people allowed a channel, and how many refused it; the others were not asked."""

    given: int
    refused: int


class HeldKind(NamedTuple):
    """Records of one kind with personal fields: what they are called, how many there are, and those fields."""

    label: str
    records: int
    fields: tuple[str, ...]


class Held(NamedTuple):
    """What is held: people and companies, the `channels` by name, and every kind of record with personal fields."""

    people: int
    companies: int
    channels: Mapping[str, Permitted]
    kinds: tuple[HeldKind, ...]


def held(reader: Connection) -> Held:
    """Return what is held of people and companies; what lies in the bin is held as well, and counted."""
    by_kind: dict[str, int] = dict(reader.execute("SELECT kind, count(*) FROM contact GROUP BY kind").fetchall())
    own = workspace_kinds(reader).own
    fields = [(table, [*table.fields, *own.get(table.name, ())]) for table in SHARED]
    kinds = [_held_kind(reader, *each) for each in fields if any(field.personal for field in each[1])]
    return Held(
        by_kind.get("person", 0),
        by_kind.get("company", 0),
        _channels(reader),
        tuple(each for each in kinds if each.records),
    )


def _held_kind(reader: Connection, table: RecordTable, fields: Sequence[Field]) -> HeldKind:
    count = int(reader.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])
    label = _(_PLURALS.get(table.name, kind_of(table.name).label))
    told = [each for each in fields if each.personal and not each.read_only]
    return HeldKind(label, count, tuple(dict.fromkeys(_(each.label) for each in told)))


def _channels(reader: Connection) -> dict[str, Permitted]:
    """Count by the newest entry of each purpose; withdrawn for one purpose is withdrawn, as on the contact's page."""
    ledger = CONSENT.ledger
    if ledger is None:
        raise ValueError("consent is kept in a ledger")
    order = ", ".join(f"{term.format(row='consent')} DESC" for term in ledger.order)
    found = reader.execute(
        f"WITH newest AS (SELECT contact, channel, state, row_number() OVER (PARTITION BY {', '.join(ledger.by)} "
        f"ORDER BY {order}) AS place FROM consent WHERE removed_at IS NULL), "
        "told AS (SELECT contact, channel, max(state = 'withdrawn') AS refused FROM newest WHERE place = 1 "
        "GROUP BY contact, channel) "
        "SELECT told.channel, sum(NOT (refused OR coalesce(c.do_not_contact, 0))), "
        "sum(refused OR coalesce(c.do_not_contact, 0)) FROM told JOIN contact c ON c.id = told.contact "
        "WHERE c.kind = 'person' AND c.removed_at IS NULL GROUP BY told.channel"
    )
    return {channel: Permitted(given, refused) for channel, given, refused in found.fetchall()}
