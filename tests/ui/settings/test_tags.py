"""Tags in the settings."""

from collections.abc import Callable

import pytest

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


def test_a_tag_is_removed_everywhere(section: TagsSection, quiet: Quiet) -> None:
    section.lines[1].away.click()
    quiet()
    assert names(section) == [("fair", 1)]


def test_an_emptied_line_keeps_its_tag(section: TagsSection, quiet: Quiet) -> None:
    section.lines[0].line.setText(" ")
    section.lines[0].line.editingFinished.emit()
    quiet()
    assert section.lines[0].line.text() == "fair"
