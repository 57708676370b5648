"""Stages and goals in the settings."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.acts import add_record
from crm_desktop.pipeline.goals import goals
from crm_desktop.pipeline.stages import stages
from crm_desktop.workspace import Workspace
from tests.ui.settings.conftest import Show
from ui.settings.goal_dialog import GoalDialog, coming_periods, period_words
from ui.settings.goals_section import GoalsSection
from ui.settings.stages_section import StagesSection

Quiet = Callable[[], None]


@pytest.fixture
def section(show: Show) -> StagesSection:
    found = show("stages").section("stages")
    assert isinstance(found, StagesSection)
    return found


@pytest.fixture
def goal_section(show: Show) -> GoalsSection:
    found = show("goals").section("goals")
    assert isinstance(found, GoalsSection)
    return found


def stored(workspace: Workspace) -> list[tuple[str, int]]:
    with workspace.reader() as reader:
        return [(each.name, each.probability) for each in stages(reader)]


def test_a_name_is_kept_when_enter_is_pressed(section: StagesSection, workspace: Workspace, quiet: Quiet) -> None:
    editor = section.lines[0].inputs["name"].editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, "First talk")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    quiet()
    assert stored(workspace)[0] == ("First talk", 10)


def test_what_is_typed_and_not_taken_yet_stands_in_the_line_again(section: StagesSection, quiet: Quiet) -> None:
    editor = section.lines[0].inputs["name"].editor
    QTest.keyClick(editor, Qt.Key.Key_End)
    QTest.keyClicks(editor, " more")
    section.lines = []
    section.refresh()
    quiet()
    again = section.lines[0].inputs["name"]
    assert again.typed() == "Prospecting more"
    QTest.keyClick(again.editor, Qt.Key.Key_Return)
    quiet()
    assert section.lines[0].stage.name == "Prospecting more"
    assert not section.desk.drafts.all


def test_a_chance_beyond_certainty_is_told_where_it_stands(
    section: StagesSection, workspace: Workspace, quiet: Quiet
) -> None:
    line = section.lines[0]
    line.inputs["probability"].set_typed("180")
    line._tell("probability")
    quiet()
    assert "from 0 to 100" in line.inputs["probability"].editor.accessibleDescription()
    assert stored(workspace)[0] == ("Prospecting", 10)


def test_a_stage_is_added_and_moved(section: StagesSection, workspace: Workspace, quiet: Quiet) -> None:
    section.add(section.lines[0].stage.pipeline)
    quiet()
    assert [name for name, _chance in stored(workspace)] == ["Prospecting", "Engaging", "New stage", "Won", "Lost"]
    section.lines[2].up.click()
    quiet()
    assert [line.stage.name for line in section.lines] == ["Prospecting", "New stage", "Engaging", "Won", "Lost"]


def test_a_stage_in_use_stays(section: StagesSection, workspace: Workspace, quiet: Quiet) -> None:
    add_record(workspace.journal, "deal", {"title": "GTX × 40"})
    section.lines[0].delete.click()
    quiet()
    assert len(stored(workspace)) == 4


def test_a_goal_is_set_for_everyone(goal_section: GoalsSection, workspace: Workspace, quiet: Quiet) -> None:
    goal_section.set_goal()
    quiet()
    (dialog,) = goal_section.findChildren(GoalDialog)
    assert [dialog.who.itemText(place) for place in range(dialog.who.count())] == ["Everyone together", "Anna Snelling"]
    dialog.amount.set_typed("50,000")
    dialog.accept()
    quiet()
    with workspace.reader() as reader:
        (row,) = goals(reader)
    assert (row.goal.period, row.goal.amount_minor, row.who) == ("month", 50_000_00, "")
    assert goal_section.lines[0].words == "May 2026, everyone $0 won of $50,000, 0 %"


def test_an_empty_amount_is_told_in_the_dialog(goal_section: GoalsSection, quiet: Quiet) -> None:
    goal_section.set_goal()
    quiet()
    (dialog,) = goal_section.findChildren(GoalDialog)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.amount.editor.accessibleDescription()


def test_the_periods_ahead_are_named_in_the_users_language(workspace: Workspace) -> None:
    periods = coming_periods(workspace.journal.clock().date())
    assert [period_words(*each, "en") for each in periods][:7] == [
        "May 2026",
        "June 2026",
        "July 2026",
        "August 2026",
        "September 2026",
        "October 2026",
        "Q2 2026",
    ]
    assert period_words(*periods[0], "de") == "Mai 2026"
