"""What is typed and not saved is asked about before its window goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shell.conftest import Quiet
from tests.ui.shell.test_own_window import of_record, sector_of
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.kit.dialogs import Dialog
from ui.kit.labels import Text
from ui.shell.window import Window

Answer = Callable[[str], list[str]]


@pytest.fixture
def answer() -> Answer:
    """Answer the question that comes next by the button of that name; its words are in the list then."""

    def soon(button: str) -> list[str]:
        told: list[str] = []

        def act() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, Dialog)
            told.extend(each.text() for each in dialog.findChildren(Text))
            (dialog.accept_button if dialog.accept_button.text() == button else dialog.reject_button).click()

        QTimer.singleShot(50, act)
        return told

    return soon


@pytest.fixture
def noted(opened: Window, acme: bytes, quiet: Quiet) -> ContactPage:
    """The page of Acme with a note that is not saved."""
    opened.go(Place("contact", acme))
    quiet()
    page = opened.findChild(ContactPage)
    assert isinstance(page, ContactPage)
    page.timeline.composer.text.setPlainText("Wants a quote by Friday")
    return page


def test_a_note_that_is_not_saved_holds_the_window_open_until_one_agrees(
    opened: Window, noted: ContactPage, answer: Answer
) -> None:
    told = answer("Cancel")
    assert not opened.close()
    assert "• 1 entry about a contact" in told[-1]
    assert opened.isVisible()
    assert noted.timeline.composer.text.toPlainText() == "Wants a quote by Friday"
    answer("Close all the same")
    assert opened.close()


def test_a_fact_in_the_midst_of_a_change_is_asked_about_before_another_workspace_is_opened(
    opened: Window, acme: bytes, quiet: Quiet, answer: Answer
) -> None:
    opened.go(Place("contact", acme))
    quiet()
    row = sector_of(opened)
    row.edit()
    assert opened.workplace is not None
    assert opened.workplace.stack.unsaved() == []
    assert row._input is not None
    row._input.set_typed("logistics")
    told = answer("Cancel")
    assert not opened.leave_workspace()
    assert "• Sector" in told[-1]
    assert row.editing


def test_a_window_of_its_own_asks_before_it_goes(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot, answer: Answer
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    page = own.page
    assert isinstance(page, ContactPage)
    QTest.keyClicks(page.timeline.composer.text, "Half a sen")
    told = answer("Cancel")
    assert not own.close()
    assert "• 1 entry about a contact" in told[-1]
    answer("Close all the same")
    assert own.close()


def test_lines_and_records_left_in_dialogs_count_too(opened: Window, quiet: Quiet, answer: Answer) -> None:
    quiet()
    deck = opened.deck
    assert deck is not None
    entry = deck.captures.quick_entry()
    entry.text.setPlainText("called Dana")
    entry.reject()
    assert deck.unsaved() == ["A quick entry"]
    told = answer("Cancel")
    assert not opened.close()
    assert "• A quick entry" in told[-1]
