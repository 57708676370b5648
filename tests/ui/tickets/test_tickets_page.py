"""The tickets page on a real workspace."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.contacts.views import ViewSetting, add_view
from crm_desktop.filters.tree import Condition
from crm_desktop.schema.forms import Stored
from crm_desktop.tickets.actions import add_ticket, answer_ticket, edit_ticket
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from ui.kit.chips import Choice
from ui.kit.desk import Desk, Place
from ui.kit.lists.state import ListState
from ui.tickets.tickets_page import TicketsPage
from ui.tickets.views import LISTED, OPEN


@pytest.fixture
def tickets(workspace: Workspace, clock: MovedClock) -> dict[str, bytes]:
    journal = workspace.journal
    acme = add_contact(journal, "company", {"name": "Acme"})
    dana = add_contact(journal, "person", {"name": "Dana", "company": acme})
    made = {
        "late": add_ticket(
            journal, {"subject": "Refund", "kind": "complaint", "priority": "critical", "company": acme}
        ),
        "asked": add_ticket(journal, {"subject": "Asked back", "contact": dana, "description": "Which one fits?"}),
        "thanks": add_ticket(journal, {"subject": "Thanks", "kind": "compliment"}),
    }
    answer_ticket(journal, made["asked"], "Which serial number?")
    clock.move(hours=3)
    return made


@pytest.fixture
def page(qtbot: QtBot, tickets: dict[str, bytes], screen: Desk) -> TicketsPage:
    made = TicketsPage(screen)
    qtbot.addWidget(made)
    made.resize(1230, 800)
    made.show()
    made.arrive(Place("tickets", tickets["late"]))
    qtbot.waitUntil(lambda: made._detail._detail is not None and made._queue.queue.rowCount() > 0)
    return made


def field(workspace: Workspace, ticket: bytes, name: str) -> Stored:
    with workspace.reader() as reader:
        value: Stored = reader.execute(f"SELECT {name} FROM ticket WHERE id = ?", (ticket,)).fetchone()[0]
        return value


def test_the_queue_is_grouped_and_says_how_late(page: TicketsPage) -> None:
    words = [page._queue.queue.data(page._queue.queue.index(row)) for row in range(page._queue.queue.rowCount())]
    assert words == [
        "Breaching now",
        "Refund, #1 · Acme, Late by 1 h",
        "No deadline",
        "Thanks, #3, Answer is optional",
        "Waiting for customer, clock stopped",
        "Asked back, #2 · Acme, Paused",
    ]


@pytest.mark.parametrize(("width", "zoom"), [(1230, 1.0), (1357, 1.5), (1100, 1.5)])
def test_no_chip_above_the_queue_is_cut(page: TicketsPage, qtbot: QtBot, width: int, zoom: float) -> None:
    page.desk.theme.set_zoom(zoom)
    page.resize(width, 700)
    row = page._filters
    chips = (row.kind_chip, row.chips.add_chip, row._order_chip)
    qtbot.waitUntil(lambda: all(chip.width() >= chip.sizeHint().width() for chip in chips))
    qtbot.waitUntil(lambda: all(chip.visibleRegion().boundingRect().width() == chip.width() for chip in chips))


def test_keys_go_from_ticket_to_ticket_past_headings(
    page: TicketsPage, qtbot: QtBot, tickets: dict[str, bytes]
) -> None:
    QTest.keyClick(page._queue, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page._detail._detail is not None and page._detail._detail.row.subject == "Thanks")
    assert not page._detail._strip.isVisible()
    page.commands()[1].run()
    assert page._current == tickets["late"]


def test_a_reply_is_kept_and_lets_the_ticket_wait(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace, tickets: dict[str, bytes]
) -> None:
    page._detail.composer.write("out")
    QTest.keyClicks(page._detail.composer.text, "The credit note follows today.")
    QTest.keyClick(page._detail.composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: field(workspace, tickets["late"], "status") == "waiting")
    qtbot.waitUntil(lambda: page._detail.composer.text.toPlainText() == "")
    page.desk.undo()
    qtbot.waitUntil(lambda: field(workspace, tickets["late"], "status") == "new")


def test_solving_can_be_taken_back(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace, tickets: dict[str, bytes]
) -> None:
    page._detail.solve()
    qtbot.waitUntil(lambda: field(workspace, tickets["late"], "solved_at") is not None)
    qtbot.waitUntil(lambda: page._detail._solve.text() == "Reopen")
    page._detail.solve()
    qtbot.waitUntil(lambda: field(workspace, tickets["late"], "status") == "open")


def test_escape_leaves_the_text_for_the_queue(page: TicketsPage, qtbot: QtBot) -> None:
    with qtbot.waitActive(page):
        page.activateWindow()
    page._detail.composer.write("note")
    QTest.keyClicks(page._detail.composer.text, "Half")
    QTest.keyClick(page._detail.composer.text, Qt.Key.Key_Escape)
    assert page._queue.hasFocus()
    assert page._detail.composer.text.toPlainText() == "Half"


def test_a_draft_stays_with_its_ticket(page: TicketsPage, qtbot: QtBot, tickets: dict[str, bytes]) -> None:
    page._detail.composer.text.setPlainText("Half a thought")
    page.open_ticket(tickets["asked"])
    qtbot.waitUntil(lambda: page._detail.composer.text.toPlainText() == "")
    page.open_ticket(tickets["late"])
    qtbot.waitUntil(lambda: page._detail.composer.text.toPlainText() == "Half a thought")


def test_what_arrived_first_opens_the_conversation(page: TicketsPage, qtbot: QtBot, tickets: dict[str, bytes]) -> None:
    page.open_ticket(tickets["asked"])
    qtbot.waitUntil(lambda: len(page._detail.conversation._messages) == 2)
    assert [each.body for each in page._detail.conversation._messages] == ["Which one fits?", "Which serial number?"]


def test_an_empty_view_says_so(page: TicketsPage, qtbot: QtBot) -> None:
    page._on_tab("unassigned")
    qtbot.waitUntil(lambda: page._list.currentIndex() == 1)


def test_conditions_from_elsewhere_narrow_the_queue(page: TicketsPage, qtbot: QtBot) -> None:
    page._current = None
    page.arrive(Place("tickets", None, {"filter": "kind = compliment"}))
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Thanks"])
    assert page._filters.chips.words == "Kind is Compliment"
    left = page.leave()
    assert left is not None
    page._on_tab("open")
    qtbot.waitUntil(lambda: len(page._queue.queue.tickets) == 3)
    page.arrive(left._replace(record=None))
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Thanks"])


def test_chips_narrow_a_tab_and_both_are_kept_as_a_view(page: TicketsPage, qtbot: QtBot) -> None:
    page._on_tab("open")
    page._filters.chips.changed.emit(())
    page._filters.show_filter((Condition("subject", "contains", "re"),))
    page._on_filtered(page._filters.chips.conditions)
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Refund"])
    state = ListState(LISTED, None, ViewSetting(conditions=page._conditions()), kinds=page.desk.kinds)
    page._keeper.save_new(state, "Re", page._on_saved, shared=False)
    qtbot.waitUntil(lambda: page._tab.saved is not None and page._tab.title == "Re")
    assert page._filters.chips.conditions == (OPEN, Condition("subject", "contains", "re"))
    assert [each.subject for each in page._queue.queue.tickets] == ["Refund"]
    page._filters.chips.remove(1)
    qtbot.waitUntil(lambda: len(page._queue.queue.tickets) == 3)
    assert page._edited.isVisibleTo(page)
    assert page._save.text() == "Save to view"
    page.save_view()
    qtbot.waitUntil(lambda: page._tab.saved is not None and page._tab.conditions == (OPEN,))
    qtbot.waitUntil(lambda: not page._edited.isVisibleTo(page))


def test_saved_views_are_dragged_into_another_order(page: TicketsPage, qtbot: QtBot, workspace: Workspace) -> None:
    for name in ("First", "Second"):
        add_view(workspace.journal, "tickets", name, ViewSetting((Condition("kind", "=", "compliment"),)))
    qtbot.waitUntil(lambda: [each.title for each in page._views][-2:] == ["First", "Second"])
    names = [each.name for each in page._views]
    page._tabs.moved.emit([names[-1], *names[:-1]])
    qtbot.waitUntil(lambda: [each.title for each in page._views][-2:] == ["Second", "First"])
    assert [each.name for each in page._tabs._choices][:5] == names[:5]


def test_tabs_count_their_tickets_and_saved_views_stand_beside_them(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    add_view(workspace.journal, "tickets", "Praise", ViewSetting((Condition("kind", "=", "compliment"),)))
    qtbot.waitUntil(lambda: page._tabs._choices[-1] == Choice(page._views[-1].name, "Praise", tally="1"))
    assert [each.tally for each in page._tabs._choices] == ["3", "0", "3", "1", "0", "1"]
    page._tabs.choose(page._views[-1].name)
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Thanks"])


def test_the_kind_narrows_and_the_order_undoes_the_groups(page: TicketsPage, qtbot: QtBot) -> None:
    page._filters._choose("question", "deadline")
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Asked back"])
    page._filters._choose("", "newest")
    qtbot.waitUntil(lambda: [each.subject for each in page._queue.queue.tickets] == ["Thanks", "Asked back", "Refund"])
    assert page._queue.queue.rowCount() == 3
    left = page.leave()
    assert left is not None
    assert left.arguments["order"] == "newest"


def test_what_a_colleague_changed_stands_between_the_messages(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace, tickets: dict[str, bytes]
) -> None:
    edit_ticket(workspace.journal, tickets["late"], {"priority": "low"})
    qtbot.waitUntil(
        lambda: [(each.before, each.after) for each in page._detail.conversation._changes] == [("Critical", "Low")]
    )


def test_the_queue_keeps_the_rules_of_models(page: TicketsPage, qtmodeltester: ModelTester) -> None:
    check: object = qtmodeltester.check
    assert callable(check)
    check(page._queue.queue)


def test_what_is_typed_into_a_fact_is_saved_to_its_own_ticket_where_another_is_shown(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace, tickets: dict[str, bytes]
) -> None:
    row = page._properties.rows["resolution"]
    row.edit()
    assert row._input is not None
    row._input.set_typed("Credit note sent")
    page.arrive(Place("tickets", tickets["thanks"]))
    qtbot.waitUntil(lambda: field(workspace, tickets["late"], "resolution") == "Credit note sent")
    assert not row.editing
    assert field(workspace, tickets["thanks"], "resolution") is None


def test_a_ticket_without_a_number_yet_says_so(
    page: TicketsPage, qtbot: QtBot, workspace: Workspace, tickets: dict[str, bytes]
) -> None:
    with workspace.journal.transaction("As of a laptop that used up its numbers") as tx:
        tx.update("ticket", tickets["late"], {"number": None})
    qtbot.waitUntil(lambda: page._detail._number.text() == "No number yet")
    assert page._detail.title() == "#– Refund"
