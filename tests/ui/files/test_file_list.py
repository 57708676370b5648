"""Files are added in every way, renamed, removed and saved outside; what cannot be is told with the reason."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.files.actions import Holder
from crm_desktop.files.queries import FileRow
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from tests.files.conftest import attached
from tests.ui.files.conftest import Wait
from ui.files.drop_veil import DropVeil
from ui.files.file_list import SHOWN_AT_FIRST, FileList
from ui.files.given import given_by, given_paths
from ui.files.rename import RenamePopover
from ui.files.saving import ask_copy, copy_to
from ui.kit.asked_again import AskAgainDialog
from ui.kit.desk import Desk, Saying
from ui.kit.theme import Tone


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Plan.txt"
    path.write_text("Overview")
    return path


def names(shown: FileList) -> list[str]:
    return [line.row.name for line in shown.lines]


def added(shown: FileList, wait: Wait, *paths: Path) -> None:
    shown.add(given_paths([str(each) for each in paths]))
    wait()


def test_a_file_that_is_added_is_listed_at_once_and_can_be_undone(
    shown: FileList, plan: Path, wait: Wait, said: list[Saying], screen: Desk
) -> None:
    added(shown, wait, plan)
    assert names(shown) == ["Plan.txt"]
    assert shown.lines[0].accessibleName() == "Plan.txt, 8 B"
    assert said == [Saying("Plan.txt added", undo=True)]
    screen.undo()
    wait()
    assert names(shown) == []


def test_adding_it_again_says_that_it_is_here(shown: FileList, plan: Path, wait: Wait, said: list[Saying]) -> None:
    added(shown, wait, plan)
    added(shown, wait, plan)
    assert names(shown) == ["Plan.txt"]
    assert said[-1] == Saying("Plan.txt is here already", Tone.NEUTRAL)


def test_what_cannot_be_read_is_told_and_the_rest_is_added(
    shown: FileList, plan: Path, tmp_path: Path, wait: Wait, said: list[Saying]
) -> None:
    added(shown, wait, tmp_path / "gone.txt", plan, tmp_path)
    assert names(shown) == ["Plan.txt"]
    assert said[-1].tone is Tone.DANGER
    assert said[-1].text.startswith("“gone.txt” is not there any more.")
    assert said[-1].text.endswith("1 more was not added.")


def test_a_large_file_is_refused_with_both_sizes(
    shown: FileList, tmp_path: Path, wait: Wait, said: list[Saying]
) -> None:
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(2 << 30)
    added(shown, wait, tmp_path / "film.mp4")
    assert names(shown) == []
    assert "2.0 GB" in said[-1].text
    assert "500 MB" in said[-1].text


def test_files_are_chosen_in_the_dialog_of_the_system(
    shown: FileList, plan: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(plan)], ""))
    shown.ask()
    wait()
    assert names(shown) == ["Plan.txt"]


def test_files_and_images_are_pasted(shown: FileList, plan: Path, wait: Wait, said: list[Saying]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(plan))])
    QGuiApplication.clipboard().setMimeData(mime)
    shown.paste()
    wait()
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    shown.paste()
    wait()
    assert names(shown) == ["Pasted image 2026-05-14.png", "Plan.txt"]
    QGuiApplication.clipboard().setText("no file")
    shown.paste()
    assert said[-1].text == "There is no file and no image in the clipboard"


def drag(veil: QWidget, mime: QMimeData) -> bool:
    everything = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page = veil.parentWidget()
    assert page is not None
    enter = QDragEnterEvent(page.rect().center(), everything, mime, button, key)
    QGuiApplication.sendEvent(page, enter)
    return enter.isAccepted()


@pytest.mark.parametrize("at_once", [False, True])
def test_files_dropped_anywhere_on_the_page_are_added_and_stay_where_they_were(
    qtbot: QtBot, screen: Desk, shown: FileList, plan: Path, wait: Wait, at_once: bool
) -> None:
    # who lets go at once drops on the page itself: the drag has not come to the veil yet
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    veil = DropVeil(screen, page, shown, lambda: "Acme")
    page.show()
    text, files = QMimeData(), QMimeData()
    text.setText("words")
    files.setUrls([QUrl.fromLocalFile(str(plan)), QUrl("https://example.org/x.pdf")])
    assert not drag(veil, text)
    assert drag(veil, files)
    assert veil.isVisible()
    veil.grab()
    drop = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
        files,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(page if at_once else veil, drop)
    wait()
    assert not veil.isVisible()
    assert drop.dropAction() is Qt.DropAction.CopyAction
    assert names(shown) == ["Plan.txt"]
    assert plan.exists()


def test_nothing_is_taken_where_nothing_may_be_added(
    qtbot: QtBot, screen: Desk, shown: FileList, acme: Holder, plan: Path, wait: Wait
) -> None:
    shown.show_files_of(acme, editable=False)
    page = QWidget()
    qtbot.addWidget(page)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(plan))])
    assert not drag(DropVeil(screen, page, shown, str), files)
    added(shown, wait, plan)
    assert names(shown) == []


def test_f2_gives_another_name_and_keeps_the_ending_out_of_the_way(
    qtbot: QtBot, shown: FileList, plan: Path, wait: Wait
) -> None:
    added(shown, wait, plan)
    QTest.keyClick(shown.lines[0], Qt.Key.Key_F2)
    popover = shown.findChild(RenamePopover)
    assert popover is not None
    qtbot.waitUntil(lambda: popover.line.selectedText() == "Plan")
    popover.line.setText(" . ")
    QTest.keyClick(popover.line, Qt.Key.Key_Return)
    wait()
    assert popover.isVisible()
    assert popover._told.text == "A file needs a name. Type one."
    popover.line.setText("Overview.txt")
    QTest.keyClick(popover.line, Qt.Key.Key_Return)
    wait()
    assert names(shown) == ["Overview.txt"]


def test_del_deletes_with_undo_and_the_focus_stays_in_the_list(
    qtbot: QtBot, shown: FileList, plan: Path, wait: Wait, said: list[Saying], workspace: Workspace, acme: Holder
) -> None:
    attached(workspace, acme, "other.txt", b"other")
    added(shown, wait, plan)
    shown.activateWindow()
    shown.lines[0].setFocus()
    QTest.keyClick(shown.lines[0], Qt.Key.Key_Delete)
    wait()
    assert names(shown) == ["other.txt"]
    assert said[-1] == Saying("Plan.txt deleted", undo=True)
    workspace.undo_last()
    wait()
    qtbot.waitUntil(lambda: names(shown) == ["Plan.txt", "other.txt"])


def test_many_files_are_shown_on_request(shown: FileList, workspace: Workspace, acme: Holder, wait: Wait) -> None:
    for number in range(SHOWN_AT_FIRST + 3):
        attached(workspace, acme, f"{number}.txt", f"{number}".encode())
    wait()
    assert len(shown.lines) == SHOWN_AT_FIRST
    shown._show_all()
    assert len(shown.lines) == SHOWN_AT_FIRST + 3


def test_a_file_of_a_person_says_whose_it_is(shown: FileList, workspace: Workspace, acme: Holder, wait: Wait) -> None:
    dana = add_contact(workspace.journal, "person", {"name": "Dana Whitfield", "company": acme.record})
    attached(workspace, Holder("contact", dana), "vita.txt", b"vita")
    wait()
    assert shown.lines[0].accessibleName() == "vita.txt, Dana Whitfield, 4 B"
    shown.grab()


def test_a_copy_is_saved_where_the_user_says(
    shown: FileList, plan: Path, tmp_path: Path, wait: Wait, said: list[Saying], screen: Desk
) -> None:
    added(shown, wait, plan)
    row: FileRow = shown.lines[0].row
    copy_to(screen, row, tmp_path / "copy.txt")
    wait()
    assert (tmp_path / "copy.txt").read_text() == "Overview"
    assert said[-1].text == "Saved as copy.txt. This copy is not encrypted."


def test_a_copy_leaves_once_the_passphrase_is_typed_again(
    shown: FileList, plan: Path, tmp_path: Path, wait: Wait, screen: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(shown, wait, plan)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "copy.txt"), ""))
    ask_copy(screen, shown.lines[0].row, shown)
    wait()
    assert not (tmp_path / "copy.txt").exists()
    (asking,) = shown.findChildren(AskAgainDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.accept()
    wait()
    assert (tmp_path / "copy.txt").read_text() == "Overview"


def test_only_files_of_this_computer_are_given(plan: Path, screen: Desk) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/x.pdf")])
    assert given_by(mime, screen.today()) == []
    assert given_by(None, screen.today()) == []


def test_what_was_dropped_and_never_came_is_told(
    qtbot: QtBot, screen: Desk, shown: FileList, plan: Path, said: list[Saying]
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    veil = DropVeil(screen, page, shown, str)
    page.show()
    copy, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    gone = QMimeData()
    veil.dropEvent(QDropEvent(QPointF(9, 9), copy, gone, button, key))
    assert said[-1].text == "What was dropped did not arrive. Drag it here once more."


def dropped(screen: Desk, veil: DropVeil, wait: Wait, *paths: Path) -> list[Saying]:
    said: list[Saying] = []
    screen.said.connect(said.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    assert drag(veil, mime)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QGuiApplication.sendEvent(veil, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    wait()
    return said


def test_a_dropped_mail_becomes_an_entry_and_what_is_none_a_file(
    qtbot: QtBot, screen: Desk, shown: FileList, plan: Path, wait: Wait, workspace: Workspace, tmp_path: Path
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    veil = DropVeil(screen, page, shown, lambda: "Acme")
    mail, broken = tmp_path / "gate.eml", tmp_path / "words.eml"
    head = "From: a@x.example\nTo: b@x.example\nDate: Tue, 3 Mar 2026 09:30:00 +0000\nMessage-ID: <1@x>\nSubject: Gate"
    mail.write_text(f"{head}\n\nPlease look.\n")
    broken.write_text("just words\n")
    (told,) = dropped(screen, veil, wait, mail, plan)
    assert (told.text, told.undo) == ("1 mail added to the timeline · Plan.txt added", True)
    assert names(shown) == ["Plan.txt"]
    with workspace.reader() as reader:
        found = reader.execute(
            "SELECT i.subject, c.name FROM interaction i JOIN contact c ON c.id = i.company"
        ).fetchall()
    assert found == [("Gate", "Acme Corporation")]
    (told,) = dropped(screen, veil, wait, mail)
    assert (told.text, told.undo) == ("1 mail is here already", False)
    (told,) = dropped(screen, veil, wait, broken)
    assert told.text.startswith("“words.eml” cannot be read as a mail and is kept as a file: ")
    assert sorted(names(shown)) == ["Plan.txt", "words.eml"]
