"""One field of many records changed at once, as one step."""

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.acts import write_record
from crm_desktop.contacts.points import POINT_FIELDS
from crm_desktop.errors import InvalidField
from crm_desktop.jobs import Progress, told
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import Kind
from crm_desktop.schema.contacts import NAME_PARTS
from crm_desktop.schema.field import Field, FieldKind
from crm_desktop.schema.forms import Place, Stored
from crm_desktop.store.chosen import Chosen, chosen_where
from crm_desktop.store.expressions import field_expression
from crm_desktop.store.list_words import counted
from crm_desktop.store.where import Where
from crm_desktop.values.names import fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

LISTS = frozenset({FieldKind.TAGS, FieldKind.CHOICES})
# What brings more with it is written record by record: names from their parts, jobs, points, moves between stages.
_TOGETHER: Mapping[str, frozenset[str]] = {
    "contact": frozenset({*NAME_PARTS, *POINT_FIELDS, "name", "company", "job_title", "department", "parent"}),
    "deal": frozenset({"stage"}),
    "ticket": frozenset({"status"}),
    "purchase": frozenset({"product", "description", "quantity", "bought_on", "warranty_until"}),
    "task": frozenset({"title", "due_day", "due_at", "zone", "remind_at", "recurrence", "done_at", "duration_min"}),
    "interaction": frozenset({"at", "end_at", "zone", "all_day", "remind_at", "recurrence", "duration_min"}),
}
# So many records get the same value by one statement; after each of them the act can be cancelled.
_AT_ONCE = 20_000
# Kinds of which all fields may be written alone.
_ALONE = frozenset({*_TOGETHER, "product", "attachment"})


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
    """What an edit would do: of `chosen` records so many have the field, and `changing` of them do not fit yet."""

    chosen: int
    having: int
    changing: int


def edit_preview(reader: Connection, kind: Kind, chosen: Chosen, edit: Edit, place: Place) -> Preview:
    """Return what `edit` would do with those of `kind` that were `chosen`."""
    rows, changing = chosen_where(chosen, place), _changing_sql(kind, edit)
    having = _having_sql(edit.field)
    found = reader.execute(
        f"SELECT count(*), coalesce(sum({having}), 0), coalesce(sum({having} AND {changing.sql}), 0) "
        f"FROM {kind.table.name} t WHERE {rows.sql}",
        (*changing.values, *rows.values),
    ).fetchone()
    return Preview(*found)


def edit_chosen(
    journal: Journal, kind: Kind, chosen: Chosen, edit: Edit, *, label: str = "", progress: Progress | None = None
) -> int:
    """Make `edit` of those of `chosen` that it changes; return how many there were. Raises InvalidField."""
    field, table = edit.field, kind.table.name
    if field.required and edit.how is How.CLEAR:
        raise InvalidField(field.name, _("{field} may not be empty.").format(field=_(field.label)))
    with journal.transaction(label) as tx:
        if _is_plain(kind, edit):
            count = _set_chosen(tx, kind, chosen, edit, journal.place, progress)
            if not label:
                tx.relabel(_step_label(kind, edit, count))
            return count
        found = _to_change(tx.connection, kind, chosen, edit, journal.place)
        if not label:
            tx.relabel(_step_label(kind, edit, len(found)))
        rows = told([(_changed(edit, stored), record) for record, stored in found], progress)
        if table in _ALONE and field.name not in _TOGETHER.get(table, ()):
            tx.update_many(table, [field.name], rows)
        else:
            for value, record in rows:
                write_record(tx, journal, kind, record, {field.name: value})
        return len(found)


def _is_plain(kind: Kind, edit: Edit) -> bool:
    """Tell whether `edit` writes one and the same value into a column that brings nothing with it."""
    table, field = kind.table, edit.field
    together = table.name not in _ALONE or field.name in _TOGETHER.get(table.name, ())
    return edit.how in (How.SET, How.CLEAR) and field.stored and field.name != table.title and not together


def _set_chosen(
    tx: Transaction, kind: Kind, chosen: Chosen, edit: Edit, place: Place, progress: Progress | None
) -> int:
    """Write the value of `edit` into those that it changes, some thousands at a time; return how many there were."""
    rows, changing = chosen_where(chosen, place), _changing_sql(kind, edit)
    found = tx.connection.execute(
        f"SELECT t.rid FROM {kind.table.name} t WHERE {rows.sql} AND {_having_sql(edit.field)} AND {changing.sql}",
        (*rows.values, *changing.values),
    )
    rids = [row[0] for row in found]
    for start in range(0, len(rids), _AT_ONCE):
        if progress is not None:
            progress.report(start, len(rids))
        tx.set_many(kind.table.name, edit.field.name, edit.value, rids[start : start + _AT_ONCE])
    return len(rids)


def _step_label(kind: Kind, edit: Edit, count: int) -> str:
    return _("Change {field} of {what}").format(field=_(edit.field.label), what=counted(kind.name, count, str(count)))


def _to_change(
    connection: Connection, kind: Kind, chosen: Chosen, edit: Edit, place: Place
) -> list[tuple[bytes, Stored]]:
    rows, changing = chosen_where(chosen, place), _changing_sql(kind, edit)
    expression = field_expression(kind.table, edit.field)
    return connection.execute(
        f"SELECT t.id, {expression} FROM {kind.table.name} t "
        f"WHERE {rows.sql} AND {_having_sql(edit.field)} AND {changing.sql}",
        (*rows.values, *changing.values),
    ).fetchall()


def _having_sql(field: Field) -> str:
    """Return the condition that a record is of the kind that has `field`."""
    return "1" if field.only is None else f"t.kind = '{field.only}'"


def _changing_sql(kind: Kind, edit: Edit) -> Where:
    """Return the condition that `edit` changes something."""
    expression = field_expression(kind.table, edit.field)
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
