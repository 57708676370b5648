"""The line of a name and its badges: the badges give way to the name, unless it is very long."""

from pytestqt.qtbot import QtBot

from ui.contacts.name_line import NameLine
from ui.kit.desk import Desk
from ui.kit.labels import BadgeLabel
from ui.kit.painting import Badge


def made_line(screen: Desk, qtbot: QtBot, name: str, badges: int, width: int) -> NameLine:
    """Return a line `width` wide with `badges` badges."""
    line = NameLine(screen.theme)
    qtbot.addWidget(line)
    line.show_name(name)
    line.show_badges([BadgeLabel(screen.theme, Badge("Customer")) for _each in range(badges)])
    line.resize(width, line.sizeHint().height())
    line.show()
    return line


def test_a_long_name_is_cut_and_the_badges_stay_whole(screen: Desk, qtbot: QtBot) -> None:
    line = made_line(screen, qtbot, "Würzburger Maschinenbau und Handel " * 5, badges=2, width=560)
    assert line.name.toolTip() == line.name.text()
    labels = line.badges.findChildren(BadgeLabel)
    assert [label.width() for label in labels] == [label.sizeHint().width() for label in labels]
    assert not any(line.badges.is_left_out(place) for place in range(2))
    assert line.badges.geometry().right() <= line.width()


def test_a_name_keeps_its_part_of_a_line_with_many_badges(screen: Desk, qtbot: QtBot) -> None:
    line = made_line(screen, qtbot, "Würzburger Maschinenbau und Handel " * 5, badges=20, width=500)
    assert line.name.width() == 350
    shown = [label for label in line.badges.findChildren(BadgeLabel) if not label.isHidden()]
    assert shown
    assert all(label.width() == label.sizeHint().width() for label in shown)


def test_a_short_name_takes_no_more_than_it_needs(screen: Desk, qtbot: QtBot) -> None:
    line = made_line(screen, qtbot, "Acme", badges=20, width=500)
    assert line.name.width() == line.name.sizeHint().width()
    assert not line.name.toolTip()


def test_badges_are_left_out_before_a_usual_name_is_cut(screen: Desk, qtbot: QtBot) -> None:
    line = made_line(screen, qtbot, "Oldosten Cold Chain", badges=4, width=290)
    assert line.name.width() == line.name.sizeHint().width()
    assert line.badges.is_left_out(3)
