"""A small workspace to search in, once as it was just typed in and once after the index took it up."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.activities.actions import add_task, log_interaction
from crm_desktop.contacts.actions import add_contact
from crm_desktop.journal.journal import Journal
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.schema.forms import Place
from crm_desktop.search.index import BATCH, SEARCH_INDEX
from crm_desktop.store.store import Store
from crm_desktop.tickets.actions import add_ticket, note_on_ticket
from crm_desktop.workspace import DERIVED
from tests.conftest import MovedClock, Template, new_yorker


class Known(NamedTuple):
    """The records of the small workspace."""

    journal: Journal
    acme: bytes
    dana: bytes
    mueller: bytes
    muller: bytes
    deal: bytes
    small_deal: bytes
    ticket: bytes
    call: bytes


class Filled(NamedTuple):
    """A small workspace that was filled once, to be copied: its file, and its records."""

    file: Template
    records: Sequence[bytes]


@pytest.fixture(scope="session", params=["just typed", "fresh", "indexed"])
def filled(request: pytest.FixtureRequest, empty_file: Template, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    path = tmp_path_factory.mktemp("filled") / "crm.db"
    shutil.copyfile(empty_file.path, path)
    store = Store(path, empty_file.key)
    clock = MovedClock()
    journal = Journal(store, DERIVED, clock, new_yorker(clock))
    with journal.transaction("Create workspace") as tx:
        tx.insert("member", {"name": "Anna", "role": "owner"})
        add_standard_pipeline(tx)
    records = fill(journal)
    if request.param == "fresh":
        take_up(journal)
    if request.param == "indexed":
        index_everything(journal)
    store.close()
    return Filled(Template(path, empty_file.key), records)


@pytest.fixture
def known(filled: Filled, tmp_path: Path, clock: MovedClock, place: Place) -> Iterator[Known]:
    shutil.copyfile(filled.file.path, tmp_path / "known.db")
    store = Store(tmp_path / "known.db", filled.file.key)
    yield Known(Journal(store, DERIVED, clock, place), *filled.records)
    store.close()


def fill(journal: Journal) -> Sequence[bytes]:
    """Add the records of the small workspace and return their ids in the order of Known."""
    acme = add_contact(journal, "company", {"name": "Acme Corporation", "city": "Köln", "sector": "retail"})
    dana = add_contact(
        journal,
        "person",
        {
            "name": "Dana Whitfield",
            "company": acme,
            "email": "dana.whitfield@acme.example",
            "phone": "(212) 555-0142",
            "notes": "Met at the spring fair; wants the new catalogue of rack ears and cables before the end of June",
        },
    )
    mueller = add_contact(journal, "person", {"name": "Jürgen Müller", "job_title": "Buyer"})
    muller = add_contact(journal, "person", {"name": "Anna Mueller"})
    deal = add_deal(journal, {"title": "GTX Plus Pro × 40", "company": acme, "amount": 2_190_000})
    small_deal = add_deal(journal, {"title": "MG Special", "person": mueller, "amount": 45_000})
    ticket = add_ticket(journal, {"subject": "Rack ears are missing", "contact": dana})
    note_on_ticket(journal, ticket, "The warehouse sends them on Monday")
    call = log_interaction(journal, {"kind": "call", "person": dana, "subject": "Two deliveries", "body": "of the GTX"})
    add_task(journal, {"title": "Send the offer", "person": mueller, "due_day": "2026-05-20"})
    return (acme, dana, mueller, muller, deal, small_deal, ticket, call)


def index_everything(journal: Journal) -> None:
    """Make the index anew from all records."""
    writer = journal.store.writer
    writer.execute("BEGIN")
    for table in SEARCH_INDEX.tables:
        writer.execute(f"DROP TABLE {table}")
    for statement in SEARCH_INDEX.create:
        writer.execute(statement)
    SEARCH_INDEX.rebuild(writer)
    writer.execute("COMMIT")


def take_up(journal: Journal) -> None:
    """Change something that is not searched until the index takes up what waits."""
    with journal.transaction("Reorder") as tx:
        team = tx.insert("team", {"name": "North"})
    for turn in range(BATCH + 1):
        with journal.transaction("Rename team") as tx:
            tx.update("team", team, {"name": f"North {turn}"})
