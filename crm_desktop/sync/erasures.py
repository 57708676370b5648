"""Erasures that were done here: they wait for the server, which has to be told before it is anybody else's turn."""

import json
from collections.abc import Iterable

from crm_desktop.errors import NotAllowed
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.store.sites import local_value, set_local_value
from crm_desktop.sync.arriving import forget_arrived
from crm_desktop.sync.erasing import Erased, erase
from crm_desktop.sync.remote import Hello, Remote
from crm_desktop.sync.sending import call_back
from crm_desktop.vault.driver import Connection
from crm_desktop.words import _

_MAY_ERASE = "may_erase"


def want_erased(connection: Connection, records: Iterable[Erased], reason: str, now_ms: int) -> None:
    """Let the server be told at the next exchange that `records` are erased, and why, inside the open transaction."""
    connection.executemany(
        "INSERT INTO erasure(tbl, id, reason, at) VALUES (?, ?, ?, ?)",
        [(each.table, each.record, reason, now_ms) for each in records],
    )


def call_back_erased(connection: Connection, records: Iterable[Erased]) -> None:
    """Drop what is on its way to the server or from it and tells of `records`: the rest is sent, or asked, anew."""
    row = connection.execute(
        "SELECT inflight_bytes FROM outbox_meta WHERE site = (SELECT site FROM ctx) AND inflight_n IS NOT NULL"
    ).fetchone()
    if row is not None and any(each.record.hex().encode() in row[0] for each in records):
        call_back(connection)
    forget_arrived(connection)


def waiting_erasures(reader: Connection) -> int:
    """Return how many records the server is still to be told of."""
    return int(reader.execute("SELECT count(*) FROM erasure").fetchone()[0])


def send_erasures(journal: Journal, remote: Remote, hello: Hello) -> None:
    """Have the server erase what was erased here; what it does not let this member erase goes on waiting."""
    with journal.store.reader() as reader:
        found = reader.execute("SELECT n, tbl, id, reason FROM erasure ORDER BY n").fetchall()
    if hello.read_only or not hello.can_erase:
        return
    for number, table, record, reason in found:
        try:
            gone = remote.erase(table, record, reason)
        except NotAllowed:
            # not this member's to see any more
            continue
        with journal.receiving() as incoming:
            erase(incoming, gone, milliseconds(journal.clock()))
            incoming.connection.execute("DELETE FROM erasure WHERE n = ?", (number,))


def check_erased(journal: Journal) -> None:
    """Raise NotAllowed where an erasure waits that the server does not let this member do."""
    with journal.store.reader() as reader:
        waits = waiting_erasures(reader)
    if waits:
        raise NotAllowed(
            _(
                "Something was erased here that the office server does not let you erase, so the others still have it. "
                "Ask the owner to give you the right, then exchange again."
            ),
            "CR010",
        )


def keep_right(connection: Connection, *, may_erase: bool) -> None:
    """Keep whether the server lets this member erase, for when it cannot be asked."""
    set_local_value(connection, _MAY_ERASE, json.dumps(may_erase))


def may_erase_there(reader: Connection) -> bool | None:
    """Return whether the server lets this member erase, None where it did not say yet."""
    kept = local_value(reader, _MAY_ERASE)
    return None if kept is None else bool(json.loads(kept))
