"""Stages are added, moved and deleted without losing a deal."""

import pytest

from crm_desktop.acts import add_record, remove_records, set_fields
from crm_desktop.errors import CrmError, InvalidField
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.undo import undo_last
from crm_desktop.pipeline.stage_actions import add_stage, move_stage
from crm_desktop.pipeline.stages import StageRow, stages
from crm_desktop.store.store import Store


def now(store: Store) -> list[StageRow]:
    with store.reader() as reader:
        return stages(reader)


def names(store: Store) -> list[str]:
    return [each.name for each in now(store)]


def test_a_new_stage_stands_behind_the_other_open_ones(journal: Journal, store: Store) -> None:
    add_stage(journal, now(store)[0].pipeline, "  Quoted ")
    assert names(store) == ["Prospecting", "Engaging", "Quoted", "Won", "Lost"]


def test_a_stage_needs_a_name(journal: Journal, store: Store) -> None:
    with pytest.raises(InvalidField, match="needs a name"):
        add_stage(journal, now(store)[0].pipeline, " ")


def test_a_stage_moves_by_places_and_back_with_undo(journal: Journal, store: Store) -> None:
    move_stage(journal, now(store)[0].record, 1)
    assert names(store) == ["Engaging", "Prospecting", "Won", "Lost"]
    undo_last(journal)
    assert names(store) == ["Prospecting", "Engaging", "Won", "Lost"]


def test_a_stage_does_not_move_beyond_the_ends(journal: Journal, store: Store) -> None:
    move_stage(journal, now(store)[0].record, -1)
    move_stage(journal, now(store)[-1].record, 1)
    assert names(store) == ["Prospecting", "Engaging", "Won", "Lost"]


def test_a_stage_with_deals_in_it_is_not_deleted(journal: Journal, store: Store) -> None:
    add_record(journal, "deal", {"title": "GTX × 40"})
    with pytest.raises(CrmError, match="1 deal is in the stage Prospecting"):
        remove_records(journal, [now(store)[0].record])
    assert len(names(store)) == 4


def test_the_last_stage_for_deals_that_are_won_is_not_deleted(journal: Journal, store: Store) -> None:
    with pytest.raises(CrmError, match="Won is the last stage"):
        remove_records(journal, [now(store)[2].record])


def test_an_empty_stage_is_deleted(journal: Journal, store: Store) -> None:
    remove_records(journal, [now(store)[1].record])
    assert names(store) == ["Prospecting", "Won", "Lost"]


@pytest.mark.parametrize("typed", ["101", "-1", "250 %"])
def test_a_chance_goes_from_nothing_to_certain(journal: Journal, store: Store, typed: str) -> None:
    with pytest.raises(InvalidField, match="from 0 to 100"):
        set_fields(journal, now(store)[0].record, {"probability": typed})
