"""A table as one moves through it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.errors import CrmError
from crm_desktop.schema.field import Field
from crm_desktop.schema.forms import Place, Stored
from ui.kit.cell_editing import CellEditing
from ui.kit.cells import Cell, CellKind
from ui.kit.column_widths import shared_widths
from ui.kit.drafts import Drafts
from ui.kit.fields.base import FieldInput
from ui.kit.fields.text import TextInput
from ui.kit.formats import Formats
from ui.kit.paged_model import Column, PagedModel, Take, check_column
from ui.kit.painting import Face
from ui.kit.table_view import TableView
from ui.kit.theme import Theme


class Person(NamedTuple):
    """A row."""

    id: bytes
    name: str
    title: str


NAME = Column[Person]("name", "Name", 180, CellKind.NAME, value=lambda row: Face(row.name, row.id), stretch=True)
TITLE = Column[Person]("title", "Job title", 150, editable=True, priority=2)
EMPLOYER = Column[Person]("employer", "Company", 150, priority=1, value=lambda _row: "Acme")


def fetch(_after: Person | None, then: Take[Person]) -> None:
    """Hand over fifty people."""
    then([Person(bytes([number]) * 16, f"Person {number:02}", "Buyer") for number in range(50)], following=None)


@pytest.fixture
def model(formats: Formats) -> PagedModel[Person]:
    """Fifty people."""
    return PagedModel([check_column(), NAME, TITLE, EMPLOYER], fetch, formats)


@pytest.fixture
def view(theme: Theme, model: PagedModel[Person], qtbot: QtBot) -> TableView:
    """Their table, shown and focused."""
    made = TableView(theme, model)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    model.refresh()
    made.setFocus()
    return made


def test_the_first_row_has_the_focus_when_one_comes_here(view: TableView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.current_row() is not None)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 2)  # what F2 edits, and not the box


def test_letters_and_arrows_move_and_open(view: TableView, qtbot: QtBot) -> None:
    view.go_to(0)
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_K):
        QTest.keyClick(view, key)
    assert view.currentIndex().row() == 2
    with qtbot.waitSignals([view.opened, view.preview_wanted, view.edit_wanted, view.opened_apart]):
        QTest.keyClick(view, Qt.Key.Key_Return)
        QTest.keyClick(view, Qt.Key.Key_Space)
        QTest.keyClick(view, Qt.Key.Key_E)
        QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_single_letters_can_be_switched_off(view: TableView) -> None:
    view.go_to(0)
    view.set_letters(on=False)
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_E)
    assert view.currentIndex().row() == 0


def test_x_selects_and_escape_clears(view: TableView, model: PagedModel[Person]) -> None:
    view.go_to(3)
    QTest.keyClick(view, Qt.Key.Key_X)
    QTest.keyClick(view, Qt.Key.Key_J)
    QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert model.selected_ids == {bytes([3]) * 16, bytes([4]) * 16}
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert model.selected_count == 0


def test_shift_selects_a_range_by_key_and_by_mouse(view: TableView, model: PagedModel[Person]) -> None:
    view.go_to(3)
    for _time in range(2):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert model.selected_count == 3
    click(view, 8, 1, Qt.KeyboardModifier.ShiftModifier)
    assert model.selected_count == 6


def test_the_box_selects_and_the_rest_only_moves_the_focus(view: TableView, model: PagedModel[Person]) -> None:
    click(view, 5, 1)
    assert model.selected_count == 0
    click(view, 6, 0)
    assert model.selected_ids == {bytes([6]) * 16}
    assert view.currentIndex().row() == 6


def test_the_box_in_the_header_selects_all_that_is_loaded(view: TableView, model: PagedModel[Person]) -> None:
    header = view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert model.selected_count == 50
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert model.selected_count == 0


def test_a_header_sorts_and_then_the_other_way_round(view: TableView) -> None:
    asked: list[tuple[str, bool]] = []
    view.sort_wanted.connect(lambda name, descending, _adds: asked.append((name, descending)))
    at = QPoint(view.columnViewportPosition(1) + 20, 10)
    QTest.mouseClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=at)
    view.show_order("name", descending=False)
    QTest.mouseClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == [("name", False), ("name", True)]


def test_the_preview_follows_after_a_moment_of_rest(view: TableView, qtbot: QtBot) -> None:
    told: list[Person] = []
    view.current_changed.connect(told.append)
    for place in (1, 2, 3, 4):
        view.go_to(place)
    qtbot.waitUntil(lambda: bool(told))
    assert [row.name for row in told] == ["Person 04"]


def test_columns_are_dropped_by_priority_when_it_gets_narrow(theme: Theme) -> None:
    columns = [check_column(), NAME, TITLE, EMPLOYER]
    assert shared_widths(theme, columns, {}, 700) == [41, 359, 150, 150]
    assert shared_widths(theme, columns, {}, 400) == [41, 209, 0, 150]
    assert shared_widths(theme, columns, {}, 230) == [41, 189, 0, 0]
    assert shared_widths(theme, columns, {"name": 300}, 700) == [41, 300, 150, 150]


def test_rows_keep_their_height_at_every_zoom(view: TableView, theme: Theme) -> None:
    view.set_row_size("L")
    assert view.rowHeight(0) == 44
    theme.set_zoom(1.5)
    assert view.rowHeight(0) == 66


def test_other_columns_come_with_the_rows_of_the_new_question(view: TableView, model: PagedModel[Person]) -> None:
    model.restart([check_column(), EMPLOYER])
    assert model.columnCount() == 2
    assert view.columnWidth(1) >= 150


def click(
    view: TableView,
    row: int,
    column: int,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Click into a cell."""
    place = view.visualRect(view.model().index(row, column)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, place)


