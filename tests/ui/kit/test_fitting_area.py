"""Room for dialogs that may be higher than the window that they lie over."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

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
