"""A text field that grows, and the keys that it leaves to the page around."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.kit.growing_text import GrowingText
from ui.kit.theme import Theme


def test_undo_is_the_apps_where_nothing_was_typed(theme: Theme, qtbot: QtBot) -> None:
    text = GrowingText(theme)
    qtbot.addWidget(text)

    def is_kept() -> bool:
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        asked.ignore()
        QApplication.sendEvent(text, asked)
        return asked.isAccepted()

    assert not is_kept()
    QTest.keyClicks(text, "Called")
    assert is_kept()
    text.setPlainText("")
    assert not is_kept()
