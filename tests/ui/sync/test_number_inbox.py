"""A number that two records have stands in the inbox until one of them has another."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.store.same_numbers import same_numbers
from crm_desktop.sync.numbering import give_new_number
from crm_desktop.sync.status import count_to_review
from crm_desktop.tickets.actions import add_ticket
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk, Place
from ui.kit.two_line import Line
from ui.sync.conflicts_page import ConflictsPage


@pytest.fixture
def page(screen: Desk, qtbot: QtBot, workspace: Workspace) -> ConflictsPage:
    """The page, with two tickets that both have number 7."""
    for subject in ("Oven door", "Coffee grinder"):
        add_ticket(workspace.journal, {"subject": subject, "number": 7})
    made = ConflictsPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: made.numbers.panel.isVisible())
    return made


def to_review(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return count_to_review(reader)


def numbers(workspace: Workspace) -> dict[str, int]:
    with workspace.reader() as reader:
        return dict(reader.execute("SELECT subject, number FROM ticket").fetchall())


def listed(page: ConflictsPage) -> tuple[str, str]:
    """Return what the line of the list says."""
    (line,) = (each for each in page.numbers.lines() if isinstance(each, Line))
    return line.title, line.about


def test_both_records_are_named(page: ConflictsPage, workspace: Workspace) -> None:
    assert to_review(workspace) == 1
    both = "“Oven door” and “Coffee grinder”"
    assert page.numbers.panel._title.text() == both
    assert "“Oven door” had number 7 first, “Coffee grinder” later." in page.numbers.panel._sentence.text()
    assert listed(page) == (both, "Both have number 7")


def test_both_records_can_be_opened(page: ConflictsPage, workspace: Workspace, visited: list[Place]) -> None:
    with workspace.reader() as reader:
        ids: dict[str, bytes] = dict(reader.execute("SELECT subject, id FROM ticket").fetchall())
    page.numbers.panel.open_first.click()
    page.numbers.panel.open.click()
    assert [each.record for each in visited] == [ids["Oven door"], ids["Coffee grinder"]]


def test_a_new_number_is_given_by_keys_and_can_be_undone(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    QTest.keyClick(page.numbers.panel.give, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert numbers(workspace) == {"Oven door": 7, "Coffee grinder": 8}
    assert to_review(workspace) == 0
    page.desk.undo()
    qtbot.waitUntil(lambda: page.numbers.panel.isVisible())
    assert numbers(workspace) == {"Oven door": 7, "Coffee grinder": 7}


def test_the_actions_are_those_of_the_number(page: ConflictsPage) -> None:
    assert [each.name for each in page.commands()] == ["new number", "open record"]


def test_a_number_that_was_given_by_itself_is_told_until_it_was_seen(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    with workspace.reader() as reader:
        holder = same_numbers(reader)[0][1]
    give_new_number(workspace.journal, holder, noted=True)
    told = "“Oven door” had number 7 first, so “Coffee grinder” is number 8 now."
    qtbot.waitUntil(lambda: told in page.numbers.panel._sentence.text())
    assert listed(page)[1] == "Both had 7; the later is 8 now"
    assert to_review(workspace) == 1
    assert [each.name for each in page.commands()] == ["seen number", "open record"]
    page.numbers.panel.seen.click()
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert to_review(workspace) == 0
