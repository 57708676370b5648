"""The report gallery, the report page and the list behind a figure."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.ids import id_text
from crm_desktop.pipeline.actions import add_deal, win_deal
from crm_desktop.reports.catalogue import made_report, report_named, with_own_fields
from crm_desktop.store.record_query import View, record_count
from crm_desktop.workspace import Workspace
from tests.conftest import PASSPHRASE
from ui.kit.asked_again import AskAgainDialog
from ui.kit.chart_painter import legend_below
from ui.kit.desk import Desk, Place
from ui.kit.fields.choice import ComboBox
from ui.kit.filters.given import given_filter
from ui.records.records_page import RecordsPage
from ui.reports.drilling import Asked, place_behind
from ui.reports.gallery_page import GalleryPage
from ui.reports.report_page import ReportPage
from ui.reports.tables import ReportTableView, divided

TODAY = date(2026, 5, 14)


@pytest.fixture
def sold(workspace: Workspace) -> Workspace:
    acme = add_contact(workspace.journal, "company", {"name": "Acme"})
    for month, amount in ((3, 100_00), (4, 250_00)):
        deal = add_deal(workspace.journal, {"title": f"Deal {month}", "company": acme})
        win_deal(workspace.journal, deal, amount, date(2026, month, 10))
    return workspace


@pytest.fixture
def page(qtbot: QtBot, sold: Workspace, screen: Desk) -> ReportPage:
    made = ReportPage(screen)
    qtbot.addWidget(made)
    made.resize(1230, 850)
    made.show()
    made.arrive(Place("report", None, {"name": "sales_by_month"}))
    qtbot.waitUntil(lambda: made._made is not None and not made._preview._sheet.empty)
    return made


def test_the_report_shows_figures_chart_and_page(page: ReportPage) -> None:
    assert page._made is not None
    assert page._made.report.raw_figures["won_amount"] == "350.00"
    assert page._preview._place.text() == "Page 1 of 1"
    assert page.path()[-1][0] == "Sales by month"


def test_another_choice_makes_the_report_anew(page: ReportPage, qtbot: QtBot) -> None:
    page._setup._inputs["from"].set_value("2026-04-01")
    page._setup._on_changed("from")
    qtbot.waitUntil(lambda: page._made is not None and page._made.report.raw_figures["won_amount"] == "250.00")
    left = page.leave()
    assert left is not None
    assert "2026, 4, 1" in str(left.arguments["parameters"])


def test_what_is_chosen_can_be_read_whole(page: ReportPage) -> None:
    for box in page.findChildren(ComboBox):
        if box.isVisible():
            assert box.shown_text() == box.currentText() != ""


def test_shares_of_a_whole_are_bars_of_the_largest(page: ReportPage) -> None:
    shared = [table.rows_model for table in page.findChildren(ReportTableView) if table.rows_model.shares]
    assert shared
    for model in shared:
        for place, largest in model.shares.items():
            assert model.table.columns[place].title == "Share"
            assert str(largest) == max((str(row.raw[place]) for row in model.rows if not row.total), key=float)


def test_values_on_the_bars_are_shown_at_once(page: ReportPage) -> None:
    assert page._chart is not None
    assert not page._chart._values
    page._print._switches["values_on_bars"].setChecked(True)
    assert page._chart._values


@pytest.mark.parametrize(("width", "below"), [(300, True), (1200, False)])
def test_the_legend_goes_below_a_title_that_needs_the_room(page: ReportPage, width: int, below: bool) -> None:
    assert page._chart is not None
    chart = page._chart._chart
    assert chart is not None
    several = replace(chart, series=tuple(replace(chart.series[0], name=f"Product {number}") for number in range(3)))
    assert legend_below(several, page.desk.theme, width) is below


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"")])
def test_the_report_is_saved_where_the_user_says(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, begins: bytes
) -> None:
    target = tmp_path / f"report.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.desk.file.confirmed_at = page.desk.now()
    said: list[object] = []
    page.desk.said.connect(said.append)
    page._export(ending)
    qtbot.waitUntil(lambda: bool(said))
    assert target.read_bytes().startswith(begins)
    assert target.stat().st_size > 100


def test_a_report_that_names_customers_is_saved_once_the_passphrase_is_typed_again(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page._export("csv")
    qtbot.waitUntil(lambda: bool(page.findChildren(AskAgainDialog)))
    assert not target.exists()
    (asking,) = page.findChildren(AskAgainDialog)
    asking.passphrase.setText(PASSPHRASE)
    asking.accept()
    qtbot.waitUntil(target.exists)


def test_a_report_of_stages_names_nobody_and_is_saved_at_once(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.arrive(Place("report", None, {"name": "pipeline_by_stage"}))
    qtbot.waitUntil(lambda: page._made is not None and page._made.report.name == "pipeline_by_stage")
    page._export("csv")
    qtbot.waitUntil(target.exists)
    assert not page.findChildren(AskAgainDialog)


@pytest.mark.parametrize("of", ["deals", "companies", "people"])
@pytest.mark.parametrize(
    ("report", "counted"), [("pipeline_by_stage", [2, 1]), ("won_and_lost", [1, 1]), ("sales_by_month", [1, 1])]
)
def test_a_part_by_an_own_field_leads_to_exactly_its_records(
    sold: Workspace, screen: Desk, qtbot: QtBot, report: str, counted: list[int], of: str
) -> None:
    journal = sold.journal
    add_own_field(journal, NewField(of, "Colour", "choice", ("Red", "Blue")))
    qtbot.waitUntil(lambda: bool(screen.kinds.named(of).own_fields))
    link = {"companies": "company", "people": "person"}.get(of, "")

    def with_colour(colour: str) -> dict[str, str]:
        """Return what makes a deal one of `colour`: its own, or that of a contact made for it."""
        if not link:
            return {"colour": colour}
        return {link: id_text(add_record(journal, of, {"name": f"Of {colour}", "colour": colour}))} if colour else {}

    for title, colour in (("A", "Red"), ("B", "Red"), ("C", "Blue"), ("D", "")):
        add_record(journal, "deals", {"title": title, "amount": "10", **with_colour(colour)})
    for colour in ("Red", "Blue"):
        won = add_record(journal, "deals", {"title": f"Won {colour}", **with_colour(colour)})
        win_deal(journal, won, 10_00, date(2026, 5, 2))
    asked = Asked({"split": f"own.{link}.colour" if link else "own.colour"})
    with sold.reader() as reader:
        made = made_report(
            reader, with_own_fields(report_named(report), screen.kinds), asked.parameters, screen.place, TODAY
        )
        table = made.tables[0]
        deals = [column.name for column in table.columns].index("won" if report == "won_and_lost" else "deals")
        shown = {str(key): row[deals] for row, key in zip(table.rows, table.keys, strict=True)}
        assert [shown["Red"], shown["Blue"]] == counted
        for key, number in shown.items():
            place = place_behind(report, table.name, key, asked, TODAY)
            assert place is not None
            conditions = given_filter(screen, place, screen.kinds.named("deals"))
            assert record_count(reader, View(screen.kinds.named("deals"), conditions), screen.place) == number
    chart = made.chart
    assert chart is not None
    if report != "sales_by_month":  # whose chart goes by time, in the colours of the parts
        assert place_behind(report, "chart", "Red", asked, TODAY) is not None
    assert {"Red", "Blue"} <= {*chart.categories, *(each.name for each in chart.series)}


def test_a_row_leads_to_the_records_behind_it(page: ReportPage, qtbot: QtBot, screen: Desk) -> None:
    wanted: list[Place] = []
    screen.place_wanted.connect(wanted.append)
    page._drill("by_month", "2026-03")
    assert wanted[0].page == "records"
    behind = RecordsPage(screen)
    qtbot.addWidget(behind)
    behind.resize(900, 500)
    behind.show()
    behind.arrive(wanted[0])
    qtbot.waitUntil(lambda: behind.list.model.rowCount() == 1)
    assert behind.list.model.row(0).values[0] == "Deal 3"


def test_every_drill_names_fields_that_exist() -> None:
    tickets = place_behind("tickets_by_status", "by_priority", "high", Asked({"kind": "complaint"}), TODAY)
    assert tickets is not None
    assert tickets.arguments == {"kind": "tickets", "filter": "kind = complaint and priority = high"}
    assert place_behind("sales_by_month", "by_moon", "GTX", Asked({}), TODAY) is None


ROWS = [("by_month", "2026-03"), ("by_quarter", "2026-Q1"), ("by_year", "2026"), ("by_team", "West")]
ROWS += [
    ("by_product", "Kit"),
    ("by_product", ""),
    ("by_owner", ""),
    ("by_sector", "retail"),
    ("best_customers", "Acme"),
]


@pytest.mark.parametrize(("table", "key"), ROWS)
def test_the_filter_of_the_report_goes_along_to_the_list(screen: Desk, table: str, key: str) -> None:
    small = Condition("amount", "<", "200")
    asked = Asked({"team": "West", "from": date(2026, 1, 1)}, (small,))
    place = place_behind("sales_by_month", table, key, asked, TODAY)
    assert place is not None
    conditions = given_filter(screen, place, screen.kinds.named("deals"))
    assert conditions[0] == small
    assert Condition("closed_on", ">=", "2026-01-01") in conditions
    with screen.file.workspace.reader() as reader:
        assert record_count(reader, View(screen.kinds.named("deals"), conditions), screen.place) >= 0


def test_the_chips_narrow_report_paper_and_the_list_behind(page: ReportPage, qtbot: QtBot, screen: Desk) -> None:
    page._chips.changed.emit(())
    page.arrive(Place("report", None, {"name": "sales_by_month", "parameters": {"where": "amount < 200"}}))
    qtbot.waitUntil(lambda: page._made is not None and page._made.report.raw_figures["won_amount"] == "100.00")
    assert page._made is not None
    assert page._made.report.of == "deals where Amount under $200"
    left = page.leave()
    assert left is not None
    wanted: list[Place] = []
    screen.place_wanted.connect(wanted.append)
    page._drill("best_customers", "Acme")
    assert wanted[0].arguments["filter"] == "amount < 200 and outcome = won and company = Acme"
    page._chips.clear()
    qtbot.waitUntil(lambda: page._made is not None and page._made.report.raw_figures["won_amount"] == "350.00")
    page.arrive(left)
    qtbot.waitUntil(lambda: page._made is not None and page._made.report.raw_figures["won_amount"] == "100.00")


def test_the_gallery_opens_a_report(qtbot: QtBot, sold: Workspace, screen: Desk) -> None:
    gallery = GalleryPage(screen)
    qtbot.addWidget(gallery)
    gallery.resize(1232, 852)
    gallery.show()
    gallery.arrive(Place("reports"))
    wanted: list[Place] = []
    screen.place_wanted.connect(wanted.append)
    qtbot.waitUntil(lambda: screen.tasks.busy is False)
    # four beside each other, as designed for the usual window
    assert len({card.y() for card in gallery._cards}) == 1
    QTest.keyClick(gallery._cards[1], Qt.Key.Key_Return)
    assert wanted[0].arguments == {"name": "pipeline_by_stage"}
    assert sold.name


def test_a_column_too_narrow_for_its_words_takes_room_from_the_others() -> None:
    assert divided(100, [50, 50], [20, 60]) == [40, 60]
    assert divided(100, [50, 50], [20, 30]) == [50, 50]
    assert divided(100, [50, 50], [80, 60]) == [58, 42]
    assert divided(100, [1, 1, 1], [10, 10, 10]) == [34, 33, 33]
