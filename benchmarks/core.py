"""Unlocking, editing and paging, each beside the bare work that it cannot do without."""

from itertools import count
from pathlib import Path

from benchmarks.measured import Measured, side_by_side
from benchmarks.people import ARGON, PASSPHRASE
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_page
from crm_desktop.vault.driver import Connection
from crm_desktop.vault.secret import raw_key
from crm_desktop.vault.sqlcipher import connect
from crm_desktop.workspace import Workspace, open_workspace

EDITS = 200
SETTLING = 3


def unlock_figure(folder: Path) -> Measured:
    """Return unlocking a workspace with its passphrase, beside the Argon2id call alone."""

    def unlock() -> None:
        open_workspace(folder, PASSPHRASE, read_only=True).close()

    return side_by_side("unlock", unlock, lambda: ARGON.derive(PASSPHRASE, b"0" * 16), 1.15)


def edit_figure(workspace: Workspace, scratch: Path) -> Measured:
    """Return saving one field with journal, clocks and index, beside the same UPDATE bare, both synchronous FULL."""
    with workspace.reader() as reader:
        ids = [row[0] for row in reader.execute(f"SELECT id FROM contact LIMIT {EDITS}")]
    bare = bare_contacts(scratch, workspace)
    turns = count()

    def save() -> None:
        turn = next(turns)
        for record in ids:
            with workspace.journal.transaction("Edit contact") as tx:
                tx.update("contact", record, {"notes": f"Note {turn}"})

    def update() -> None:
        turn = next(turns)
        for record in ids:
            bare.execute("UPDATE contact SET notes = ? WHERE id = ?", (f"Note {turn}", record))

    # What a bulk load left to merge in the text index is paid by the first edits after it, once.
    for _round in range(SETTLING):
        save()
    figure = side_by_side(f"save one field, {EDITS} times", save, update, 2.0)
    bare.close()
    return figure


def page_figures(small: Workspace, large: Workspace) -> list[Measured]:
    """Return the first page of the list of people, large beside small."""

    def first_page(workspace: Workspace) -> None:
        view = View(kind_named("people"), (), (), ("name", "company", "last_interaction_at", "next_step", "email"))
        with workspace.reader() as reader:
            record_page(reader, view, workspace.place)

    name = "a page of 200 people, 100k beside 10k"
    return [side_by_side(name, lambda: first_page(large), lambda: first_page(small), 1.3, rounds=15)]


def bare_contacts(scratch: Path, workspace: Workspace) -> Connection:
    """Return a table of the same rows and indexes in a file of its own, without any trigger."""
    key = raw_key(workspace.secret)
    bare = connect(scratch / "bare.db", key, create=True)
    with workspace.reader() as reader:
        made = reader.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'contact' AND type IN ('table', 'index')")
        for (statement,) in made.fetchall():
            if statement:
                bare.execute(statement)
        rows = reader.execute("SELECT * FROM contact LIMIT 20000").fetchall()
    bare.execute("BEGIN")
    bare.executemany(f"INSERT INTO contact VALUES ({', '.join('?' * len(rows[0]))})", rows)
    bare.execute("COMMIT")
    return bare
