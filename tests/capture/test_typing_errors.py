"""Mistyped words and names."""

from datetime import date

import pytest

from crm_desktop.capture.typing_errors import meant_word
from crm_desktop.capture.understood import understood
from crm_desktop.journal.journal import Journal
from tests.capture.scoring import HERE, TODAY
from tests.capture.world import add_world


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("caled", "called"), ("wendesday", "wednesday"), ("metting", "meeting"), ("angeruffen", "angerufen")],
)
def test_one_typing_error_in_a_telling_word_is_forgiven(typed: str, meant: str) -> None:
    assert meant_word(typed) == meant


@pytest.mark.parametrize("word", ["launch", "mogen", "caller", "tested", "termine", "meetings", "later", "massage"])
def test_another_word_that_is_near_stays_what_it_is(word: str) -> None:
    assert meant_word(word) == word


def test_a_mistyped_name_is_offered_and_never_taken(journal: Journal) -> None:
    add_world(journal)
    with journal.store.reader() as reader:
        said = understood(reader, "called Betasolion yestreday", HERE, TODAY)
    assert [(each.contact, [offer.name for offer in each.offers]) for each in said.companies] == [
        (None, ["Betasoloin"])
    ]
    assert said.when is not None
    assert said.when.day == date(2026, 5, 13)
