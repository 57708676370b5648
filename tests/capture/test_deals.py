"""Which open deal a line speaks of, and which it leaves open."""

import pytest

from crm_desktop.capture.deals import Meant
from crm_desktop.capture.understood import understood
from crm_desktop.journal.journal import Journal
from tests.capture.scoring import HERE, TODAY
from tests.capture.world import add_world


@pytest.fixture
def journal(journal: Journal) -> Journal:
    add_world(journal)
    return journal


def deal(journal: Journal, text: str) -> Meant | None:
    with journal.store.reader() as reader:
        return understood(reader, text, HERE, TODAY).deal


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Zoomit will Wartungsvertrag kündigen", "Maintenance contract 2026"),
        ("Kranich: Rahmenvertrag unterschrieben", "Rahmenvertrag Logistik"),
        ("Finhigh wartet auf unser Angebot", "GTK 500 rollout"),
    ],
)
def test_a_deal_is_taken_by_what_it_is_called(journal: Journal, text: str, title: str) -> None:
    found = deal(journal, text)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize("text", ["Finhigh fragt nach einem Wartungsvertrag", "Isdom: Mietvertrag gewünscht"])
def test_a_compound_offers_the_only_open_deal_and_does_not_take_it(journal: Journal, text: str) -> None:
    found = deal(journal, text)
    assert found is not None
    assert (found.record, len(found.offers)) == (None, 1)
