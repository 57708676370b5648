"""What happened with a contact, newest first: interactions, tasks done, tickets, deals, purchases, changed facts."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from crm_desktop.activities.timeline_sql import SOURCES, Source, counts_sql, entries_sql, page_sql
from crm_desktop.journal.notes import stored_from_note
from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Stored
from crm_desktop.schema.own import Kinds
from crm_desktop.store.capture import UPDATED
from crm_desktop.store.expressions import names_of
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection

PAGE = 40
_LAST = (1 << 62, 1 << 62)


class Follow(NamedTuple):
    """The next step that was planned with an interaction."""

    title: str
    due_day: str | None
    done: bool


class FactChange(NamedTuple):
    """One fact that changed, in stored forms; `before_name` and `after_name` say what links are called."""

    field: Field
    before: Stored
    after: Stored
    before_name: str = ""
    after_name: str = ""


class TimelineEntry(NamedTuple):
    """One thing that happened; `kind` is the channel of an interaction, else the kind or outcome of the record.

    `rest` holds what only some sources have: direction, minutes, outcome, stage, number, …
    """

    at: datetime
    source: Source
    rid: int
    record: bytes | None
    kind: str
    title: str
    body: str
    person: bytes | None
    person_name: str
    member: str
    rest: Mapping[str, Any]
    follow: Follow | None
    changes: tuple[FactChange, ...]

    @property
    def order(self) -> tuple[int, int]:
        """Where the entry stands: the later, the greater."""
        return (round(self.at.timestamp() * 1000), self.key)

    @property
    def day(self) -> date | None:
        """The day that it is known to have been on, where no more is known of when."""
        told = self.rest.get("day")
        return date.fromisoformat(told) if told else None

    @property
    def key(self) -> int:
        """What makes the entry's place unique among those of the same instant."""
        return self.rid * SOURCES + int(self.source)


class Whose(NamedTuple):
    """Whose timeline it is; that of a company includes its people's."""

    contact: bytes
    company: bool


class Narrowing(NamedTuple):
    """What it is narrowed to: a channel, "task", "ticket", "deal", "purchase" or "change", and words in the text."""

    kind: str = ""
    text: str = ""


EVERYTHING = Narrowing()


def timeline_page(
    reader: Connection,
    whose: Whose,
    narrowing: Narrowing = EVERYTHING,
    after: TimelineEntry | None = None,
    limit: int = PAGE,
) -> list[TimelineEntry]:
    """Return up to `limit` entries older than `after`, newest first."""
    at, key = _LAST if after is None else after.order
    entries = entries_sql(company=whose.company, kind=narrowing.kind, text=bool(narrowing.text))
    values = {**_values(whose, narrowing), "at": at, "key": key, "limit": limit}
    found = reader.execute(page_sql(entries), values).fetchall()
    changed = any(source == Source.CHANGE for _at, source, *_rest in found)
    kinds = workspace_kinds(reader) if changed else Kinds()
    page = sorted((_entry(row, kinds) for row in found), key=lambda each: each.order, reverse=True)
    return _with_names(reader, page)


def timeline_counts(reader: Connection, whose: Whose, narrowing: Narrowing = EVERYTHING) -> dict[str, int]:
    """Return how many entries that say the text of `narrowing` there are, by kind; "" counts them all."""
    counts: dict[str, int] = {"": 0}
    query = counts_sql(company=whose.company, text=bool(narrowing.text))
    for kind, count in reader.execute(query, _values(whose, narrowing)):
        counts[kind] = counts.get(kind, 0) + count
        counts[""] += count
    return counts


def _values(whose: Whose, narrowing: Narrowing) -> dict[str, object]:
    text = fold(narrowing.text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"contact": whose.contact, "kind": narrowing.kind, "text": f"%{text}%"}


def _entry(row: Sequence[Any], kinds: Kinds) -> TimelineEntry:
    at, source, rid, record, kind, title, body, person, person_name, member, rest = row
    told = json.loads(rest)
    follow = told.get("follow")
    return TimelineEntry(
        datetime.fromtimestamp(at / 1000, UTC),
        Source(source),
        rid,
        record,
        kind or "",
        title or "",
        body or "",
        person,
        person_name or "",
        member or "",
        told,
        Follow(follow[0], follow[1], follow[2] is not None) if follow else None,
        _changes(told.get("changes") or (), kinds),
    )


def _changes(noted: Sequence[Sequence[Any]], kinds: Kinds) -> tuple[FactChange, ...]:
    """Return the facts that one step changed, in the contact's own words for its points."""
    changes: dict[str, FactChange] = {}
    for table, op, number, before, after, point in noted:
        declared = BY_NUMBER[table]
        if declared is CONTACT and op == UPDATED:
            field = kinds.numbered(CONTACT.name, number)
            changes[field.name] = FactChange(field, stored_from_note(field, before), stored_from_note(field, after))
        elif declared is not CONTACT:
            part = declared.by_number(number).name if number is not None else "value"
            fact = _point_field(point, part)
            if fact is not None and fact.name not in changes:
                changes[fact.name] = FactChange(fact, before, after)
    return tuple(changes.values())


def _point_field(kind: str | None, part: str) -> Field | None:
    """Return the field of a contact that shows `part` of a point of `kind`."""
    return next((each for each in CONTACT.fields if each.point == kind and each.part == part), None)


def _with_names(reader: Connection, page: list[TimelineEntry]) -> list[TimelineEntry]:
    """Put in the names of the records that changed links point to, all at once."""
    linked: dict[str, set[bytes]] = {}
    for change in (change for entry in page for change in entry.changes):
        if change.field.kind is FieldKind.LINK and change.field.target:
            ids = {each for each in (change.before, change.after) if isinstance(each, bytes)}
            linked.setdefault(change.field.target, set()).update(ids)
    if not linked:
        return page
    names: dict[Stored, str] = {}
    for table, ids in linked.items():
        names.update(names_of(reader, table, list(ids)).items())
    return [
        entry._replace(
            changes=tuple(
                change._replace(before_name=names.get(change.before, ""), after_name=names.get(change.after, ""))
                for change in entry.changes
            )
        )
        for entry in page
    ]
