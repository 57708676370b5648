"""The texts that search looks through, read from the records themselves: for the index and for marked passages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, Kind, kind_named
from crm_desktop.schema.contacts import POINT_KINDS
from crm_desktop.schema.field import FieldKind
from crm_desktop.search.own_texts import own_texts
from crm_desktop.values.phone import phone_digits
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_

# Records at a time: their parts are kept in memory until they were read.
CHUNK = 4000


class Searched(NamedTuple):
    """What of a table is searched besides its title: its own columns, and the names of the records it links to."""

    columns: tuple[str, ...]
    links: tuple[str, ...] = ()


_CONTACT = "nickname legal_name job_title department sector vat_id registration_no website tags notes"
SEARCHED: Mapping[str, Searched] = {
    "contact": Searched(tuple(_CONTACT.split()), ("company",)),
    "deal": Searched(("note", "lost_reason", "source", "tags"), ("company", "person")),
    "ticket": Searched(("number", "description", "resolution", "root_cause", "tags"), ("company", "contact")),
    "interaction": Searched(("body", "outcome", "url"), ("company", "person")),
    "task": Searched(("note",), ("company", "person")),
    "product": Searched(("code", "category", "description", "tags")),
}
# The kinds that hits are grouped by, in the order in which groups are shown.
GROUPS: tuple[Kind, ...] = tuple(
    kind_named(name) for name in ("people", "companies", "deals", "tickets", "activities", "tasks", "products")
)
# Records that belong to a searched one and are found with it, by the link that says to whom.
PARTS: Mapping[str, str] = {"contact_point": "contact", "ticket_message": "ticket"}

_GROUP_OF = {(each.table.name, each.narrowed): position for position, each in enumerate(GROUPS)}
_POINTS = "p.kind, p.value, p.street, p.city, p.postal_code, p.normal FROM {source} JOIN contact_point p"
_MESSAGES = "p.body FROM {source} JOIN ticket_message p"
_POINT_LABELS = {each.value: each.label for each in POINT_KINDS}
_MESSAGE = N_("Message")


class Passage(NamedTuple):
    """One text of a record: `field` is what it is called in commands, `label` on screens."""

    field: str
    label: str
    text: str


class RecordText(NamedTuple):
    """The searched texts of one record.

    `group` is its position in GROUPS, `values` are in the order of its table's columns, `digits` those of its phones.
    """

    rid: int
    group: int
    title: str
    values: Sequence[str | int | None]
    parts: Sequence[Passage] = ()
    digits: str = ""

    @property
    def body(self) -> str:
        """All texts but the title."""
        return " ".join([str(each) for each in self.values if each] + [each.text for each in self.parts])

    @property
    def passages(self) -> list[Passage]:
        """The texts but the title, each with its label."""
        table = GROUPS[self.group].table
        searched = SEARCHED[table.name]
        own: list[Passage] = []
        for name, value in zip((*searched.columns, *searched.links), self.values, strict=True):
            if value:
                field = table.by_name[name]
                text = ", ".join(json.loads(str(value))) if field.kind is FieldKind.TAGS else str(value)
                own.append(Passage(name, field.label, text))
        return [*own, *self.parts]


def record_texts(connection: Connection, table: str, rids: range | Sequence[int]) -> Iterator[list[RecordText]]:
    """Yield the texts of those records with `rids` that are not in the bin, up to CHUNK at a time."""
    for start in range(0, len(rids), CHUNK):
        chunk = rids[start : start + CHUNK]
        if isinstance(chunk, range):
            yield _texts(connection, table, f"{table} t", "t.rid BETWEEN ? AND ?", (chunk.start, chunk.stop - 1))
        else:
            source = f"json_each(?) j CROSS JOIN {table} t ON t.rid = j.value"
            yield _texts(connection, table, source, "1", (json.dumps(list(chunk)),))


def _texts(
    connection: Connection, table: str, source: str, where: str, values: tuple[int | str, ...]
) -> list[RecordText]:
    searched = SEARCHED[table]
    kind = "t.kind" if table == "contact" else "NULL"
    columns = [kind, "t.rid", f"t.{BY_NAME[table].title}", *(f"t.{name}" for name in searched.columns)]
    joins = [f"LEFT JOIN contact {link}_of ON {link}_of.id = t.{link}" for link in searched.links]
    columns += [f"{link}_of.name" for link in searched.links]
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM {source} {' '.join(joins)} WHERE {where} AND t.removed_at IS NULL", values
    ).fetchall()
    parts, digits = _parts(connection, table, source, where, values)
    return [
        RecordText(rid, _GROUP_OF[table, kind], title or "", texts, parts.get(rid, ()), digits.get(rid, ""))
        for kind, rid, title, *texts in found
    ]


def _parts(
    connection: Connection, table: str, source: str, where: str, values: tuple[int | str, ...]
) -> tuple[dict[int, list[Passage]], dict[int, str]]:
    """Return what belongs to the records: passages by rid, and the digits of phone numbers by rid."""
    passages: dict[int, list[Passage]] = {}
    digits: dict[int, str] = {}
    end = f"ON p.{table} = t.id WHERE {where} AND p.removed_at IS NULL AND t.removed_at IS NULL"
    if table == "ticket":
        for rid, body in connection.execute(f"SELECT t.rid, {_MESSAGES.format(source=source)} {end}", values):
            passages.setdefault(rid, []).append(Passage("message", _MESSAGE, body or ""))
    elif table == "contact":
        for rid, kind, value, *address, normal in connection.execute(
            f"SELECT t.rid, {_POINTS.format(source=source)} {end}", values
        ):
            text = value if kind != "address" else " ".join([each for each in (value, *address) if each])
            passages.setdefault(rid, []).append(Passage(kind, _POINT_LABELS[kind], text or ""))
            if kind == "phone":
                digits[rid] = f"{digits.get(rid, '')} {phone_digits(normal or value or '')}".strip()
    for rid, own in own_texts(connection, table, source, where, values).items():
        passages.setdefault(rid, []).extend(Passage(each.field.name, each.field.label, each.text) for each in own)
        numbers = " ".join(each.digits for each in own if each.digits)
        if numbers:
            digits[rid] = f"{digits.get(rid, '')} {numbers}".strip()
    return passages, digits
