"""What the list of people can do, every other list can do as well."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.bulk_edit import How
from crm_desktop.contacts.actions import add_contact
from crm_desktop.store.own_fields import workspace_kinds
from crm_desktop.workspace import Workspace
from ui.kit.desk import Desk, Place, Saying
from ui.kit.lists.bulk_edit_form import BulkEditForm
from ui.kit.lists.exporting import export_to
from ui.kit.lists.list_page import ListPage
from ui.kit.lists.record_panel import RecordPanel
from ui.products.products_page import ProductsPage
from ui.records.records_page import RecordsPage

Quiet = Callable[[], None]


class Kept(NamedTuple):
    """A kind of list: what its records are made of, and a field that two of the three share."""

    rows: tuple[dict[str, str], ...]
    gathered: str
    heads: tuple[str, ...]
    told: str


LISTS = {
    "deals": Kept(
        (
            {"title": "Chairs", "amount": "100", "company": "Acme", "source": "Fair"},
            {"title": "Desks", "amount": "900", "company": "Acme", "source": "Fair"},
            {"title": "Lamps", "amount": "500"},
        ),
        "company",
        ("Acme: 2 deals", "Without company: 1 deal"),
        "Source of 3 deals changed",
    ),
    "tickets": Kept(
        ({"subject": "Broken"}, {"subject": "Late"}, {"subject": "Thanks", "kind": "compliment"}),
        "kind",
        ("Question: 2 tickets", "Compliment: 1 ticket"),
        "Priority of 3 tickets changed",
    ),
    "tasks": Kept(
        (
            {"title": "Call", "due_day": "2026-05-14"},
            {"title": "Mail", "due_day": "2026-05-20"},
            {"title": "Visit", "due_day": "2026-06-02"},
        ),
        "due_day",
        ("May 2026: 2 tasks", "Jun 2026: 1 task"),
        "Priority of 3 tasks changed",
    ),
    "purchases": Kept(
        (
            {"description": "Chair", "customer": "Acme", "quantity": "2"},
            {"description": "Desk", "customer": "Acme"},
            {"description": "Lamp", "customer": "Zoomit"},
        ),
        "customer",
        ("Acme: 2 purchases", "Zoomit: 1 purchase"),
        "Order number of 3 purchases changed",
    ),
    "products": Kept(
        ({"name": "Finch", "category": "Printers"}, {"name": "Tern", "category": "Printers"}, {"name": "Wren"}),
        "category",
        ("Printers: 2 products", "Without category: 1 product"),
        "Unit of 3 products changed",
    ),
    "activities": Kept(
        (
            {"subject": "Asked", "kind": "call"},
            {"subject": "Told", "kind": "call"},
            {"subject": "Met", "kind": "visit"},
        ),
        "kind",
        ("Call: 2 activities", "Visit: 1 activity"),
        "Outcome of 3 activities changed",
    ),
}
CHANGED = {
    "deals": ("source", "Website"),
    "tickets": ("priority", "high"),
    "tasks": ("priority", "high"),
    "purchases": ("order_number", "A-1"),
    "products": ("unit", "piece"),
    "activities": ("outcome", "agreed"),
}


@pytest.fixture(params=LISTS)
def kind(request: pytest.FixtureRequest) -> str:
    """The name of a kind of list."""
    return str(request.param)


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, screen: Desk, quiet: Quiet, kind: str) -> ListPage:
    """The list with its three records."""
    for name in ("Acme", "Zoomit"):
        add_contact(workspace.journal, "company", {"name": name})
    for typed in LISTS[kind].rows:
        add_record(workspace.journal, kind, typed)
    made: ListPage = ProductsPage(screen) if kind == "products" else RecordsPage(screen)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    made.arrive(Place("products") if kind == "products" else Place("records", None, {"kind": kind}))
    quiet()
    return made


def stored(workspace: Workspace, kind: str, field: str) -> set[object]:
    with workspace.reader() as reader:
        table = workspace_kinds(reader).named(kind).table.name
        return {row[0] for row in reader.execute(f"SELECT {field} FROM {table} WHERE removed_at IS NULL")}


def shown_heads(page: ListPage) -> list[str]:
    model = page.list.model
    heads = [model.head(place) for place in range(model.rowCount())]
    return [f"{head.title}: {head.note}" for head in heads if head is not None]


def test_rows_are_gathered_by_a_field(page: ListPage, kind: str, quiet: Quiet) -> None:
    page.filters.open_groups()
    menu = page.filters.findChild(QMenu)
    assert menu is not None
    label = page.head.state.kind.field(LISTS[kind].gathered).label
    next(act for act in menu.actions() if act.text() == label).trigger()
    menu.close()
    quiet()
    assert shown_heads(page) == list(LISTS[kind].heads)
    page.list.turn_group(0)
    quiet()
    assert len(page.list.model.rows()) == 1


def test_all_that_are_selected_are_changed_in_one_step(
    page: ListPage, kind: str, workspace: Workspace, said: list[Saying], quiet: Quiet
) -> None:
    field, value = CHANGED[kind]
    before = stored(workspace, kind, field)
    page.list.model.select_everything()
    assert page.list.bulk.bar.isVisibleTo(page)
    page.list.bulk.open_edit()
    form = page.list.bulk.bar.findChild(BulkEditForm)
    assert form is not None
    form.choose(field, How.SET)
    assert form.input is not None
    form.input.set_value(value)
    quiet()
    form.apply()
    quiet()
    assert said[-1].text == LISTS[kind].told
    assert stored(workspace, kind, field) == {value}
    page.desk.undo()
    quiet()
    assert stored(workspace, kind, field) == before


def test_the_selected_are_deleted_and_one_undo_brings_them_back(page: ListPage, kind: str, quiet: Quiet) -> None:
    page.list.model.select([0, 1])
    page.list.bulk.remove()
    quiet()
    assert len(page.list.model.rows()) == 1
    page.desk.undo()
    quiet()
    assert len(page.list.model.rows()) == 3


def test_the_preview_shows_the_record_that_has_the_focus_and_edits_it(
    page: ListPage, kind: str, workspace: Workspace, quiet: Quiet
) -> None:
    panel = page.preview
    assert isinstance(panel, RecordPanel)
    page.list.view.go_to(0)
    QTest.keyClick(page.list.view, Qt.Key.Key_Space)
    quiet()
    first = page.list.model.rows()[0]
    assert panel.record == first.record
    page.list.view.go_to(1)
    quiet()
    assert panel.record == page.list.model.rows()[1].record
    title = page.head.state.kind.table.title
    assert panel.title.text() == str(page.list.columns.stored(page.list.model.rows()[1], title))
    fact = panel.facts[title]
    fact.edit()
    opened = fact._input
    assert opened is not None
    opened.set_typed("Renamed")
    opened.accepted.emit()
    quiet()
    assert "Renamed" in stored(workspace, kind, title)


def test_files_hold_exactly_the_rows_that_are_shown(page: ListPage, kind: str, quiet: Quiet, tmp_path: Path) -> None:
    title = page.head.state.kind.table.title
    page.head.sort(title, descending=True, adds=False)
    quiet()
    page.list.model.select([0, 2])
    path = tmp_path / "list.csv"
    export_to(page.desk, page, page.files.wanted(), path)
    quiet()
    column = page.list.columns
    names = [str(column.stored(row, title)) for row in page.list.model.rows()]
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(lines) == 2
    assert names[0] in lines[0]
    assert names[2] in lines[1]
