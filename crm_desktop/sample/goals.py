"""The monthly goals of the sample: more than is won on average, and a little more from quarter to quarter."""

from collections.abc import Iterator
from datetime import date

from crm_desktop.journal.transaction import Stored
from crm_desktop.pipeline.goals import MONTHS_OF, Goal
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.offer import WON
from crm_desktop.sample.world import Deal, World

_COLUMNS = ("id", "name", "period", "starts_on", "amount", "currency")
MONTHS_BEFORE, MONTHS_AFTER = 11, 3
# Goals are so much more than the average, in round sums of so many units, and grow by so much in a quarter.
AMBITION, ROUND, GROWTH = 1.35, 5_000, 0.04
MINOR = 100


def add_goals(load: Load, world: World) -> None:
    """Add a goal for everyone together for each month of a year, and of the quarter that comes."""
    load.insert("goal", _COLUMNS, _rows(world), 0)


def _rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "goals")
    monthly = sum(_worth(world, deal) for deal in world.deals if deal.stage == WON) / MINOR / _months(world)
    today = world.moment.today
    this = today.year * MONTHS_OF["year"] + today.month - 1
    for month in range(this - MONTHS_BEFORE, this + MONTHS_AFTER + 1):
        starts_on = date(month // MONTHS_OF["year"], month % MONTHS_OF["year"] + 1, 1)
        wanted = monthly * AMBITION * (1 + GROWTH * ((month - this) // MONTHS_OF["quarter"] + 1))
        amount = max(round(wanted / ROUND), 1) * ROUND * MINOR
        goal = Goal("month", starts_on, amount)
        name = f"{starts_on.isoformat()} – {goal.ends_on.isoformat()}"
        yield dice.new_id(world.moment.now_ms), name, "month", starts_on.isoformat(), amount, world.currency


def _worth(world: World, deal: Deal) -> float:
    """Return the amount of `deal` in the workspace's currency."""
    return deal.amount * (rate_between(world.companies[deal.company].currency, world.currency) or 1.0)


def _months(world: World) -> int:
    """Return over how many months deals were won."""
    months = {world.moment.local_day(deal.closed_ms)[:7] for deal in world.deals if deal.closed_ms is not None}
    return max(len(months), 1)
