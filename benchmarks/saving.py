"""Saving one field and changing many people at once, each beside the same UPDATE in a bare table."""

from itertools import count
from pathlib import Path

from benchmarks.bare_table import bare_table
from benchmarks.measured import Measured, side_by_side
from crm_desktop.bulk_edit import Edit, How, edit_chosen
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.store.chosen import Chosen
from crm_desktop.vault.driver import Connection
from crm_desktop.workspace import Workspace

EDITS = 200
BULK = 10_000
SETTLING = 3


def saving_figures(workspace: Workspace, scratch: Path, people: str) -> tuple[Measured, Measured]:
    """Return saving one field, and a bulk edit, in a `workspace` of so many `people`, both synchronous FULL."""
    bare = bare_table(scratch, workspace, "contact")
    figures = _edited(workspace, bare, people), _bulk_edited(workspace, bare, people)
    bare.close()
    return figures


def _edited(workspace: Workspace, bare: Connection, people: str) -> Measured:
    """Return saving one field with journal, clocks and index, beside the same UPDATE bare."""
    with workspace.reader() as reader:
        ids = [row[0] for row in reader.execute(f"SELECT id FROM contact LIMIT {EDITS}")]
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
    return side_by_side(f"save one field among {people}, {EDITS} times", save, update, 2.0)


def _bulk_edited(workspace: Workspace, bare: Connection, people: str) -> Measured:
    """Return a bulk edit as one step with journal and clocks, beside the same UPDATE of as many rows bare."""
    with workspace.reader() as reader:
        ids = tuple(row[0] for row in reader.execute(f"SELECT id FROM contact WHERE kind = 'person' LIMIT {BULK}"))
    turns = count()
    sources = ("Fair", "Website")

    def edit() -> None:
        change = Edit(CONTACT.by_name["source"], How.SET, f"{sources[next(turns) % 2]}")
        edit_chosen(workspace.journal, kind_named("people"), Chosen(ids), change)

    def update() -> None:
        bare.execute("BEGIN")
        source = sources[next(turns) % 2]
        bare.executemany("UPDATE contact SET source = ? WHERE id = ?", ((source, each) for each in ids))
        bare.execute("COMMIT")

    edit()
    return side_by_side(f"bulk edit of {BULK:,} among {people}, beside the same UPDATE bare", edit, update, 2.0)
