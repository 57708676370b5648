"""Deleting contacts: what goes along and what stays is said first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.contacts.actions import add_contact, remove_contacts
from crm_desktop.contacts.record import contact_record
from crm_desktop.journal.bin import binned_records
from crm_desktop.pipeline.deal_sheet import deal_sheet
from crm_desktop.pipeline.queries import one_card
from crm_desktop.reports.list_report import Listed, list_report
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press
from ui.contacts.list_page import ContactsPage
from ui.contacts.record_page import ContactPage
from ui.kit.labels import Text
from ui.kit.removing import RemovalDialog


def asked(page: QWidget) -> RemovalDialog:
    """Return the open question about what is to be deleted."""
    (dialog,) = [each for each in page.window().findChildren(RemovalDialog) if each.isVisible()]
    return dialog


def told(dialog: RemovalDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(Text)]


def in_bin(workspace: Workspace) -> list[str]:
    with workspace.reader() as reader:
        return [each.title for each in binned_records(reader)]


def test_what_stays_is_said_before_a_company_is_deleted(acme: ContactPage, workspace: Workspace, wait: Wait) -> None:
    acme.remove()
    wait()
    dialog = asked(acme)
    assert told(dialog)[:2] == [
        "Delete Acme Corporation?",
        "Stays, with “in the bin” beside the name: 1 ticket, 1 deal.",
    ]
    assert dialog._also.text() == "Also delete 1 ticket, 1 deal"
    dialog.reject()
    wait()
    assert in_bin(workspace) == []


def test_deals_and_tickets_go_along_where_that_is_ticked(acme: ContactPage, workspace: Workspace, wait: Wait) -> None:
    acme.remove()
    wait()
    dialog = asked(acme)
    dialog._also.setChecked(True)
    dialog.accept()
    wait()
    assert set(in_bin(workspace)) == {
        "Acme Corporation",
        "GTX Plus Pro × 40",
        "Invoice was sent to the old address",
    }


def test_the_tasks_of_those_selected_go_along_and_come_back(
    people: ContactsPage, workspace: Workspace, wait: Wait
) -> None:
    people.list.view.go_to(1)
    people.list.view.toggle_row(1)
    people.list.bulk.remove()
    wait()
    dialog = asked(people)
    assert told(dialog)[:2] == ["Delete 1 person?", "Goes into the bin as well: 1 task."]
    assert not dialog._also.isVisible()
    press(dialog.accept_button, Qt.Key.Key_Return)
    wait()
    assert in_bin(workspace) == ["Dana Whitfield", "Check licence count"]
    people.desk.undo()
    wait()
    assert in_bin(workspace) == []


def test_who_has_nothing_is_deleted_at_once(people: ContactsPage, workspace: Workspace, wait: Wait) -> None:
    people.list.model.select([0])
    people.list.bulk.remove()
    wait()
    assert in_bin(workspace) == ["Aaron Feld"]


def test_a_list_says_that_a_company_is_in_the_bin(
    people: ContactsPage, workspace: Workspace, world: World, wait: Wait
) -> None:
    remove_contacts(workspace.journal, [world.acme])
    people.list.refresh()
    wait()
    shown = [people.list.model.cells(place)[2].text for place in range(3)]
    assert shown == ["Acme Corporation (in the bin)", "Acme Corporation (in the bin)", "Zoomit"]


def test_the_card_of_a_deal_says_that_its_company_is_in_the_bin(workspace: Workspace, world: World) -> None:
    remove_contacts(workspace.journal, [world.acme])
    with workspace.reader() as reader:
        card = one_card(reader, world.deal, workspace.place)
    assert card is not None
    assert (card.company_name, card.person_name) == ("Acme Corporation (in the bin)", "Dana Whitfield")


def test_the_page_of_a_person_and_a_printed_list_say_that_their_company_is_in_the_bin(
    workspace: Workspace, world: World
) -> None:
    remove_contacts(workspace.journal, [world.acme])
    listed = Listed("People", View(kind_named("people"), (), (), ("name", "company")))
    with workspace.reader() as reader:
        dana = contact_record(reader, world.dana, workspace.place)
        sheet = deal_sheet(reader, world.deal, workspace.place)
        printed = list_report(reader, listed, workspace.place)
        rows = {str(row[0]): row[1] for table in printed.tables for row in table.rows}
    assert dana is not None
    assert sheet is not None
    gone = "Acme Corporation (in the bin)"
    assert (dana.names["company"], sheet.names["company"], rows["Dana Whitfield"]) == (gone, gone, gone)
    assert [job.name for job in dana.jobs if job.main] == [gone]


def test_a_daughter_says_that_the_company_above_it_is_in_the_bin(workspace: Workspace, world: World) -> None:
    daughter = add_contact(workspace.journal, "company", {"name": "Acme West", "parent": world.acme})
    remove_contacts(workspace.journal, [world.acme])
    with workspace.reader() as reader:
        found = contact_record(reader, daughter, workspace.place)
    assert found is not None
    assert [name for _company, name in found.parents] == ["Acme Corporation (in the bin)"]
