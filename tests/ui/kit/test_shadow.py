"""What floats casts a soft shadow."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.kit.shadow import REACH, paint_shadow
from ui.kit.theme import Mode, Theme

BOX = QRect(60, 50, 300, 200)


@pytest.fixture
def painted(qapp: QApplication) -> QImage:
    """A white page with the shadow of BOX on it."""
    image = QImage(420, 320, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_shadow(painter, Theme(Mode.LIGHT), BOX)
    painter.end()
    return image


def darkness(image: QImage, place: QPoint) -> int:
    return 255 - image.pixelColor(place).lightness()


def test_a_shadow_is_darkest_beside_what_casts_it_and_ends_within_its_reach(painted: QImage) -> None:
    middle = BOX.center().x()
    below = [darkness(painted, QPoint(middle, BOX.bottom() + away)) for away in (1, 8, 16, REACH + 8)]
    assert below == sorted(below, reverse=True)
    assert below[0] > 20
    assert below[-1] == 0


def test_a_shadow_falls_downwards(painted: QImage) -> None:
    middle = BOX.center().x()
    assert darkness(painted, QPoint(middle, BOX.bottom() + 10)) > darkness(painted, QPoint(middle, BOX.top() - 10)) > 0


def test_a_shadow_is_alike_along_a_side(painted: QImage) -> None:
    along = {darkness(painted, QPoint(x, BOX.bottom() + 6)) for x in range(BOX.left() + 60, BOX.right() - 60)}
    assert len(along) == 1
