from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.schema.catalogue import Kind, kind_named
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.store.record_query import View, record_page
from crm_desktop.workspace import Workspace, open_workspace
from tests.conftest import PASSPHRASE
from tests.ui.shell.conftest import Quiet
from ui.kit.buttons import Button
from ui.kit.desk import Place
from ui.kit.record_form import FORMS, KIND_NAMES
from ui.shell.commands import NEW_KINDS
from ui.shell.look_alikes import PAUSE_MS
from ui.shell.new_record import NewRecordDialog
from ui.shell.new_records import PLANNED, about
from ui.shell.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


def ask(window: Window, kind: str, quiet: Quiet) -> NewRecordDialog:
    assert window.deck is not None
    dialog = window.deck.new_with(kind, {})
    quiet()
    return dialog


def line(dialog: NewRecordDialog, name: str) -> QLineEdit:
    editor: QWidget = dialog.form.inputs[name].editor
    assert isinstance(editor, QLineEdit)
    return editor


def test_ctrl_enter_saves_and_the_record_is_shown(
    opened: Window, workspace: Workspace, quiet: Quiet, qtbot: QtBot
) -> None:
    dialog = ask(opened, "company", quiet)
    QTest.keyClicks(line(dialog, "name"), "Konex")
    QTest.keyClick(line(dialog, "name"), Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: opened.workplace is not None and opened.workplace.title() == "Konex", timeout=10_000)

    with workspace.reader() as reader:
        owner = reader.execute("SELECT m.name FROM contact c JOIN member m ON m.id = c.owner WHERE c.name = 'Konex'")
        assert owner.fetchone()[0] == "Anna Snelling"


def test_a_file_for_an_own_field_is_kept_with_the_new_record(
    opened: Window, workspace: Workspace, quiet: Quiet, tmp_path: Path
) -> None:
    add_own_field(workspace.journal, NewField("companies", "Contract", "file", required=True))
    quiet()
    dialog = ask(opened, "company", quiet)
    line(dialog, "name").setText("Konex")
    dialog.save()
    quiet()
    assert dialog.isVisible(), "the file is required"
    contract = tmp_path / "contract.txt"
    contract.write_text("signed", encoding="utf-8")
    dialog.form.inputs["contract"].set_typed(str(contract))
    dialog.save()
    quiet()
    kind = workspace_kinds_of(workspace)
    with workspace.reader() as reader:
        row = record_page(
            reader, View(kind, (Condition("name", "=", "Konex"),), (), ("name", "contract")), workspace.place
        ).rows[0]
    assert (row.values[0], row.names[1]) == ("Konex", "contract.txt")


def workspace_kinds_of(workspace: Workspace) -> Kind:
    with workspace.reader() as reader:
        return workspace_kinds(reader).named("companies")


def test_what_does_not_fit_is_said_beside_its_input(opened: Window, quiet: Quiet) -> None:
    dialog = ask(opened, "company", quiet)
    line(dialog, "name").setText("Konex")
    line(dialog, "email").setText("konex@")
    dialog.save()
    quiet()

    assert dialog.isVisible()
    assert line(dialog, "email").property("wrong") is True
    assert line(dialog, "email").hasFocus()
    line(dialog, "email").clear()
    line(dialog, "name").clear()
    dialog.reject()


def test_a_name_is_needed(opened: Window, workspace: Workspace, quiet: Quiet) -> None:
    dialog = ask(opened, "company", quiet)
    dialog.save()
    quiet()

    assert line(dialog, "name").property("wrong") is True
    with workspace.reader() as reader:
        assert reader.execute("SELECT count(*) FROM contact").fetchone()[0] == 1
    dialog.reject()


def test_what_was_typed_is_there_again_after_closing(opened: Window, quiet: Quiet) -> None:
    dialog = ask(opened, "company", quiet)
    line(dialog, "name").setText("Half a na")
    dialog.reject()
    quiet()
    again = ask(opened, "company", quiet)

    assert line(again, "name").text() == "Half a na"
    line(again, "name").clear()
    again.reject()


def test_a_deal_begun_from_a_company_is_about_it(opened: Window, acme: bytes, quiet: Quiet) -> None:
    opened.go(Place("contact", acme))
    quiet()
    assert opened.deck is not None
    opened.deck.new("deal")
    quiet()
    quiet()
    dialog = next(each for each in opened.findChildren(NewRecordDialog) if each.isVisible())

    assert line(dialog, "company").text() == "Acme Corporation"
    dialog.reject()


