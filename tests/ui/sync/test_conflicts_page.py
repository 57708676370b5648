"""What two computers wrote into one field is decided by a person, and nothing else is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.sync.conflicts import count_conflicts
from crm_desktop.workspace import Workspace
from tests.ui.sync.clashing import clashing_person
from ui.kit.desk import Desk, Place
from ui.kit.two_line import Line
from ui.sync.clash_box import BOTH, MINE, THEIRS
from ui.sync.conflicts_page import ConflictsPage


@pytest.fixture
def page(screen: Desk, qtbot: QtBot) -> ConflictsPage:
    """The page, not yet arrived at."""
    made = ConflictsPage(screen)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def arrived(page: ConflictsPage, qtbot: QtBot, record: bytes | None = None) -> None:
    page.arrive(Place("conflicts", record))
    qtbot.waitUntil(lambda: bool(page.panel.boxes))


def waiting(workspace: Workspace) -> int:
    with workspace.reader() as reader:
        return count_conflicts(reader)


def value(workspace: Workspace, field: str) -> object:
    with workspace.reader() as reader:
        return reader.execute(f"SELECT {field} FROM contact WHERE name = 'Dana Whitfield'").fetchone()[0]


def test_nothing_to_review_is_said(page: ConflictsPage, qtbot: QtBot) -> None:
    page.arrive(Place("conflicts"))
    qtbot.waitUntil(lambda: page._empty.isVisible())
    assert page.commands()[0].why_not


def test_both_values_are_shown_with_who_where_and_before(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    clashing_person(workspace)
    arrived(page, qtbot)
    clash = page.panel.boxes[0].clash
    assert (clash.mine.place, clash.mine.value) == ("This computer", "Head of purchasing")
    assert (clash.theirs.place, clash.theirs.who, clash.theirs.value) == ("Reed's laptop", "Reed Clapper", "Buyer")
    assert page.panel.boxes[0].cards[THEIRS].accessibleName() == "Reed's laptop: Buyer"


def test_keys_choose_and_ctrl_enter_writes_it(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace)
    arrived(page, qtbot)
    assert not page.foot.use.isEnabled()
    QTest.keyClick(page.panel.boxes[0], Qt.Key.Key_2)
    assert page.panel.choices == {page.panel.boxes[0].clash.cid: THEIRS}
    assert page.foot.use.isEnabled()
    page.use_choices()
    qtbot.waitUntil(lambda: waiting(workspace) == 0)
    assert value(workspace, "job_title") == "Buyer"
    qtbot.waitUntil(lambda: page._done_count.text() == "1 done")


def test_one_field_of_two_can_be_decided(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace, "Dana Whitfield", "job_title", "nickname")
    arrived(page, qtbot)
    page.panel.boxes[0].choose(MINE)
    page.use_choices()
    qtbot.waitUntil(lambda: len(page.panel.boxes) == 1)
    assert waiting(workspace) == 1
    assert value(workspace, "job_title") == "Head of purchasing"


def test_j_and_k_go_from_field_to_field(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace, "Dana Whitfield", "job_title", "nickname")
    arrived(page, qtbot)
    page.panel.focus_first()
    QTest.keyClick(page.panel.boxes[0], Qt.Key.Key_J)
    assert page.panel.boxes[1].isAncestorOf(page.focusWidget())
    QTest.keyClick(page.panel.boxes[1], Qt.Key.Key_K)
    assert page.panel.boxes[0].isAncestorOf(page.focusWidget())


def test_both_texts_can_be_kept(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace, "Dana Whitfield", "notes")
    arrived(page, qtbot)
    page.choose(BOTH)
    page.use_choices()
    qtbot.waitUntil(lambda: waiting(workspace) == 0)
    kept = str(value(workspace, "notes"))
    assert "Called about the quote." in kept
    assert "Wants two more samples." in kept


def test_the_later_change_is_taken_everywhere_in_one_step(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    clashing_person(workspace, "Dana Whitfield", "job_title", "nickname")
    clashing_person(workspace, "Ben Ode", "job_title")
    arrived(page, qtbot)
    page.take_later()
    qtbot.waitUntil(lambda: waiting(workspace) == 0)
    qtbot.waitUntil(lambda: page._empty.isVisible())


def test_the_record_that_was_asked_for_comes_first(page: ConflictsPage, qtbot: QtBot, workspace: Workspace) -> None:
    clashing_person(workspace, "Ben Ode")
    dana = clashing_person(workspace)
    arrived(page, qtbot, dana)
    assert page._shown is not None
    assert page._shown.title == "Dana Whitfield"


def test_a_decision_is_taken_back_by_the_link_of_its_line(
    page: ConflictsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    dana = clashing_person(workspace)
    clashing_person(workspace, "Ben Ode")
    arrived(page, qtbot, dana)
    QTest.keyClick(page.panel.boxes[0], Qt.Key.Key_2)
    page.use_choices()
    qtbot.waitUntil(lambda: waiting(workspace) == 1)
    model = page.list.model()

    def links() -> list[object]:
        rows = [page._model.row(place) for place in range(model.rowCount())]
        return [row.link for row in rows if isinstance(row, Line) and row.link]

    qtbot.waitUntil(lambda: links() == ["Undo"])
    page.list.go_to_record(dana)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waiting(workspace) == 2)
    assert value(workspace, "job_title") == "Head of purchasing"
    qtbot.waitUntil(lambda: not links())
