"""The page of one contact, as it is used."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from crm_desktop.activities.actions import log_interaction
from crm_desktop.activities.timeline import Narrowing, TimelineEntry
from crm_desktop.activities.timeline_sql import Source
from crm_desktop.acts import set_fields
from crm_desktop.contacts.actions import edit_contact
from crm_desktop.contacts.merging import merge_contacts
from crm_desktop.contacts.reach import add_point
from crm_desktop.contacts.record import contact_record
from crm_desktop.contacts.record_parts import ContactRecord
from crm_desktop.contacts.relations import add_relationship
from crm_desktop.journal.ids import id_text, new_id
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.address_row import AddressRow
from ui.contacts.facts import POINTS
from ui.contacts.lines import Line
from ui.contacts.part_dialog import PartDialog
from ui.contacts.record_columns import Step
from ui.contacts.record_page import ContactPage
from ui.contacts.timeline_model import RowKind
from ui.kit.desk import Desk, Place, Saying
from ui.kit.fields.fact_row import FactRow
from ui.kit.menus import MenuAct
from ui.kit.removing import RemovalDialog


def stored(workspace: Workspace, contact: bytes) -> ContactRecord:
    with workspace.reader() as reader:
        found = contact_record(reader, contact, workspace.place)
    assert found is not None
    return found


def entries(page: ContactPage) -> list[TimelineEntry]:
    return list(page.timeline._model.entries)


def fact(page: ContactPage, name: str) -> FactRow:
    """Return the row of the fact `name`; of a kind of points the row of the main one."""
    facts = page.parts.facts
    row = facts._rows[facts._points.slots_of(name)[0] if name in POINTS else name]
    assert isinstance(row, FactRow)
    return row


def lines(part: QWidget) -> list[str]:
    return [line.accessibleName() for line in part.findChildren(Line) if not line.isHidden()]


def test_a_company_shows_who_it_is_and_what_it_amounts_to(acme: ContactPage) -> None:
    assert acme.head._named.name.text() == "Acme Corporation"
    cells = [cell.accessibleName() for cell in acme.strip._cells]
    assert cells[:4] == ["Lifetime value: $1,100", "Open deals: $21,900", "Average deal: $1,100", "Open tickets: 1"]
    assert [title for title, _place in acme.path()] == ["Contacts", "Companies", "Acme Corporation"]


def test_its_people_and_deals_open_their_own_pages(acme: ContactPage, world: World, visited: list[Place]) -> None:
    assert lines(acme.parts.people) == ["Aaron Feld, Finance director", "Dana Whitfield, IT purchasing manager"]
    acme.parts.people.findChildren(Line)[1].click()
    assert visited[-1] == Place("contact", world.dana)
    acme.parts.deals.findChildren(Line)[0].click()
    assert visited[-1] == Place("pipeline", world.deal)


def test_a_contact_that_opens_is_painted_once(acme: ContactPage, world: World, wait: Wait) -> None:
    class Painted(QObject):
        whole = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            view = acme.timeline.view.viewport()
            if watched is view and isinstance(event, QPaintEvent):
                self.whole += QRegion(view.rect()).subtracted(event.region()).isEmpty()
            return False

    painted = Painted()
    acme.timeline.view.viewport().installEventFilter(painted)
    acme.arrive(Place("contact", world.dana))
    wait()
    assert acme.shows(world.dana)
    assert painted.whole == 1


def test_a_fact_is_changed_in_place_and_can_be_undone(
    acme: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait, screen: Desk
) -> None:
    row = acme.parts.facts._rows["sector"]
    assert isinstance(row, FactRow)
    row.edit()
    assert row._input is not None
    row._input.set_typed("retail")
    row._input.accepted.emit()
    wait()
    assert stored(workspace, world.acme).values["sector"] == "retail"
    assert said[-1] == Saying("Sector changed", undo=True)
    screen.undo()
    wait()
    assert stored(workspace, world.acme).values["sector"] == "technology"
    assert row._value.text() == "Technology"


def test_a_round_amount_is_shown_without_cents(acme: ContactPage, world: World, screen: Desk, wait: Wait) -> None:
    screen.act(set_fields, world.acme, {"annual_revenue": "15,180,000"})
    wait()
    assert fact(acme, "annual_revenue").accessibleName() == "Revenue: $15,180,000"


def test_a_fact_that_does_not_fit_stays_open_with_the_reason(acme: ContactPage, wait: Wait) -> None:
    row = fact(acme, "phone")
    row.edit()
    assert row._input is not None
    row._input.set_typed("12")
    row._input.accepted.emit()
    wait()
    assert row.editing
    assert "too short" in row._input._error.text()


def test_the_pencil_shows_all_facts(acme: ContactPage) -> None:
    assert "founded_year" not in acme.parts.facts._rows
    acme.parts.facts.toggle_everything()
    assert {"founded_year", "name", "rating"} <= acme.parts.facts._rows.keys()


def test_e_leads_to_all_facts_also_where_they_are_shown_and_hides_them_from_there(acme: ContactPage) -> None:
    facts = acme.parts.facts
    acme.window().activateWindow()
    facts.toggle_everything()
    acme.focus_first()
    edit = next(each for each in acme.commands() if each.name == "edit")
    edit.run()
    assert "founded_year" in facts._rows
    assert fact(acme, "name").hasFocus()

    edit.run()
    assert "founded_year" not in facts._rows


def test_another_number_is_added_and_shown_among_the_facts(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    acme.parts.facts._points.ask_new("phone")
    dialog = acme.parts.facts.findChild(PartDialog)
    assert dialog is not None
    dialog.form.inputs["value"].set_typed("(212) 555-0142")
    dialog.form.inputs["label"].set_typed("mobile")
    dialog.accept()
    wait()
    assert acme.parts.facts._rows["phone/Mobile/0"].accessibleName() == "Mobile: (212) 555-0142"


def test_a_number_is_made_the_main_one_and_deleted_from_its_menu(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    made = add_point(workspace.journal, {"contact": world.acme, "kind": "phone", "value": "(212) 555-0142"})
    wait()

    def acts() -> dict[str, MenuAct]:
        record = stored(workspace, world.acme)
        (point,) = [each for each in record.points if each.id == made]
        return {act.label: act for act in acme.parts.facts._points.acts(record, point)}

    acts()["Make main one"].run()
    wait()
    assert stored(workspace, world.acme).values["phone"] == "+12125550142"
    assert fact(acme, "phone").accessibleName() == "Phone: (212) 555-0142"
    acts()["Delete"].run()
    wait()
    assert stored(workspace, world.acme).values["phone"] == "+1 555 014 2100"


def test_the_first_address_of_somebody_is_typed_where_it_is_shown(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    acme.arrive(Place("contact", world.zoomit))
    wait()
    row = acme.parts.facts._rows["address/Address/0"]
    assert isinstance(row, AddressRow)
    row._save({"street": "2 Quay", "city": "Halifax"}, {}, lambda: None, lambda _error: None)
    wait()
    assert stored(workspace, world.zoomit).values["city"] == "Halifax"


def test_what_another_window_wrote_while_one_types_is_told_before_it_is_replaced(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    row = fact(acme, "sector")
    row.edit()
    assert row._input is not None
    row._input.set_typed("retail")
    edit_contact(workspace.journal, world.acme, {"sector": "logistics"})
    wait()
    assert row._input.typed() == "retail"
    row._input.accepted.emit()
    wait()
    assert "“logistics” was written here meanwhile" in row._input._error.text()
    assert stored(workspace, world.acme).values["sector"] == "logistics"
    row._input.accepted.emit()
    wait()
    assert stored(workspace, world.acme).values["sector"] == "retail"
    assert not row.editing


def test_the_timeline_is_narrowed_by_kind_and_searched(acme: ContactPage, wait: Wait) -> None:
    top = acme.timeline.top
    assert top._chips["call"].text() == "Calls 1"
    top._choose("call")
    wait()
    assert {entry.kind for entry in entries(acme)} == {"call"}
    top._narrow(Narrowing(text="quote"))
    wait()
    assert [entry.title for entry in entries(acme)] == ["Quote Q-1187"]
    top._narrow(Narrowing(text="nothing like it"))
    wait()
    assert top._notice is not None
    top._notice.acted.emit()
    wait()
    assert len(entries(acme)) > 3


def test_the_timeline_model_keeps_the_rules_of_qt(acme: ContactPage, wait: Wait) -> None:
    model = acme.timeline._model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    acme.timeline.refresh()
    wait()
    kinds = [model.row(place).kind for place in range(model.rowCount())]
    assert kinds[:3] == [RowKind.ROOM, RowKind.GROUP, RowKind.ENTRY]
    assert tester.model() is model


def test_tickets_and_deals_open_from_the_timeline(acme: ContactPage, world: World, visited: list[Place]) -> None:
    (ticket,) = [each for each in entries(acme) if each.source is Source.TICKET and each.record == world.ticket]
    acme.timeline._open(ticket)
    assert visited[-1] == Place("tickets", world.ticket)


def test_a_relationship_made_elsewhere_appears(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    add_relationship(
        workspace.journal, {"from_contact": world.zoomit, "to_contact": world.acme, "kind": "distributes for"}
    )
    wait()
    assert lines(acme.parts.relations) == ["Zoomit, Distributed by"]


def test_a_deleted_contact_says_so_and_can_be_restored(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    acme.remove()
    wait()
    acme.findChildren(RemovalDialog)[-1].accept()
    wait()
    assert acme._bin is not None
    assert not acme.timeline.composer.isVisibleTo(acme)
    acme.restore()
    wait()
    assert not stored(workspace, world.acme).removed
    assert acme._bin is None


def test_the_focus_stays_on_a_fact_while_the_contact_goes_to_the_bin_and_back(
    acme: ContactPage, world: World, screen: Desk, wait: Wait
) -> None:
    before = acme.parts.facts._rows["sector"]
    before.setFocus()
    acme.remove()
    wait()
    acme.findChildren(RemovalDialog)[-1].accept()
    wait()
    after = acme.parts.facts._rows["sector"]
    assert after is not before
    assert acme.window().focusWidget() is after
    screen.undo()
    wait()
    assert acme.window().focusWidget() is before


def test_an_unknown_contact_is_told_and_leads_back_to_the_list(
    acme: ContactPage, visited: list[Place], wait: Wait
) -> None:
    acme.arrive(Place("contact", new_id()))
    wait()
    assert acme._stack.shown is not acme._shown
    assert acme.commands() == ()


def test_an_erased_contact_shows_when_and_its_code_alone(acme: ContactPage, workspace: Workspace, wait: Wait) -> None:
    gone = new_id()
    with workspace.journal.transaction("Erase") as tx:
        tx.connection.execute("INSERT INTO erased(id, at) VALUES (?, ?)", (gone, tx.now_ms))
        tx.insert("contact", {"kind": "company", "name": "Somebody else"})
    acme.arrive(Place("contact", gone))
    wait()
    assert acme._stack.shown.accessibleName() == f"Erased on 14 May 2026. Code of the record: {id_text(gone)}"
    assert acme.path() == ((("Contacts", Place("contacts"))), ("Contact", None))


def test_going_back_brings_the_page_as_it_was_left(
    acme: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    for number in range(90):
        log_interaction(workspace.journal, {"kind": "call", "subject": f"Call {number}", "company": world.acme})
    wait()
    acme.timeline.top._choose("call")
    wait()
    view, bar = acme.timeline.view, acme.timeline.view.verticalScrollBar()
    bar.setValue(2600)
    wait()
    seen = view.entry_at(view.indexAt(view.viewport().rect().center()))
    side = acme.columns._left.verticalScrollBar()
    side.setValue(side.maximum())
    kept, scrolled = acme.leave(), side.value()
    assert kept is not None
    assert seen is not None
    acme.arrive(Place("contact", world.dana))
    wait()
    assert (bar.value(), side.value()) == (0, 0)
    acme.arrive(kept)
    wait()
    back = view.entry_at(view.indexAt(view.viewport().rect().center()))
    assert back is not None
    assert (back.title, acme.timeline.top.narrowing.kind, side.value()) == (seen.title, "call", scrolled)


def test_a_person_shows_colleagues_and_the_company(acme: ContactPage, world: World, wait: Wait) -> None:
    acme.arrive(Place("contact", world.dana))
    wait()
    assert lines(acme.parts.colleagues) == ["Aaron Feld, Finance director"]
    assert not acme.parts.people.isVisibleTo(acme)
    assert [title for title, _place in acme.path()] == ["Contacts", "People", "Dana Whitfield"]


@pytest.mark.parametrize(("width", "step"), [(1400, Step.WIDE), (1200, Step.MEDIUM), (1040, Step.NARROW)])
def test_columns_move_into_tabs_where_there_is_no_room(acme: ContactPage, width: int, step: Step, wait: Wait) -> None:
    acme.resize(width, 700)
    wait()
    assert acme.columns.step is step
    shown = {"facts": acme.parts.facts.isVisible(), "timeline": acme.timeline.isVisible()}
    assert shown["timeline"]
    assert shown["facts"] is (step is Step.WIDE)
    acme.columns.show_group("facts")
    assert acme.parts.facts.isVisible()


def test_the_tab_that_is_shown_stays_marked_while_one_logs_beside_it(acme: ContactPage, wait: Wait) -> None:
    acme.resize(1200, 800)
    wait()
    assert acme.columns.step is Step.MEDIUM
    acme.columns.show_group("facts")
    acme.log("call")
    assert acme.columns._tabs.current == "facts"
    acme.columns.show_counts({"people": "4"})
    assert acme.columns._tabs.current == "facts"
    assert acme.parts.facts.isVisible()


def test_the_page_is_read_in_ten_statements(acme: ContactPage, world: World, workspace: Workspace, wait: Wait) -> None:
    asked: list[str] = []
    with workspace.reader() as one, workspace.reader() as two, workspace.reader() as three:
        readers = (one, two, three)
        for reader in readers:
            reader.set_trace_callback(asked.append)
    acme.arrive(Place("contact", world.dana))
    wait()
    for reader in readers:
        reader.set_trace_callback(None)
    assert 0 < len([each for each in asked if "SELECT" in each]) <= 10


def test_the_page_of_a_merged_contact_shows_what_it_became(
    acme: ContactPage, workspace: Workspace, world: World, wait: Wait
) -> None:
    merge_contacts(workspace.journal, world.zoomit, [world.acme])
    wait()
    assert acme.path()[-1][0] == "Zoomit"