def test_a_deal_is_stored_with_its_links_and_amount(
    opened: Window, workspace: Workspace, acme: bytes, quiet: Quiet
) -> None:
    dialog = ask(opened, "deal", quiet)
    line(dialog, "title").setText("GTX Plus Pro")
    QTest.keyClicks(line(dialog, "company"), "Acme Corporation")
    QTest.qWait(120)
    quiet()
    line(dialog, "amount").setText("21,900")
    dialog.save()
    quiet()

    with workspace.reader() as reader:
        row = reader.execute("SELECT title, company, amount, outcome FROM deal").fetchone()
    assert tuple(row) == ("GTX Plus Pro", acme, 2_190_000, "open")


def test_a_name_that_is_unknown_is_refused_at_the_link(opened: Window, quiet: Quiet) -> None:
    dialog = ask(opened, "deal", quiet)
    line(dialog, "title").setText("Cables")
    line(dialog, "company").setText("Nobody Inc")
    line(dialog, "company").textEdited.emit("Nobody Inc")
    dialog.save()
    quiet()

    assert line(dialog, "company").property("wrong") is True
    dialog.reject()


@pytest.mark.parametrize("kind", [each.kind for each in NEW_KINDS if each.kind != PLANNED])
def test_every_kind_has_a_form_of_fields_that_it_knows(kind: str) -> None:
    known = {field.name for field in kind_named(KIND_NAMES.get(kind, kind)).fields}

    assert set(FORMS[kind]) <= known


def test_a_new_record_begins_with_the_contact_that_is_looked_at() -> None:
    assert about("deal", "company", b"1") == {"company": b"1"}
    assert about("person", "company", b"1") == {"company": b"1"}
    assert about("person", "person", b"1") == {}
    assert about("ticket", "person", b"1") == {"contact": b"1"}
    assert about("company", "company", b"1") == {}


def test_reading_only_refuses_new_records(window: Window, workspace: Workspace, acme: bytes, quiet: Quiet) -> None:

    window.show_workspace(open_workspace(workspace.folder, PASSPHRASE, read_only=True))
    quiet()
    assert window.deck is not None
    refused = [each for each in window.deck.every_action() if each.name == "new.person"]

    assert refused[0].why_not == "This workspace is open for reading only."
    assert add_record(workspace.journal, "company", {"name": "Still here"})


def test_who_looks_like_what_is_typed_is_offered_at_once_and_opened_instead(
    opened: Window, acme: bytes, quiet: Quiet, qtbot: QtBot
) -> None:
    dialog = ask(opened, "company", quiet)
    QTest.keyClicks(line(dialog, "name"), "Acme Corp.")
    qtbot.waitUntil(dialog.alike.isVisible)
    (found,) = dialog.alike.found
    assert (found.id, found.name, found.reasons) == (acme, "Acme Corporation", ["same name"])
    instead = next(each for each in dialog.alike.findChildren(Button) if each.text() == "Open instead")
    instead.click()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: opened.workplace is not None and opened.workplace.title() == "Acme Corporation")


def test_nobody_is_offered_while_nobody_is_alike(opened: Window, quiet: Quiet, qtbot: QtBot) -> None:
    dialog = ask(opened, "company", quiet)
    QTest.keyClicks(line(dialog, "name"), "Zoomit")
    qtbot.wait(PAUSE_MS + 50)
    quiet()
    assert not dialog.alike.isVisible()
    line(dialog, "name").clear()
    dialog.reject()


def test_what_was_typed_into_a_new_deal_of_a_contact_is_there_again_for_that_contact(
    opened: Window, workspace: Workspace, quiet: Quiet
) -> None:
    dana, jo = (add_record(workspace.journal, "people", {"name": name}) for name in ("Dana", "Jo"))
    assert opened.deck is not None
    first = opened.deck.new_with("deal", {"person": dana})
    quiet()
    line(first, "title").setText("Half a deal")
    first.reject()
    other = opened.deck.new_with("deal", {"person": jo})
    quiet()
    assert line(other, "title").text() == ""
    other.reject()
    again = opened.deck.new_with("deal", {"person": dana})
    quiet()
    assert line(again, "title").text() == "Half a deal"


def test_a_quick_entry_that_was_not_saved_is_there_again(opened: Window, quiet: Quiet) -> None:
    assert opened.deck is not None
    captures = opened.deck.captures
    first = captures.quick_entry()
    first.text.setPlainText("called Dana about")
    QTest.keyClick(first.text, Qt.Key.Key_Escape)
    quiet()
    assert captures.quick_entry(text="call from Jo, ").text.toPlainText() == "call from Jo, "
    again = captures.quick_entry()
    assert again.text.toPlainText() == "called Dana about"
    again.text.clear()
    again.reject()
    assert captures.quick_entry().text.toPlainText() == ""
