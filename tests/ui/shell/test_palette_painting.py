"""What the palette paints, and that a letter costs no more than it must."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from crm_desktop.words import spoken
from tests.ui.shell.conftest import Quiet, titles
from ui.kit.style import CrmStyle
from ui.kit.theme import Theme
from ui.shell.palette import Palette
from ui.shell.palette_foot import Foot
from ui.shell.palette_rows import Piece, Row, head
from ui.shell.palette_tabs import PaletteTabs


class Paintings(QObject):
    """Which of `widgets` were painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.seen: set[QObject] = set()
        for each in widgets:
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen.add(watched)
        return False


def test_an_answer_paints_those_lines_alone_that_look_different(palette: Palette) -> None:
    shown = [head("Deals", "2"), Row([Piece("Cables")], act=str), Row([Piece("Carts")], act=str)]
    palette.show_rows(shown)
    changed: list[int] = []
    palette.list.rows.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    palette.show_rows([*shown[:2], Row([Piece("Carts", marked=True)], act=str)])

    assert changed == [2]
    assert titles(palette) == ["Cables", "Carts"]
    assert palette.list.current() == shown[1]


def test_a_letter_and_a_count_paint_nothing_but_themselves(palette: Palette, quiet: Quiet) -> None:
    quiet()
    palette._told.tell("8 hits in 88 ms")
    QApplication.processEvents()
    painted = Paintings(palette, palette._box, palette._head, palette.list.viewport(), palette.line, palette._told)
    palette.line.update()
    palette._told.tell("7 hits in 2 ms")
    QApplication.processEvents()

    assert painted.seen == {palette.line, palette._told}


def test_the_keys_at_the_foot_are_drawn_once_until_one_of_them_is_another(palette: Palette) -> None:
    foot = palette.findChild(Foot)
    assert foot is not None
    before = foot.grab().toImage()
    kept = dict(foot._theme.pixmaps)

    for count in (1, 3, 2):
        palette.show_rows([Row([Piece("Cables")], act=str)] * count)
        QApplication.processEvents()

    assert {key for key in foot._theme.pixmaps if key[0] == "palette foot"} <= kept.keys()
    foot._theme.set_keys({"?": "F1"})
    assert foot.grab().toImage() != before


def drawn_foot(theme: Theme, language: str) -> QImage:
    with spoken(language):
        foot = Foot(theme)
    foot.resize(600, 40)
    drawn = foot.grab().toImage()
    foot.deleteLater()
    return drawn


def test_the_foot_speaks_the_language_that_was_chosen_since(palette: Palette) -> None:
    known = palette.findChild(Foot)
    assert known is not None
    theme = known._theme
    assert drawn_foot(theme, "en") == drawn_foot(theme, "en")
    assert drawn_foot(theme, "de") != drawn_foot(theme, "en")


def test_the_key_of_the_tabs_is_painted_over_none_of_them(palette: Palette) -> None:
    def seen(keys: str, width: int) -> QImage:
        tabs = PaletteTabs(palette._theme, palette.tabs._tabs, keys)
        tabs.resize(width, tabs.sizeHint().height())
        return tabs.grab().toImage()

    assert seen("Tab", 300) == seen("", 300)
    assert seen("Tab", 638) != seen("", 638)


def test_texts_take_the_room_that_their_font_says(palette: Palette) -> None:
    painter, metrics = palette.list._painter, palette._theme.metrics("control")

    for text in ("Chloé ", " off", "f", "fjord", "Straße 7", "שלום 12", "日本語", "two  words"):
        assert painter._laid(text, "control").width == metrics.horizontalAdvance(text)


def test_no_measure_is_asked_of_python_for_a_letter(
    palette: Palette, quiet: Quiet, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClicks(palette.line, "a")
    quiet()
    asked: list[QStyle.PixelMetric] = []

    def note(_style: CrmStyle, metric: QStyle.PixelMetric, *_where: object) -> int:
        asked.append(metric)
        return 16

    monkeypatch.setattr(CrmStyle, "pixelMetric", note)

    QTest.keyClicks(palette.line, "c")
    quiet()

    assert not asked


def test_tabs_and_line_breaks_are_painted_as_spaces(palette: Palette) -> None:
    pictures = []
    for text in ("one two three", "one\ttwo\nthree", "one\u2028two three"):
        palette.show_rows([Row([Piece(text)], [Piece(text)], act=str)])
        pictures.append(palette.list.grab().toImage())

    assert pictures[1:] == pictures[:1] * 2


def test_the_chosen_tab_is_seen_where_the_tabs_are_wider_than_the_row(palette: Palette) -> None:
    tabs = PaletteTabs(palette._theme, palette.tabs._tabs, "Tab")
    tabs.resize(240, tabs.sizeHint().height())
    for tab in palette.tabs._tabs:
        tabs.choose(tab.name)
        (box,) = (box for each, box in tabs._boxes() if each.name == tab.name)
        assert tabs.rect().contains(box)
