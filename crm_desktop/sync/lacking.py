"""Records that the server lacks though this device sent edits of them: they are sent whole, and the edits again."""

import json
from collections.abc import Iterable

from crm_desktop.schema.catalogue import BY_NUMBER
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.outbox import ACCEPTED, PENDING
from crm_desktop.vault.driver import Connection

_NAME = "lacking"


def lacking(connection: Connection) -> list[tuple[int, bytes]]:
    """Return table and id of each record that the server was found to lack, and did not get yet."""
    return [(number, bytes.fromhex(record)) for number, record in json.loads(local_value(connection, _NAME) or "[]")]


def note_lacking(connection: Connection, records: Iterable[tuple[int, bytes]]) -> None:
    """Keep that the server lacks `records`, until it has them."""
    found = dict.fromkeys([*lacking(connection), *records])
    if found:
        set_local_value(connection, _NAME, json.dumps([[number, record.hex()] for number, record in found]))


def send_edits_again(connection: Connection) -> None:
    """Let the edits of what the server lacked wait again, now that it has the records: a row holds only what stands."""
    for number, record in lacking(connection):
        connection.execute(
            f"UPDATE step SET state = {PENDING} WHERE state = {ACCEPTED} AND site = (SELECT site FROM ctx) AND seq IN "
            f"(SELECT c.step FROM change c JOIN {BY_NUMBER[number].name} t ON t.rid = c.rid WHERE c.tbl = ? "
            "AND t.id = ?)",
            (number, record),
        )
    set_local_value(connection, _NAME, "[]")
