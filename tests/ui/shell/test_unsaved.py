"""What is typed and not saved is there again: after a crash, another language, another workspace, a closed window."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.journal.drafts import kept_drafts
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from tests.ui.shell.test_own_window import of_record, sector_of
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Place
from ui.shell.window import Window

Written = Callable[[], None]
NOTE = "Wants a quote by Friday"


@pytest.fixture
def written(workspace: Workspace, qtbot: QtBot) -> Written:
    """Wait until something that was typed is in the file."""

    def wait() -> None:
        def there() -> bool:
            with workspace.reader() as reader:
                return bool(kept_drafts(reader))

        qtbot.waitUntil(there)

    return wait


def page_of(window: Window, contact: bytes, quiet: Quiet) -> ContactPage:
    window.go(Place("contact", contact))
    quiet()
    assert window.workplace is not None
    page = window.workplace.page
    assert isinstance(page, ContactPage)
    return page


@pytest.fixture
def noted(opened: Window, acme: bytes, quiet: Quiet) -> ContactPage:
    """The page of Acme with a note that is not saved."""
    page = page_of(opened, acme, quiet)
    QTest.keyClicks(page.timeline.composer.text, NOTE)
    return page


def test_a_note_that_is_not_saved_survives_a_crash(
    noted: ContactPage,
    opened: Window,
    acme: bytes,
    workspace: Workspace,
    written: Written,
    quiet: Quiet,
    tmp_path: Path,
) -> None:
    written()
    # a copy of what lies on the disk now is what a crash leaves behind
    shutil.copytree(workspace.folder, tmp_path / "crashed" / workspace.folder.name)
    opened.show_workspace(open_workspace(tmp_path / "crashed" / workspace.folder.name, PASSPHRASE))
    quiet()
    again = page_of(opened, acme, quiet)
    assert again is not noted
    assert again.timeline.composer.text.toPlainText() == NOTE
    assert again.timeline.composer.note.isVisible()


def test_a_note_that_is_not_saved_survives_another_language(
    noted: ContactPage, opened: Window, acme: bytes, quiet: Quiet
) -> None:
    opened.reload()
    quiet()
    assert page_of(opened, acme, quiet).timeline.composer.text.toPlainText() == NOTE


def test_nothing_is_asked_where_all_that_is_typed_is_kept(
    noted: ContactPage, opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet
) -> None:
    folder = workspace.folder
    assert opened.leave_workspace()
    quiet()
    opened.show_workspace(open_workspace(folder, PASSPHRASE))
    quiet()
    assert page_of(opened, acme, quiet).timeline.composer.text.toPlainText() == NOTE


def test_what_was_kept_is_discarded_and_brought_back(
    noted: ContactPage, opened: Window, acme: bytes, quiet: Quiet
) -> None:
    opened.reload()
    quiet()
    composer = page_of(opened, acme, quiet).timeline.composer
    composer.note.link.click()
    assert composer.text.toPlainText() == ""
    assert composer.note.isVisible()
    composer.note.link.click()
    assert composer.text.toPlainText() == NOTE
    composer.text.clear()
    assert not composer.note.isVisible()


def test_a_window_of_its_own_shows_the_same_note_and_may_go(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    own = of_record(opened, acme, quiet, qtbot)
    page = own.page
    assert isinstance(page, ContactPage)
    QTest.keyClicks(page.timeline.composer.text, "Half a sen")
    assert own.close()
    assert page_of(opened, acme, quiet).timeline.composer.text.toPlainText() == "Half a sen"


def test_a_fact_in_the_midst_of_a_change_is_open_again(opened: Window, acme: bytes, quiet: Quiet) -> None:
    page_of(opened, acme, quiet)
    row = sector_of(opened)
    row.edit()
    assert row._input is not None
    row._input.set_typed("logistics")
    row._input.changed.emit()
    opened.reload()
    quiet()
    page_of(opened, acme, quiet)
    again = sector_of(opened)
    assert again is not row
    assert again._input is not None
    assert again._input.typed() == "logistics"
    assert again._note is not None
    again._note.link.click()
    assert not again.editing
    assert opened.session is not None
    assert opened.session.desk.drafts.all == {}


def test_a_fact_that_is_saved_or_left_by_esc_is_kept_no_more(opened: Window, acme: bytes, quiet: Quiet) -> None:
    page_of(opened, acme, quiet)
    assert opened.session is not None
    drafts = opened.session.desk.drafts
    row = sector_of(opened)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        row.edit()
        assert row._input is not None
        row._input.set_typed("logistics")
        row._input.changed.emit()
        assert len(drafts.all) == 1
        QTest.keyClick(row._input.editor, key)
        quiet()
        assert not row.editing
        assert drafts.all == {}


def test_lines_and_records_left_in_dialogs_survive_too(
    opened: Window, acme: bytes, workspace: Workspace, quiet: Quiet
) -> None:
    assert opened.deck is not None
    entry = opened.deck.captures.quick_entry(acme)
    entry.text.setPlainText("called Dana")
    entry.reject()
    person = opened.deck.new_records.open("person")
    person.form.inputs["name"].set_typed("Half a na")
    opened.reload()
    quiet()
    assert opened.deck is not None
    assert opened.deck.captures.quick_entry().text.toPlainText() == "called Dana"
    assert opened.deck.new_records.open("person").form.inputs["name"].typed() == "Half a na"
