"""What erasing a contact would do, told before it is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.errors import CrmError, UnknownRecord
from crm_desktop.privacy.going import all_going, links_to_contacts
from crm_desktop.privacy.rights import check_may_erase
from crm_desktop.schema.catalogue import BY_NUMBER, SHARED, kind_named
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import FieldKind
from crm_desktop.schema.forms import Place
from crm_desktop.search.queries import Hit, search
from crm_desktop.sync.binding import is_bound
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# So many records that name the contact in their texts are listed.
MOST_NAMING = 20


class Named(NamedTuple):
    """A record that stays, and that names the contact in its texts."""

    kind: str
    record: bytes
    title: str


class Preview(NamedTuple):
    """What goes with a contact, what stays without it, what still names it, and what goes later.

    `going` and `staying` count records by table; `others` are the other computers that share, `shared` tells that a
    server does, `refused` why this member may not erase.
    """

    contact: bytes
    name: str
    company: bool
    going: Mapping[str, int]
    staying: Mapping[str, int]
    naming: Sequence[Named]
    others: Sequence[str]
    shared: bool
    refused: str = ""


def preview(reader: Connection, contact: bytes, place: Place) -> Preview:
    """Return what erasing `contact` would do; raises UnknownRecord."""
    row = reader.execute("SELECT name, kind FROM contact WHERE id = ?", (contact,)).fetchone()
    if row is None:
        raise UnknownRecord(_("There is no such contact here. It may have been erased."))
    gone = all_going(reader, contact)
    ids = {each.record for each in gone}
    computers = reader.execute(
        "SELECT name FROM device WHERE site <> (SELECT site FROM ctx) ORDER BY last_seen DESC"
    ).fetchall()
    return Preview(
        contact,
        str(row[0] or ""),
        row[1] == "company",
        Counter(BY_NUMBER[each.table].name for each in gone),
        _staying(reader, [each.record for each in gone if each.table == CONTACT.number], ids),
        _naming(reader, str(row[0] or ""), ids, place),
        list(dict.fromkeys(str(each[0]) for each in computers if each[0])),
        is_bound(reader),
        _refused(reader, place.member),
    )


def _staying(reader: Connection, contacts: Sequence[bytes], going: set[bytes]) -> dict[str, int]:
    """Count by table the records that lead to `contacts` and are not `going`."""
    found: dict[str, set[bytes]] = {}
    for table in SHARED:
        for link in links_to_contacts(table):
            for contact in contacts:
                rows = reader.execute(f"SELECT id FROM {table.name} WHERE {link.name} = ?", (contact,)).fetchall()
                found.setdefault(table.name, set()).update(row[0] for row in rows if row[0] not in going)
    return {name: len(ids) for name, ids in found.items() if ids}


def _naming(reader: Connection, name: str, going: set[bytes], place: Place) -> list[Named]:
    if not name.strip():
        return []
    hits = search(reader, f'"{name}"', place, limit=MOST_NAMING * 5).hits
    found = (each for each in hits if each.id not in going and not _leads_there(each))
    return [Named(each.kind, each.id, each.title) for each in found][:MOST_NAMING]


def _leads_there(hit: Hit) -> bool:
    """Tell whether a record fits only because it leads to somebody of that name: the link is emptied."""
    field = kind_named(hit.group).table.by_name.get(hit.where)
    return field is not None and field.kind is FieldKind.LINK


def _refused(reader: Connection, member: bytes | None) -> str:
    try:
        check_may_erase(reader, member)
    except CrmError as error:
        return str(error)
    return ""
