"""Tags in the settings."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from ui.settings.tags_section import TagsSection

Quiet = Callable[[], None]


@pytest.fixture
def section(show: Show, workspace: Workspace, quiet: Quiet) -> TagsSection:
    add_record(workspace.journal, "people", {"name": "Ada", "tags": "VIP, fair"})
    add_record(workspace.journal, "companies", {"name": "Acme", "tags": "vip"})
    found = show("tags").section("tags")
    assert isinstance(found, TagsSection)
    quiet()
    return found


def names(section: TagsSection) -> list[tuple[str, int]]:
    return [(line.tag.name, line.tag.uses) for line in section.lines]


def test_a_tag_is_renamed_where_it_stands_and_back_with_undo(section: TagsSection, quiet: Quiet) -> None:
    assert names(section) == [("fair", 1), ("VIP", 2)]
    section.lines[1].line.setText("Top")
    section.lines[1].line.editingFinished.emit()
    quiet()
    assert names(section) == [("fair", 1), ("Top", 2)]
    section.desk.undo()
    quiet()
    assert names(section)[1][1] == 2


def test_the_name_of_another_tag_makes_the_two_one(section: TagsSection, quiet: Quiet) -> None:
    section.lines[0].line.setText("vip")
    section.lines[0].line.editingFinished.emit()
    quiet()
    assert names(section) == [("VIP", 2)]


def test_a_name_that_is_typed_and_not_taken_yet_is_there_again(section: TagsSection, quiet: Quiet) -> None:
    line = section.lines[0].line
    QTest.keyClick(line, Qt.Key.Key_End)
    QTest.keyClicks(line, "s and shows")
    assert [each.label for each in section.desk.drafts.all.values()] == ["Tag fair"]
    # as after a loss of power: the line was never left
    section.refresh()
    quiet()
    again = section.lines[0].line
    assert again.text() == "fairs and shows"
    assert [each.toolTip() for each in again.actions()] == ["Kept from before, not saved yet. Esc discards it."]
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert (again.text(), again.actions()) == ("fair", [])
    assert not section.desk.drafts.all
    QTest.keyClick(again, Qt.Key.Key_End)
    QTest.keyClicks(again, "s")
    QTest.keyClick(again, Qt.Key.Key_Return)
    quiet()
    assert names(section)[0] == ("fairs", 1)
    assert not section.desk.drafts.all


def test_a_tag_is_removed_everywhere(section: TagsSection, quiet: Quiet) -> None:
    section.lines[1].away.click()
    quiet()
    assert names(section) == [("fair", 1)]


def test_an_emptied_line_keeps_its_tag(section: TagsSection, quiet: Quiet) -> None:
    section.lines[0].line.setText(" ")
    section.lines[0].line.editingFinished.emit()
    quiet()
    assert section.lines[0].line.text() == "fair"
