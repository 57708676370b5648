"""Files are shown in the app itself, and nothing of them is written anywhere."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.files.actions import Holder
from crm_desktop.workspace import Workspace
from tests.files import made
from tests.files.conftest import attached
from tests.ui.files.conftest import Wait
from ui.files.file_list import FileList
from ui.files.preview import PreviewDialog
from ui.kit.notices import EmptyState


def png() -> bytes:
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(written.data())


@pytest.fixture
def opened(
    qtbot: QtBot,
    shown: FileList,
    workspace: Workspace,
    acme: Holder,
    wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> PreviewDialog:
    """The preview of the first of several files of all kinds."""
    outside = tmp_path / "temporary"
    outside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(outside))
    monkeypatch.setenv("TMPDIR", str(outside))
    attached(workspace, acme, "Archive.zip", b"PK\x03\x04" + bytes(50))
    attached(workspace, acme, "broken.png", b"\x89PNG\r\n\x1a\nbroken")
    attached(workspace, acme, "photo.png", png())
    attached(workspace, acme, "Plan.txt", "Überblick".encode("cp1252"))
    attached(workspace, acme, "contract.pdf", made.pdf("First page", "Second page"))
    wait()
    shown.lines[0].click()
    wait()
    dialog = shown.findChild(PreviewDialog)
    assert dialog is not None
    return dialog


def notice(dialog: PreviewDialog) -> str:
    current = dialog._stack.currentWidget()
    assert isinstance(current, EmptyState)
    return current.accessibleName()


def test_pages_of_a_pdf_are_turned(qtbot: QtBot, opened: PreviewDialog, wait: Wait) -> None:
    assert opened.windowTitle() == "contract.pdf"
    assert opened._stack.currentWidget() is opened.image
    assert opened._place.text() == "Page 1 of 2"
    first = opened.image._image
    assert first.width() > 500
    QTest.keyClick(opened, Qt.Key.Key_PageDown)
    wait()
    assert opened._place.text() == "Page 2 of 2"
    assert opened.image._image != first
    QTest.keyClick(opened, Qt.Key.Key_PageDown)
    wait()
    assert opened._place.text() == "Page 2 of 2"


def test_text_images_and_what_cannot_be_shown(opened: PreviewDialog, wait: Wait) -> None:
    opened.step(1)
    wait()
    assert opened.text.text == "Überblick"
    opened.step(1)
    wait()
    assert opened._stack.currentWidget() is opened.image
    assert opened.image._image.width() == 60
    assert opened._place.isHidden()
    opened.step(1)
    wait()
    assert "could not be shown" in notice(opened) or "cannot be shown" in notice(opened)
    opened.step(1)
    wait()
    assert notice(opened).startswith("This kind of file cannot be shown here")
    opened.step(1)
    assert opened.windowTitle() == "Archive.zip"
    opened.grab()


def test_nothing_is_written_outside(opened: PreviewDialog, wait: Wait, tmp_path: Path) -> None:
    for _turn in range(4):
        opened.step(1)
        wait()
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_file_without_its_bytes_is_told(
    opened: PreviewDialog, workspace: Workspace, wait: Wait, acme: Holder
) -> None:
    workspace.files._opened_writer().execute("DELETE FROM content")
    opened.turn(1)
    wait()
    assert "not on this computer" in notice(opened)
    assert opened.findChildren(QLabel)


class SlowServer:
    """Gives the chunks of a content one by one, whenever the test lets it."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.chunks = chunks
        self.given = 0
        self.ended = False
        self._let = threading.Semaphore(0)

    def give(self) -> None:
        self._let.release()

    def __call__(self, _content: bytes) -> Iterator[bytes]:
        try:
            for chunk in self.chunks:
                assert self._let.acquire(timeout=20)
                self.given += 1
                yield chunk
        finally:
            self.ended = True


@pytest.fixture
def slow(opened: PreviewDialog, workspace: Workspace, wait: Wait) -> SlowServer:
    """Where the contents of all files are, none of which is on this computer."""
    content = b"".join(workspace.files.read(opened.file.content))
    half = len(content) // 2
    workspace.files._opened_writer().execute("DELETE FROM content")
    server = SlowServer([content[:half], content[half:]])
    workspace.files.elsewhere = server
    opened._show_file()
    return server


def test_a_file_that_is_fetched_says_how_much_of_it_came(
    qtbot: QtBot, opened: PreviewDialog, slow: SlowServer, wait: Wait
) -> None:
    waiting = opened._waiting
    assert opened._stack.currentWidget() is waiting
    assert not waiting.told.isVisible()
    slow.give()
    qtbot.waitUntil(lambda: waiting.told.isVisible() and waiting.bar.value() > 0)
    assert 400 < waiting.bar.value() < 600
    assert " of " in waiting.state.text()
    assert waiting.stop.accessibleName() == "Stop opening the file"
    slow.give()
    wait()
    assert opened._stack.currentWidget() is opened.image
    assert not waiting.told.isVisible()


def test_fetching_is_stopped_and_begun_again(qtbot: QtBot, opened: PreviewDialog, slow: SlowServer, wait: Wait) -> None:
    slow.give()
    qtbot.waitUntil(lambda: opened._waiting.told.isVisible())
    opened._waiting.stop.click()
    assert notice(opened).startswith("The file was not opened")
    slow.give()
    qtbot.waitUntil(lambda: slow.ended)
    wait()
    assert notice(opened).startswith("The file was not opened")
    current = opened._stack.currentWidget()
    assert isinstance(current, EmptyState)
    slow.give()
    slow.give()
    current.button.click()
    wait()
    assert opened._stack.currentWidget() is opened.image


def test_who_closes_the_preview_fetches_no_more(
    qtbot: QtBot, opened: PreviewDialog, slow: SlowServer, wait: Wait
) -> None:
    slow.give()
    qtbot.waitUntil(lambda: slow.given == 1)
    opened.close()
    slow.give()
    qtbot.waitUntil(lambda: slow.ended)
    wait()
