"""Buttons, chips, tabs, cards, notices and panels as one uses them."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.boxes import cut_end, cut_start
from ui.kit.bulk_bar import BulkBar, BulkButton
from ui.kit.buttons import Button, ButtonKind, IconButton, LinkButton, Switch
from ui.kit.cards import Card, Tile
from ui.kit.chips import Chip, Choice, Segmented, ViewTabs
from ui.kit.focus_ring import RingFrame
from ui.kit.labels import Text
from ui.kit.layouts import FlowLayout, row
from ui.kit.notices import Banner, EmptyState, NoResults
from ui.kit.painting import Badge, avatar_colour, badge_size
from ui.kit.panels import SidePanel, StatusBar
from ui.kit.scrolling import ScrollColumn
from ui.kit.theme import Theme, Tone

CHOICES = [Choice("people", "People", "person"), Choice("companies", "Companies", "company")]


def shown(widget: QWidget, qtbot: QtBot) -> QWidget:
    """Show `widget` until the end of the test."""
    qtbot.addWidget(widget)
    widget.show()
    return widget


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Make `window` the one that gets the keys."""
    with qtbot.waitActive(window):
        window.activateWindow()


def test_buttons_have_the_sizes_of_the_design(theme: Theme) -> None:
    assert Button(theme, "Save", ButtonKind.PRIMARY).sizeHint() == QSize(56, 32)
    assert Button(theme, "Clear filters", size="small").sizeHint().height() == 28
    assert Button(theme, "Unlock", size="large").sizeHint().height() == 40
    theme.set_zoom(1.5)
    assert Button(theme, "Save").sizeHint().height() == 48


def test_buttons_are_clicked_by_enter_and_space(theme: Theme, qtbot: QtBot) -> None:
    clicks: list[str] = []
    for button in (Button(theme, "Save"), IconButton(theme, "undo", "Undo"), LinkButton(theme, "Show all")):
        shown(button, qtbot)
        button.clicked.connect(lambda: clicks.append("click"))
        QTest.keyClick(button, Qt.Key.Key_Return)
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(clicks) == 6


def test_icon_buttons_say_what_they_do_and_can_be_hit(theme: Theme) -> None:
    button = IconButton(theme, "undo", "Undo")
    assert button.accessibleName() == button.toolTip() == "Undo"
    assert button.sizeHint().width() >= 24


def test_the_ring_shows_for_the_keyboard_and_not_for_the_mouse(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    first, second = Button(theme, "First"), Button(theme, "Second")
    window.setLayout(row(theme, first, second, margins=(8, 8, 8, 8)))
    shown(window, qtbot)
    activate(window, qtbot)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not window.findChildren(RingFrame)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    rings = [ring for ring in window.findChildren(RingFrame) if ring.isVisible()]
    assert second.hasFocus()
    assert [ring.geometry() for ring in rings] == [second.geometry().adjusted(-3, -3, 3, 3)]


def test_the_ring_grows_with_what_fills_a_column_that_scrolls_no_more(theme: Theme, qtbot: QtBot) -> None:
    column, inner = ScrollColumn(), QWidget()
    first, second = Button(theme, "First"), Button(theme, "Second")
    whole = QVBoxLayout(inner)
    whole.setContentsMargins(0, 0, 0, 0)
    for each in (first, second):
        each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        whole.addWidget(each)
    column.setWidget(inner)
    column.resize(200, first.sizeHint().height())
    shown(column, qtbot)
    activate(column, qtbot)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    narrow = second.width()
    column.resize(200, 300)
    qtbot.waitUntil(lambda: column.viewport().width() == second.width() > narrow)
    (ring,) = [each for each in column.findChildren(RingFrame) if each.isVisible()]
    assert ring.width() == second.width()


def test_the_ring_follows_the_focus_that_the_program_moves_after_a_key(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    first, second = Button(theme, "First"), Button(theme, "Second")
    window.setLayout(row(theme, first, second, margins=(8, 8, 8, 8)))
    shown(window, qtbot)
    activate(window, qtbot)
    native = window.windowHandle()

    def ringed() -> bool:
        return any(ring.isVisible() for ring in window.findChildren(RingFrame))

    # as the mouse and the keys reach the window itself
    QTest.mouseClick(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, second.geometry().center())
    first.setFocus()
    assert not ringed()
    QTest.keyClick(native, Qt.Key.Key_Shift)
    assert not ringed()
    QTest.keyClick(native, Qt.Key.Key_L)
    assert ringed()
    second.setFocus()  # such as when a dialog closes
    assert ringed()
    QTest.mousePress(native, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    assert not ringed()


def test_a_switch_moves_by_click_and_space(theme: Theme, qtbot: QtBot) -> None:
    switch = Switch(theme, "Patterns in colours")
    shown(switch, qtbot)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_a_chip_is_removed_by_its_cross_and_by_delete(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme, "Owner is", "Anna", removable=True)
    shown(chip, qtbot)
    removed: list[int] = []
    clicked: list[int] = []
    chip.removed.connect(lambda: removed.append(1))
    chip.clicked.connect(lambda: clicked.append(1))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, 13))
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, 13))
    assert (len(removed), len(clicked)) == (2, 1)
    assert chip.accessibleName() == "Owner is Anna"


