"""Facts that are being typed while one goes to another contact, or another window changes the same."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import restore_records
from crm_desktop.contacts.actions import edit_contact, remove_contacts
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Desk, Place, Saying
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput
from ui.kit.fields.fact_row import FactRow


def test_what_is_typed_into_a_fact_is_saved_where_one_goes_elsewhere(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    row = acme.parts.facts._rows["sector"]
    assert isinstance(row, FactRow)
    row.edit()
    assert row._input is not None
    row._input.set_typed("logistics")
    acme.arrive(Place("contact", world.dana))
    wait()
    with workspace.reader() as reader:
        sectors = reader.execute("SELECT id, sector FROM contact WHERE sector = 'logistics'").fetchall()
    assert [tuple(each) for each in sectors] == [(world.acme, "logistics")]
    assert not any(each.editing for each in acme.findChildren(FactRow))


def test_what_does_not_fit_a_fact_is_told_where_one_goes_elsewhere(
    acme: ContactPage, world: World, said: list[Saying], wait: Wait
) -> None:
    acme.parts.facts.toggle_everything()
    row = acme.parts.facts._rows["founded_year"]
    assert isinstance(row, FactRow)
    row.edit()
    assert row._input is not None
    row._input.set_typed("long ago")
    acme.arrive(Place("contact", world.dana))
    wait()
    (told,) = [each.text for each in said]
    assert told.startswith("“long ago” was not saved as Founded. ")
    assert not any(each.editing for each in acme.findChildren(FactRow))


@pytest.fixture
def beside(qtbot: QtBot, screen: Desk, acme: ContactPage, world: World, wait: Wait) -> ContactPage:
    """The page of Acme in another window."""
    page = ContactPage(screen)
    qtbot.addWidget(page)
    page.resize(1400, 852)
    page.show()
    page.arrive(Place("contact", world.acme))
    wait()
    qtbot.waitUntil(lambda: page.shows(world.acme) and not page.parts._unfilled)
    assert acme.shows(world.acme)
    return page


def fact(page: ContactPage, name: str) -> FactRow:
    """Return the row of the fact `name`."""
    row = page.parts.facts._rows[name]
    assert isinstance(row, FactRow)
    return row


def typed_into(page: ContactPage, name: str, text: str) -> FieldInput:
    """Type `text` into the fact `name`, and leave it open."""
    row = fact(page, name)
    row.edit()
    assert row._input is not None
    row._input.set_typed(text)
    row._input.changed.emit()
    return row._input


def test_what_is_typed_stays_kept_while_another_window_saves_the_same_field(
    acme: ContactPage, beside: ContactPage, world: World, screen: Desk, wait: Wait
) -> None:
    typed_into(acme, "sector", "retail")
    typed_into(beside, "sector", "logistics").accepted.emit()
    wait()
    assert screen.drafts.typed(place_of(FACT, "contact", world.acme, "sector")) == {"typed": "retail"}
    assert not fact(beside, "sector").editing


def test_what_another_window_wrote_is_told_at_once_and_no_longer_once_it_is_taken_back(
    acme: ContactPage, world: World, workspace: Workspace, screen: Desk, wait: Wait
) -> None:
    opened = typed_into(acme, "sector", "retail")
    edit_contact(workspace.journal, world.acme, {"sector": "logistics"})
    wait()
    assert opened._error.text() == "“Logistics” was written here meanwhile."
    screen.undo()
    wait()
    assert not opened.is_wrong
    assert opened.typed() == "retail"


def test_what_another_window_wrote_stays_told_while_one_types_on(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    opened = typed_into(acme, "sector", "retail")
    edit_contact(workspace.journal, world.acme, {"sector": "logistics"})
    wait()
    QTest.keyClicks(opened.editor, "ers")
    assert opened._error.text() == "“Logistics” was written here meanwhile."
    opened.accepted.emit()
    wait()
    QTest.keyClicks(opened.editor, "!")
    assert "Save again to replace it" in opened._error.text()
    opened.cancelled.emit()
    assert not fact(acme, "sector").editing
    fact(acme, "sector").edit()
    again = fact(acme, "sector")._input
    assert again is not None
    assert (again.typed(), again.is_wrong) == ("logistics", False)


def test_an_input_in_which_nothing_is_typed_shows_what_another_window_wrote(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    fact(acme, "sector").edit()
    edit_contact(workspace.journal, world.acme, {"sector": "logistics"})
    wait()
    opened = fact(acme, "sector")._input
    assert opened is not None
    assert (opened.typed(), opened.is_wrong) == ("logistics", False)
    focused = acme.window().focusWidget()
    assert focused is not None
    assert opened.isAncestorOf(focused)


def test_a_second_input_shows_what_is_typed_in_the_first_until_that_is_saved(
    acme: ContactPage, beside: ContactPage, world: World, screen: Desk, wait: Wait
) -> None:
    first = typed_into(acme, "sector", "reta")
    fact(beside, "sector").edit()
    second = fact(beside, "sector")._input
    assert second is not None
    assert second.typed() == "reta"
    first.set_typed("retail")
    first.changed.emit()
    assert second.typed() == "retail"
    first.accepted.emit()
    wait()
    assert not fact(beside, "sector").editing
    assert not screen.drafts.all


def test_what_is_typed_in_both_of_two_inputs_is_kept_for_the_one_that_is_not_saved(
    acme: ContactPage, beside: ContactPage, world: World, screen: Desk, wait: Wait
) -> None:
    first = typed_into(acme, "sector", "retail")
    second = typed_into(beside, "sector", "logistics")
    first.accepted.emit()
    wait()
    assert second.typed() == "logistics"
    assert second._error.text() == "“Retail” was written here meanwhile."
    assert screen.drafts.typed(place_of(FACT, "contact", world.acme, "sector")) == {"typed": "logistics"}
    typed_into(acme, "sector", "logistics").accepted.emit()
    wait()
    again = fact(beside, "sector")._input
    assert again is not None
    assert (again.typed(), again.is_wrong) == ("logistics", False)
    assert not screen.drafts.all


def test_what_is_typed_is_shown_beside_a_contact_that_was_deleted_and_goes_on_once_it_is_back(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    typed_into(acme, "sector", "retail")
    remove_contacts(workspace.journal, [world.acme], asked=True)
    wait()
    shown = fact(acme, "sector")._input
    assert shown is not None
    assert (shown.typed(), shown.editor.property("readOnly")) == ("retail", True)
    shown.accepted.emit()
    wait()
    restore_records(workspace.journal, [world.acme])
    wait()
    again = fact(acme, "sector")._input
    assert again is not None
    assert (again.typed(), again.editor.property("readOnly")) == ("retail", False)


def test_what_is_typed_about_a_contact_that_was_deleted_never_gets_to_the_next(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    typed_into(acme, "sector", "retail")
    remove_contacts(workspace.journal, [world.acme], asked=True)
    wait()
    acme.arrive(Place("contact", world.zoomit))
    wait()
    assert not fact(acme, "sector").editing
    assert "“retail” was not saved as Sector" in said[-1].text


def test_one_is_led_to_the_fact_that_was_left_half_typed(acme: ContactPage, world: World, wait: Wait) -> None:
    opened = typed_into(acme, "sector", "retail")
    acme.focus_first()
    acme.arrive(Place("contact", world.acme, {"fact": "sector"}))
    wait()
    focused = acme.window().focusWidget()
    assert focused is not None
    assert opened.isAncestorOf(focused)
    assert opened.typed() == "retail"
