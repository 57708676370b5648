"""What belongs to one record, and what happened with it."""

from collections.abc import Mapping, Sequence

from crm_desktop.activities.timeline import Whose, timeline_page
from crm_desktop.files.actions import HOLDERS
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.ids import id_text
from crm_desktop.schema.attachments import ATTACHMENT
from crm_desktop.schema.catalogue import BY_NAME, TABLES, Kind, kind_named, kind_of
from crm_desktop.schema.field import RecordTable
from crm_desktop.schema.forms import Place, Plain
from crm_desktop.store.record_query import View, plain_record, record_page
from crm_desktop.vault.driver import Connection

MOST = 1000
_NAMES = {
    "contact_point": "points",
    "affiliation": "jobs",
    "relationship": "relations",
    "known_fact": "known_facts",
    "consent": "consents",
    "participant": "participants",
    "price": "prices",
    "stage": "stages",
    "deal_line": "lines",
    "stage_move": "stage_moves",
    "deal_contact": "contacts",
    "ticket_message": "messages",
}
# What is of both ends of it.
_OTHER_ENDS = {"relationship": "to_contact", "affiliation": "company"}
# What stands by itself and is about a contact, by the links that say so.
_OF_CONTACTS = {
    "purchases": ("purchase", ("customer",)),
    "promises": ("promise", ("person", "company")),
    "subsidiaries": ("contact", ("parent",)),
    "supplies": ("product", ("supplier",)),
}
_ABOUT = {"deal": "deal", "ticket": "ticket"}

Line = Mapping[str, Plain]


def record_parts(reader: Connection, kind: Kind, record: bytes, place: Place) -> dict[str, list[Line]]:
    """Return the records that belong to `record` of `kind`, by what they are to it."""
    parts: dict[str, list[Line]] = {}
    for table in TABLES:
        link = table.by_name.get(table.belongs_to or "")
        if link is not None and link.target == kind.table.name and table.name in _NAMES:
            ends = [link.name, *([_OTHER_ENDS[table.name]] if table.name in _OTHER_ENDS else [])]
            parts[_NAMES[table.name]] = [line for end in ends for line in _lines(reader, table, end, record, place)]
    if kind.table.name == "contact":
        for name, (about, links) in _OF_CONTACTS.items():
            found = [line for link in links for line in _lines(reader, BY_NAME[about], link, record, place)]
            parts |= {name: found} if found or about != "product" else {}
    if kind.table.name in HOLDERS:
        parts["files"] = _lines(reader, ATTACHMENT, kind.table.name, record, place, leaving_out=("text",))
    return parts


def timeline(reader: Connection, kind: Kind, record: bytes, place: Place) -> Sequence[Mapping[str, object]]:
    """Return what happened with the record, newest first."""
    if kind.table.name == "contact":
        whose = Whose(record, company=kind.narrowed == "company")
        return [
            {
                "id": None if each.record is None else id_text(each.record),
                "source": each.source.name.lower(),
                "kind": each.kind,
                "at": each.at.isoformat().replace("+00:00", "Z"),
                "title": each.title,
                "body": each.body,
                "person": each.person_name,
                "member": each.member,
            }
            for each in timeline_page(reader, whose, limit=MOST)
        ]
    if kind.table.name not in _ABOUT:
        return []
    condition = Condition(_ABOUT[kind.table.name], "=", record.hex())
    view = View(kind_named("activities"), (condition,), ("-at",))
    return [plain_record(view, row, place) for row in record_page(reader, view, place, limit=MOST).rows]


def _lines(
    reader: Connection, table: RecordTable, link: str, record: bytes, place: Place, leaving_out: Sequence[str] = ()
) -> list[Line]:
    names = tuple(each.name for each in table.fields if each.name not in leaving_out)
    view = View(kind_of(table.name), (Condition(link, "=", record.hex()),), (), names)
    return [plain_record(view, row, place) for row in record_page(reader, view, place, limit=MOST).rows]
