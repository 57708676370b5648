"""The filter of a page as chips."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.filters.parsing import conditions_from_text
from crm_desktop.filters.printing import conditions_text
from crm_desktop.filters.tree import Filter
from crm_desktop.schema.catalogue import kind_named
from tests.ui.kit.filters.conftest import Settle
from ui.kit.desk import Desk
from ui.kit.filters.chips import FilterChips
from ui.kit.filters.form import FilterForm

PEOPLE = kind_named("people")


def shown(qtbot: QtBot, desk: Desk, text: str) -> FilterChips:
    chips = FilterChips(desk, PEOPLE, keys="/")
    qtbot.addWidget(chips)
    chips.resize(900, 40)
    chips.show()
    chips.show_filter(PEOPLE, conditions_from_text(text, PEOPLE, desk.place))
    return chips


def test_each_part_is_a_chip_and_linked_records_get_their_names(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    member = desk.place.member
    assert member is not None
    chips = shown(qtbot, desk, f"owner = {member.hex()} and has deals (amount > 5,000)")
    settle()
    names = [each.accessibleName() for each in chips._row._widgets]
    assert names == ["Owner is Anna Snelling", "Has deals where Amount over $5,000"]


def test_a_part_is_changed_in_its_popover_and_removed_by_delete(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    chips = shown(qtbot, desk, "rating = A and name starts D")
    told: list[tuple[Filter, ...]] = []
    chips.changed.connect(told.append)
    QTest.keyClick(chips._row._widgets[1], Qt.Key.Key_Return)
    settle()
    form = chips.findChild(FilterForm)
    assert form is not None
    form.edit.choose("name", "starts", "Z")
    form.apply()
    assert conditions_text(told[-1]) == "rating = A and name starts Z"
    QTest.keyClick(chips._row._widgets[0], Qt.Key.Key_Delete)
    assert conditions_text(told[-1]) == "name starts Z"


def test_one_more_part_comes_at_the_end(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    chips = shown(qtbot, desk, "rating = A")
    chips.add_filter()
    settle()
    form = chips.findChild(FilterForm)
    assert form is not None
    form.apply()
    assert conditions_text(chips.conditions) == "rating = A and owner = me"