def test_a_long_value_is_cut_and_told_whole(theme: Theme) -> None:
    value = "technology, retail, wholesale, telecommunications"
    chip = Chip(theme, "Sector is any of", value)
    assert chip.toolTip() == value
    assert value in chip.accessibleName()
    assert chip.sizeHint().width() < 330


def test_a_switch_without_room_keeps_the_words_of_what_is_chosen(theme: Theme, qtbot: QtBot) -> None:
    choices = [Choice("board", "Board", "board"), Choice("forecast", "Forecast", "forecast")]
    switch = Segmented(theme, choices)
    qtbot.addWidget(switch)
    switch.resize(switch.minimumSizeHint())
    assert switch.width() < switch.sizeHint().width()
    # the icons stand within the frame, and are chosen as before
    assert sum(box.width() for _choice, box in switch._boxes()) == switch.width()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(switch.width() - 4, 4))
    assert switch.current == "forecast"


def test_a_switch_gives_up_as_few_words_as_it_must_and_frames_what_is_left(theme: Theme, qtbot: QtBot) -> None:
    choices = [Choice(each, each.capitalize(), "people") for each in ("people", "companies", "all")]
    switch = Segmented(theme, choices)
    qtbot.addWidget(switch)
    switch.resize(switch.sizeHint().width() - 2, switch.sizeHint().height())
    assert [choice.name for choice, _box in switch._boxes() if switch._is_short(choice)] == ["all"]
    switch.resize(switch.minimumSizeHint().width() + 2, switch.sizeHint().height())
    short = [choice.name for choice, _box in switch._boxes() if switch._is_short(choice)]
    assert short == ["companies", "all"]


@pytest.mark.parametrize("kind", [Segmented, ViewTabs])
def test_choices_are_taken_by_mouse_and_arrows(kind: type[Segmented | ViewTabs], theme: Theme, qtbot: QtBot) -> None:
    made = kind(theme, CHOICES)
    shown(made, qtbot)
    told: list[str] = []
    made.chosen.connect(told.append)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.sizeHint().width() - 10, 10))
    QTest.keyClick(made, Qt.Key.Key_Left)
    QTest.keyClick(made, Qt.Key.Key_Left)
    assert told == ["companies", "people"]
    assert made.current == "people"


def test_choices_keep_what_is_chosen_when_others_come(theme: Theme) -> None:
    tabs = ViewTabs(theme, CHOICES)
    tabs.set_current("companies")
    tabs.set_choices([*CHOICES, Choice("all", "All")])
    assert tabs.current == "companies"
    tabs.set_choices(CHOICES[:1])
    assert tabs.current == "people"


