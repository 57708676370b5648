"""The tables in which the search for duplicates keeps what it found, as the workspace makes and empties them."""

import json
from collections.abc import Sequence

from crm_desktop.store.derived import Derived, Touched
from crm_desktop.vault.driver import Connection

PERSON, COMPANY = "person", "company"
MATCHED_KINDS = (PERSON, COMPANY)
# So many records are read side by side.
MOST_SIDES = 10


def _from_nothing(connection: Connection) -> None:
    connection.execute("DELETE FROM match_state")


def _later(_connection: Connection, _touched: Touched) -> None:
    """Leave what a transaction touched to the next search, which reads the journal."""


def _forget(connection: Connection, table: str, rids: Sequence[int]) -> None:
    if table != "contact":
        return
    rows = [(rid,) for rid in rids]
    for kind in MATCHED_KINDS:
        # in the order of keys, not of contacts: a pass over the table, for an act that is rare
        connection.execute(
            f"DELETE FROM match_key_{kind} WHERE rid IN (SELECT value FROM json_each(?))", (json.dumps(list(rids)),)
        )
        for side in ("first", "second"):
            connection.executemany(f"DELETE FROM match_pair_{kind} WHERE {side} = ?", rows)


KEY_TABLE = "CREATE TABLE match_key_{kind}(key INTEGER, rid INTEGER, PRIMARY KEY (key, rid)) WITHOUT ROWID"
_PAIR_TABLE = (
    """
    CREATE TABLE match_pair_{kind}(
        first INTEGER, second INTEGER, score REAL NOT NULL, levels TEXT NOT NULL,
        PRIMARY KEY (first, second)) WITHOUT ROWID
    """,
    "CREATE INDEX match_pair_{kind}__second ON match_pair_{kind}(second)",
)
MATCHES = Derived(
    name="matches",
    version=2,
    tables=("match_state", *(f"match_{each}_{kind}" for kind in MATCHED_KINDS for each in ("key", "pair"))),
    create=(
        "CREATE TABLE match_state(kind TEXT PRIMARY KEY, seq INTEGER NOT NULL, model TEXT NOT NULL) WITHOUT ROWID",
        *(statement.format(kind=kind) for kind in MATCHED_KINDS for statement in (KEY_TABLE, *_PAIR_TABLE)),
    ),
    rebuild=_from_nothing,
    refresh=_later,
    forget=_forget,
)
