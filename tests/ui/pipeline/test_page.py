"""The page around the board: filters, forecast, panel, models."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from crm_desktop.filters.tree import Condition
from crm_desktop.pipeline.deal_sheet import deal_sheet
from crm_desktop.pipeline.goals import Goal, set_goal
from crm_desktop.workspace import Workspace
from tests.ui.pipeline.conftest import MakeDeal, Wait
from ui.kit.chart_shapes import round_scale
from ui.kit.desk import Desk, Place
from ui.pipeline.card_words import AGEING, FRESH, ROTTING, age_steps
from ui.pipeline.forecast_model import AMOUNT, CHANCE, CLOSES, STAGE
from ui.pipeline.forecast_reading import LineKind, months_around
from ui.pipeline.pipeline_page import PipelinePage

ShowPage = Callable[..., PipelinePage]
FORECAST = Place("pipeline", None, {"show": "forecast"})


def test_the_strip_tells_what_is_open_weighted_and_closing_this_month(page: ShowPage, make_deal: MakeDeal) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, day="2026-05-30")
    make_deal("Zoomit", "MG Special × 200", 11000_00, "Engaging")
    figures = page().strip._figures
    assert [each.value for each in figures] == ["$15,500", "$4,300", "$4,500", "0", "$0"]


def test_a_filter_narrows_cards_and_sums(page: ShowPage, make_deal: MakeDeal, wait: Wait) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, day="2026-05-30")
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-08-01")
    shown = page()
    shown.filters.add(Condition("expected_on", "<", "2026-07-31"))
    wait()
    assert [each.title for each in shown.board.columns[0].cards.cards()] == ["MG Special × 80"]
    assert shown.strip._figures[0].value == "$4,500"


def test_filters_under_which_nothing_is_open_can_be_cleared(page: ShowPage, make_deal: MakeDeal, wait: Wait) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    shown.filters.add(Condition("amount", ">=", "1000000"))
    wait()
    assert shown.board_view._stack.currentWidget() is not shown.board
    shown.filters.clear()
    wait()
    assert shown.board_view._stack.currentWidget() is shown.board


def test_coming_back_finds_the_same_filters(page: ShowPage, make_deal: MakeDeal) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    shown.filters.add(Condition("expected_on", "<", "2026-07-31"))
    left = shown.leave()
    assert left is not None
    again = page(left)
    assert again.filters.conditions == shown.filters.conditions == (Condition("expected_on", "<", "2026-07-31"),)


def test_space_opens_the_panel_of_the_deal_and_closes_it_again(
    qtbot: QtBot, page: ShowPage, make_deal: MakeDeal, wait: Wait
) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    shown.focus_first()
    cards = shown.board.columns[0].list
    cards.go_to(0)
    QTest.keyClick(cards, Qt.Key.Key_Space)
    wait()
    assert shown.side.deal == deal
    panel = shown.side.panel
    assert panel is not None
    assert panel.facts.rows["amount"]._value.text() == "$4,500"
    QTest.keyClick(cards, Qt.Key.Key_Space)
    assert shown.side.deal is None


def test_a_fact_typed_in_the_panel_is_stored(
    page: ShowPage, make_deal: MakeDeal, wait: Wait, workspace: Workspace
) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page(Place("pipeline", deal))
    panel = shown.side.panel
    assert panel is not None
    row = panel.facts.rows["amount"]
    row.edit()
    assert row._input is not None
    row._input.set_typed("5,000")
    row._input.accepted.emit()
    wait()
    with workspace.reader() as reader:
        sheet = deal_sheet(reader, deal, workspace.place)
    assert sheet is not None
    assert sheet.values["amount"] == 5000_00
    assert shown.board.columns[0].cards.cards()[0].amount == 5000_00


def test_what_is_typed_into_a_fact_is_saved_to_its_own_deal_where_another_is_shown(
    page: ShowPage, make_deal: MakeDeal, wait: Wait, workspace: Workspace
) -> None:
    first, second = (make_deal("Acme Corporation", f"MG Special × {each}", 4500_00) for each in (80, 90))
    shown = page(Place("pipeline", first))
    panel = shown.side.panel
    assert panel is not None
    row = panel.facts.rows["amount"]
    row.edit()
    assert row._input is not None
    row._input.set_typed("5,000")
    shown.side.open_deal(second)
    wait()
    with workspace.reader() as reader:
        sheets = [deal_sheet(reader, each, workspace.place) for each in (first, second)]
    assert [each and each.values["amount"] for each in sheets] == [5000_00, 4500_00]
    assert (row.editing, row._value.text()) == (False, "$4,500")


def test_a_step_planned_in_the_panel_shows_on_the_card(page: ShowPage, make_deal: MakeDeal, wait: Wait) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page(Place("pipeline", deal))
    panel = shown.side.panel
    assert panel is not None
    panel._add_step({"title": "Call Dana", "due_day": "2026-05-16"})
    wait()
    assert shown.board.columns[0].cards.cards()[0].next_due == "2026-05-16"


def test_the_forecast_groups_deals_by_month_and_folds(page: ShowPage, make_deal: MakeDeal) -> None:
    for number in range(7):
        make_deal(f"Company {number}", "MG Special", 1000_00, day="2026-05-20")
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    model = page(FORECAST).forecast.model
    found = [model.line(place) for place in range(model.rowCount())]
    kinds = [line.kind for line in found if line is not None]
    assert kinds == [LineKind.MONTH, *[LineKind.DEAL] * 4, LineKind.MORE, LineKind.MONTH, LineKind.DEAL]


def test_a_chance_typed_in_the_forecast_is_stored_and_marked(page: ShowPage, make_deal: MakeDeal, wait: Wait) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    model = page(FORECAST).forecast.model
    assert model.setData(model.index(1, CHANCE), "55 %")
    wait()
    line = model.line(1)
    assert line is not None
    assert line.card is not None
    assert line.card.probability == 55
    assert model.changed_by_hand(line.card)


def test_a_chance_above_a_hundred_is_refused(page: ShowPage, make_deal: MakeDeal, wait: Wait, desk: Desk) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    model = page(FORECAST).forecast.model
    said: list[str] = []
    desk.said.connect(lambda saying: said.append(saying.text))
    model.setData(model.index(1, CHANCE), "155")
    wait()
    assert said == ["“155” does not fit Chance: it goes from 0 to 100."]


def test_the_cards_of_a_stage_keep_the_rules_of_models(
    page: ShowPage, make_deal: MakeDeal, qtmodeltester: ModelTester
) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    watch: Callable[[QAbstractItemModel], None] = qtmodeltester.check
    watch(page().board.columns[0].cards)


def test_the_forecast_keeps_the_rules_of_models(
    page: ShowPage, make_deal: MakeDeal, qtmodeltester: ModelTester
) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    watch: Callable[[QAbstractItemModel], None] = qtmodeltester.check
    watch(page(FORECAST).forecast.model)


def test_a_deal_ages_by_the_days_its_stage_allows() -> None:
    assert [age_steps(days, 20) for days in (0, 11, 12, 19, 20, 90)] == [FRESH, FRESH, AGEING, AGEING, ROTTING, ROTTING]
    assert age_steps(400, None) == FRESH


def test_the_axis_has_round_steps() -> None:
    assert round_scale(257_000_00, 4) == (300_000_00, 100_000_00)
    assert round_scale(0, 4) == (1, 1)


def test_months_go_over_the_turn_of_the_year() -> None:
    assert months_around("2026-11-22", 1, 2) == ["2026-10", "2026-11", "2026-12", "2027-01"]


def test_enter_saves_the_chance_and_stays_in_the_table(page: ShowPage, make_deal: MakeDeal, qtbot: QtBot) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    shown = page(FORECAST)
    table = shown.forecast.table
    table.setFocus()
    table.setCurrentIndex(table.lines.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("55")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    def chance() -> int | None:
        line = table.lines.line(1)
        return None if line is None or line.card is None else line.card.probability

    qtbot.waitUntil(lambda: chance() == 55)
    assert shown.side.deal is None


def test_heads_of_the_forecast_go_over_the_columns_that_they_leave_empty(page: ShowPage, make_deal: MakeDeal) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    table = page(FORECAST).forecast.table
    assert [table.columnSpan(place, 0) for place in range(2)] == [AMOUNT, 1]


def test_a_narrow_forecast_drops_columns_instead_of_moving_sideways(
    page: ShowPage, make_deal: MakeDeal, wait: Wait
) -> None:
    make_deal("Zoomit", "MG Special × 200", 11000_00, day="2026-06-01")
    table = page(FORECAST).forecast.table
    table.resize(780, 400)
    assert [table.isColumnHidden(place) for place in (STAGE, CLOSES, CHANCE)] == [False, True, False]
    table.resize(660, 400)
    assert [table.isColumnHidden(place) for place in (STAGE, CLOSES, CHANCE)] == [True, True, False]
    wait()
    assert table.horizontalScrollBar().maximum() == 0
    table.resize(1000, 400)
    assert not table.isColumnHidden(STAGE)
    assert not table.isColumnHidden(CLOSES)


@pytest.mark.parametrize(
    ("width", "zoom", "beside"), [(1232, 1.0, True), (1224, 1.0, True), (1000, 1.0, False), (1357, 1.5, False)]
)
def test_the_panel_takes_the_place_of_a_board_that_would_scroll_sideways(
    page: ShowPage, make_deal: MakeDeal, desk: Desk, wait: Wait, width: int, zoom: float, beside: bool
) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page()
    desk.theme.set_zoom(zoom)
    shown.resize(width, 672)
    shown.side.open_deal(deal)
    wait()
    assert shown.side.deal == deal
    assert shown.board.isVisible() is beside
    if beside:
        assert not shown.board.area.horizontalScrollBar().isVisible()

    shown.side.close()
    assert shown.board.isVisible()


def test_a_board_comes_back_beside_the_panel_when_the_window_gets_wide(
    page: ShowPage, make_deal: MakeDeal, wait: Wait
) -> None:
    deal = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    shown = page(Place("pipeline", deal))
    shown.resize(1000, 700)
    wait()
    assert not shown.board.isVisible()
    shown.resize(1300, 700)
    wait()
    assert shown.board.isVisible()
    assert shown.side.deal == deal


def test_strip_and_forecast_are_held_against_the_goal_of_the_month(
    page: ShowPage, make_deal: MakeDeal, workspace: Workspace
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 40_000_00, "Engaging", day="2026-05-30")
    set_goal(workspace.journal, Goal("month", date(2026, 5, 1), 10_000_00))
    set_goal(workspace.journal, Goal("month", date(2026, 6, 1), 20_000_00))
    shown = page()
    assert "May goal $10,000, Won $0 · likely $14,000" in shown.strip.accessibleDescription()

    forecast = page(FORECAST).forecast
    assert [each.note for each in forecast.head.side._figures[:2]] == ["40 % over goal", "needs $20,000 more"]
    assert "the goal is $10,000" in forecast.head.chart.accessibleDescription()


def test_what_a_filter_leaves_is_held_against_no_goal(
    page: ShowPage, make_deal: MakeDeal, workspace: Workspace, wait: Wait
) -> None:
    make_deal("Acme Corporation", "MG Special × 80", 4500_00, day="2026-05-30")
    set_goal(workspace.journal, Goal("month", date(2026, 5, 1), 10_000_00))
    shown = page()
    shown.filters.add(Condition("expected_on", "<", "2026-07-31"))
    wait()
    assert "goal" not in shown.strip.accessibleDescription()


def test_editing_the_next_deal_never_opens_the_title_of_the_one_before(
    page: ShowPage, make_deal: MakeDeal, wait: Wait
) -> None:
    first = make_deal("Acme Corporation", "MG Special × 80", 4500_00)
    second = make_deal("Zoomit", "MG Special × 200", 11000_00)
    shown = page()
    shown.side.open_deal(first)
    wait()
    shown.side.open_deal(second, edit=True)
    panel = shown.side.panel
    assert panel is not None
    unread = panel.facts.rows["title"].editing
    wait()
    assert (unread, panel.facts.rows["title"].editing) == (False, True)
    assert panel.facts.rows["title"].seen == "MG Special × 200"
