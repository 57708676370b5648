"""Unlocking and paging, each beside the bare work that it cannot do without."""

from pathlib import Path

from benchmarks.measured import Measured, side_by_side
from benchmarks.people import ARGON, PASSPHRASE
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View, record_page
from crm_desktop.workspace import Workspace, open_workspace


def unlock_figure(folder: Path) -> Measured:
    """Return unlocking a workspace with its passphrase, beside the Argon2id call alone."""

    def unlock() -> None:
        open_workspace(folder, PASSPHRASE, read_only=True).close()

    return side_by_side("unlock", unlock, lambda: ARGON.derive(PASSPHRASE, b"0" * 16), 1.15)


def page_figures(small: Workspace, large: Workspace) -> list[Measured]:
    """Return the first page of the list of people, large beside small."""

    def first_page(workspace: Workspace) -> None:
        view = View(kind_named("people"), (), (), ("name", "company", "last_interaction_at", "next_step", "email"))
        with workspace.reader() as reader:
            record_page(reader, view, workspace.place)

    name = "a page of 200 people, 100k beside 10k"
    return [side_by_side(name, lambda: first_page(large), lambda: first_page(small), 1.3, rounds=15)]
