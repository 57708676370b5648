"""Changing one field of all that are selected."""

from PySide6.QtCore import Qt

from crm_desktop.bulk_edit import How
from crm_desktop.store.chosen import Chosen
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Saying
from ui.kit.lists.bulk_edit_form import BulkEditForm, edited_fields


def opened(people: ContactsPage, wait: Wait) -> BulkEditForm:
    press(people.list.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    people.list.bulk.open_edit()
    wait()
    form = people.list.bulk.bar.findChild(BulkEditForm)
    assert form is not None
    return form


def owners(workspace: Workspace) -> set[str]:
    with workspace.reader() as reader:
        return {
            row[0] for row in reader.execute("SELECT name FROM contact WHERE owner IS NOT NULL AND kind = 'person'")
        }


def test_it_says_how_many_change_before_it_changes_them_and_is_undone(
    people: ContactsPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    form = opened(people, wait)
    form.choose("owner", How.CLEAR)
    wait()
    assert form.told.text() == "3 selected. 1 changes. 2 are so already."
    assert form.change.text() == "Change 1"
    form.change.click()
    wait()
    assert said[-1].text == "Owner of 1 person changed"
    assert owners(workspace) == set()
    people.desk.undo()
    wait()
    assert owners(workspace) == {"Dana Whitfield"}


def test_tab_leads_from_another_field_to_its_value_while_the_form_ends_above_the_bar(
    people: ContactsPage, wait: Wait
) -> None:
    form = opened(people, wait)
    foot = form.y() + form.height()
    for field in ("tags", "lifecycle", "name", "source"):
        form.choose(field, How.SET)
        form.how.setFocus()
        press(form.how, Qt.Key.Key_Tab)
        following = form.focusWidget()
        assert form.input is not None
        assert following is not None
        assert form.input.isAncestorOf(following)
        wait()
        assert form.y() + form.height() == foot


def test_what_changes_nothing_cannot_be_done(people: ContactsPage, wait: Wait) -> None:
    form = opened(people, wait)
    form.choose("source", How.CLEAR)
    wait()
    assert form.told.text() == "3 selected. 0 change. 3 are so already."
    assert not form.change.isEnabled()


def test_words_are_added_to_the_tags_of_all(people: ContactsPage, workspace: Workspace, wait: Wait) -> None:
    form = opened(people, wait)
    form.choose("tags", How.ADD)
    assert form.input is not None
    form.input.set_typed("VIP")
    wait()
    form.input.accepted.emit()
    wait()
    with workspace.reader() as reader:
        tags = [row[0] for row in reader.execute("SELECT tags FROM contact WHERE kind = 'person'")]
    assert tags == ['["VIP"]'] * 3


def test_what_does_not_fit_is_told_beside_the_input(people: ContactsPage, wait: Wait) -> None:
    form = opened(people, wait)
    form.choose("email", How.SET)
    assert form.input is not None
    form.input.set_typed("no address")
    form.apply()
    assert form.input.editor.accessibleDescription()


def test_each_field_that_a_person_may_type_is_offered(people: ContactsPage) -> None:
    names = {each.name for each in edited_fields(people.head.state.kind)}
    assert {"owner", "tags", "rating", "company", "city", "birthday", "notes", "do_not_contact"} <= names
    assert not names & {"lifetime_value", "created_at", "kind", "merged_into"}


def test_everything_of_a_filter_is_changed_also_what_was_never_scrolled_to(people: ContactsPage, world: World) -> None:
    people.list.model.select_everything()
    assert people.list.chosen() == Chosen(view=people.head.state.query)
