"""Odd texts typed into quick entry: read without a word about them, whatever they hold."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.capture.understood import understood
from crm_desktop.journal.journal import Journal
from crm_desktop.schema.forms import Place
from tests.capture.world import add_world
from tests.conftest import SHARED_DATA
from tests.search.conftest import index_everything

NAUGHTY = SHARED_DATA / "09_lists" / "blns.json"
HERE = Place("en", "GB", "EUR", ZoneInfo("Europe/Berlin"))
TODAY = date(2026, 5, 14)


@pytest.mark.parametrize("text", ["emailed www.betasoloin.example", "called Müller-Lüdenscheidt", "met ﷺ"])
def test_words_that_the_index_cuts_are_read_like_others(journal: Journal, text: str) -> None:
    add_world(journal)
    index_everything(journal)
    with journal.store.reader() as reader:
        found = understood(reader, text, HERE, TODAY)
    assert found.kind is not None
    assert found.people == found.companies == ()


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not here")
def test_every_naughty_string_is_read(journal: Journal) -> None:
    add_world(journal)
    index_everything(journal)
    with journal.store.reader() as reader:
        for text in json.loads(NAUGHTY.read_text("utf-8")):
            assert understood(reader, text, HERE, TODAY).line.text == text
