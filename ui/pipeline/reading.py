"""What the pipeline page asks for at once, so that its parts agree with each other."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crm_desktop.filters.tree import Filter
from crm_desktop.pipeline.closed import ClosedMonth, closed_month
from crm_desktop.pipeline.goals import goal_of_month
from crm_desktop.pipeline.queries import BoardFigures, StageSum, board_figures, stage_sums
from crm_desktop.pipeline.stages import StageRow, pipeline_names, stages
from crm_desktop.schema.forms import Place
from crm_desktop.vault.driver import Connection


class Question(NamedTuple):
    """Which deals are looked at, and from which day; `now_ms` is the present instant."""

    conditions: tuple[Filter, ...]
    place: Place
    today: str
    now_ms: int


class BoardFacts(NamedTuple):
    """All of the board but its cards; `deals` counts the open deals when nothing is filtered.

    `goal` is what everyone is to win this month; it is no goal for what a filter leaves.
    """

    stages: list[StageRow]
    sums: Mapping[bytes, StageSum]
    figures: BoardFigures
    closed: ClosedMonth
    deals: int
    pipelines: Mapping[bytes, str]
    goal: int | None = None


def board_facts(reader: Connection, question: Question) -> BoardFacts:
    """Return stages, sums and figures of the deals in `question`."""
    conditions, place, today, now_ms = question
    figures = board_figures(reader, conditions, place, today, now_ms)
    everything = board_figures(reader, (), place, today, now_ms).open_deals if conditions else figures.open_deals
    return BoardFacts(
        stages(reader),
        stage_sums(reader, conditions, place),
        figures,
        closed_month(reader, today[:7], conditions, place),
        everything,
        pipeline_names(reader),
        None if conditions else goal_of_month(reader, date.fromisoformat(today)),
    )