def test_text_that_is_cut_can_be_read_whole(theme: Theme, qtbot: QtBot) -> None:
    text = Text(theme, "Acme Corporation Incorporated")
    shown(text, qtbot)
    text.resize(text.sizeHint())
    assert text.toolTip() == ""
    text.resize(60, 20)
    assert text.toolTip() == "Acme Corporation Incorporated"
    assert text.text() == "Acme Corporation Incorporated"


def test_a_record_has_the_same_colour_everywhere() -> None:
    assert avatar_colour(b"1" * 16) == avatar_colour(b"1" * 16)
    assert {avatar_colour(bytes([number]) * 16) for number in range(64)} == set(range(8))


def test_badges_grow_with_their_icon(theme: Theme) -> None:
    plain, marked = badge_size(theme, Badge("Won")), badge_size(theme, Badge("Won", Tone.SUCCESS, "check"))
    assert plain.height() == marked.height() == 20
    assert marked.width() - plain.width() == 16


def test_a_tile_waits_with_grey_bars_then_says_its_figure(theme: Theme, qtbot: QtBot) -> None:
    tile = Tile(theme, "Won this month")
    shown(tile, qtbot)
    waiting = tile.grab().toImage()
    tile.show_figure("$84,210", "on April", rise="up", rise_text="6 %", rise_tone=Tone.SUCCESS, spark=[1, 2, 3])
    assert tile.accessibleName() == "Won this month: $84,210"
    assert tile.accessibleDescription() == "6 % on April"
    assert tile.sizeHint().height() == 96
    assert tile.grab().toImage() != waiting


def test_a_card_tells_of_its_link(theme: Theme, qtbot: QtBot) -> None:
    card = Card(theme, "Agenda", "5", "Open calendar")
    shown(card, qtbot)
    with qtbot.waitSignal(card.link_clicked):
        card.findChildren(LinkButton)[0].click()


def test_nothing_found_offers_the_nearest_spelling(theme: Theme, qtbot: QtBot) -> None:
    notice = NoResults(theme, "acmee", "acme", 3)
    shown(notice, qtbot)
    assert notice.accessibleName().startswith("No results for “acmee”.")
    with qtbot.waitSignal(notice.spelling_chosen) as chosen:
        notice.findChildren(LinkButton)[0].click()
    assert chosen.args == ["acme"]
    with qtbot.waitSignal(notice.acted):
        notice.findChildren(Button)[0].click()


def test_an_empty_place_says_what_to_do(theme: Theme, qtbot: QtBot) -> None:
    state = EmptyState(theme, "contacts", "No people yet", "Import a list, or add the first by hand.", "Import…")
    shown(state, qtbot)
    with qtbot.waitSignal(state.acted):
        state.findChildren(Button)[0].click()


def test_a_banner_goes_away_when_closed(theme: Theme, qtbot: QtBot) -> None:
    banner = Banner(theme, "No backup for 9 days.", "Drive E: was not found.", "Back up now")
    shown(banner, qtbot)
    with qtbot.waitSignal(banner.closed):
        banner.findChildren(IconButton)[0].click()
    assert not banner.isVisible()


def test_the_status_bar_is_read_aloud(theme: Theme) -> None:
    bar = StatusBar(theme)
    bar.set_facts("214 people", "", "4 selected")
    bar.set_keys("J / K move", "Space preview")
    assert bar.accessibleName() == "214 people, 4 selected"
    assert bar.accessibleDescription() == "J / K move · Space preview"


def test_escape_closes_the_side_panel(theme: Theme, qtbot: QtBot) -> None:
    panel = SidePanel(theme, "History", width="history")
    shown(panel, qtbot)
    assert panel.sizeHint().width() == 400
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel, Qt.Key.Key_Escape)


