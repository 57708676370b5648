"""One field of many contacts changed at once, as one step."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from crm_desktop.contacts.actions import NAME_PARTS, write_contact
from crm_desktop.contacts.points import POINT_FIELDS
from crm_desktop.contacts.queries import contact_ids
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.expressions import field_expression, rows_of_kind
from crm_desktop.store.record_query import View, view_where
from crm_desktop.store.where import Where
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

T = TypeVar("T")

REPORT_EVERY = 500
LISTS = frozenset({FieldKind.TAGS, FieldKind.CHOICES})
# What one field brings with it is written contact by contact: names from their parts, jobs, points.
_TOGETHER = frozenset({*NAME_PARTS, *POINT_FIELDS, "name", "company", "job_title", "department", "parent"})


class Chosen(NamedTuple):
    """The contacts that were chosen: those named by `ids`, or all of `view` where everything was selected."""

    ids: tuple[bytes, ...] = ()
    view: View | None = None


class How(StrEnum):
    """What is done with a field: written, emptied, or words added to a list or taken from it."""

    SET = "set"
    CLEAR = "clear"
    ADD = "add"
    TAKE = "take"


class Edit(NamedTuple):
    """A change of `field`: `value` is its stored form, of a list the words that are added or taken."""

    field: Field
    how: How
    value: Stored = None


class Preview(NamedTuple):
    """What an edit would do: of `chosen` contacts so many have the field, and `changing` of them do not fit yet."""

    chosen: int
    having: int
    changing: int


def chosen_ids(journal: Journal, connection: Connection, chosen: Chosen) -> list[bytes]:
    """Return the ids of the contacts that were chosen."""
    return list(chosen.ids) if chosen.view is None else contact_ids(connection, chosen.view, journal.place)


def edit_preview(reader: Connection, chosen: Chosen, edit: Edit, place: Place) -> Preview:
    """Return what `edit` would do with `chosen`."""
    rows, changing = _chosen_sql(chosen, place), _changing_sql(edit)
    having = _having_sql(edit.field)
    found = reader.execute(
        f"SELECT count(*), coalesce(sum({having}), 0), coalesce(sum({having} AND {changing.sql}), 0) "
        f"FROM contact t WHERE {rows.sql}",
        (*changing.values, *rows.values),
    ).fetchone()
    return Preview(*found)


def edit_chosen(
    journal: Journal, chosen: Chosen, edit: Edit, *, label: str = "", progress: Progress | None = None
) -> int:
    """Make `edit` of those of `chosen` that it changes; return how many there were. Raises InvalidField."""
    field = edit.field
    if field.required and edit.how is How.CLEAR:
        raise InvalidField(field.name, _("{field} may not be empty.").format(field=_(field.label)))
    with journal.transaction(label or _step_label(journal, chosen, edit)) as tx:
        found = _to_change(tx.connection, chosen, edit, journal.place)
        rows = told([(_changed(edit, stored), record) for record, stored in found], progress)
        if field.name in _TOGETHER:
            for value, record in rows:
                write_contact(tx, record, {field.name: value}, journal.region)
        else:
            tx.update_many("contact", [field.name], rows)
        return len(found)


def told(rows: Sequence[T], progress: Progress | None) -> Iterator[T]:
    """Yield `rows`, telling `progress` how far it is; raises Cancelled once that was asked for."""
    for done, row in enumerate(rows):
        if progress is not None and done % REPORT_EVERY == 0:
            progress.report(done, len(rows))
        yield row


def _step_label(journal: Journal, chosen: Chosen, edit: Edit) -> str:
    with journal.store.reader() as reader:
        count = edit_preview(reader, chosen, edit, journal.place).changing
    words = ngettext("Change {field} of {n} contact", "Change {field} of {n} contacts", count)
    return words.format(field=_(edit.field.label), n=count)


def _to_change(connection: Connection, chosen: Chosen, edit: Edit, place: Place) -> list[tuple[bytes, Stored]]:
    rows, changing = _chosen_sql(chosen, place), _changing_sql(edit)
    expression = field_expression(CONTACT, edit.field)
    return connection.execute(
        f"SELECT t.id, {expression} FROM contact t WHERE {rows.sql} AND {_having_sql(edit.field)} AND {changing.sql}",
        (*rows.values, *changing.values),
    ).fetchall()


def _chosen_sql(chosen: Chosen, place: Place) -> Where:
    if chosen.view is not None:
        where = view_where(chosen.view, place)
        return Where(
            f"{rows_of_kind(chosen.view.kind, removed=chosen.view.removed, searched=True)}{where.sql}", where.values
        )
    ids = json.dumps([each.hex() for each in chosen.ids])
    return Where("t.id IN (SELECT unhex(value) FROM json_each(?)) AND t.removed_at IS NULL", (ids,))


def _having_sql(field: Field) -> str:
    """Return the condition that a contact is of the kind that has `field`."""
    return "1" if field.only is None else f"t.kind = '{field.only}'"


def _changing_sql(edit: Edit) -> Where:
    """Return the condition that `edit` changes something."""
    expression = field_expression(CONTACT, edit.field)
    if edit.how is How.SET:
        return Where(f"{expression} IS NOT ?", (edit.value,))
    if edit.how is How.CLEAR:
        return Where(f"coalesce({expression}, '') NOT IN ('', '[]')", ())
    words = [_comparable(edit.field, each) for each in _words(edit.value)]
    has = "fold(value)" if edit.field.kind is FieldKind.TAGS else "value"
    one = f"EXISTS (SELECT 1 FROM json_each(coalesce({expression}, '[]')) WHERE {has} = ?)"
    missing = " OR ".join(f"NOT {one}" for _word in words) if edit.how is How.ADD else " OR ".join([one] * len(words))
    return Where(f"({missing or '0'})", tuple(words))


def _changed(edit: Edit, stored: Stored) -> Stored:
    if edit.how is How.SET:
        return edit.value
    if edit.how is How.CLEAR:
        return None
    before, words = _words(stored), _words(edit.value)
    named = {_comparable(edit.field, each) for each in (before if edit.how is How.ADD else words)}
    kept = before if edit.how is How.ADD else _without(edit.field, before, named)
    added = _without(edit.field, words, named) if edit.how is How.ADD else []
    return json.dumps([*kept, *added], ensure_ascii=False) if kept or added else None


def _without(field: Field, words: Iterable[str], named: set[str]) -> list[str]:
    return [each for each in words if _comparable(field, each) not in named]


def _comparable(field: Field, word: str) -> str:
    return fold(word) if field.kind is FieldKind.TAGS else word


def _words(stored: Stored) -> list[str]:
    return [str(each) for each in json.loads(str(stored))] if stored else []
