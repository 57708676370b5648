"""Edits that were not taken stand in the inbox: copied, made again, put away and taken back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.schema.contacts import CONTACT
from crm_desktop.sync.apply import keep_aside
from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.sync.set_aside import aside_records, count_aside, put_away
from crm_desktop.workspace import Workspace
from tests.ui.sync.clashing import clashing_person
from ui.kit.desk import Desk, Place
from ui.kit.two_line import Heading, Line
from ui.sync.conflicts_page import ConflictsPage


@pytest.fixture
def page(screen: Desk, qtbot: QtBot) -> ConflictsPage:
    """The page, not yet arrived at."""
    made = ConflictsPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def refused(workspace: Workspace, typed: str = "Buyer", record: bytes | None = None) -> bytes:
    """Keep aside a job title that was typed for Dana, or for the `record` that is not here."""
    journal = workspace.journal
    dana = record or add_contact(journal, "person", {"name": "Dana Whitfield", "job_title": "Assistant"})
    field = CONTACT.by_name["job_title"].number
    edit = (CONTACT.number, dana, "Dana Whitfield", field, json.dumps(typed), 1, 1, "Your role may not.", 1)
    with journal.bookkeeping() as connection:
        keep_aside(connection, edit)
    return dana


def arrived(page: ConflictsPage, qtbot: QtBot) -> None:
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: page.aside.panel.isVisible())


def job(workspace: Workspace) -> object:
    with workspace.reader() as reader:
        return reader.execute("SELECT job_title FROM contact").fetchone()[0]


def waits(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return len(aside_records(reader))


def lines(page: ConflictsPage) -> list[Line]:
    rows = [page._model.row(place) for place in range(page._model.rowCount())]
    return [row for row in rows if isinstance(row, Line)]


def test_field_value_and_reason_are_shown(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    refused(workspace)
    arrived(page, qtbot)
    (line,) = page.aside.panel.lines
    assert (line.edit.label, line.edit.value, line.edit.reason) == ("Job title", "Buyer", "Your role may not.")
    assert isinstance(page._model.row(0), Heading)
    line.copy.click()
    assert QGuiApplication.clipboard().text() == "Buyer"


def test_trying_again_writes_it_as_a_step_that_can_be_undone(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    refused(workspace)
    arrived(page, qtbot)
    page.aside.panel.lines[0].again.click()
    qtbot.waitUntil(lambda: job(workspace) == "Buyer")
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert waits(workspace) == 0
    page.desk.undo()
    qtbot.waitUntil(lambda: job(workspace) == "Assistant")


def test_what_is_put_away_is_taken_back_by_its_link(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    refused(workspace)
    arrived(page, qtbot)
    page.aside.panel.away.click()
    qtbot.waitUntil(lambda: waits(workspace) == 0)
    qtbot.waitUntil(lambda: [each.link for each in lines(page)] == ["Take back"])
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waits(workspace) == 1)
    qtbot.waitUntil(lambda: page.aside.panel.isVisible())
    assert job(workspace) == "Assistant"


def test_a_click_on_the_link_takes_it_back(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    refused(workspace)
    arrived(page, qtbot)
    page.aside.panel.away.click()
    qtbot.waitUntil(lambda: [each.link for each in lines(page)] == ["Take back"])
    box = page.list.visualRect(page._model.index(1, 0))
    place = box.topRight()
    place.setX(place.x() - 24)
    place.setY(place.y() + 16)
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: waits(workspace) == 1)


def test_a_record_that_left_is_told_and_only_copied(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    refused(workspace, record=bytes(16))
    arrived(page, qtbot)
    assert not page.aside.panel.again.isEnabled()
    assert page.aside.panel.away.isEnabled()
    assert page.aside.panel.copy.isEnabled()
    assert "not on this computer" in page.commands()[0].why_not


def test_clashes_and_what_was_not_taken_stand_in_one_list(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    dana = clashing_person(workspace)
    refused(workspace, record=dana)
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    qtbot.waitUntil(lambda: page.panel.isVisible())
    page.list.setFocus()
    page.list.go_to_record(dana)
    QTest.keyClick(page.list, Qt.Key.Key_J)
    assert page.aside.panel.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: page.panel.isVisible())


def test_the_list_counts_what_the_rail_counts(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace, "Cecile Noble", "job_title", "nickname")
    dana = refused(workspace)
    refused(workspace, "Head of buying", dana)
    field = CONTACT.by_name["external_ids"].number
    with workspace.journal.bookkeeping() as connection:
        # what nobody typed is no edit of its own
        keep_aside(connection, (CONTACT.number, dana, "Dana Whitfield", field, "[]", 1, 1, "Your role may not.", 1))
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: page._count.text() != "")
    with workspace.reader() as reader:
        assert (count_conflicts(reader), count_aside(reader)) == (2, 2)
    assert page._count.text() == "4"


def test_what_was_put_away_is_seen_copied_and_taken_back_later(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    refused(workspace)
    with workspace.reader() as reader:
        seqs = [edit.seq for each in aside_records(reader) for edit in each.edits]
    put_away(workspace.journal, seqs)
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: page.aside.panel.isVisible())
    assert page._count.text() == "0"
    (line,) = page.aside.panel.lines
    assert (line.edit.value, line.again.isVisible(), line.away.isVisible()) == ("Buyer", False, False)
    assert [each.name for each in page.commands()] == ["take back", "copy typed", "open record"]
    line.copy.click()
    assert QGuiApplication.clipboard().text() == "Buyer"
    page.aside.panel.back.click()
    qtbot.waitUntil(lambda: waits(workspace) == 1)
    qtbot.waitUntil(lambda: page._count.text() == "1")
