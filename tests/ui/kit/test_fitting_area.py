"""Room for dialogs that may be higher than the window that they lie over."""

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.dialogs import Dialog
from ui.kit.fitting_area import FittingArea
from ui.kit.theme import Mode, Theme


def test_what_is_around_the_content_grows_with_the_text(qtbot: QtBot) -> None:
    over, dialog = QWidget(), QWidget()
    for each in (over, dialog):
        qtbot.addWidget(each)
    over.resize(500, 500)
    content = QLabel("\n" * 100)
    heights = []
    for zoom in (1.0, 1.5):
        area = FittingArea(Theme(Mode.LIGHT, zoom), content, over)
        heights.append(area.sizeHint().height())
        area.takeWidget()
    assert content.sizeHint().height() > 500
    assert heights == [350, 275]


def test_what_else_the_dialog_shows_is_taken_from_the_room(qtbot: QtBot) -> None:
    theme, over = Theme(Mode.LIGHT), QWidget()
    qtbot.addWidget(over)
    over.resize(500, 500)
    dialog = Dialog(theme, "New person", "Save", parent=over)
    area, below = FittingArea(theme, QLabel("\n" * 100)), QLabel("Is it one of these?")
    dialog.body.addWidget(area)
    dialog.body.addWidget(below)
    below.setFixedHeight(100)
    below.hide()
    before = area.sizeHint().height()
    below.show()
    assert area.sizeHint().height() == before - 100 - dialog.body.spacing()


def test_a_dialog_that_grows_below_the_screen_rises(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = Dialog(Theme(Mode.LIGHT), "New person", "Save", parent=over)
    more = QLabel("Is it one of these?")
    more.setFixedHeight(200)
    more.hide()
    dialog.body.addWidget(more)
    dialog.show()
    qtbot.waitExposed(dialog)
    room = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), room.bottom() - dialog.frameGeometry().height())
    QApplication.processEvents()
    more.show()
    dialog.adjustSize()
    QApplication.processEvents()
    assert dialog.frameGeometry().bottom() <= room.bottom()
