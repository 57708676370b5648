"""Erasing a contact from its page."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.journal.drafts import kept_drafts
from crm_desktop.journal.ids import id_text
from crm_desktop.privacy.told import Fate
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait, press, type_text
from ui.contacts.record_page import ContactPage
from ui.kit.desk import Desk, Place, Saying
from ui.privacy.erase_dialog import EraseDialog, FateLine


@pytest.fixture
def dana(qtbot: QtBot, screen: Desk, world: World, wait: Wait) -> ContactPage:
    """The page of Dana."""
    page = ContactPage(screen)
    qtbot.addWidget(page)
    page.resize(1400, 852)
    page.show()
    page.arrive(Place("contact", world.dana))
    wait()
    return page


def asked(page: ContactPage, wait: Wait) -> EraseDialog:
    action = next(each for each in page.commands() if each.name == "erase")
    assert action.label == "Erase for ever…"
    action.run()
    wait()
    (dialog,) = page.findChildren(EraseDialog)
    return dialog


def here(workspace: Workspace, contact: bytes) -> bool:
    with workspace.reader() as reader:
        return reader.execute("SELECT 1 FROM contact WHERE id = ?", (contact,)).fetchone() is not None


def test_it_shows_what_goes_what_stays_and_what_goes_later_before_anything_happens(
    dana: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    dialog = asked(dana, wait)
    assert dialog.windowTitle() == "Erase Dana Whitfield for ever"
    assert dialog.told[0].what.startswith("1 contact")
    assert {each.fate for each in dialog.told} == set(Fate)
    shown = [each.accessibleName() for each in dialog.findChildren(FateLine)]
    assert shown == [f"{each.what}: {each.becomes}" for each in dialog.told]
    assert not dialog.accept_button.isEnabled()
    assert dialog.reject_button.hasFocus() or not dialog.isActiveWindow()
    press(dialog, Qt.Key.Key_Escape)
    wait()
    assert here(workspace, world.dana)


def test_a_wrong_passphrase_or_a_reason_with_the_name_erases_nobody(
    dana: ContactPage, world: World, workspace: Workspace, wait: Wait
) -> None:
    dialog = asked(dana, wait)
    type_text(dialog.passphrase, "not the passphrase")
    dialog.accept_button.click()
    wait()
    assert "passphrase" in dialog.wrong.text
    dialog.passphrase.clear()
    type_text(dialog.passphrase, PASSPHRASE)
    dialog.reason.setText("Mrs Whitfield wrote to us")
    dialog.accept_button.click()
    wait()
    assert "may not name" in dialog.wrong.text
    assert here(workspace, world.dana)
    dialog.reject()


def test_with_the_passphrase_the_page_shows_only_when_it_was_erased_and_the_code(
    dana: ContactPage, world: World, workspace: Workspace, said: list[Saying], wait: Wait
) -> None:
    dana.timeline.composer.write("note")
    type_text(dana.timeline.composer.text, "A draft about Dana")
    dialog = asked(dana, wait)
    type_text(dialog.passphrase, PASSPHRASE)
    dialog.accept_button.click()
    assert not dialog.reject_button.isEnabled()
    wait()
    assert not here(workspace, world.dana)
    assert dana.findChildren(EraseDialog) == []
    assert dana._stack.shown.accessibleName() == f"Erased on 14 May 2026. Code of the record: {id_text(world.dana)}"
    assert said[-1].text.endswith("erased for ever")
    assert not said[-1].undo
    assert dana.path()[-1][0] == "Contact"
    assert dana.desk.drafts.all == {}
    with workspace.reader() as reader:
        assert kept_drafts(reader) == {}


def test_who_may_not_erase_reads_why(
    dana: ContactPage, world: World, workspace: Workspace, screen: Desk, wait: Wait
) -> None:
    with workspace.journal.transaction("Rights") as tx:
        tx.update("member", workspace.journal.member or b"", {"role": "read_only"})
    dialog = asked(dana, wait)
    assert "You may only read" in dialog.wrong.text
    assert not dialog.passphrase.isEnabled()
    assert not dialog.accept_button.isEnabled()
    assert here(workspace, world.dana)
    dialog.reject()


def test_on_a_low_screen_what_happens_scrolls_and_the_dialog_fits(dana: ContactPage, screen: Desk, wait: Wait) -> None:
    screen.theme.set_zoom(1.5)
    dana.resize(1280, 720)
    dialog = asked(dana, wait)
    assert dialog.height() <= 720
    assert dialog.fates.height() < dialog.fates.sizeHint().height()
    assert dialog.passphrase.isVisible()
    dialog.reject()
