"""What is typed and not saved yet: kept inside the encrypted file on this device alone, never sent and no history."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.vault.driver import Connection

_PREFIX = "draft."
_IDS = re.compile("[0-9a-f]{32}")


class Draft(NamedTuple):
    """What was typed at a place, by input, and what that is called in words.

    Places and texts name records by their ids in hex, so that what is about an erased one goes with it.
    """

    typed: Mapping[str, str]
    label: str = ""


def kept_drafts(reader: Connection) -> dict[str, Draft]:
    """Return what is typed and not saved, by the place where it was typed."""
    found = reader.execute(
        "SELECT name, value FROM local WHERE name >= ? AND name < ? ORDER BY rowid", (_PREFIX, _end(_PREFIX))
    ).fetchall()
    return {name.removeprefix(_PREFIX): Draft(**json.loads(value)) for name, value in found}


def keep_drafts(journal: Journal, drafts: Mapping[str, Draft | None]) -> None:
    """Keep each of `drafts` at its place, None for nothing any more; what is about erased records is not kept."""
    store = journal.store
    with store.writing:
        for place, draft in drafts.items():
            name, text = _PREFIX + place, "" if draft is None else json.dumps(draft._asdict(), ensure_ascii=False)
            if draft is not None and not _tells_of_erased(store.writer, place + text):
                if local_value(store.writer, name) != text:
                    set_local_value(store.writer, name, text)
            else:
                store.writer.execute("DELETE FROM local WHERE name = ?", (name,))


def forget_drafts(connection: Connection, records: Iterable[bytes], titles: Iterable[str]) -> None:
    """Drop what was typed about `records`, or names one of `titles`, inside the open transaction."""
    ids, names = {each.hex() for each in records}, [each.lower() for each in titles]
    for place, draft in kept_drafts(connection).items():
        text = f"{place} {draft.label} {' '.join(draft.typed.values())}"
        if ids & set(_IDS.findall(text)) or any(each in text.lower() for each in names):
            connection.execute("DELETE FROM local WHERE name = ?", (_PREFIX + place,))


def _tells_of_erased(connection: Connection, text: str) -> bool:
    return any(
        connection.execute("SELECT 1 FROM erased WHERE id = ?", (record,)).fetchone() is not None
        for record in _records(text)
    )


def _records(text: str) -> Iterator[bytes]:
    yield from (bytes.fromhex(each) for each in _IDS.findall(text))


def _end(prefix: str) -> str:
    """Return the least name that comes after all that begin with `prefix`."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
