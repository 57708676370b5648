"""The own fields of one record, edited in place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record, remove_records
from crm_desktop.files.actions import Holder
from crm_desktop.files.queries import files_of
from crm_desktop.journal.field_actions import NewField, add_own_field, remove_own_field
from crm_desktop.schema.forms import Stored
from crm_desktop.store.record_query import one_record
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk
from ui.kit.fields.text import TextInput
from ui.kit.own_facts import OwnFacts


@pytest.fixture
def dana(workspace: Workspace) -> bytes:
    return add_record(workspace.journal, "people", {"name": "Dana"})


@pytest.fixture
def facts(screen: Desk, workspace: Workspace, dana: bytes, qtbot: QtBot) -> OwnFacts:
    add_own_field(workspace.journal, NewField("people", "Shoe size", "number", help="EU size"))
    made = OwnFacts(screen, "contact")
    qtbot.addWidget(made)
    made.open_record("people", dana)
    qtbot.waitUntil(lambda: bool(made.rows))
    return made


def stored(workspace: Workspace, record: bytes, name: str) -> Stored:
    with workspace.reader() as reader:
        found = one_record(reader, workspace.kinds.named("people"), record, workspace.place, (name,))
    assert found is not None
    return found[1].values[0]


def test_a_value_is_typed_where_it_stands(facts: OwnFacts, workspace: Workspace, dana: bytes, qtbot: QtBot) -> None:
    row = facts.rows["shoe_size"]
    assert row.toolTip() == "EU size"
    row.edit()
    field = row.findChildren(TextInput)[0].line
    QTest.keyClicks(field, "39.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not row.editing)
    assert stored(workspace, dana, "shoe_size") == 39.5
    qtbot.waitUntil(lambda: row.accessibleName() == "Shoe size: 39.5")


def test_what_does_not_fit_is_told_at_the_input(facts: OwnFacts, workspace: Workspace, dana: bytes) -> None:
    row = facts.rows["shoe_size"]
    row.edit()
    made = row.findChildren(TextInput)[0]
    QTest.keyClicks(made.line, "large")
    QTest.keyClick(made.line, Qt.Key.Key_Return)
    assert "not a number" in made.editor.accessibleDescription()
    assert row.editing
    assert stored(workspace, dana, "shoe_size") is None


def test_a_new_field_is_there_without_opening_the_record_again(
    facts: OwnFacts, workspace: Workspace, qtbot: QtBot
) -> None:
    made = add_own_field(workspace.journal, NewField("people", "Colour", "text"))
    qtbot.waitUntil(lambda: list(facts.rows) == ["shoe_size", "colour"])
    remove_own_field(workspace.journal, made)
    qtbot.waitUntil(lambda: list(facts.rows) == ["shoe_size"])


def test_a_record_in_the_bin_is_not_changed(facts: OwnFacts, workspace: Workspace, dana: bytes, qtbot: QtBot) -> None:
    remove_records(workspace.journal, [dana])
    qtbot.waitUntil(lambda: "Restore" in facts.rows["shoe_size"].toolTip())
    facts.rows["shoe_size"].edit()
    assert not facts.rows["shoe_size"].editing


def test_a_file_is_kept_with_the_record_and_in_the_field(
    facts: OwnFacts, workspace: Workspace, dana: bytes, tmp_path: Path, qtbot: QtBot
) -> None:
    field = add_own_field(workspace.journal, NewField("people", "Contract", "file"))
    qtbot.waitUntil(lambda: "contract" in facts.rows)
    path = tmp_path / "contract.txt"
    path.write_text("Signed.", encoding="utf-8")
    declared = next(each for each in workspace.kinds.named("people").own_fields if each.own == field)
    facts._save(declared, str(path), lambda: None, lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: facts.rows["contract"].accessibleName() == "Contract: contract.txt")
    with workspace.reader() as reader:
        (kept,) = files_of(reader, Holder("contact", dana))
    assert stored(workspace, dana, "contract") == kept.id
    again = path.rename(tmp_path / "copy.txt")
    facts._save(declared, str(again), lambda: None, lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: not facts._desk.tasks.busy)
    assert stored(workspace, dana, "contract") == kept.id


def test_without_own_fields_there_is_nothing_to_see(
    screen: Desk, workspace: Workspace, dana: bytes, qtbot: QtBot
) -> None:
    made = OwnFacts(screen, "contact")
    qtbot.addWidget(made)
    made.open_record("people", dana)
    assert not made.isVisible()
    assert not made.rows
