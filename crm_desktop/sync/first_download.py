"""The first download: everything page by page, each in a transaction of its own, so that it goes on where it stopped.

Rows are loaded without the indexes that only searching needs; these and what is derived are built at the end.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from crm_desktop.jobs import Progress
from crm_desktop.journal.clock import milliseconds
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.catalogue import SHARED
from crm_desktop.sync.apply import Answer, apply_answers
from crm_desktop.sync.binding import keep, known
from crm_desktop.sync.pull import begin_pulling
from crm_desktop.sync.remote import Hello, Place, Remote
from crm_desktop.sync.row_pages import row_pages
from crm_desktop.vault.driver import Connection

# A moment before anything was written: everything is new since then.
_EVERYTHING = "1:1:"
# Where a server goes on with everything but rows, and since which version it gives rows in pages of their own.
_BUT_ROWS = [1, "0", f"0 {uuid.UUID(int=0)}", True]
_GIVES_ROWS = 3
_BEGUN = json.dumps({"after": None, "indexes": None, "rows": 0, "place": None, "paged": False})


def begin_download(connection: Connection) -> None:
    """Note that everything is to be downloaded, inside the open transaction."""
    keep(connection, download=_BEGUN, cursor=None, head=None)


def download_anew(connection: Connection) -> None:
    """Begin a download anew that is not whole yet, where the server was set back meanwhile."""
    state = _state(connection)
    if state is not None:
        _keep_state(connection, {**state, "after": None, "place": None, "paged": False})


def download(journal: Journal, remote: Remote, hello: Hello, progress: Progress | None = None) -> int:
    """Download what was not downloaded yet; return how many records came. A cut loses one page at most."""
    told = progress or Progress()
    with journal.store.reader() as reader:
        state = _state(reader)
    if state is None:
        return 0
    # whatever is written meanwhile comes with the first pull
    begin_pulling(journal, remote, hello.epoch)
    if state["indexes"] is None:
        with journal.bookkeeping() as connection:
            state["indexes"] = _drop_indexes(connection)
            _keep_state(connection, state)
    before = state["rows"]
    if state["after"] is None and not state.get("paged") and hello.server.version >= _GIVES_ROWS:
        for came in row_pages(remote, _place(state)):
            told.report(state["rows"], 0)
            page = came.read()
            place = page["rows"][-1][:2] if page["rows"] else None
            paged = {"place": place, "paged": place is None, "after": None if place else _BUT_ROWS}
            _take_in(journal, page, state, paged)
    while True:
        told.report(state["rows"], 0)
        page = remote.pulled_page(_EVERYTHING, hello.epoch, None, state["after"])
        _take_in(journal, page, state, {"after": page["after"]})
        if page["after"] is None:
            break
    with journal.bookkeeping() as connection:
        for definition in state["indexes"]:
            connection.execute(definition)
        # what came from the server a moment ago need not be compared with it
        keep(connection, download=None, last_digest_at=milliseconds(journal.clock()))
    journal.derive_anew()
    return int(state["rows"] - before)


def _take_in(journal: Journal, page: Answer, state: dict[str, Any], reached: Mapping[str, object]) -> None:
    """Take in one page and note in `state`, with it, how far that `reached`."""
    with journal.receiving(derive=False) as incoming:
        applied = apply_answers(incoming, [page], milliseconds(journal.clock()), may_empty=True)
        state.update(reached, rows=state["rows"] + applied.rows)
        _keep_state(incoming.connection, state)


def _place(state: Mapping[str, Any]) -> Place:
    if state.get("place") is None:
        return Place()
    table, record = state["place"]
    return Place(table, uuid.UUID(record))


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