Saving = Callable[[Person, str, Stored, Callable[[], None], Callable[[CrmError], None]], None]


@pytest.fixture
def edit(
    view: TableView, model: PagedModel[Person], theme: Theme, place: Place
) -> Callable[[Saving], CellEditing[Person]]:
    """Make job titles editable; the test says how they are saved."""
    field = Field(28, "title", "Job title", required=True)

    def make(row: Person, _column: str) -> FieldInput:
        opened = TextInput(theme, field, place)
        opened.set_value(row.title)
        return opened

    drafts = Drafts(lambda *_args, **_names: None, lambda *_args, **_names: None, view)
    return lambda save: CellEditing(view, model, make, save, drafts, lambda row, column: (f"{row}.{column}", "Title"))


def test_enter_saves_the_cell_and_goes_down(
    view: TableView, model: PagedModel[Person], edit: Callable[[Saving], CellEditing[Person]]
) -> None:
    saved: list[Stored] = []

    def save(row: Person, _column: str, value: Stored, done: Callable[[], None], _failed: object) -> None:
        saved.append(value)
        model.replace(row._replace(title=str(value)))
        done()

    editing = edit(save)
    view.setCurrentIndex(model.index(2, 2))
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert editing.input is not None
    QTest.keyClicks(focused(editing), "Chief buyer")
    QTest.keyClick(focused(editing), Qt.Key.Key_Return)
    assert saved == ["Chief buyer"]
    assert model.row(2).title == "Chief buyer"
    assert view.currentIndex().row() == 3


def test_f2_on_the_box_edits_the_first_cell_that_can_be_edited(view: TableView, model: PagedModel[Person]) -> None:
    told: list[tuple[Person, str]] = []
    view.cell_edit_wanted.connect(lambda row, column: told.append((row, column)))
    view.setCurrentIndex(model.index(2, 0))
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert told == [(model.row(2), "title")]
    assert view.currentIndex().column() == 2


def test_what_does_not_fit_keeps_the_input_open_and_escape_restores(
    view: TableView, model: PagedModel[Person], edit: Callable[[Saving], CellEditing[Person]]
) -> None:
    editing = edit(lambda *_args: pytest.fail("nothing may be saved"))
    view.setCurrentIndex(model.index(2, 2))
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClick(focused(editing), Qt.Key.Key_Delete)
    QTest.keyClick(focused(editing), Qt.Key.Key_Return)
    assert editing.input is not None
    assert focused(editing).property("wrong")
    QTest.keyClick(focused(editing), Qt.Key.Key_Escape)
    assert not view.findChildren(FieldInput)[0].isVisible()
    assert model.row(2).title == "Buyer"


