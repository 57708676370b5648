"""Own fields in the settings: added, changed, ordered, put away, without a restart."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.schema.field import Choice
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from ui.settings.field_copy import CopyDialog
from ui.settings.field_dialog import FieldDialog
from ui.settings.fields_section import FieldsSection

Quiet = Callable[[], None]


@pytest.fixture
def section(show: Show) -> FieldsSection:
    found = show("fields").section("fields")
    assert isinstance(found, FieldsSection)
    return found


def opened(section: FieldsSection) -> FieldDialog:
    return section.findChildren(FieldDialog)[-1]


def names(workspace: Workspace, kind: str = "people") -> list[str]:
    return [each.name for each in workspace.kinds.named(kind).own_fields]


def test_a_formula_is_kept_by_ctrl_enter_where_it_is_typed(
    section: FieldsSection, workspace: Workspace, quiet: Quiet
) -> None:
    section.more.click()
    dialog = opened(section)
    dialog.type.setCurrentIndex(dialog.type.findData("formula"))
    dialog.label.set_typed("Initials")
    dialog.formula.set_typed("left(name, 1)")
    QTest.keyClick(dialog.formula.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet()
    assert names(workspace) == ["initials"]


def test_a_field_is_added_and_known_at_once(section: FieldsSection, workspace: Workspace, quiet: Quiet) -> None:
    section.more.click()
    dialog = opened(section)
    dialog.type.setCurrentIndex(dialog.type.findData("choice"))
    dialog.label.set_typed("Level")
    line = dialog.choices.lines[0].line
    line.setFocus()
    QTest.keyClicks(line, "Gold")
    QTest.keyClick(line, Qt.Key.Key_Return)
    dialog.choices.lines[1].line.setText("Silver")
    dialog.accept()
    quiet()
    assert names(workspace) == ["level"]
    assert section.desk.kinds.named("people").field("level").choices == (
        Choice("Gold", "Gold"),
        Choice("Silver", "Silver"),
    )
    assert [line.field.label for line in section.lines] == ["Level"]
    assert "Level" in section.words


def test_what_is_wrong_is_told_where_it_stands(section: FieldsSection, quiet: Quiet) -> None:
    section.add()
    dialog = opened(section)
    dialog.accept()
    quiet()
    assert "needs a label" in dialog.label.editor.accessibleDescription()
    dialog.label.set_typed("Net")
    dialog.type.setCurrentIndex(dialog.type.findData("formula"))
    dialog.formula.set_typed("colour * 2")
    assert "colour" in dialog.formula.editor.accessibleDescription()
    dialog.accept()
    quiet()
    assert dialog.isVisible()


def test_a_long_reason_has_its_room_below_the_formula(section: FieldsSection, quiet: Quiet) -> None:
    section.more.click()
    dialog = opened(section)
    dialog.type.setCurrentIndex(dialog.type.findData("formula"))
    dialog.label.set_typed("Odd")
    dialog.formula.set_typed("nonsense * 2")
    dialog.accept()
    quiet()
    told, area = dialog.formula._error, dialog.formula.area
    assert "People have no field “nonsense” to compute with. Fields: " in told.text()
    assert told.height() >= told.heightForWidth(told.width())
    assert told.geometry().top() > area.geometry().bottom()


@pytest.mark.parametrize(
    "typed", ["name_of_it_" * 60, "name_of_it_" * 200, "if(amount > " * 60], ids=["long", "too", "if"]
)
def test_the_longest_formula_and_its_reason_can_be_read(
    section: FieldsSection, quiet: Quiet, qtbot: QtBot, typed: str
) -> None:
    section.more.click()
    dialog = opened(section)
    dialog.type.setCurrentIndex(dialog.type.findData("formula"))
    dialog.label.set_typed("Odd")
    quiet()
    dialog.formula.area.insertPlainText(typed)
    quiet()
    dialog.accept()
    quiet()
    told, area = dialog.formula._error, dialog.formula.area
    assert area.height() > 6 * area.fontMetrics().lineSpacing(), "the lines that were pasted"
    assert told.isVisible()
    qtbot.waitUntil(lambda: told.geometry().top() > area.geometry().bottom())
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()))
    assert dialog.frameGeometry().bottom() <= dialog.screen().availableGeometry().bottom()


def test_a_formula_over_a_formula_is_refused_with_one_reason_while_typed_and_when_kept(
    section: FieldsSection, workspace: Workspace, quiet: Quiet
) -> None:
    add_own_field(workspace.journal, NewField("people", "Length", "formula", formula="len(name)"))
    quiet()
    section.more.click()
    dialog = opened(section)
    dialog.type.setCurrentIndex(dialog.type.findData("formula"))
    dialog.label.set_typed("Odd")
    dialog.formula.set_typed("length * 2")
    while_typed = dialog.formula._error.text()
    dialog.accept()
    quiet()
    assert dialog.formula._error.text() == while_typed
    assert "is a formula itself" in while_typed


def test_a_choice_is_renamed_and_keeps_its_value(section: FieldsSection, workspace: Workspace, quiet: Quiet) -> None:
    add_own_field(workspace.journal, NewField("people", "Level", "choice", ("Gold", "Silver")))
    quiet()
    section.lines[0].edit.click()
    dialog = opened(section)
    assert not dialog.type.isEnabled()
    dialog.choices.lines[0].line.setText("Premium")
    dialog.accept()
    quiet()
    assert workspace.kinds.named("people").field("level").choices[0] == Choice("Gold", "Premium")


def test_fields_are_ordered_put_away_and_restored(section: FieldsSection, workspace: Workspace, quiet: Quiet) -> None:
    for label in ("Colour", "Shape"):
        add_own_field(workspace.journal, NewField("people", label, "text"))
    quiet()
    section.lines[1].up.click()
    quiet()
    assert names(workspace) == ["shape", "colour"]
    section.lines[0].remove_wanted.emit()
    quiet()
    assert names(workspace) == ["colour"]
    section.lines[-1].restore_wanted.emit()
    quiet()
    assert names(workspace) == ["shape", "colour"]


def test_values_are_copied_into_a_field_of_another_type(
    section: FieldsSection, workspace: Workspace, quiet: Quiet
) -> None:
    add_own_field(workspace.journal, NewField("people", "Since", "text"))
    add_own_field(workspace.journal, NewField("people", "Customer since", "date"))
    add_record(workspace.journal, "people", {"name": "Dana", "since": "1 June 2025"})
    quiet()
    section.lines[0].copy_wanted.emit()
    (dialog,) = section.findChildren(CopyDialog)
    dialog.accept()
    quiet()
    with workspace.reader() as reader:
        number = workspace.kinds.named("people").field("customer_since").number
        stored = reader.execute(f"SELECT json_extract(custom, '$.\"{number}\"') FROM contact").fetchone()[0]
    assert stored == "2025-06-01"
