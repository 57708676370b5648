"""The look: colours, sizes, fonts."""

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.kit.painting import Badge, badge_colours
from ui.kit.style_sheet import style_sheet
from ui.kit.theme import Contrast, Mode, Theme, Tone, tone_colours
from ui.kit.tokens import as_colour, read_tokens

pytestmark = pytest.mark.usefixtures("qapp")


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_pair_of_colours_that_is_used_can_be_read(mode: str) -> None:
    tokens = read_tokens()
    colours, pairs = tokens.colours[mode], tokens.pairs[mode]

    def named(name: str) -> QColor:
        return QColor(name) if name.startswith("#") else colours[name]

    weak = [pair for pair in pairs if contrast(named(pair.foreground), named(pair.background)) < pair.least]
    assert len(pairs) > 100
    assert weak == []


@pytest.mark.parametrize("mode", list(Mode)[1:])
@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.TAG])
def test_badges_of_every_tone_can_be_read(mode: Mode, tone: Tone) -> None:
    theme, colours = Theme(mode), tone_colours(tone)
    assert contrast(theme.colour(colours.text), theme.colour(colours.tint)) >= 4.5


@pytest.mark.parametrize("mode", list(Mode)[1:])
@pytest.mark.parametrize("word", ["vip", "fair", "renewal", "west", "partner", "late", "trial", "board", "demo"])
def test_tags_can_be_read_in_the_colour_of_their_word(mode: Mode, word: str) -> None:
    theme, colours = Theme(mode), badge_colours(Badge(word, Tone.TAG))
    assert contrast(theme.colour(colours.text), theme.colour(colours.tint)) >= 4.5


def test_colours_with_alpha_are_read_in_the_order_of_the_tokens() -> None:
    assert as_colour("#1C1D2059").getRgb() == (0x1C, 0x1D, 0x20, 0x59)


def test_zoom_multiplies_sizes_and_fonts_and_has_limits() -> None:
    theme = Theme(Mode.LIGHT)
    theme.set_zoom(1.5)
    assert theme.size("row.normal") == 54
    assert theme.font("body").pixelSize() == 20
    theme.set_zoom(7)
    assert theme.zoom == 2.0
    theme.set_zoom(0.1)
    assert theme.zoom == 0.9


def test_high_contrast_draws_quiet_edges_and_text_stronger() -> None:
    theme = Theme(Mode.LIGHT)
    before = theme.colour("hairline")
    theme.set_contrast(Contrast.HIGH)
    assert theme.colour("hairline") == theme.colour("controlBorder") != before
    assert theme.colour("text3") == theme.colour("text2")
    theme.set_contrast(Contrast.NORMAL)
    assert theme.colour("hairline") == before


def test_reduced_motion_takes_the_time_out_of_fades_alone() -> None:
    theme = Theme(Mode.LIGHT, reduced_motion=True)
    assert theme.duration("fade") == 0
    assert theme.duration("toastHold") == 8000


def test_the_programs_own_font_is_used() -> None:
    assert QFontInfo(Theme(Mode.LIGHT).font("body")).family() == "Inter"


def test_digits_are_equally_wide_where_numbers_stand_below_each_other() -> None:
    metrics = Theme(Mode.LIGHT).metrics("body", numbers=True)
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_weights_can_be_asked_for() -> None:
    assert Theme(Mode.LIGHT).font("small", 600).weight() == QFont.Weight.DemiBold


def test_changing_the_mode_dresses_the_application_again(theme: Theme, qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Today")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(Mode.DARK)
    assert theme.dark
    assert qapp.palette().windowText().color() == read_tokens().colours["dark"]["text"]
    assert read_tokens().colours["dark"]["surface"].name() in qapp.styleSheet()


def test_the_style_sheet_knows_all_its_colours_and_measures() -> None:
    assert "$" not in style_sheet(Theme(Mode.DARK, 2.0))
