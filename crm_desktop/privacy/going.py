"""What goes with a person who is erased, and what stays without them (docs/decisions/0038)."""

from collections.abc import Iterable, Iterator

from crm_desktop.schema.activities import INTERACTION, TASK
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.knowledge import PROMISE
from crm_desktop.schema.purchases import PURCHASE
from crm_desktop.schema.tickets import TICKET
from crm_desktop.sync.erasing import Erased, closure
from crm_desktop.vault.driver import Connection

# What was said with the person alone, or is to be done for them alone: the other links that keep it.
_ALONE = {
    INTERACTION: "t.person = :who AND NOT EXISTS (SELECT 1 FROM participant p JOIN contact c ON c.id = p.contact "
    "WHERE p.interaction = t.id AND p.contact <> :who AND c.kind = 'person')",
    TASK: "t.person = :who AND t.deal IS NULL AND t.ticket IS NULL",
    PROMISE: "t.person = :who",
    TICKET: "t.contact = :who AND t.company IS NULL",
}
# Named only among those who took part, with nobody else.
_TOOK_PART = (
    "t.person IS NULL AND EXISTS (SELECT 1 FROM participant p WHERE p.interaction = t.id AND p.contact = :who) "
    "AND NOT EXISTS (SELECT 1 FROM participant p JOIN contact c ON c.id = p.contact "
    "WHERE p.interaction = t.id AND p.contact <> :who AND c.kind = 'person')"
)


def links_to_contacts(table: RecordTable) -> list[Field]:
    """Return the stored fields of `table` that lead to contacts."""
    return [each for each in table.stored_fields if each.kind is FieldKind.LINK and each.target == CONTACT.name]


def all_going(connection: Connection, contact: bytes) -> list[Erased]:
    """Return every record that goes with `contact`, itself first: what belongs to it, and what is about it alone."""
    return list(dict.fromkeys(part for each in going(connection, contact) for part in _closed(connection, each)))


def going(connection: Connection, contact: bytes) -> list[Erased]:
    """Return what is to be erased so that nothing of `contact` stays; what belongs to each of these goes with it."""
    found: dict[Erased, None] = {}
    for each in _same(connection, contact):
        found[Erased(CONTACT.number, each)] = None
        found |= dict.fromkeys(_about(connection, each))
    return list(found)


def _same(connection: Connection, contact: bytes) -> list[bytes]:
    """Return the contact and those that were merged into it."""
    known, fresh = [contact], [contact]
    while fresh:
        each = fresh.pop()
        merged = connection.execute("SELECT id FROM contact WHERE merged_into = ?", (each,)).fetchall()
        fresh += [row[0] for row in merged if row[0] not in known]
        known += [row[0] for row in merged if row[0] not in known]
    return known


def _about(connection: Connection, contact: bytes) -> Iterator[Erased]:
    alone = [*_ALONE.items(), (INTERACTION, _TOOK_PART)]
    for table, condition in alone:
        yield from _rows(connection, table, condition, contact)
    for table in SHARED:
        # a link that has to be there is what the row is for, such as a job at a company; a purchase is kept by law
        for link in links_to_contacts(table):
            if link.required and table is not PURCHASE and link.name != table.belongs_to:
                yield from _rows(connection, table, f"t.{link.name} = :who", contact)


def _rows(connection: Connection, table: RecordTable, condition: str, contact: bytes) -> Iterator[Erased]:
    found = connection.execute(f"SELECT t.id FROM {table.name} t WHERE {condition}", {"who": contact}).fetchall()
    yield from (Erased(table.number, row[0]) for row in found)


def _closed(connection: Connection, each: Erased) -> Iterable[Erased]:
    return closure(connection, each.table, each.record)