def test_the_bulk_bar_shows_while_something_is_selected(theme: Theme, qtbot: QtBot) -> None:
    area = QWidget()
    area.resize(600, 300)
    bar = BulkBar(theme, area, Button(theme, "Tag", ButtonKind.ON_TOOLTIP, size="small"))
    shown(area, qtbot)
    bar.show_count("4 selected")
    assert bar.isVisible()
    assert bar.geometry().getRect() == (16, 240, 568, 44)
    bar.show_count("")
    assert not bar.isVisible()


def test_buttons_of_the_bulk_bar_show_icons_alone_where_words_have_no_room(theme: Theme, qtbot: QtBot) -> None:
    area = QWidget()
    button = BulkButton(theme, "delete", "Delete")
    bar = BulkBar(theme, area, button)
    shown(area, qtbot)
    for width, short in ((600, False), (160, True), (600, False)):
        area.resize(width, 300)
        bar.show_count("4 selected")
        assert (button.toolTip() == "Delete") is short
        assert button.accessibleName() == "Delete"


def test_a_flow_goes_on_in_the_next_line(theme: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    flow = FlowLayout(theme, gap=6)
    for _number in range(6):
        each = QWidget()
        each.setFixedSize(80, 20)
        flow.addWidget(each)
    box.setLayout(flow)
    shown(box, qtbot)
    assert flow.heightForWidth(600) == 20
    assert flow.heightForWidth(180) == 72


def test_gaps_and_margins_follow_the_zoom(theme: Theme, qtbot: QtBot) -> None:
    box = QWidget()
    layout = row(theme, QWidget(), None, gap=8, margins=(16, 4, 16, 4))
    box.setLayout(layout)
    shown(box, qtbot)
    theme.set_zoom(1.5)
    assert layout.spacing() == 12
    assert layout.contentsMargins().left() == 24


def test_boxes_are_cut_in_the_direction_of_reading() -> None:
    whole = QRect(0, 0, 100, 20)
    start, rest = cut_start(whole, 30, 10, mirrored=False)
    assert (start.getRect(), rest.getRect()) == ((0, 0, 30, 20), (40, 0, 60, 20))
    start, rest = cut_start(whole, 30, 10, mirrored=True)
    assert (start.getRect(), rest.getRect()) == ((70, 0, 30, 20), (0, 0, 60, 20))
    assert cut_end(whole, 30, mirrored=False)[0] == start


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_nothing_is_cut_at_any_zoom(theme: Theme, qtbot: QtBot, zoom: float) -> None:
    theme.set_zoom(zoom)
    box = QWidget()
    whole = QVBoxLayout(box)
    texts = [Text(theme, "Überfällige Wiedervorlagen", style) for style in ("caption", "small", "body", "title")]
    for text in texts:
        whole.addWidget(text)
    shown(box, qtbot)
    for text in texts:
        assert text.height() >= text.fontMetrics().height()
        assert text.toolTip() == ""


def test_text_keeps_the_size_of_the_zoom_under_a_new_parent(theme: Theme, qtbot: QtBot) -> None:
    before, after = shown(QWidget(), qtbot), shown(QWidget(), qtbot)
    part = QWidget(before)
    text = Text(theme, "Next step", "bodyStrong", parent=part)
    part.show()
    theme.set_zoom(1.5)
    part.setParent(after)
    part.show()
    assert text.font() == theme.font("bodyStrong")


def test_a_word_without_end_is_broken_and_makes_nothing_wider(theme: Theme) -> None:
    text = Text(theme, "n" * 10_000, "small", wrap=True)
    assert text.minimumSizeHint().width() < theme.px(200)
    assert text.sizeHint().width() < theme.px(800)
    assert text.heightForWidth(theme.px(200)) > 100 * theme.line("small")


def test_lines_that_are_broken_are_as_high_as_designed(theme: Theme) -> None:
    text = Text(theme, "one two three four five six seven eight", wrap=True)
    lines = text.heightForWidth(80) // theme.line("body")
    assert text.heightForWidth(80) == lines * theme.line("body")
    assert lines > 1
