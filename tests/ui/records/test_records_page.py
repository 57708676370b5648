"""The list of any kind of records: filter, order, columns, views, cells."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.contacts.actions import add_contact
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.pipeline.actions import add_deal
from crm_desktop.schema.catalogue import kind_named
from crm_desktop.store.chosen import Chosen
from crm_desktop.workspace import Workspace
from ui.kit.asked_again import AskAgainDialog
from ui.kit.desk import Desk, Place
from ui.kit.fields.base import FieldInput
from ui.kit.formats import Formats
from ui.kit.labels import Text
from ui.kit.lists.exporting import Export, export_to
from ui.kit.lists.state import ListState
from ui.records.lists import listed_as
from ui.records.records_page import RecordsPage

Quiet = Callable[[], None]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    journal = workspace.journal
    acme = add_contact(journal, "company", {"name": "Acme"})
    for title, amount in (("Chairs", 100_00), ("Desks", 900_00), ("Lamps", 500_00)):
        add_deal(journal, {"title": title, "amount": amount, "company": acme})
    with journal.transaction("Set up") as tx:
        tx.insert("task", {"title": "Call Acme", "company": acme})
        tx.insert("purchase", {"description": "Chair", "customer": acme, "quantity": 2})
    return workspace


@pytest.fixture
def page(qtbot: QtBot, filled: Workspace, screen: Desk) -> RecordsPage:
    made = RecordsPage(screen)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.arrive(Place("records", None, {"kind": "deals", "filter": "amount > 200"}))
    qtbot.waitUntil(lambda: made.list.model.rowCount() == 2 and made.list.model.total == 2)
    assert filled.name
    return made


def titles(page: RecordsPage) -> list[object]:
    return [page.list.model.row(place).values[0] for place in range(page.list.model.rowCount())]


def columns(page: RecordsPage) -> list[str]:
    return [each.name for each in page.list.model.columns[1:]]


def test_the_filter_is_shown_and_can_be_changed(page: RecordsPage, qtbot: QtBot) -> None:
    QAbstractItemModelTester(page.list.model)
    assert page.head.filters.chips.words == "Amount over $200"
    page.head.filters.chips.remove(0)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    left = page.leave()
    assert left is not None
    assert left.arguments["filter"] == ""


def test_a_click_on_the_header_sorts(page: RecordsPage, qtbot: QtBot) -> None:
    page.list.view.sort_wanted.emit("amount", True, False)
    qtbot.waitUntil(lambda: titles(page) == ["Desks", "Lamps"])
    page.list.view.sort_wanted.emit("amount", False, False)
    qtbot.waitUntil(lambda: titles(page) == ["Lamps", "Desks"])


def test_columns_are_chosen_and_kept(page: RecordsPage, qtbot: QtBot) -> None:
    page.head.show_state(page.head.state.with_columns(("title", "tags", "probability")))
    qtbot.waitUntil(lambda: columns(page) == ["title", "tags", "probability"])
    page.arrive(Place("records", None, {"kind": "tasks"}))
    qtbot.waitUntil(lambda: titles(page) == ["Call Acme"])
    page.arrive(Place("records", None, {"kind": "deals"}))
    qtbot.waitUntil(lambda: columns(page) == ["title", "tags", "probability"])


def test_what_is_shown_is_kept_as_a_view(page: RecordsPage, qtbot: QtBot) -> None:
    page.head.keeper.save_new(page.head.state, "Large ones", page.head._on_saved, shared=False)
    qtbot.waitUntil(lambda: page.head.state.view is not None)
    assert page.head.state.setting.conditions == (Condition("amount", ">", "200"),)
    page.head.views.chosen.emit(None)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    page.head.views.chosen.emit(page.head.keeper.views("deals")[0])
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    assert not page.head.state.edited


def test_a_cell_is_edited_in_place(page: RecordsPage, qtbot: QtBot) -> None:
    page.list.view.go_to(0)
    page.list.editing.open(page.list.model.row(0), "title")
    typed = page.list.editing.input
    assert isinstance(typed, FieldInput)
    typed.set_value("Standing desks")
    typed.accepted.emit()
    qtbot.waitUntil(lambda: "Standing desks" in titles(page))


@pytest.mark.parametrize(("kind", "table"), [("deals", "deal"), ("tasks", "task"), ("purchases", "purchase")])
def test_own_fields_are_columns_that_can_be_filled_and_filtered_by(
    page: RecordsPage, qtbot: QtBot, kind: str, table: str
) -> None:
    page.arrive(Place("records", None, {"kind": kind}))
    page.desk.act(add_own_field, NewField(kind, "Batch", "text"))
    qtbot.waitUntil(lambda: bool(page.desk.kinds.named(kind).own_fields))
    name = page.desk.kinds.named(kind).own_fields[0].name
    first = page.head.state.listed.columns[0]
    qtbot.waitUntil(lambda: page.head.state.page == kind and page.head.state.kinds is page.desk.kinds)
    page.head.show_state(page.head.state.with_columns((first, name)))
    qtbot.waitUntil(lambda: columns(page) == [first, name] and not page.list.model.loading)
    row = page.list.model.row(0)
    done: list[bool] = []
    page.list.columns.save(row, name, "B-17", lambda: done.append(True), lambda error: pytest.fail(str(error)))
    qtbot.waitUntil(lambda: bool(done) and page.list.model.row(0).values[1] == "B-17")
    page.head.show_state(page.head.state.with_conditions((Condition(name, "=", "b-17"),)))
    qtbot.waitUntil(lambda: page.list.model.total == 1)
    assert table == page.head.state.kind.table.name


def test_days_of_open_and_done_tasks_are_written_alike(page: RecordsPage, filled: Workspace, qtbot: QtBot) -> None:
    with filled.journal.transaction("Plan") as tx:
        tx.insert("task", {"title": "Open", "due_day": "2031-01-07"})
        tx.insert("task", {"title": "Done", "due_day": "2031-01-11", "done_at": 1_900_000_000_000})
    page.desk.formats = Formats(page.desk.place._replace(language="de"), page.desk.now)
    page.arrive(Place("records", None, {"kind": "tasks", "filter": "due_day > 2031-01-01"}))
    qtbot.waitUntil(lambda: page.head.state.page == "tasks")
    page.head.show_state(page.head.state.with_columns(("title", "due_day", "done_at")))
    qtbot.waitUntil(lambda: columns(page) == ["title", "due_day", "done_at"] and page.list.model.rowCount() == 2)
    model = page.list.model
    shown = {model.index(row, column).data() for row in range(2) for column in (2, 3)}
    assert shown == {"7. Jan. 2031", "11. Jan. 2031", "17. März 2030", ""}


def test_what_has_no_page_leads_to_its_contact(page: RecordsPage, qtbot: QtBot) -> None:
    wanted: list[Place] = []
    page.desk.place_wanted.connect(wanted.append)
    page.arrive(Place("records", None, {"kind": "purchases"}))
    qtbot.waitUntil(lambda: page.head.state.page == "purchases" and page.list.model.rowCount() == 1)
    page.list.opened.emit(page.list.model.row(0))
    assert wanted[-1].page == "contact"
    page.arrive(Place("records", None, {"kind": "deals"}))
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)
    page.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
    page.list.opened.emit(page.list.model.row(0))
    assert wanted[-1].page == "pipeline"


def test_nothing_that_fits_says_so_and_takes_the_filter_away(page: RecordsPage, qtbot: QtBot) -> None:
    page.head.show_state(page.head.state.with_conditions((Condition("amount", ">", "9000"),)))
    qtbot.waitUntil(lambda: not page.list.view.isVisibleTo(page))
    page.head.unfilter()
    qtbot.waitUntil(lambda: page.list.view.isVisibleTo(page) and page.list.model.rowCount() == 3)


def test_each_empty_list_says_of_itself_that_there_is_nothing(page: RecordsPage, qtbot: QtBot) -> None:
    def told() -> list[str]:
        return [each.text() for each in page.list.findChildren(Text) if each.isVisible()]

    page.arrive(Place("records", None, {"kind": "activities"}))
    qtbot.waitUntil(lambda: "No activities yet" in told())
    page.arrive(Place("records", None, {"kind": "files"}))
    qtbot.waitUntil(lambda: "No files yet" in told())


def test_a_filter_that_cannot_be_read_is_told(page: RecordsPage, qtbot: QtBot) -> None:
    said: list[object] = []
    page.desk.said.connect(said.append)
    page.arrive(Place("records", None, {"kind": "deals", "filter": "colour = red"}))
    qtbot.waitUntil(lambda: bool(said) and page.list.model.rowCount() == 3)


def test_deals_are_exported_without_the_passphrase_until_a_column_tells_of_people(
    page: RecordsPage, qtbot: QtBot
) -> None:
    page.head.show_state(page.head.state.with_columns(("title", "amount", "stage")))
    page.files.export()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    page.findChildren(QFileDialog)[0].reject()
    assert not page.findChildren(AskAgainDialog)


@pytest.mark.parametrize(("kind", "personal"), [("deals", True), ("tickets", True), ("tasks", True), ("stages", False)])
def test_whether_a_list_says_something_of_people_is_known_of_every_kind(kind: str, personal: bool) -> None:
    assert Export(ListState(listed_as(kind_named(kind))), Chosen(), 1).is_personal is personal


@pytest.mark.parametrize(
    ("columns", "personal"),
    [
        (("title", "person"), True),
        (("title", "company"), True),
        (("title", "note"), True),
        (("title", "owner", "stage", "amount"), False),
    ],
)
def test_a_list_of_deals_is_personal_where_a_column_names_customers(columns: tuple[str, ...], personal: bool) -> None:
    deals = ListState(listed_as(kind_named("deals")))
    assert Export(deals.with_columns(columns), Chosen(), 1).is_personal is personal


def test_tasks_are_written_as_a_calendar(page: RecordsPage, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[object] = []
    page.desk.said.connect(said.append)
    path = tmp_path / "Tasks.ics"
    export_to(page.desk, page, Export(ListState(listed_as(kind_named("tasks"))), Chosen(), 1), path)
    qtbot.waitUntil(lambda: bool(said))
    written = path.read_text(encoding="utf-8")
    assert written.startswith("BEGIN:VCALENDAR")
    assert written.count("SUMMARY:Call Acme") == 1


def test_a_calendar_is_offered_for_tasks(page: RecordsPage, qtbot: QtBot) -> None:
    page.desk.file.confirmed_at = page.desk.now()
    page.arrive(Place("records", None, {"kind": "tasks"}))
    qtbot.waitUntil(lambda: page.head.state.page == "tasks" and page.list.model.rowCount() > 0)
    page.files.export()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    assert "Calendar (*.ics)" in dialog.nameFilters()
    dialog.reject()


def test_files_tell_their_sizes_as_people_read_them(page: RecordsPage, filled: Workspace, qtbot: QtBot) -> None:
    with filled.journal.transaction("Set up") as tx:
        for name, size in (("offer.pdf", 412 << 10), ("plan.pdf", 2 << 20)):
            tx.insert("attachment", {"name": name, "media_type": "application/pdf", "size": size, "hash": name})
    page.arrive(Place("records", None, {"kind": "files"}))
    qtbot.waitUntil(lambda: titles(page) == ["offer.pdf", "plan.pdf"])
    model = page.list.model
    (column,) = (each for each in model.columns if each.name == "size")
    assert column.title == "Size"
    assert column.cell is not None
    assert [column.cell(model.row(place)).text for place in range(2)] == ["412 KB", "2.0 MB"]
    qtbot.waitUntil(lambda: "Sum of size 2.4 MB" in page._status.accessibleName())
