"""Typing a line, correcting what was understood, saving it; and who calls."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.ui.shell.conftest import Quiet, acme, choices, opened, quiet, window
from ui.capture.incoming_call import IncomingCall
from ui.capture.quick_entry import QuickEntry
from ui.shell.window import Window

__all__ = ["acme", "choices", "opened", "quiet", "window"]


@pytest.fixture
def peters(workspace: Workspace) -> None:
    add_record(workspace.journal, "companies", {"name": "Betasoloin"})
    for name, phone in (("Peter Hall", "(212) 555-0142"), ("Peter Lang", "(212) 555-0177")):
        add_record(workspace.journal, "people", {"name": name, "company": "Betasoloin", "phone": phone})


def one(workspace: Workspace, sql: str) -> tuple[object, ...]:
    with workspace.reader() as reader:
        return tuple(reader.execute(sql).fetchone())


@pytest.fixture
def entry(peters: None, opened: Window, qtbot: QtBot) -> QuickEntry:
    QTest.keyClick(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = opened.findChild(QuickEntry)
    assert isinstance(dialog, QuickEntry)
    return dialog


def test_a_typed_line_is_shown_as_chips_and_saved_with_ctrl_enter(
    entry: QuickEntry, workspace: Workspace, qtbot: QtBot, quiet: Quiet
) -> None:
    QTest.keyClicks(entry.text, "called Betasoloin 10 min, follow up tomorrow")
    qtbot.waitUntil(lambda: "step" in entry.chips.chips, timeout=20_000)
    assert set(entry.chips.chips) == {"kind", "direction", "name betasoloin", "minutes", "step", "due"}
    entry.chips.chips["minutes"].setFocus()
    entry.chips.chips["minutes"].removed.emit()
    assert "minutes" not in entry.chips.chips
    assert entry.focusWidget() is entry.chips.chips["step"]
    entry.text.setFocus()
    QTest.keyClick(entry.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet()
    assert one(workspace, "SELECT kind, direction, duration_min FROM interaction") == ("call", "out", None)
    assert one(workspace, "SELECT title, due_day FROM task") == ("Follow up", "2026-05-15")


def test_of_two_with_the_same_name_one_is_chosen_from_the_menu(
    entry: QuickEntry, workspace: Workspace, qtbot: QtBot, quiet: Quiet
) -> None:
    QTest.keyClicks(entry.text, "called Peter")
    qtbot.waitUntil(lambda: "name peter" in entry.chips.chips, timeout=20_000)
    assert entry.chips.chips["name peter"].text() == "Who is “Peter”?"
    entry.chips.chips["name peter"].setFocus()
    entry.chips.chips["name peter"].click()
    menu = entry.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [each.text() for each in menu.actions()] == [
        "Peter Hall, Betasoloin",
        "Peter Lang, Betasoloin",
        "None of them",
    ]
    menu.actions()[1].trigger()
    menu.close()
    assert entry.chips.chips["name peter"].text() == "Peter Lang"
    assert entry.focusWidget() is entry.chips.chips["name peter"]
    entry.accept()
    quiet()
    found = one(workspace, "SELECT c.name FROM interaction i JOIN contact c ON c.id = i.person")
    assert found == ("Peter Lang",)


def test_the_dialog_is_as_high_as_its_chips(entry: QuickEntry, qtbot: QtBot) -> None:
    QTest.keyClicks(entry.text, "called Peter 10 min yesterday at 3pm about Betasoloin, follow up tomorrow")
    qtbot.waitUntil(lambda: "step" in entry.chips.chips, timeout=20_000)

    def room() -> int:
        """Return how far the buttons are below the last chip."""
        lowest = max(chip.mapTo(entry, chip.rect().bottomLeft()).y() for chip in entry.chips.chips.values())
        return entry.accept_button.mapTo(entry, entry.accept_button.rect().topLeft()).y() - lowest

    qtbot.waitUntil(lambda: 0 < room() < 40, timeout=20_000)


def test_nothing_typed_is_told_and_the_dialog_stays(entry: QuickEntry, quiet: Quiet) -> None:
    entry.accept()
    quiet()
    assert entry.isVisible()
    assert entry.accept_button.isEnabled()


def test_the_caller_is_found_and_the_call_is_logged(
    peters: None, opened: Window, workspace: Workspace, qtbot: QtBot, quiet: Quiet
) -> None:
    QTest.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = opened.findChild(IncomingCall)
    assert isinstance(dialog, IncomingCall)
    assert not dialog.accept_button.isEnabled()
    QTest.keyClicks(dialog.number, "0177")
    qtbot.waitUntil(dialog.accept_button.isEnabled, timeout=20_000)
    line = dialog.found.current_line()
    assert line is not None
    assert line.title == "Peter Lang"
    quiet()
    qtbot.waitUntil(lambda: dialog.found.height() == dialog.found.sizeHintForRow(0))
    assert dialog.geometry().bottom() <= opened.geometry().bottom()
    dialog.accept()
    entry = opened.findChild(QuickEntry)
    assert isinstance(entry, QuickEntry)
    assert entry.text.toPlainText() == "call from Peter Lang, "
    entry.accept()
    quiet()
    assert one(workspace, "SELECT kind, direction FROM interaction") == ("call", "in")


def test_who_calls_is_shown_with_all_that_is_open_without_scrolling(
    peters: None, opened: Window, workspace: Workspace, qtbot: QtBot, quiet: Quiet
) -> None:
    for at in range(6):
        add_record(workspace.journal, "activities", {"kind": "call", "subject": f"Talk {at}", "person": "Peter Hall"})
    add_record(workspace.journal, "deals", {"title": "Two GTX Pro", "person": "Peter Hall"})
    add_record(workspace.journal, "tickets", {"subject": "Display stays dark", "contact": "Peter Hall"})
    QTest.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = opened.findChild(IncomingCall)
    assert isinstance(dialog, IncomingCall)
    QTest.keyClicks(dialog.number, "212-555-0142")
    qtbot.waitUntil(lambda: dialog._card.rowCount() == 5 + 1 + 1 + 3, timeout=20_000)
    quiet()
    needed = sum(dialog.card.sizeHintForRow(row) for row in range(dialog._card.rowCount()))
    qtbot.waitUntil(lambda: dialog.card.height() == needed, timeout=20_000)
    assert dialog.geometry().bottom() <= opened.geometry().bottom()


def test_a_purchase_shows_what_was_bought_and_its_price_is_read_as_decided(
    entry: QuickEntry, workspace: Workspace, qtbot: QtBot, quiet: Quiet
) -> None:
    add_record(workspace.journal, "product", {"name": "GTX Pro"})
    QTest.keyClicks(entry.text, "Betasoloin bought 2 GTX Pro for 3,000 yesterday")
    qtbot.waitUntil(lambda: "price" in entry.chips.chips and "when" in entry.chips.chips, timeout=20_000)
    chips = entry.chips.chips
    assert [chips[name].text() for name in ("kind", "product", "price")] == [
        "Purchase",
        "2 × GTX Pro",
        "$3,000 in all",
    ]
    chips["price"].click()
    menu = entry.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    menu.close()
    assert entry.chips.chips["price"].text() == "$3,000 each"
    entry.accept()
    quiet()
    sold = "SELECT p.name, u.quantity, u.unit_price, u.bought_on FROM purchase u JOIN product p ON p.id = u.product"
    assert one(workspace, sold) == ("GTX Pro", 2.0, 300_000, "2026-05-13")
    assert one(workspace, "SELECT count(*) FROM interaction") == (0,)
