"""The first download: everything page by page, each in a transaction of its own, so that it goes on where it stopped.

Rows are loaded without the indexes that only searching needs; these and what is derived are built at the end.
"""

import json
from typing import Any

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.sync.apply import apply_answers
from crm_desktop.sync.binding import keep, known
from crm_desktop.sync.pull import begin_pulling
from crm_desktop.sync.remote import Remote
from crm_desktop.vault.driver import Connection

# A moment before anything was written: everything is new since then.
_EVERYTHING = "1:1:"
_BEGUN = json.dumps({"after": None, "indexes": None, "rows": 0})


def begin_download(connection: Connection) -> None:
    """Note that everything is to be downloaded, inside the open transaction."""
    keep(connection, download=_BEGUN, cursor=None, head=None)


def download_anew(connection: Connection) -> None:
    """Begin a download anew that is not whole yet, where the server was set back meanwhile."""
    state = _state(connection)
    if state is not None:
        _keep_state(connection, {**state, "after": None})


def download(journal: Journal, remote: Remote, epoch: str, progress: Progress | None = None) -> int:
    """Download what was not downloaded yet; return how many records came. A cut loses one page at most."""
    told = progress or Progress()
    with journal.store.reader() as reader:
        state = _state(reader)
    if state is None:
        return 0
    # whatever is written meanwhile comes with the first pull
    begin_pulling(journal, remote, epoch)
    if state["indexes"] is None:
        with journal.bookkeeping() as connection:
            state["indexes"] = _drop_indexes(connection)
            _keep_state(connection, state)
    came = 0
    while True:
        told.report(state["rows"], 0)
        page = remote.pulled_page(_EVERYTHING, epoch, None, state["after"])
        with journal.receiving(derive=False) as incoming:
            applied = apply_answers(incoming, [page], milliseconds(journal.clock()), may_empty=True)
            state["after"], state["rows"] = page["after"], state["rows"] + applied.rows
            _keep_state(incoming.connection, state)
        came += applied.rows
        if page["after"] is None:
            break
    with journal.bookkeeping() as connection:
        for definition in state["indexes"]:
            connection.execute(definition)
        # what came from the server a moment ago need not be compared with it
        keep(connection, download=None, last_digest_at=milliseconds(journal.clock()))
    journal.derive_anew()
    return came


def _drop_indexes(connection: Connection) -> list[str]:
    """Drop the indexes of the record tables that are not needed for loading; return what makes them again."""
    marks = ", ".join("?" * len(SHARED))
    found = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND tbl_name IN ({marks}) AND name GLOB tbl_name || '__*'",
        tuple(each.name for each in SHARED),
    ).fetchall()
    for name, _definition in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [str(definition) for _name, definition in found]


def _state(reader: Connection) -> dict[str, Any] | None:
    kept = known(reader).download
    return None if kept is None else dict(json.loads(kept))


def _keep_state(connection: Connection, state: dict[str, Any]) -> None:
    keep(connection, download=json.dumps(state))
