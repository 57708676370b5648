"""A cell of the list that is edited while somebody else writes."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.acts import restore_records
from crm_desktop.contacts.actions import edit_contact, remove_contacts
from crm_desktop.workspace import Workspace
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press
from ui.contacts.list_page import ContactsPage
from ui.kit.desk import Desk
from ui.kit.drafts import FACT, place_of
from ui.kit.fields.base import FieldInput


def opened(people: ContactsPage, name: str, typed: str) -> FieldInput:
    """Open the job title of `name` and type into it."""
    view, model = people.list.view, people.list.model
    place = [str(row.values[0]) for row in model.rows()].index(name)
    title = [each.name for each in model.columns].index("job_title")
    view.setCurrentIndex(model.index(place, title))
    press(view, Qt.Key.Key_F2)
    made = people.list.editing.input
    assert made is not None
    made.set_typed(typed)
    return made


def job_title(workspace: Workspace, contact: bytes) -> object:
    with workspace.reader() as reader:
        return reader.execute("SELECT job_title FROM contact WHERE id = ?", (contact,)).fetchone()[0]


def test_what_was_written_meanwhile_is_told_before_it_is_written_over(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    cell = opened(people, "Dana Whitfield", "Buyer")
    edit_contact(workspace.journal, world.dana, {"job_title": "Director"})
    wait()
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert "“Director” was written here meanwhile" in cell._error.text()
    assert (cell.typed(), job_title(workspace, world.dana)) == ("Buyer", "Director")
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert job_title(workspace, world.dana) == "Buyer"


def test_what_was_written_meanwhile_is_told_at_once_and_stays_told_while_one_types(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    cell = opened(people, "Dana Whitfield", "Buyer")
    edit_contact(workspace.journal, world.dana, {"job_title": "Director"})
    wait()
    assert cell._error.text() == "“Director” was written here meanwhile."
    QTest.keyClicks(cell.editor, "s")
    assert cell._error.text() == "“Director” was written here meanwhile."
    edit_contact(workspace.journal, world.dana, {"job_title": ""})
    wait()
    assert cell._error.text() == "This was emptied meanwhile."


def test_what_is_typed_into_a_cell_stays_kept_while_the_same_field_is_saved_elsewhere(
    people: ContactsPage, world: World, screen: Desk, wait: Wait
) -> None:
    cell = opened(people, "Dana Whitfield", "Buyer")
    cell.changed.emit()
    place = place_of(FACT, "contact", world.dana, "job_title")
    screen.drafts.drop(place)
    assert screen.drafts.typed(place) == {"typed": "Buyer"}
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert not screen.drafts.all


def test_an_edit_follows_its_row_to_another_place(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    cell = opened(people, "Dana Whitfield", "Buyer")
    edit_contact(workspace.journal, world.dana, {"name": "Zoe Whitfield"})
    wait()
    assert people.list.editing.input is cell
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert job_title(workspace, world.dana) == "Buyer"


def test_what_is_typed_stays_while_its_record_is_in_the_bin(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    cell = opened(people, "Dana Whitfield", "Buyer")
    remove_contacts(workspace.journal, [world.dana])
    wait()
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert people.list.editing.input is cell
    assert "Restore it from the bin" in cell._error.text()
    assert cell.typed() == "Buyer"
    restore_records(workspace.journal, [world.dana])
    wait()
    press(cell.editor, Qt.Key.Key_Return)
    wait()
    assert job_title(workspace, world.dana) == "Buyer"


def test_going_elsewhere_saves_what_was_typed_and_leaves_the_focus_there(
    people: ContactsPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    opened(people, "Dana Whitfield", "Buyer")
    people.filters.more.setFocus(Qt.FocusReason.MouseFocusReason)
    wait()
    assert job_title(workspace, world.dana) == "Buyer"
    assert people.list.editing.input is None
    assert people.filters.more.hasFocus()
