"""Lists that are fetched as they are scrolled."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.kit.cells import CellKind, Money
from ui.kit.formats import Formats
from ui.kit.paged_model import BLOCK, PAGE, Column, PagedModel, Take, check_column
from ui.kit.painting import Face


class Person(NamedTuple):
    """A row."""

    id: bytes
    name: str
    value: int


def person(number: int, value: int = 100) -> Person:
    """Return the person with that number."""
    return Person(number.to_bytes(16, "big"), f"Person {number:05}", value * 100)


class Source:
    """Rows that are asked for by page; answers wait in `waiting` until the test lets them go."""

    def __init__(self, count: int) -> None:
        self.rows = [person(number) for number in range(count)]
        self.asked: list[Person | None] = []
        self.waiting: list[Callable[[], None]] = []
        self.at_once = True

    def fetch(self, after: Person | None, then: Take[Person]) -> None:
        self.asked.append(after)
        start = 0 if after is None else next(n for n, row in enumerate(self.rows) if row.id == after.id) + 1
        page = self.rows[start : start + PAGE]
        if self.at_once:
            then(page)
        else:
            self.waiting.append(lambda: then(page))

    def answer(self) -> None:
        self.waiting.pop(0)()


COLUMNS: list[Column[Person]] = [
    check_column(),
    Column("name", "Name", 180, CellKind.NAME, value=lambda row: Face(row.name, row.id)),
    Column("value", "Value", 90, CellKind.MONEY, value=lambda row: Money(row.value, "USD")),
]


@pytest.fixture
def source() -> Source:
    """450 people: two full pages and a short one."""
    return Source(450)


@pytest.fixture
def model(source: Source, formats: Formats) -> PagedModel[Person]:
    """A model of them."""
    return PagedModel(COLUMNS, source.fetch, formats)


def test_the_model_keeps_the_rules_of_qt(model: PagedModel[Person], source: Source, qtmodeltester: ModelTester) -> None:
    watch: Callable[[PagedModel[Person]], None] = qtmodeltester.check
    watch(model)
    model.refresh()
    model.select([3, 150])
    source.rows.insert(0, person(9999))
    model.refresh()
    del source.rows[20:]
    model.refresh()
    model.replace(person(3, value=5))
    source.rows.clear()
    model.restart()
    assert model.rowCount() == 0


def test_nothing_is_read_until_the_list_is_wanted(model: PagedModel[Person], source: Source) -> None:
    assert source.asked == []
    assert not model.canFetchMore()


def test_pages_are_fetched_one_after_the_other_until_the_end(model: PagedModel[Person], source: Source) -> None:
    model.refresh()
    assert model.rowCount() == PAGE
    while model.canFetchMore():
        model.fetchMore()
    assert model.rowCount() == 450
    assert len(source.asked) == 3


def test_a_page_is_asked_for_once_however_often_qt_asks(model: PagedModel[Person], source: Source) -> None:
    model.refresh()
    source.at_once = False
    for _time in range(5):
        model.fetchMore()
    assert len(source.waiting) == 1
    source.answer()
    assert model.rowCount() == 2 * PAGE


def test_the_cursor_of_a_query_is_handed_back_to_it(formats: Formats) -> None:
    asked: list[object] = []

    def fetch(after: object, then: Take[Person]) -> None:
        asked.append(after)
        then([person(len(asked))], following="page 2" if len(asked) == 1 else None)

    model = PagedModel(COLUMNS, fetch, formats)
    model.refresh()
    model.fetchMore()
    assert asked == [None, "page 2"]
    assert not model.canFetchMore()


def test_an_answer_to_an_older_question_is_ignored(model: PagedModel[Person], source: Source) -> None:
    source.at_once = False
    model.restart()
    source.rows = source.rows[:7]
    model.restart()
    source.answer()
    assert model.rowCount() == 0
    source.answer()
    assert model.rowCount() == 7


def test_refreshing_keeps_selection_and_place_by_record(model: PagedModel[Person], source: Source) -> None:
    model.refresh()
    model.fetchMore()
    model.select([3, 250])
    held = QPersistentModelIndex(model.index(250, 1))
    source.rows.insert(0, person(9999))
    model.refresh()
    assert model.rowCount() >= 400
    assert held.row() == 251
    assert model.selected_ids == {person(3).id, person(250).id}
    assert model.is_selected(4)


def test_refreshing_after_a_removal_forgets_what_is_gone(model: PagedModel[Person], source: Source) -> None:
    source.rows = source.rows[:50]
    model.refresh()
    model.select([10, 11])
    del source.rows[10]
    model.refresh()
    assert model.rowCount() == 49
    assert model.selected_ids == {person(11).id}


def test_an_edited_row_is_shown_at_once(model: PagedModel[Person], source: Source, qtbot: QtBot) -> None:
    model.refresh()
    with qtbot.waitSignal(model.dataChanged):
        model.replace(person(5, value=777))
    assert model.index(5, 2).data() == "$777"
    assert len(source.asked) == 1


def test_all_can_be_selected_also_what_is_not_loaded(model: PagedModel[Person]) -> None:
    model.refresh()
    model.set_total(450)
    model.select_everything()
    assert model.selected_count == 450
    assert model.is_selected(7)
    model.toggle(7)
    assert not model.everything_selected
    assert model.selected_count == PAGE - 1


def test_all_of_a_long_list_are_selected_as_everything_and_of_a_short_one_by_one(
    model: PagedModel[Person], source: Source
) -> None:
    model.refresh()
    model.select_all()
    assert (model.everything_selected, len(model.selected_ids)) == (True, 0)
    del source.rows[9:]
    model.restart()
    model.select_all()
    assert (model.everything_selected, len(model.selected_ids)) == (False, 9)


def test_cells_are_spoken_and_boxes_tell_their_state(model: PagedModel[Person]) -> None:
    model.refresh()
    model.toggle(0)
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Person 00000"
    assert model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert model.index(1, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Value"


def test_cells_are_made_for_the_block_that_is_looked_at(source: Source, formats: Formats) -> None:
    made: list[bytes] = []

    def note(row: Person) -> str:
        made.append(row.id)
        return row.name

    model = PagedModel([Column[Person]("name", value=note)], source.fetch, formats)
    model.refresh()
    assert made == []
    model.index(120, 0).data()
    model.index(150, 0).data()
    assert len(made) == 2 * BLOCK


def test_what_the_wrong_kind_of_value_is_for_is_said(source: Source, formats: Formats) -> None:
    model = PagedModel([Column[Person]("value", kind=CellKind.MONEY)], source.fetch, formats)
    model.refresh()
    with pytest.raises(TypeError, match="Money"):
        model.cells(0)


def test_other_columns_come_with_their_own_rows_though_one_asks_again_meanwhile(
    model: PagedModel[Person], source: Source
) -> None:
    model.refresh()
    source.at_once = False
    model.restart(COLUMNS[:2])
    model.refresh()
    while source.waiting:
        source.answer()
    assert [each.name for each in model.columns] == ["check", "name"]
