"""The deals of the sample: two years of closed ones, and open ones of every age."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.deal_lines import deal_lines, deal_title
from crm_desktop.sample.dice import Dice, spread
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS, WorkingTime
from crm_desktop.sample.offer import AGREED, LOST, QUOTED, WON
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Company, Deal, World

LATER_CLOSED, LATER_ADDED = 3, 1
_COLUMNS = (
    *("id", "title", "company", "person", "pipeline", "stage", "amount", "currency", "rate", "rate_on", "probability"),
    *("opened_on", "expected_on", "closed_on", "outcome", "lost_reason", "source", "team", "stage_entered_at", "note"),
    *("tags", "owner"),
)
_WON_SHARE = 0.6
# Open deals by stage, and how far they are in the days that a deal may stay there: fresh, ageing, rotting.
_OPEN_STAGES = (0, 1, 0, 2, 1, 0, 3, 1, 0, 2)
_AGES = (
    (0.0, 0.5),
    (0.05, 0.55),
    (0.64, 0.92),
    (0.0, 0.4),
    (1.1, 1.9),
    (0.2, 0.55),
    (1.05, 1.6),
    (0.1, 0.5),
    (0.62, 0.9),
)
_EXPECTED_IN = ((18, 95), (9, 60), (5, 34), (2, 17))
_LONGEST_DAYS = 130


def plan_deals(world: World) -> None:
    """Decide on all deals, in the order in which they were opened."""
    dice = Dice(world.seed, "deals")
    # What the later steps of the history close and add makes up the numbers that the facts name.
    open_count = world.facts.open_deals + LATER_CLOSED - LATER_ADDED
    planner = _Planner(dice, world)
    planned = [planner.open_deal(number) for number in range(open_count)]
    planned += planner.closed_deals(world.facts.deals - open_count - LATER_ADDED)
    world.deals = sorted(planned, key=lambda deal: deal.opened_ms)


def add_deals(load: Load, world: World) -> None:
    """Add the planned deals."""
    load.insert("deal", _COLUMNS, _rows(world), len(world.deals))


class _Planner:
    def __init__(self, dice: Dice, world: World) -> None:
        self._dice = dice
        self._world = world
        self._text = sample_text("deals")
        self._buyers = _places(world, {"customer": 1, "former": 1})
        self._seekers = _places(world, {"customer": 1, "prospect": 3, "lead": 1})

    def open_deal(self, number: int) -> Deal:
        """Return the open deal `number`: every seventh is past its close date, every fifth has no next step."""
        dice, moment = self._dice, self._world.moment
        stage = _OPEN_STAGES[number % len(_OPEN_STAGES)]
        least, most = _AGES[number * 5 % len(_AGES)]
        rot_days = self._world.stages[stage].rot_days
        age = moment.workday_back(int(rot_days * (least + (most - least) * dice.random())))
        entered = min(moment.at(-age, dice.between(8 * 60, 17 * 60)), moment.now_ms - 20 * 60_000)
        moves = [(stage, entered)]
        for earlier in range(stage - 1, -1, -1):
            moves.insert(0, (earlier, moves[0][1] - dice.between(3, 18) * DAY_MS))
        soonest, latest = _EXPECTED_IN[stage]
        late = number % 7 == 3
        expected = (
            moment.day(-moment.workday_back(dice.between(1, 16)))
            if late
            else moment.workday(dice.between(soonest, latest))
        )
        return self._deal(dice.pick(self._seekers), tuple(moves), None, expected, has_next_step=number % 5 != 2)

    def closed_deals(self, count: int) -> Iterator[Deal]:
        """Yield `count` deals that were won or lost over two years."""
        dice, moment = self._dice, self._world.moment
        for closed_ms in WorkingTime(moment).instants(count, dice.random):
            won = dice.chance(_WON_SHARE)
            path = [0, 1, QUOTED, *([AGREED] if dice.chance(0.7) else []), WON]
            if not won:
                path = [*path[: dice.between(1, len(path) - 1)], LOST]
            days = 6 + int((_LONGEST_DAYS - 6) * dice.random() ** 2.2)
            opened_ms = closed_ms - days * DAY_MS
            steps = sorted(dice.random() for _step in path[2:])
            times = [opened_ms, *(opened_ms + int((closed_ms - opened_ms) * step) for step in steps), closed_ms]
            place = dice.pick(self._buyers if won else self._seekers)
            expected = moment.local_day(closed_ms + dice.between(-15, 12) * DAY_MS)
            yield self._deal(place, tuple(zip(path, times, strict=True)), closed_ms, expected, has_next_step=False)

    def _deal(
        self,
        place: int,
        moves: tuple[tuple[int, int], ...],
        closed_ms: int | None,
        expected: str,
        *,
        has_next_step: bool,
    ) -> Deal:
        dice, world = self._dice, self._world
        company = world.companies[place]
        staff = world.staff[place]
        lines = deal_lines(dice, world, company, self._text["discounts"])
        return Deal(
            record=dice.new_id(moves[0][1]),
            title=deal_title(dice, world, self._text, lines[0]),
            company=place,
            person=staff[int(dice.random() ** 2 * len(staff))],
            owner=company.owner,
            lines=lines,
            moves=moves,
            closed_ms=closed_ms,
            expected_on=expected,
            has_next_step=has_next_step,
        )


def _places(world: World, wanted: Mapping[str, int]) -> list[int]:
    """Return the places of companies with a lifecycle in `wanted`, good customers more often."""
    return spread(
        (place, wanted.get(each.lifecycle or "", 0) * {"A": 7, "B": 3}.get(each.rating or "", 1))
        for place, each in enumerate(world.companies)
    )


def _rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "deal remarks")
    text = sample_text("deals")
    reasons = spread((name, weight) for name, weight in text["lost_reasons"])
    sources = sample_text("companies")["sources"]
    for deal in world.deals:
        company = world.companies[deal.company]
        outcome = {WON: "won", LOST: "lost"}.get(deal.stage, "open")
        stage = world.stages[deal.stage]
        yield (
            deal.record,
            deal.title,
            company.record,
            world.people[deal.person].record,
            world.pipeline,
            stage.record,
            deal.amount,
            *_currency(world, company, deal),
            stage.probability,
            world.moment.local_day(deal.opened_ms),
            deal.expected_on,
            None if deal.closed_ms is None else world.moment.local_day(deal.closed_ms),
            outcome,
            dice.pick(reasons) if outcome == "lost" else None,
            dice.pick(sources),
            world.members[deal.owner].team,
            deal.moves[-1][1],
            *_remarks(dice, text),
            world.members[deal.owner].record,
        )


def _currency(world: World, company: Company, deal: Deal) -> tuple[str, float, str]:
    rate = rate_between(company.currency, world.currency) or 1.0
    return company.currency, rate, world.moment.local_day(deal.opened_ms)


def _remarks(dice: Dice, text: Mapping[str, Any]) -> tuple[str | None, str | None]:
    note = dice.pick(text["notes"]) if dice.chance(0.3) else None
    return note, json.dumps([dice.pick(text["tags"])]) if dice.chance(0.25) else None
