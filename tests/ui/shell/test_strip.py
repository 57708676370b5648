"""The strip of long work in the corner of the window."""

from pytestqt.qtbot import QtBot

from ui.kit.labels import Text
from ui.kit.tasks import FollowedTask
from ui.shell.window import Window


def test_the_strip_is_wide_enough_for_a_long_title(opened: Window, qtbot: QtBot) -> None:
    workplace = opened.workplace
    assert workplace is not None
    task = FollowedTask("Undo of the import of all customers from the list of the year before", lambda: None)
    opened.tasks.follow(task)
    strip = workplace.strip
    qtbot.waitUntil(strip.isVisible)
    title = next(each for each in strip.findChildren(Text) if each.text() == task.title)
    qtbot.waitUntil(lambda: title.width() >= title.sizeHint().width())
    assert strip.geometry().right() < workplace.content.width()
    wide = strip.width()
    task.note = "12 of 40"
    qtbot.waitUntil(lambda: any(each.text() == task.note for each in strip.findChildren(Text)))
    assert strip.width() >= wide
    opened.tasks.let_go(task)