def test_the_reason_why_a_value_does_not_fit_is_whole_in_the_last_row_too(
    view: TableView, model: PagedModel[Person], edit: Callable[[Saving], CellEditing[Person]]
) -> None:
    editing = edit(lambda *_args: pytest.fail("nothing may be saved"))
    view.resize(330, 400)
    view.setCurrentIndex(model.index(49, 2))
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClick(focused(editing), Qt.Key.Key_Delete)
    QTest.keyClick(focused(editing), Qt.Key.Key_Return)
    assert editing.input is not None
    assert editing.input.is_wrong
    assert view.viewport().rect().contains(editing.input.geometry())


def focused(editing: CellEditing[Person]) -> QWidget:
    """Return where one types."""
    assert editing.input is not None
    return editing.input.editor


def test_a_table_made_with_large_text_fits_again_with_small(
    theme: Theme, model: PagedModel[Person], qtbot: QtBot
) -> None:
    theme.set_zoom(2.0)
    view = TableView(theme, model)
    qtbot.addWidget(view)
    view.resize(1000, 400)
    view.show()
    theme.set_zoom(1.0)
    qtbot.wait(1)
    assert view.columnWidth(0) == theme.px(check_column().width)
    assert view.horizontalScrollBar().maximum() == 0


def test_the_last_row_can_be_brought_above_what_floats_at_the_bottom(view: TableView) -> None:
    view.leave_foot(60)
    view.go_to(49)
    assert view.visualRect(view.currentIndex()).bottom() < view.viewport().height() - 60
    view.updateGeometries()
    assert view.visualRect(view.currentIndex()).bottom() < view.viewport().height() - 60
    view.leave_foot(0)
    assert view.visualRect(view.currentIndex()).bottom() == view.viewport().height() - 1


class Noted(QObject):
    """How high each painting was."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.heights: list[int] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note the height."""
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def test_what_is_scrolled_moves_as_it_is_and_only_what_comes_up_is_painted(view: TableView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: view.model().rowCount() > 0)
    qtbot.wait(50)
    noted = Noted(view.viewport())
    view.verticalScrollBar().setValue(2 * view.row_height)
    qtbot.waitUntil(lambda: bool(noted.heights))
    assert max(noted.heights) == 2 * view.row_height
    shown = view.screen().grabWindow(view.winId()).toImage()
    assert shown == view.grab().toImage().convertToFormat(shown.format())


class Looked(PagedModel[Person]):
    """Notes whose cells are looked at."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.places: set[int] = set()

    def cells(self, place: int) -> tuple[Cell, ...]:
        self.places.add(place)
        return super().cells(place)


def test_rows_between_two_that_look_different_are_not_painted(theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    model = Looked([check_column(), NAME], fetch, formats)
    view = TableView(theme, model)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    model.refresh()
    qtbot.waitUntil(lambda: 7 in model.places)
    qtbot.wait(50)
    model.places.clear()
    view._update_row(1)
    view._update_row(7)
    qtbot.waitUntil(lambda: 7 in model.places)

    assert model.places == {1, 7}


def paged(after: Person | None, then: Take[Person]) -> None:
    """Hand over two pages of fifty people, one by one."""
    start = 0 if after is None else 50
    people = [Person(bytes([start + at]) * 16, f"Person {start + at:02}", "Buyer") for at in range(50)]
    then(people, following=people[-1] if after is None else None)


def test_rows_that_come_in_below_paint_nothing_and_can_be_scrolled_to(
    theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    model = Looked([check_column(), NAME], paged, formats)
    view = TableView(theme, model)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    model.refresh()
    qtbot.waitUntil(lambda: bool(model.places))
    qtbot.wait(50)
    model.places.clear()
    model.fetchMore()
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 80 * view.row_height)
    qtbot.wait(theme.duration("skeletonDelay") + 50)

    assert model.rowCount() == 100
    assert not model.places
    model.refresh()
    qtbot.waitUntil(lambda: 0 in model.places)
