"""Icons by meaning."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from ui.kit.fonts import glyph
from ui.kit.icon_names import GLYPHS
from ui.kit.icons import icon, icon_pixmap
from ui.kit.theme import Mode, Theme


def test_every_meaning_has_a_glyph_in_the_font() -> None:
    assert [meaning for meaning, name in GLYPHS.items() if len(glyph(name)) != 1] == []


def test_an_icon_takes_the_colour_of_the_theme_also_after_it_changed(theme: Theme) -> None:
    made = icon(theme, "call", "danger")

    def strongest() -> int:
        picture = made.pixmap(QSize(16, 16)).toImage()
        points = [picture.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max(points, key=lambda colour: colour.alpha()).rgb()

    light = strongest()
    theme.set_mode(Mode.DARK)
    assert strongest() != light
    assert abs(Theme(Mode.DARK).colour("danger").red() - (strongest() >> 16 & 255)) < 3


def test_icons_are_sharp_on_fine_screens_and_drawn_once(theme: Theme) -> None:
    first = icon_pixmap(theme, "call", "text", 16, 2.0)
    assert first.size() == QSize(32, 32)
    assert first.deviceIndependentSize().width() == 16
    assert icon_pixmap(theme, "call", "text", 16, 2.0).cacheKey() == first.cacheKey()


def test_a_disabled_icon_is_paler(theme: Theme) -> None:
    made = icon(theme, "call")
    normal = made.pixmap(QSize(16, 16)).toImage()
    assert made.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage() != normal


def test_arrows_point_the_other_way_where_text_does(theme: Theme, qapp: QApplication) -> None:
    before = icon_pixmap(theme, "back", "text", 16, 1.0).toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        after = icon_pixmap(theme, "back", "text", 16, 1.0).toImage()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    # all but the fringe: a mirrored glyph is smoothed from the other side
    mirrored = before.flipped(Qt.Orientation.Horizontal)
    far = [(x, y) for x in range(16) for y in range(16) if abs(alpha(after, x, y) - alpha(mirrored, x, y)) > 60]
    assert far == []
    assert after != before


def alpha(picture: QImage, x: int, y: int) -> int:
    """Return how opaque a pixel is."""
    return picture.pixelColor(x, y).alpha()


def test_an_unknown_meaning_is_refused_by_name(theme: Theme) -> None:
    with pytest.raises(KeyError, match="unicorn"):
        icon(theme, "unicorn")
