"""Favourites and pins: set where one is, shown in the rail and in the palette."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.contacts.views import ViewSetting, add_view
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.shell.pages import PAGES
from ui.shell.rail_pins import RailPins
from ui.shell.window import Window
from ui.shell.workplace import Workplace

NEED_A_RECORD = frozenset({"contact", "graph", "report", "records"})


@pytest.fixture
def place(opened: Window) -> Workplace:
    assert opened.workplace is not None
    return opened.workplace


@pytest.fixture
def rail(place: Workplace) -> RailPins:
    return place.rail.pins


def titles(rail: RailPins) -> list[str]:
    return [row.pin.title for row in rail.rows]


def test_a_record_is_pinned_with_a_key_and_gone_to_from_the_rail(
    opened: Window, place: Workplace, rail: RailPins, acme: bytes, quiet: Quiet
) -> None:
    opened.go(Place("contact", acme))
    quiet()
    QTest.keyClick(opened, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    quiet()
    assert titles(rail) == ["Acme Corporation"]
    assert rail.items[0].isChecked()
    assert place.top_bar.pin.accessibleName().startswith("Unpin")
    opened.go(Place("today"))
    quiet()
    assert not rail.items[0].isChecked()
    rail.items[0].click()
    quiet()
    assert place.trail.here is not None
    assert place.trail.here.record == acme
    place.top_bar.pin.click()
    quiet()
    assert titles(rail) == []


def test_a_favourite_is_starred_and_offered_by_the_palette(
    opened: Window, place: Workplace, acme: bytes, quiet: Quiet
) -> None:
    opened.go(Place("contact", acme))
    quiet()
    assert place.top_bar.star.isVisible()
    place.top_bar.star.click()
    quiet()
    assert place.top_bar.star.accessibleName().startswith("No favourite")
    assert opened.deck is not None
    opened.deck.show_palette()
    quiet()
    model = opened.deck.palette.list.rows
    rows = [row for row in (model.row(0), model.row(1)) if row is not None]
    assert ["".join(piece.text for piece in row.title) for row in rows] == ["Favourites", "Acme Corporation"]
    opened.go(Place("today"))
    quiet()
    assert not place.top_bar.star.isVisible()


def test_a_view_is_pinned_under_its_name(
    opened: Window, place: Workplace, rail: RailPins, workspace: Workspace, quiet: Quiet
) -> None:
    view = add_view(workspace.journal, "companies", "Key accounts", ViewSetting(), shared=True)
    opened.go(Place("contacts", None, {"kind": "companies", "view": view.hex()}))
    quiet()
    place.top_bar.pin.click()
    quiet()
    assert titles(rail) == ["Key accounts"]


@pytest.mark.parametrize("name", [each.name for each in PAGES if each.name not in NEED_A_RECORD])
def test_each_page_is_pinned_and_gone_to(
    name: str, opened: Window, place: Workplace, rail: RailPins, quiet: Quiet
) -> None:
    opened.go(Place(name))
    quiet()
    place.top_bar.pin.click()
    quiet()
    assert len(titles(rail)) == 1
    opened.go(Place("today" if name != "today" else "contacts"))
    quiet()
    rail.items[0].click()
    quiet()
    assert place.trail.here is not None
    assert place.trail.here.page == name


def test_a_pinned_calendar_shows_the_day_that_it_is(
    opened: Window, place: Workplace, rail: RailPins, quiet: Quiet
) -> None:
    opened.go(Place("calendar", None, {"view": "month", "day": "2026-01-15"}))
    quiet()
    place.top_bar.pin.click()
    quiet()
    assert [(row.pin.title, row.pin.arguments) for row in rail.rows] == [("Calendar", {"view": "month"})]


def test_pins_are_moved_and_taken_away_by_keys(
    opened: Window, place: Workplace, rail: RailPins, acme: bytes, quiet: Quiet
) -> None:
    for wanted in (Place("contact", acme), Place("reports")):
        opened.go(wanted)
        quiet()
        place.top_bar.pin.click()
        quiet()
    assert titles(rail) == ["Acme Corporation", "Reports"]
    QTest.keyClick(rail.items[1], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    quiet()
    assert titles(rail) == ["Reports", "Acme Corporation"]
    QTest.keyClick(rail.items[0], Qt.Key.Key_Delete)
    quiet()
    assert titles(rail) == ["Acme Corporation"]


def test_it_is_the_record_that_is_starred_wherever_on_its_page_one_is(
    opened: Window, place: Workplace, acme: bytes, quiet: Quiet
) -> None:
    opened.go(Place("contact", acme))
    quiet()
    page = place.page
    assert isinstance(page, ContactPage)
    page.timeline.top._choose("change")
    quiet()
    place.top_bar.star.click()
    quiet()
    opened.go(Place("today"))
    quiet()
    place.back()
    quiet()
    assert page.timeline.top.narrowing.kind == "change"
    assert place.top_bar.star.accessibleName().startswith("No favourite")


@pytest.mark.parametrize(
    ("where", "title"),
    [
        (Place("contacts", None, {"kind": "companies", "filter": "city = Berlin and name contains Acme"}), "City"),
        (Place("records", None, {"kind": "deals", "filter": "amount > 500"}), "Amount over $500"),
        (Place("report", None, {"name": "sales_by_month", "parameters": {"where": "amount > 5"}}), "Sales by month: "),
    ],
)
def test_a_filter_without_a_view_is_pinned_under_what_it_says(
    opened: Window, place: Workplace, rail: RailPins, quiet: Quiet, where: Place, title: str
) -> None:
    opened.go(where)
    quiet()
    place.top_bar.pin.click()
    quiet()
    assert len(titles(rail)) == 1
    assert titles(rail)[0].startswith(title)
    rail.items[0].click()
    quiet()
    assert rail.items[0].isChecked()
