"""The top bar where it is narrow."""

from pytestqt.qtbot import QtBot

from ui.kit.desk import Place
from ui.kit.layouts import settle_layouts
from ui.kit.theme import Mode, Theme
from ui.shell.top_bar import TopBar


def test_leading_steps_of_the_path_give_way_to_the_title(qtbot: QtBot) -> None:
    bar = TopBar(Theme(Mode.LIGHT))
    qtbot.addWidget(bar)
    contacts = Place("contacts")
    bar.show_path((("Contacts", contacts), ("Companies", contacts), ("Fjallevar Plumbing", None)))
    bar.show()
    shown = []
    for width in (1600, 640, 1600):
        bar.resize(width, 48)
        shown.append([not step.isHidden() for step, _caret in bar._leading])
    assert shown == [[True, True], [False, False], [True, True]]


def test_the_steps_nearest_to_the_title_are_there_first_from_whichever_width_one_comes(qtbot: QtBot) -> None:
    bar = TopBar(Theme(Mode.LIGHT))
    qtbot.addWidget(bar)
    contacts = Place("contacts")
    bar.show_path((("Contacts", contacts), ("Companies", contacts), ("Fjallevar Plumbing", None)))
    bar.show()
    told = []
    for widths in (range(1200, 640, -8), range(640, 1200, 8)):
        shown = []
        for width in widths:
            bar.resize(width, 48)
            shown.append([not step.isHidden() for step, _caret in bar._leading])
        told.append(shown)
    narrower, wider = told
    assert [False, True] in narrower
    assert [True, False] not in narrower + wider
    assert wider[1:] == narrower[:0:-1]


def test_the_path_is_left_out_before_the_title_is_cut(qtbot: QtBot) -> None:
    bar = TopBar(Theme(Mode.LIGHT))
    qtbot.addWidget(bar)
    contacts = Place("contacts")
    bar.show_path((("Contacts", contacts), ("Companies", contacts), ("Fjallevar Plumbing", None)))
    bar.show()
    title = bar._title
    assert title is not None
    for width in range(1200, 720, -8):
        bar.resize(width, 48)
        cut = title.maximumWidth() < title.sizeHint().width()
        assert not cut or all(step.isHidden() for step, _caret in bar._leading)


def test_the_search_gives_way_to_a_title_before_the_title_is_cut(qtbot: QtBot) -> None:
    bar = TopBar(Theme(Mode.LIGHT))
    qtbot.addWidget(bar)
    bar.show_path((("Fjallevar Plumbing", None),))
    bar.resize(680, 48)
    bar.show()
    settle_layouts()
    title = bar._title
    assert title is not None
    assert title.width() == title.sizeHint().width()
    assert bar.search.width() < bar.search.sizeHint().width()
