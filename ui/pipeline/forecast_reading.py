"""What the forecast asks for, and the lines of its table."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.pipeline.goals import goals_by_month
from crm_desktop.pipeline.queries import Card, ForecastRow, forecast_cards, forecast_months
from crm_desktop.pipeline.stages import StageRow, stages
from crm_desktop.vault.driver import Connection
from ui.pipeline.reading import Question

# Deals of a month that are listed before the rest is folded into one line.
FIRST_SHOWN = 4
MONTHS_A_YEAR = 12
# The months of the chart before and after this one.
MONTHS_BEFORE, MONTHS_AFTER = 3, 2


class Forecast(NamedTuple):
    """All months with what is expected and won in them, and the open deals of each that has some.

    `goals` are of all deals: there are none where a filter leaves some out.
    """

    months: list[ForecastRow]
    cards: dict[str, list[Card]]
    stages: dict[bytes, StageRow]
    goals: Mapping[str, int]


class LineKind(StrEnum):
    """What a line of the table is."""

    MONTH = "month"
    DEAL = "deal"
    MORE = "more"


class ForecastLine(NamedTuple):
    """One line: a month with its sums, a deal, or how many more there are."""

    kind: LineKind
    month: str
    row: ForecastRow
    card: Card | None = None
    more: int = 0
    folded: bool = False

    @property
    def key(self) -> bytes:
        """What the line is recognised by after it was read again."""
        return self.card.id if self.card is not None else f"{self.kind} {self.month}".encode()


def forecast(reader: Connection, question: Question) -> Forecast:
    """Return the months and the open deals of `question`."""
    months = forecast_months(reader, question.conditions, question.place)
    cards = {
        each.month: forecast_cards(reader, each.month, question.conditions, question.place)
        for each in months
        if each.deals
    }
    around = months_around(question.today, MONTHS_BEFORE, MONTHS_AFTER)
    goals = {} if question.conditions else goals_by_month(reader, around[0], around[-1])
    return Forecast(months, cards, {each.record: each for each in stages(reader)}, goals)


def forecast_lines(found: Forecast, folded: Collection[str], opened: Collection[str]) -> list[ForecastLine]:
    """Return the lines of the table: months in order, those without a day last; `folded` ones without their deals."""
    lines: list[ForecastLine] = []
    for row in sorted((each for each in found.months if each.deals), key=lambda each: each.month or "~"):
        closed = row.month in folded
        lines.append(ForecastLine(LineKind.MONTH, row.month, row, folded=closed))
        if not closed:
            lines += _deal_lines(row, found.cards.get(row.month, []), whole=row.month in opened)
    return lines


def _deal_lines(row: ForecastRow, cards: Sequence[Card], *, whole: bool) -> list[ForecastLine]:
    # one more deal takes no more room than the line that would say so
    shown = cards if whole or len(cards) <= FIRST_SHOWN + 1 else cards[:FIRST_SHOWN]
    lines = [ForecastLine(LineKind.DEAL, row.month, row, each) for each in shown]
    if len(shown) < len(cards):
        lines.append(ForecastLine(LineKind.MORE, row.month, row, more=len(cards) - len(shown)))
    return lines


def months_around(today: str, before: int, after: int) -> list[str]:
    """Return the months `YYYY-MM` from so many before the ISO day `today` to so many after."""
    number = int(today[:4]) * MONTHS_A_YEAR + int(today[5:7]) - 1
    return [
        f"{each // MONTHS_A_YEAR:04}-{each % MONTHS_A_YEAR + 1:02}"
        for each in range(number - before, number + after + 1)
    ]
