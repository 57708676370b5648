"""The naughty strings in the titles of every kind of record: kept or refused, and chosen by a filter."""

import json

import pytest

from crm_desktop.acts import add_record
from crm_desktop.errors import InvalidField
from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import filter_text
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.journal import Journal
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, record_page
from crm_desktop.values.names import clean_text
from tests.conftest import SHARED_DATA

NAUGHTY = SHARED_DATA / "09_lists" / "blns.json"
TITLES = {
    "people": "name",
    "companies": "name",
    "deals": "title",
    "products": "name",
    "purchases": "description",
    "tickets": "subject",
    "activities": "subject",
    "tasks": "title",
}
NEEDED = {"activities": {"kind": "note"}, "products": {"code": "P{number}"}}


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the shared input files are not here")
@pytest.mark.parametrize(("name", "title"), TITLES.items())
def test_a_title_is_kept_as_typed_or_refused_and_chosen_by_a_filter(journal: Journal, name: str, title: str) -> None:
    buyer = add_record(journal, "companies", {"name": "Buyer"})
    refused: set[str | None] = set()
    for number, text in enumerate(dict.fromkeys(json.loads(NAUGHTY.read_text("utf-8")))):
        given = {each: value.format(number=number) for each, value in NEEDED.get(name, {}).items()}
        if name == "purchases":
            given["customer"] = buyer.hex()
        try:
            record = add_record(journal, name, {**given, title: text})
        except InvalidField as error:
            refused.add(error.field)
        else:
            assert record in _chosen(journal, name, title, text)
    assert refused <= {title}


def _chosen(journal: Journal, name: str, title: str, text: str) -> set[bytes]:
    with journal.store.reader() as reader:
        kind = workspace_kinds(reader).named(name)
        asked = filter_text(Condition(title, "=", clean_text(text)))
        conditions = conditions_from_text(asked, kind, journal.place)
        view = View(kind, conditions, (), (title,))
        rows = record_page(reader, view, journal.place).rows
    return {row.record for row in rows}
