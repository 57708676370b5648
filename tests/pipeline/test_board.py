"""The board and the forecast: cards, sums, moves."""

from datetime import date

import pytest

from crm_desktop.activities.actions import add_task, complete_tasks
from crm_desktop.acts import add_record
from crm_desktop.contacts.actions import add_contact
from crm_desktop.errors import InvalidField
from crm_desktop.filters.tree import Condition
from crm_desktop.journal.field_actions import NewField, add_own_field
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.actions import add_deal, edit_deal, lose_deal, move_deal, win_deal
from crm_desktop.pipeline.queries import (
    Card,
    board_cards,
    board_figures,
    forecast_cards,
    forecast_months,
    lost_reasons,
    one_card,
    stage_sums,
)
from crm_desktop.pipeline.stages import stages
from crm_desktop.schema.forms import Place
from tests.conftest import MovedClock


def stage(journal: Journal, name: str) -> bytes:
    with journal.store.reader() as reader:
        return next(each.record for each in stages(reader) if each.name == name)


def card(journal: Journal, deal: bytes, place: Place) -> Card:
    with journal.store.reader() as reader:
        found = one_card(reader, deal, place)
    assert found is not None
    return found


def test_a_new_deal_starts_in_the_first_open_stage(journal: Journal, place: Place) -> None:
    acme = add_contact(journal, "company", {"name": "Acme"})
    deal = add_deal(journal, {"title": "GTX × 40", "company": acme, "amount": 21_900_00})
    shown = card(journal, deal, place)
    assert (shown.company_name, shown.stage, shown.probability, shown.outcome) == (
        "Acme",
        stage(journal, "Prospecting"),
        10,
        "open",
    )


def test_moving_takes_the_chance_of_the_stage_and_starts_its_clock(
    journal: Journal, place: Place, clock: MovedClock
) -> None:
    deal = add_deal(journal, {"title": "GTX"})
    before = card(journal, deal, place).entered_at
    clock.move(days=3)
    move_deal(journal, deal, stage(journal, "Engaging"))
    moved = card(journal, deal, place)
    assert (moved.probability, moved.entered_at - before) == (35, 3 * 86_400_000)
    undo_last(journal)
    assert card(journal, deal, place).entered_at == before
    with journal.store.reader() as reader:
        assert reader.execute("SELECT count(*) FROM stage_move WHERE removed_at IS NULL").fetchone()[0] == 1


def test_winning_and_losing_close_the_deal_and_reopening_opens_it(journal: Journal, place: Place) -> None:
    won, lost = add_deal(journal, {"title": "A"}), add_deal(journal, {"title": "B"})
    win_deal(journal, won, 500_00, date(2026, 5, 10))
    lose_deal(journal, lost, "Price", date(2026, 5, 11))
    assert (card(journal, won, place).outcome, card(journal, lost, place).outcome) == ("won", "lost")
    with journal.store.reader() as reader:
        assert lost_reasons(reader) == ["Price"]
    edit_deal(journal, won, {"stage": stage(journal, "Engaging")})
    with journal.store.reader() as reader:
        assert reader.execute("SELECT outcome, closed_on FROM deal WHERE id = ?", (won,)).fetchone() == ("open", None)


def test_the_board_shows_sums_order_and_next_steps(journal: Journal, place: Place) -> None:
    small = add_deal(journal, {"title": "Small", "amount": 100_00, "expected_on": "2026-05-20"})
    big = add_deal(journal, {"title": "Big", "amount": 900_00, "expected_on": "2026-06-20"})
    step = add_task(journal, {"title": "Call", "deal": small, "due_day": "2026-05-01"})
    prospecting = stage(journal, "Prospecting")
    with journal.store.reader() as reader:
        assert [each.title for each in board_cards(reader, prospecting, (), place)] == ["Small", "Big"]
        assert [each.id for each in board_cards(reader, prospecting, (), place, "amount")] == [big, small]
        assert [each.has_step for each in board_cards(reader, prospecting, (), place)] == [True, False]
        assert stage_sums(reader, (), place)[prospecting][1:] == (2, 1000_00, 100_00)
        only = (Condition("amount", ">", "500"),)
        assert stage_sums(reader, only, place)[prospecting][1:] == (1, 900_00, 90_00)
        figures = board_figures(reader, (), place, "2026-05-14", 0)
        assert (figures.open_deals, figures.closing_minor, figures.needing_attention) == (2, 100_00, 0)
    complete_tasks(journal, [step])
    assert not card(journal, small, place).has_step


def test_the_first_own_fields_stand_on_the_card(journal: Journal, place: Place) -> None:
    add_own_field(journal, NewField("deals", "Notes on it", "long_text"))
    add_own_field(journal, NewField("deals", "Batch", "text"))
    add_own_field(journal, NewField("deals", "Double", "formula", formula="amount * 2"))
    add_own_field(journal, NewField("deals", "Third", "text"))
    pump = add_record(journal, "deals", {"title": "Pump", "amount": "100", "batch": "B-17", "third": "no room"})
    assert card(journal, pump, place).own == ("B-17", "200")


def test_the_forecast_groups_by_month(journal: Journal, place: Place) -> None:
    add_deal(journal, {"title": "May", "amount": 100_00, "expected_on": "2026-05-20"})
    add_deal(journal, {"title": "Someday", "amount": 300_00})
    win_deal(journal, add_deal(journal, {"title": "Won"}), 700_00, date(2026, 5, 2))
    with journal.store.reader() as reader:
        months = forecast_months(reader, (), place)
        assert [tuple(each) for each in months] == [("", 1, 300_00, 30_00, 0), ("2026-05", 1, 100_00, 10_00, 700_00)]
        assert [each.title for each in forecast_cards(reader, "2026-05", (), place)] == ["May"]


def test_a_deal_needs_a_title(journal: Journal) -> None:
    with pytest.raises(InvalidField, match="needs a title"):
        add_deal(journal, {"amount": 100})
