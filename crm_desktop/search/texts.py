"""The texts that search looks through, read from the records themselves: for the index and for marked passages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crm_desktop.schema.catalogue import BY_NAME, Kind, kind_named
from crm_desktop.schema.contacts import POINT_KINDS
from crm_desktop.schema.field import FieldKind
from crm_desktop.search.own_texts import own_texts
from crm_desktop.search.passages import Passage, paged
from crm_desktop.values.phone import phone_digits
from crm_desktop.vault.driver import Connection
from crm_desktop.words import N_

# Records at a time: their parts are kept in memory until they were read.
CHUNK = 4000
# Files at a time: the text of one is as long as that of a book.
FILES_CHUNK = 20
FILES = "attachment"


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
    FILES: Searched(("text", "note"), ("contact", "deal", "ticket")),
    "purchase": Searched(("serial", "order_number", "note"), ("customer", "product")),
    "promise": Searched((), ("person", "company", "deal")),
    "known_fact": Searched(("source",), ("contact",)),
}
# The kinds that hits are grouped by, in the order in which groups are shown.
GROUPS: tuple[Kind, ...] = tuple(
    kind_named(name)
    for name in (
        *("people", "companies", "deals", "tickets", "activities", "tasks", "products"),
        *("files", "purchases", "promise", "known_fact"),
    )
)
# Records that belong to a searched one and are found with it, by the link that says to whom.
PARTS: Mapping[str, str] = {"contact_point": "contact", "ticket_message": "ticket"}

# Found by a part of a name as well.
NAMED_BY_PARTS = frozenset({"contact", "deal", "product", FILES})

_GROUP_OF = {(each.table.name, each.narrowed): position for position, each in enumerate(GROUPS)}
# What stands for a record that has no title of its own.
_TITLES = {"purchase": "coalesce(nullif(t.description, ''), product_of.name)"}
_POINTS = "p.kind, p.value, p.street, p.city, p.postal_code, p.normal FROM {source} JOIN contact_point p"
_MESSAGES = "p.body FROM {source} JOIN ticket_message p"
_POINT_LABELS = {each.value: each.label for each in POINT_KINDS}
_MESSAGE = N_("Message")


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
                own += paged(Passage(name, field.label, text))
        return [*own, *self.parts]


def record_texts(
    connection: Connection, table: str, rids: range | Sequence[int], most_letters: int | None = None
) -> Iterator[list[RecordText]]:
    """Yield the texts of those records with `rids` that are not in the bin, some at a time.

    Of the text inside a file no more than `most_letters` are read.
    """
    size = FILES_CHUNK if table == FILES and most_letters is None else CHUNK
    for start in range(0, len(rids), size):
        chunk = rids[start : start + size]
        if isinstance(chunk, range):
            asked = _Asked(table, f"{table} t", "t.rid BETWEEN ? AND ?", (chunk.start, chunk.stop - 1))
        else:
            source = f"json_each(?) j CROSS JOIN {table} t ON t.rid = j.value"
            asked = _Asked(table, source, "1", (json.dumps(list(chunk)),))
        yield _texts(connection, asked, most_letters)


class _Asked(NamedTuple):
    """Which rows `t` of `table` are read."""

    table: str
    source: str
    where: str
    values: tuple[int | str, ...]


def _texts(connection: Connection, asked: _Asked, most_letters: int | None) -> list[RecordText]:
    table = BY_NAME[asked.table]
    searched = SEARCHED[table.name]
    # what another program calls neither is shown as a person
    kind = "iif(t.kind = 'company', t.kind, 'person')" if table.name == "contact" else "NULL"
    columns = [kind, "t.rid", _TITLES.get(table.name, f"t.{table.title}")]
    for name in searched.columns:
        cut = name == "text" and most_letters is not None
        columns.append(f"substr(t.{name}, 1, {most_letters})" if cut else f"t.{name}")
    joins = []
    for link in searched.links:
        target = BY_NAME[table.by_name[link].target or ""]
        joins.append(f"LEFT JOIN {target.name} {link}_of ON {link}_of.id = t.{link}")
        columns.append(f"{link}_of.{target.title}")
    found = connection.execute(
        f"SELECT {', '.join(columns)} FROM {asked.source} {' '.join(joins)} WHERE {asked.where} "
        "AND t.removed_at IS NULL",
        asked.values,
    ).fetchall()
    parts, digits = _parts(connection, asked)
    return [
        RecordText(rid, _GROUP_OF[table.name, narrowed], title or "", values, parts.get(rid, ()), digits.get(rid, ""))
        for narrowed, rid, title, *values in found
    ]


def _parts(connection: Connection, asked: _Asked) -> tuple[dict[int, list[Passage]], dict[int, str]]:
    """Return what belongs to the records: passages by rid, and the digits of phone numbers by rid."""
    passages: dict[int, list[Passage]] = {}
    digits: dict[int, str] = {}
    end = f"ON p.{asked.table} = t.id WHERE {asked.where} AND p.removed_at IS NULL AND t.removed_at IS NULL"
    if asked.table == "ticket":
        messages = _MESSAGES.format(source=asked.source)
        for rid, body in connection.execute(f"SELECT t.rid, {messages} {end}", asked.values):
            passages.setdefault(rid, []).append(Passage("message", _MESSAGE, body or ""))
    elif asked.table == "contact":
        points = _POINTS.format(source=asked.source)
        for rid, kind, value, *address, normal in connection.execute(f"SELECT t.rid, {points} {end}", asked.values):
            text = value if kind != "address" else " ".join([each for each in (value, *address) if each])
            passages.setdefault(rid, []).append(Passage(kind, _POINT_LABELS[kind], text or ""))
            if kind == "phone":
                digits[rid] = f"{digits.get(rid, '')} {phone_digits(normal or value or '')}".strip()
    for rid, own in own_texts(connection, asked.table, asked.source, asked.where, asked.values).items():
        passages.setdefault(rid, []).extend(Passage(each.field.name, each.field.label, each.text) for each in own)
        numbers = " ".join(each.digits for each in own if each.digits)
        if numbers:
            digits[rid] = f"{digits.get(rid, '')} {numbers}".strip()
    return passages, digits
