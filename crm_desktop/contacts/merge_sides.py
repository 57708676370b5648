"""Contacts side by side, as they are before a merge: fields, ways to be reached, consent, and what hangs on them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.contacts.points import ADDRESS_PARTS
from crm_desktop.errors import CrmError, UnknownRecord
from crm_desktop.schema.catalogue import TABLES, Kind
from crm_desktop.schema.field import Field, FieldKind, RecordTable
from crm_desktop.schema.forms import Stored
from crm_desktop.store.expressions import field_expression, name_expression
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

# Told by the merge itself, or by nobody.
_NOT_MERGED = frozenset({"kind", "removed_at", "merged_into", "custom"})
_POINT = "id, contact, kind, coalesce(label, ''), coalesce(value, ''), normal, coalesce(is_primary, 0)"


class Point(NamedTuple):
    """A way to reach a contact; `address` are its parts in the order of ADDRESS_PARTS, empty for other kinds."""

    id: bytes
    contact: bytes
    kind: str
    label: str
    value: str
    normal: str
    primary: bool
    address: tuple[str, ...]


class Allowed(NamedTuple):
    """The newest entry of a contact's ledger for one purpose and channel."""

    purpose: str
    channel: str
    state: str
    at_ms: int


class Side(NamedTuple):
    """One contact of a merge: `values` and `names` (of links) by field, `counts` of rows that point to it by table."""

    id: bytes
    kind: str
    values: Mapping[str, Stored]
    names: Mapping[str, str]
    points: tuple[Point, ...]
    consent: tuple[Allowed, ...]
    counts: Mapping[str, int]
    created_ms: int
    updated_ms: int
    made_by: str

    @property
    def name(self) -> str:
        """What the contact is called."""
        return str(self.values["name"])

    @property
    def weight(self) -> int:
        """How much hangs on the contact and is known of it."""
        return sum(self.counts.values()) + sum(each is not None for each in self.values.values())


def links_to_contacts() -> list[tuple[RecordTable, Field]]:
    """Return every stored field, of any table, that points to a contact."""
    return [
        (table, field)
        for table in TABLES
        for field in table.stored_fields
        if field.kind is FieldKind.LINK and field.target == "contact"
    ]


def merged_fields(kind: Kind) -> list[Field]:
    """Return the fields of `kind` of which a merge keeps one value, or puts the values together."""
    return [
        each
        for each in kind.fields
        if each.name not in _NOT_MERGED and (each.stored or each.own is not None) and each.kind is not FieldKind.FORMULA
    ]


def sides_of(reader: Connection, contacts: Sequence[bytes]) -> list[Side]:
    """Return `contacts` side by side, in their order; raises UnknownRecord, or CrmError where they cannot be one."""
    kinds = {row[0]: row for row in _rows(reader, "SELECT id, kind, removed_at, name FROM contact", "id", contacts)}
    for each in contacts:
        if each not in kinds:
            raise UnknownRecord(_("There is no such contact here. It may have been erased."))
        if kinds[each][2] is not None:
            raise CrmError(
                _("{name} is in the bin, so it cannot be merged. Restore it first.").format(name=kinds[each][3])
            )
    if len(set(contacts)) < len(contacts) or len(contacts) < 2:
        raise CrmError(_("A merge needs two different contacts at least."))
    narrowed = {row[1] for row in kinds.values()}
    if len(narrowed) > 1:
        raise CrmError(_("A person and a company are never the same. Merge people with people."))
    kind = workspace_kinds(reader).of("contact", narrowed.pop())
    return [_side(reader, kind, each) for each in contacts]


def counted(reader: Connection, contacts: Sequence[bytes]) -> dict[str, int]:
    """Return by table how many rows, not in the bin, point to any of `contacts`: a row that names two counts once."""
    found: dict[str, int] = {}
    marks = ", ".join("?" * len(contacts))
    for table in dict.fromkeys(table.name for table, _field in links_to_contacts()):
        links = [field.name for other, field in links_to_contacts() if other.name == table]
        wanted = " OR ".join(f"{link} IN ({marks})" for link in links)
        values = tuple(contacts) * len(links)
        row = reader.execute(f"SELECT count(*) FROM {table} WHERE ({wanted}) AND removed_at IS NULL", values).fetchone()
        if row[0]:
            found[table] = row[0]
    return found


def _side(reader: Connection, kind: Kind, contact: bytes) -> Side:
    fields = merged_fields(kind)
    linked = [each for each in fields if each.kind is FieldKind.LINK]
    columns = [field_expression(kind.table, each) for each in fields]
    columns += [name_expression(kind.table, each) for each in linked]
    columns += ["t.created_at", "t.updated_at", "(SELECT m.name FROM member m WHERE m.id = t.created_by)"]
    row = reader.execute(f"SELECT {', '.join(columns)} FROM contact t WHERE t.id = ?", (contact,)).fetchone()
    *stored, created, updated, maker = row
    names = {field.name: str(name) for field, name in zip(linked, stored[len(fields) :], strict=True) if name}
    return Side(
        contact,
        str(kind.narrowed),
        {each.name: value for each, value in zip(fields, stored[: len(fields)], strict=True)},
        names,
        tuple(_points(reader, contact)),
        tuple(_consent(reader, contact)),
        counted(reader, [contact]),
        created,
        updated,
        maker or "",
    )


def _points(reader: Connection, contact: bytes) -> list[Point]:
    parts = ", ".join(f"coalesce({each}, '')" for each in ADDRESS_PARTS)
    found = reader.execute(
        f"SELECT {_POINT}, {parts} FROM contact_point WHERE contact = ? AND removed_at IS NULL "
        "ORDER BY kind, is_primary DESC, position, rid",
        (contact,),
    )
    return [
        Point(record, contact, kind, label, value, str(normal or value), bool(primary), tuple(address))
        for record, contact, kind, label, value, normal, primary, *address in found
    ]


def _consent(reader: Connection, contact: bytes) -> list[Allowed]:
    found = reader.execute(
        "SELECT purpose, channel, state, max(at) FROM consent WHERE contact = ? AND removed_at IS NULL "
        "GROUP BY purpose, channel",
        (contact,),
    )
    return [Allowed(*row) for row in found]


def _rows(reader: Connection, select: str, column: str, values: Sequence[bytes]) -> list[tuple[bytes, str, int, str]]:
    marks = ", ".join("?" * len(values))
    return [tuple(row) for row in reader.execute(f"{select} WHERE {column} IN ({marks})", tuple(values))]
