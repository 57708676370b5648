"""A tap on Alt shows the menus; a key pressed with Alt does not."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.shell.input_watch import InputWatch

KINDS = QEvent.Type


def feed(watch: InputWatch, kind: QEvent.Type, key: Qt.Key) -> None:
    watch.eventFilter(QObject(watch), QKeyEvent(kind, key, Qt.KeyboardModifier.AltModifier))


def taps(qapp: QApplication) -> tuple[InputWatch, list[bool]]:
    watch = InputWatch(qapp)
    told: list[bool] = []
    watch.alt_tapped.connect(lambda: told.append(True))
    return watch, told


def test_alt_alone_is_a_tap(qapp: QApplication) -> None:
    watch, told = taps(qapp)
    for kind in (KINDS.ShortcutOverride, KINDS.KeyPress, KINDS.KeyRelease):
        feed(watch, kind, Qt.Key.Key_Alt)
    assert told == [True]


def test_a_shortcut_with_alt_is_none_though_its_press_never_comes(qapp: QApplication) -> None:
    watch, told = taps(qapp)
    feed(watch, KINDS.ShortcutOverride, Qt.Key.Key_Alt)
    feed(watch, KINDS.KeyPress, Qt.Key.Key_Alt)
    feed(watch, KINDS.ShortcutOverride, Qt.Key.Key_2)
    feed(watch, KINDS.KeyRelease, Qt.Key.Key_2)
    feed(watch, KINDS.KeyRelease, Qt.Key.Key_Alt)
    assert told == []
