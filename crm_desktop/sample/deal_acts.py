"""What members do with deals in a day's work."""

from collections.abc import Mapping
from datetime import date, timedelta

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.acts import Act, Acts, Doing, Turn
from crm_desktop.sample.offer import AGREED, LOST, QUOTED, WON
from crm_desktop.sample.steps import Write
from crm_desktop.sample.world import Deal, World
from crm_desktop.words import _

_REASON = "Price"
_LOWER_PERCENT = 82
_NEW_PRODUCT, _NEW_QUANTITY = 1, 8


class DealActs(Acts):
    """Acts on open deals; none is taken twice."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "deals")
        today = world.moment.day(0)
        self._free = [deal for deal in world.deals if deal.closed_ms is None and deal.expected_on >= today]

    def move(self, stage: int) -> Doing:
        """Return the act that moves a deal from `stage` to the next one."""
        return lambda turn: Act(_("Move deal"), self._moved(turn, self._take(turn, stage), stage + 1, {}))

    def win(self, turn: Turn) -> Act:
        """Win a deal that is agreed or quoted; its company is a customer from then on."""
        deal = self._take(turn, AGREED, QUOTED)
        closing = {"outcome": "won", "closed_on": self._world.moment.local_day(turn.at_ms)}
        company = self._world.companies[deal.company]
        customer = Write("contact", company.record, {"lifecycle": "customer"})
        return Act(_("Win deal"), [*self._moved(turn, deal, WON, closing), customer])

    def lose(self, turn: Turn) -> Act:
        """Lose a deal on its price."""
        closed_on = self._world.moment.local_day(turn.at_ms)
        closing = {"outcome": "lost", "closed_on": closed_on, "lost_reason": _REASON}
        return Act(_("Lose deal"), self._moved(turn, self._take(turn, 1), LOST, closing))

    def expect_later(self, turn: Turn) -> Act:
        """Expect a deal two weeks later."""
        deal = self._take(turn, 1, 0)
        later = date.fromisoformat(deal.expected_on) + timedelta(days=14)
        return _edited(deal, {"expected_on": later.isoformat()})

    def lower_amount(self, turn: Turn) -> Act:
        """Lower the amount of a deal by nearly a fifth."""
        deal = self._take(turn, 1, 0)
        values = {"amount": deal.amount * _LOWER_PERCENT // 100, "note": self._text["deal_note"]}
        return _edited(deal, values)

    def add_deal(self, turn: Turn) -> Act:
        """Add a deal that has just come up."""
        made = self._new(turn, "deal", {**self._new_deal(turn), **self._stage_values(turn, 0)})
        product = self._world.products[_NEW_PRODUCT]
        line: dict[str, Stored] = {"deal": made.record, "product": product.record, "description": product.name}
        price: dict[str, Stored] = {"quantity": float(_NEW_QUANTITY), "unit_price": product.price, "discount_pct": 0.0}
        move: dict[str, Stored] = {"deal": made.record, "stage": self._world.stages[0].record, "at": turn.at_ms}
        return Act(
            _("Add deal {title}").format(title=self._text["deal"]),
            [
                made,
                self._new(turn, "deal_line", {**line, **price, "tax_rate": 0.0, "position": 0}),
                self._new(turn, "stage_move", move),
            ],
        )

    def _new_deal(self, turn: Turn) -> dict[str, Stored]:
        """Return the values of a new deal with a customer who buys in the workspace's currency."""
        world = self._world
        like = next(each for each in reversed(world.deals) if self._at_home(each))
        day = world.moment.local_day(turn.at_ms)
        return {
            "title": self._text["deal"],
            "company": world.companies[like.company].record,
            "person": world.people[like.person].record,
            "pipeline": world.pipeline,
            "amount": world.products[_NEW_PRODUCT].price * _NEW_QUANTITY,
            "currency": world.currency,
            "rate": 1.0,
            "rate_on": day,
            "opened_on": day,
            "expected_on": world.moment.workday(30),
            "team": self._member(turn).team,
            "owner": self._member(turn).record,
        }

    def _at_home(self, deal: Deal) -> bool:
        return self._world.companies[deal.company].currency == self._world.currency

    def _moved(self, turn: Turn, deal: Deal, stage: int, values: Mapping[str, Stored]) -> list[Write]:
        before, after = self._world.stages[deal.stage].record, self._world.stages[stage].record
        move: dict[str, Stored] = {"deal": deal.record, "stage": after, "from_stage": before, "at": turn.at_ms}
        written = Write("deal", deal.record, {**self._stage_values(turn, stage), **values})
        return [self._new(turn, "stage_move", move), written]

    def _stage_values(self, turn: Turn, stage: int) -> dict[str, Stored]:
        found = self._world.stages[stage]
        return {"stage": found.record, "probability": found.probability, "stage_entered_at": turn.at_ms}

    def _take(self, turn: Turn, *stages: int) -> Deal:
        """Take a deal that was in one of `stages` before the turn, one of the member who acts where there is one."""
        fitting = [
            (stages.index(deal.stage), deal.owner != turn.who, number)
            for number, deal in enumerate(self._free)
            if deal.stage in stages and deal.moves[-1][1] < turn.at_ms
        ]
        return self._free.pop(min(fitting)[2])


def _edited(deal: Deal, values: Mapping[str, Stored]) -> Act:
    return Act(_("Edit {title}").format(title=deal.title), [Write("deal", deal.record, values)])
