"""A frame while scrolling costs no more than Qt's own view over Qt's own model, though it shows more."""

from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import NamedTuple

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.kit.cells import CellKind, Consent, Money, Past, Permission
from ui.kit.formats import Formats
from ui.kit.paged_model import Column, PagedModel, Take, check_column
from ui.kit.painting import Face
from ui.kit.table_view import TableView
from ui.kit.theme import Theme

FRAMES = 40
ROWS = 600
TODAY = date(2026, 5, 14)
NAMES = ("Marcus Oyelaran", "Ingrid Solheim", "Dana Whitfield", "Tomasz Wrona")
CONSENT = Consent(Permission.GIVEN, Permission.WITHDRAWN, Permission.NOT_ASKED)


class Person(NamedTuple):
    """A row of the contact list."""

    id: bytes
    name: str
    number: int


COLUMNS: list[Column[Person]] = [
    check_column(),
    Column("name", "Name", 180, CellKind.NAME, value=lambda row: Face(row.name, row.id)),
    Column("company", "Company", 160, CellKind.NAME, value=lambda row: Face(row.name, row.id, company=True)),
    Column("last", "Last", 130, CellKind.AGO, value=lambda row: Past(TODAY - timedelta(row.number % 60), "call")),
    Column("step", "Next step", 150, value=lambda row: f"Call back {row.number}"),
    Column("due", "Due", 100, CellKind.DUE, value=lambda row: TODAY + timedelta(row.number % 40 - 5)),
    Column("consent", "Consent", 90, CellKind.CONSENT, value=lambda _row: CONSENT),
    Column("value", "Value", 100, CellKind.MONEY, value=lambda row: Money(row.number * 4321, "USD")),
]


def fetch(_after: Person | None, then: Take[Person]) -> None:
    """Hand over all people."""
    then([Person(n.to_bytes(16, "big"), f"{NAMES[n % 4]} {n}", n) for n in range(ROWS)], following=None)


def plain_table(model: PagedModel[Person]) -> QTableView:
    """Return Qt's view over Qt's model with the same texts."""
    items = QStandardItemModel(ROWS, len(COLUMNS))
    for row in range(ROWS):
        for column, cell in enumerate(model.cells(row)):
            items.setItem(row, column, QStandardItem(cell.text))
    view = QTableView()
    view.setModel(items)
    items.setParent(view)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(36)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    return view


def frame(view: QTableView, number: int) -> float:
    """Return the seconds that painting the whole viewport takes after a jump."""
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() * number // FRAMES)
    start = perf_counter()
    view.viewport().repaint()
    return perf_counter() - start


def test_a_scroll_frame_costs_no_more_than_qts_own(theme: Theme, formats: Formats, qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS, fetch, formats)
    ours = TableView(theme, model)
    model.refresh()
    plain = plain_table(model)
    views: tuple[QTableView, ...] = (ours, plain)
    for view in views:
        qtbot.addWidget(view)
        view.resize(1100, 700)
        with qtbot.waitExposed(view):
            view.show()
    for column in range(len(COLUMNS)):
        plain.setColumnWidth(column, ours.columnWidth(column))
    times = [[frame(view, number) for view in views] for number in range(FRAMES)]
    assert median(pair[0] for pair in times) <= median(pair[1] for pair in times)
