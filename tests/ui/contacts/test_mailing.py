"""Letters and labels for what the list of contacts shows."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.acts import set_fields
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.record_query import View
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.contacts.world import World
from tests.ui.contacts.conftest import Wait
from ui.contacts.mailing import LabelsDialog, LettersDialog, WrittenTo
from ui.kit.asked_again import AskAgainDialog
from ui.kit.desk import Desk, Saying

ADDRESS = {"street": "1 Long Road", "city": "Springfield", "region": "IL", "postal_code": "62701", "country": "US"}
PEOPLE = WrittenTo(View(kind_named("people")), frozenset(), 2)


@pytest.fixture
def parent() -> QWidget:
    return QWidget()


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def test_labels_are_written_in_the_background_and_who_is_left_out_is_told(
    screen: Desk, world: World, workspace: Workspace, said: list[Saying], wait: Wait, parent: QWidget, tmp_path: Path
) -> None:
    set_fields(workspace.journal, world.dana, ADDRESS)
    dialog = LabelsDialog(screen, parent, PEOPLE)
    assert dialog.sheet.itemText(0).startswith("Avery 5160")
    dialog._write(tmp_path / "labels.pdf", "avery-5160", 3)
    wait()
    assert "Springfield, IL 62701" in text_of(tmp_path / "labels.pdf")
    assert said[-1].text.startswith("2 addresses written to labels.pdf")  # one at work
    dialog.deleteLater()


def test_a_letter_with_an_unknown_field_is_refused_in_the_dialog(
    screen: Desk, world: World, workspace: Workspace, wait: Wait, parent: QWidget, tmp_path: Path
) -> None:
    set_fields(workspace.journal, world.dana, ADDRESS)
    dialog = LettersDialog(screen, parent, PEOPLE)
    dialog.text.setPlainText("Dear {salary}")
    dialog.open()
    dialog.accept()
    assert dialog.isVisible()
    assert "{salary}" in dialog.wrong.text()
    dialog._write(tmp_path / "letters.pdf", "Subject: News\n\nDear {name},")
    wait()
    assert "Dear Dana" in text_of(tmp_path / "letters.pdf")
    dialog.close()
    dialog.deleteLater()


def test_addresses_are_written_once_the_passphrase_is_typed_again(screen: Desk, wait: Wait, parent: QWidget) -> None:
    dialog = LabelsDialog(screen, parent, PEOPLE)
    dialog.open()
    dialog.accept()
    wait()
    assert parent.findChild(QFileDialog) is None
    (asking,) = parent.findChildren(AskAgainDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.accept()
    wait()
    (place,) = parent.findChildren(QFileDialog)
    place.reject()
    wait()
