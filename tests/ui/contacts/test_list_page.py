"""The list of people and companies, as it is used."""

from itertools import permutations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact, edit_contact
from crm_desktop.contacts.record import contact_record
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.drafts import kept_drafts
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import ACME, Wait, names, press, type_text
from ui.contacts.list_page import ContactsPage
from ui.contacts.list_state import ALL, COMPANIES
from ui.contacts.preview_body import PreviewBody
from ui.kit.chips import Choice
from ui.kit.desk import Desk, Place, Saying
from ui.kit.fields.base import FieldInput
from ui.kit.removing import RemovalDialog
from ui.kit.sort_form import SortForm


def column(page: ContactsPage, name: str) -> int:
    return [each.name for each in page.list.model.columns].index(name)


def test_all_people_are_listed_by_name_with_how_many_they_are(people: ContactsPage, qtbot: QtBot) -> None:
    assert names(people) == ["Aaron Feld", "Dana Whitfield", "Priya Raman"]
    told = "3 people, 0 selected, Sum of lifetime value $1,100"
    qtbot.waitUntil(lambda: people._status.accessibleName() == told)


def test_the_model_keeps_the_rules_of_qt(people: ContactsPage, wait: Wait) -> None:
    tester = QAbstractItemModelTester(people.list.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    people.head.show_state(people.head.state.sorted_by("next_step_due", descending=False, adds=False))
    wait()
    assert tester.model() is people.list.model


def test_the_switch_shows_companies(people: ContactsPage, wait: Wait) -> None:
    people._switch.choose(COMPANIES)
    wait()
    assert names(people) == ["Acme Corporation", "Zoomit"]


def test_a_filter_narrows_the_list_and_its_chip_says_what_it_does(people: ContactsPage, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_conditions([ACME]))
    wait()
    assert names(people) == ["Aaron Feld", "Dana Whitfield"]
    assert people.head.state.edited
    assert people.filters.chips._row._widgets[0].accessibleName() == "Company is Acme Corporation"


def test_where_nothing_fits_the_filters_can_be_cleared(people: ContactsPage, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_conditions([Condition("name", "contains", "nobody")]))
    wait()
    assert people.list.model.rowCount() == 0
    people.list.unfiltered.emit()
    wait()
    assert len(names(people)) == 3


def test_a_filter_that_makes_no_sense_is_told_in_place(people: ContactsPage, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_conditions([Condition("last_interaction_at", "<", "whenever")]))
    wait()
    assert people.list._stack.shown is not people.list.view


def test_the_header_sorts_and_shift_adds_a_second_order(people: ContactsPage, wait: Wait) -> None:
    people.list.view.sort_wanted.emit("company", True, False)
    wait()
    people.list.view.sort_wanted.emit("name", False, True)
    wait()
    assert people.head.state.setting.sorting == ("-company", "name")
    assert names(people) == ["Priya Raman", "Aaron Feld", "Dana Whitfield"]


def test_columns_of_everything_are_kept_on_this_device(people: ContactsPage, screen: Desk, wait: Wait) -> None:
    people.head.show_state(people.head.state.with_columns(("name", "phone")))
    wait()
    again = ContactsPage(screen)
    again.arrive(Place("contacts"))
    wait()
    assert again.head.state.columns == ("name", "phone")
    assert not again.head.state.edited
    again.deleteLater()


def test_a_cell_is_edited_in_place_and_what_does_not_fit_keeps_it_open(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    people.head.show_state(people.head.state.with_columns(("name", "email")))
    wait()
    view = people.list.view
    view.setCurrentIndex(people.list.model.index(1, column(people, "email")))
    press(view, Qt.Key.Key_F2)
    opened = people.list.editing.input
    assert opened is not None
    opened.set_typed("no address")
    press(opened.editor, Qt.Key.Key_Return)
    wait()
    assert people.list.editing.input == opened
    opened.set_typed("dana@acme.example")
    press(opened.editor, Qt.Key.Key_Return)
    wait()
    with workspace.reader() as reader:
        found = contact_record(reader, world.dana, workspace.place)
    assert found is not None
    assert found.values["email"] == "dana@acme.example"


def test_what_is_typed_into_a_cell_and_not_saved_is_there_again(
    people: ContactsPage, world: World, screen: Desk, workspace: Workspace, wait: Wait
) -> None:
    view, editing, model = people.list.view, people.list.editing, people.list.model
    row = model.place_of(world.dana)
    assert row is not None

    def edited() -> FieldInput:
        view.setCurrentIndex(model.index(row, column(people, "job_title")))
        press(view, Qt.Key.Key_F2)
        assert editing.input is not None
        return editing.input

    type_text(edited().editor, "Head of half a")
    screen.drafts.write()
    wait()
    with workspace.reader() as reader:
        (kept,) = kept_drafts(reader).values()
    assert (kept.typed["typed"], kept.label) == ("Head of half a", "Job title of Dana Whitfield")
    # as after a loss of power: the cell was never left
    editing.close()
    assert edited().typed() == "Head of half a"
    press(edited().editor, Qt.Key.Key_Escape)
    assert not screen.drafts.all
    type_text(edited().editor, "Head of purchasing")
    press(edited().editor, Qt.Key.Key_Return)
    wait()
    assert not screen.drafts.all
    with workspace.reader() as reader:
        assert not kept_drafts(reader)


def test_the_next_step_is_written_through_its_cell(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    view = people.list.view
    view.setCurrentIndex(people.list.model.index(2, column(people, "next_step")))
    press(view, Qt.Key.Key_F2)
    opened = people.list.editing.input
    assert opened is not None
    opened.set_typed("Confirm delivery")
    press(opened.editor, Qt.Key.Key_Return)
    wait()
    with workspace.reader() as reader:
        found = contact_record(reader, world.priya, workspace.place)
    assert found is not None
    assert [task.title for task in found.tasks] == ["Confirm delivery"]


def test_the_selected_are_tagged_as_one_step_with_an_undo(
    people: ContactsPage, said: list[Saying], wait: Wait, screen: Desk
) -> None:
    people.list.model.select([0, 1])
    people.list.bulk.give_tag("VIP")
    wait()
    assert said[-1].text == "Tag “VIP” added to 2 people"
    assert said[-1].undo
    people.head.show_state(people.head.state.with_conditions([Condition("tags", "=", "VIP")]))
    wait()
    assert len(names(people)) == 2
    screen.undo()
    wait()
    assert names(people) == []


def test_the_selected_are_deleted_and_leave_the_list(people: ContactsPage, said: list[Saying], wait: Wait) -> None:
    people.list.model.select([0])
    assert people.list.bulk.bar.isVisibleTo(people)
    people.list.bulk.remove()
    wait()
    assert names(people) == ["Dana Whitfield", "Priya Raman"]
    assert said[-1].text == "1 person deleted"
    assert not people.list.bulk.bar.isVisibleTo(people)


def test_the_list_has_the_focus_when_the_bar_over_it_is_gone(people: ContactsPage, wait: Wait, qtbot: QtBot) -> None:
    people.activateWindow()
    people.list.view.go_to(1)
    people.list.view.toggle_row(1)
    delete = people.list.bulk._remove
    delete.setFocus(Qt.FocusReason.TabFocusReason)
    press(delete, Qt.Key.Key_Return)
    wait()
    people.window().findChildren(RemovalDialog)[-1].accept()
    wait()
    assert names(people) == ["Aaron Feld", "Priya Raman"]
    people.activateWindow()
    qtbot.waitUntil(people.list.view.hasFocus)


def test_what_is_changed_elsewhere_is_shown_at_once(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    edit_contact(workspace.journal, world.dana, {"job_title": "Chief buyer"})
    add_contact(workspace.journal, "person", {"name": "Bea Adler"})
    wait()
    assert names(people) == ["Aaron Feld", "Bea Adler", "Dana Whitfield", "Priya Raman"]
    assert people.list.model.cells(2)[column(people, "job_title")].text == "Chief buyer"


def test_space_opens_the_preview_and_it_follows_the_focus(people: ContactsPage, world: World, wait: Wait) -> None:
    people.list.view.go_to(1)
    press(people.list.view, Qt.Key.Key_Space)
    wait()
    assert people.preview.isVisible()
    assert people.preview.record == world.dana
    people.list.view.go_to(2)
    wait()
    assert people.preview.record == world.priya
    press(people.list.view, Qt.Key.Key_Space)
    assert not people.preview.isVisible()


def test_what_the_preview_holds_is_made_a_moment_after_the_list(people: ContactsPage, qtbot: QtBot) -> None:
    assert people.preview.findChild(PreviewBody) is None
    qtbot.waitUntil(lambda: people.preview.findChild(PreviewBody) is not None, timeout=5000)
    assert not people.preview.isVisible()


def test_the_preview_is_no_wider_once_the_text_is_small_again(people: ContactsPage, screen: Desk, wait: Wait) -> None:
    before = people.preview.minimumWidth()
    screen.theme.set_zoom(1.5)
    assert people.preview.minimumWidth() > before
    screen.theme.set_zoom(1.0)
    wait()
    assert people.preview.minimumWidth() == before


def test_a_preview_without_a_current_row_shows_the_first(people: ContactsPage, wait: Wait) -> None:
    people.list.view.setCurrentIndex(QModelIndex())
    people.beside.show_preview(on=True)
    wait()
    assert people.preview.record == people.list.model.rows()[0].record


def test_enter_opens_the_person_and_back_returns_to_the_same_list(
    people: ContactsPage, world: World, visited: list[Place], wait: Wait, screen: Desk
) -> None:
    people.head.show_state(people.head.state.with_conditions([ACME]).with_sorting(("-name",)))
    wait()
    people.list.view.go_to(1)
    press(people.list.view, Qt.Key.Key_Return)
    assert visited[-1] == Place("contact", world.aaron)
    left = people.leave()
    assert left is not None
    again = ContactsPage(screen)
    again.arrive(left)
    wait()
    assert names(again) == ["Dana Whitfield", "Aaron Feld"]
    assert again.list.current() == world.aaron
    again.deleteLater()


def test_other_pages_open_the_list_behind_a_number(people: ContactsPage, wait: Wait) -> None:
    people.arrive(Place("contacts", None, {"kind": "companies", "filter": "sector = retail"}))
    wait()
    assert names(people) == ["Zoomit"]


def test_an_empty_list_offers_to_add_the_first(qtbot: QtBot, screen: Desk, wait: Wait, visited: list[Place]) -> None:
    page = ContactsPage(screen)
    qtbot.addWidget(page)
    page.arrive(Place("contacts"))
    wait()
    page.list.add_wanted.emit()
    assert visited[-1].page == "new"
    assert visited[-1].arguments["kind"] == "person"


def test_a_few_selected_ones_can_be_put_side_by_side(
    people: ContactsPage, world: World, visited: list[Place], wait: Wait
) -> None:
    bulk = people.list.bulk
    people.list.model.select([0])
    assert not bulk._merge.isVisibleTo(bulk.bar)
    people.list.model.select([0, 1])
    assert bulk._merge.isVisibleTo(bulk.bar)
    bulk._merge.click()
    assert visited[-1].page == "duplicates"
    assert visited[-1].arguments["contacts"] in list(permutations((world.aaron, world.dana)))


def test_people_and_companies_are_listed_together(people: ContactsPage, wait: Wait) -> None:
    people._switch.choose(ALL)
    wait()
    assert names(people) == ["Aaron Feld", "Acme Corporation", "Dana Whitfield", "Priya Raman", "Zoomit"]
    cells = people.list.model.cells(1)
    assert cells[1].face is not None
    assert cells[1].face.company


def test_a_second_order_is_chosen_in_the_popover(people: ContactsPage, wait: Wait) -> None:
    form = SortForm(people.desk.theme, [Choice("name", "Name"), Choice("company", "Company")], ["name"], parent=people)
    orders: list[list[str]] = []
    form.chosen.connect(orders.append)
    form.add()
    form.turn(1)
    form.put_first(1)
    form.remove(1)
    assert orders == [["name", "company"], ["name", "-company"], ["-company", "name"], ["-company"]]


def test_turning_one_of_several_orders_keeps_their_rank(people: ContactsPage) -> None:
    state = people.head.state.with_sorting(("company", "name"))
    assert state.sorted_by("company", descending=True, adds=True).setting.sorting == ("-company", "name")
