"""What can be done with many contacts at once: each act is one step, undone as one."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crm_desktop.contacts.queries import contact_ids
from crm_desktop.errors import InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Transaction
from crm_desktop.store.record_query import View
from crm_desktop.values.names import clean_text, fold
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _, ngettext

_CHUNK = 500


class Chosen(NamedTuple):
    """The contacts that were chosen: those named by `ids`, or all of `view` where everything was selected."""

    ids: tuple[bytes, ...] = ()
    view: View | None = None


def chosen_ids(journal: Journal, connection: Connection, chosen: Chosen) -> list[bytes]:
    """Return the ids of the contacts that were chosen."""
    return list(chosen.ids) if chosen.view is None else contact_ids(connection, chosen.view, journal.place)


def set_owner(journal: Journal, chosen: Chosen, owner: bytes | None) -> int:
    """Make the member `owner` (None: no one) the owner of `chosen`; return how many there are."""
    with journal.transaction(_("Set owner")) as tx:
        ids = chosen_ids(journal, tx.connection, chosen)
        tx.update_many("contact", ["owner"], [(owner, each) for each in ids])
        return len(ids)


def tag_contacts(journal: Journal, chosen: Chosen, tag: str) -> int:
    """Add `tag` to those of `chosen` that do not have it; return how many got it. Raises InvalidField."""
    wanted = clean_text(tag)
    if not wanted:
        raise InvalidField("tags", _("A tag needs a word. Type one."))
    with journal.transaction(_("Add tag “{tag}”").format(tag=wanted)) as tx:
        rows = [
            (json.dumps([*tags, wanted], ensure_ascii=False), record)
            for record, tags in _tags(tx, chosen_ids(journal, tx.connection, chosen))
            if fold(wanted) not in {fold(each) for each in tags}
        ]
        tx.update_many("contact", ["tags"], rows)
        return len(rows)


def untag_contacts(journal: Journal, chosen: Chosen, tag: str) -> int:
    """Take `tag` from those of `chosen` that have it; return how many lost it."""
    with journal.transaction(_("Remove tag “{tag}”").format(tag=tag)) as tx:
        rows = [
            (json.dumps([each for each in tags if fold(each) != fold(tag)], ensure_ascii=False), record)
            for record, tags in _tags(tx, chosen_ids(journal, tx.connection, chosen))
            if fold(tag) in {fold(each) for each in tags}
        ]
        tx.update_many("contact", ["tags"], rows)
        return len(rows)


def remove_chosen(journal: Journal, chosen: Chosen) -> int:
    """Put `chosen` into the bin; return how many there were."""
    with journal.store.reader() as reader:
        ids = chosen_ids(journal, reader, chosen)
    label = ngettext("Delete {n} contact", "Delete {n} contacts", len(ids)).format(n=len(ids))
    with journal.transaction(label) as tx:
        tx.update_many("contact", ["removed_at"], [(tx.now_ms, each) for each in ids])
    return len(ids)


def _tags(tx: Transaction, ids: Sequence[bytes]) -> Iterator[tuple[bytes, list[str]]]:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found = tx.connection.execute(f"SELECT id, tags FROM contact WHERE id IN ({marks})", tuple(chunk)).fetchall()
        for record, stored in found:
            yield record, [str(each) for each in json.loads(stored)] if stored else []
