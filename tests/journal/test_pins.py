"""Favourites and pinned places of a member."""

from datetime import date

import pytest

from crm_desktop.acts import add_record, remove_records, restore_records, set_fields
from crm_desktop.contacts.views import ViewSetting, add_view, remove_view, rename_view
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.pins import FAVOURITE, PINNED, Pin, order_pins, pins, pins_of, toggle_pin
from crm_desktop.journal.undo import undo_last

TABLES = {"contact": "contact", "pipeline": "deal"}


@pytest.fixture
def acme(journal: Journal) -> bytes:
    return add_record(journal, "companies", {"name": "Acme"})


def titles(journal: Journal, kind: str = PINNED) -> list[tuple[str, str]]:
    with journal.store.reader() as reader:
        return [(row.pin.title, row.sort) for row in pins(reader, journal.member, kind, TABLES)]


def test_a_record_is_pinned_under_the_name_it_has_now(journal: Journal, acme: bytes) -> None:
    assert toggle_pin(journal, PINNED, Pin("Acme", "contact", acme, {"log": "note"}))
    set_fields(journal, acme, {"name": "Acme Corporation"})
    assert titles(journal) == [("Acme Corporation", "company")]
    assert not toggle_pin(journal, PINNED, Pin("Acme", "contact", acme, {}))
    assert titles(journal) == []
    undo_last(journal)
    assert titles(journal) == [("Acme Corporation", "company")]


def test_a_removed_record_takes_its_pin_along(journal: Journal, acme: bytes) -> None:
    toggle_pin(journal, FAVOURITE, Pin("Acme", "contact", acme, {}))
    remove_records(journal, [acme])
    assert titles(journal, FAVOURITE) == []
    restore_records(journal, [acme])
    assert titles(journal, FAVOURITE) == [("Acme", "company")]
    assert titles(journal, PINNED) == []


def test_a_view_is_pinned_by_its_name(journal: Journal) -> None:
    view = add_view(journal, "people", "No contact in 60 days", ViewSetting())
    place = {"kind": "people", "view": view.hex(), "at": "00", "preview": True}
    toggle_pin(journal, PINNED, Pin("Contacts", "contacts", None, place))
    rename_view(journal, view, "Silent")
    assert titles(journal) == [("Silent", "saved_view")]
    remove_view(journal, view)
    assert titles(journal) == []


def test_a_page_that_names_its_own_ways_to_look_has_no_saved_view(journal: Journal) -> None:
    toggle_pin(journal, PINNED, Pin("Calendar", "calendar", None, {"view": "week"}))
    assert titles(journal) == [("Calendar", "")]


def test_a_report_is_pinned_with_its_parameters(journal: Journal) -> None:
    arguments = {"name": "sales", "parameters": {"from": date(2026, 1, 1), "owner": b"\x01" * 16, "months": 12}}
    toggle_pin(journal, PINNED, Pin("Sales", "report", None, arguments))
    with journal.store.reader() as reader:
        (row,) = pins(reader, journal.member, PINNED, TABLES)
        assert row.pin.arguments == arguments
        assert pins_of(reader, journal.member, Pin("Sales", "report", None, arguments)) == {PINNED: row.id}
        other = {**arguments, "parameters": {"months": 3}}
        assert pins_of(reader, journal.member, Pin("Sales", "report", None, other)) == {}


def test_pins_are_ordered_and_belong_to_their_member(journal: Journal, acme: bytes) -> None:
    toggle_pin(journal, PINNED, Pin("Acme", "contact", acme, {}))
    toggle_pin(journal, PINNED, Pin("Today", "today", None, {}))
    with journal.store.reader() as reader:
        ids = [row.id for row in pins(reader, journal.member, PINNED, TABLES)]
        assert pins(reader, b"\x02" * 16, PINNED, TABLES) == []
    order_pins(journal, ids[::-1])
    assert [title for title, _sort in titles(journal)] == ["Today", "Acme"]
