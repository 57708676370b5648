"""Tags of all records together: which there are, renamed, merged and taken away everywhere, each as one step."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.contacts.views import reworded_views
from crm_desktop.errors import InvalidField
from crm_desktop.filters.operators import LISTING
from crm_desktop.filters.texts import list_text, listed
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.schema.catalogue import TABLES
from crm_desktop.values.names import clean_text, fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

FIELD = "tags"
TAGGED = tuple(each.name for each in TABLES if FIELD in each.by_name)


class Tag(NamedTuple):
    """One tag and how many records have it, by table; those in the bin are not counted."""

    name: str
    uses: int
    by_table: dict[str, int]


def all_tags(reader: Connection) -> list[Tag]:
    """Return the tags of all records by name; spellings that differ in case or accents are one, the usual one shown."""
    spelled: dict[str, dict[str, int]] = {}
    used: dict[str, dict[str, int]] = {}
    for table in TAGGED:
        found = reader.execute(
            f"SELECT value, count(*) FROM {table} t, json_each(t.{FIELD}) "
            f"WHERE t.{FIELD} IS NOT NULL AND t.removed_at IS NULL GROUP BY value"
        )
        for name, uses in found:
            key = fold(name)
            spelled.setdefault(key, {})[name] = spelled.get(key, {}).get(name, 0) + uses
            used.setdefault(key, {})[table] = used.get(key, {}).get(table, 0) + uses
    tags = [Tag(max(spelled[key], key=spelled[key].__getitem__), sum(by.values()), by) for key, by in used.items()]
    return sorted(tags, key=lambda each: fold(each.name))


def rename_tag(journal: Journal, tag: str, name: str) -> int:
    """Call `tag` `name` wherever it is, also in the filters of views; return how many records had it.

    Where `name` is a tag already, the two become one. Raises InvalidField.
    """
    wanted = clean_text(name)
    if not wanted:
        raise InvalidField(FIELD, _("A tag needs a word. Type one."))
    if {",", ";"} & set(wanted):
        raise InvalidField(FIELD, _("A comma parts tags from one another, so that no tag can have one."))
    with journal.transaction(_("Rename tag “{tag}” to “{name}”").format(tag=tag, name=wanted)) as tx:
        count = _rewrite(tx, tag, wanted)
        reworded_views(tx, journal.place, lambda each: _renamed(each, tag, wanted))
        return count


def remove_tag(journal: Journal, tag: str) -> int:
    """Take `tag` from every record; return how many had it."""
    with journal.transaction(_("Remove tag “{tag}” everywhere").format(tag=tag)) as tx:
        return _rewrite(tx, tag, None)


def _rewrite(tx: Transaction, tag: str, become: str | None) -> int:
    """Write `become` (None: nothing) in the place of `tag`, in the bin too; return how many records had it."""
    count = 0
    for table in TAGGED:
        rows = [
            (_joined(tags, fold(tag), become), record) for record, tags in _holding(tx.connection, table, fold(tag))
        ]
        tx.update_many(table, [FIELD], rows)
        count += len(rows)
    return count


def _holding(connection: Connection, table: str, key: str) -> Iterator[tuple[bytes, list[str]]]:
    found = connection.execute(
        f"SELECT id, {FIELD} FROM {table} t WHERE {FIELD} IS NOT NULL "
        f"AND EXISTS (SELECT 1 FROM json_each(t.{FIELD}) WHERE fold(value) = ?)",
        (key,),
    ).fetchall()
    for record, stored in found:
        yield record, [str(each) for each in json.loads(stored)]


def _joined(tags: list[str], key: str, become: str | None) -> str | None:
    made: dict[str, str] = {}
    for each in tags:
        kept = become if fold(each) == key else each
        if kept is not None:
            made.setdefault(fold(kept), kept)
    return json.dumps(list(made.values()), ensure_ascii=False) if made else None


def _renamed(condition: Condition, tag: str, name: str) -> Condition:
    """Return `condition` with `name` in the place of `tag`, where it is about tags."""
    if condition.field.rpartition(".")[2] != FIELD:
        return condition
    several = condition.op in LISTING
    words = listed(condition.value) if several else [condition.value]
    if fold(tag) not in {fold(each) for each in words}:
        return condition
    renamed = [name if fold(each) == fold(tag) else each for each in words]
    return condition._replace(value=list_text(renamed) if several else renamed[0])
