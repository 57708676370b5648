"""What was used last and most on this device: kept inside the encrypted file, never sent to others."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.vault.driver import Connection

_RECORDS, _COMMANDS = "used_records", "used_commands"
_MOST_RECORDS = 20


class Used(NamedTuple):
    """The records looked at, the last first, and how often each command was chosen."""

    records: Sequence[bytes]
    commands: Mapping[str, int]


def used_here(reader: Connection) -> Used:
    """Return what was used on this device."""
    records = json.loads(local_value(reader, _RECORDS) or "[]")
    commands = json.loads(local_value(reader, _COMMANDS) or "{}")
    return Used([bytes.fromhex(each) for each in records], commands)


def note_used(journal: Journal, records: Sequence[bytes], commands: Sequence[str]) -> None:
    """Keep that `records`, the last first, were looked at since, and that `commands` were chosen."""
    store = journal.store
    with store.writing:
        before = used_here(store.writer)
        newest = list(dict.fromkeys([*records, *before.records]))[:_MOST_RECORDS]
        counted = Counter(before.commands) + Counter(commands)
        set_local_value(store.writer, _RECORDS, json.dumps([each.hex() for each in newest]))
        set_local_value(store.writer, _COMMANDS, json.dumps(counted))
