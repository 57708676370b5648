"""The table of products, used as a person does."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.workspace import Workspace
from tests.conftest import MovedClock
from tests.ui.settling import come_to_rest
from ui.kit.desk import Desk, Place
from ui.kit.dress import dress
from ui.kit.tasks import Tasks
from ui.kit.theme import Mode, Theme
from ui.products.products_page import ProductsPage

Wait = Callable[[], None]


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A task runner that is closed after the test."""
    made = Tasks(qapp)
    yield made
    made.close()


@pytest.fixture
def desk(qapp: QApplication, workspace: Workspace, tasks: Tasks, clock: MovedClock) -> Desk:
    """A desk over an open workspace."""
    theme = Theme(Mode.LIGHT, reduced_motion=True, parent=tasks)
    dress(qapp, theme)
    return Desk(workspace, theme, tasks, clock, place=workspace.place)


@pytest.fixture
def wait(qtbot: QtBot, tasks: Tasks) -> Wait:
    """Wait until nothing is read or written any more."""

    def quiet() -> None:
        come_to_rest(qtbot, tasks, 60)

    return quiet


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, desk: Desk, wait: Wait) -> ProductsPage:
    """The page with two products."""
    for name, code, price in (("Wren 2", "WR-20", "189"), ("Finch 800", "FI-80", "1890")):
        add_record(workspace.journal, "products", {"name": name, "code": code, "price": price})
    made = ProductsPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.arrive(Place("products"))
    wait()
    return made


def shown(page: ProductsPage, field: str) -> list[object]:
    """Return the stored values of `field` in the rows that are shown."""
    return [page.list.columns.stored(row, field) for row in page.list.model.rows()]


def test_products_stand_in_the_order_of_their_names(page: ProductsPage) -> None:
    assert shown(page, "name") == ["Finch 800", "Wren 2"]


def test_a_price_typed_into_its_cell_is_stored(page: ProductsPage, wait: Wait) -> None:
    page.list.view.setCurrentIndex(page.list.model.index(0, 4))
    QTest.keyClick(page.list.view, Qt.Key.Key_F2)
    opened = page.list.editing.input
    assert opened is not None
    opened.set_typed("1,950.50")
    opened.accepted.emit()
    wait()
    assert shown(page, "price") == [195050, 18900]


def test_finding_narrows_the_table_and_tells_when_nothing_fits(page: ProductsPage, wait: Wait) -> None:
    page.search.setText("wren")
    wait()
    assert shown(page, "name") == ["Wren 2"]
    page.search.setText("heron")
    wait()
    assert page.list._stack.currentWidget() is not page.list.view


def test_space_shows_the_product_beside_the_table(page: ProductsPage, wait: Wait) -> None:
    page.list.view.go_to(0)
    QTest.keyClick(page.list.view, Qt.Key.Key_Space)
    wait()
    assert page.panel.title.text() == "Finch 800"


def test_a_deleted_product_is_gone_until_undo(page: ProductsPage, wait: Wait, desk: Desk) -> None:
    page.list.view.go_to(0)
    page.list.bulk.remove()
    wait()
    assert shown(page, "name") == ["Wren 2"]
    desk.undo()
    wait()
    assert shown(page, "name") == ["Finch 800", "Wren 2"]


def test_new_product_asks_the_shell_for_its_form(page: ProductsPage, desk: Desk) -> None:
    wanted: list[Place] = []
    desk.place_wanted.connect(wanted.append)
    page.new_button.click()
    assert wanted == [Place("new", None, {"kind": "product", "values": {}})]
