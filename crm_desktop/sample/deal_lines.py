"""What the deals of the sample are about, stage by stage and with whom."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.offer import price_abroad
from crm_desktop.sample.texts import sample_text
from crm_desktop.sample.world import Company, Line, World

_LINE_COLUMNS = (
    "id",
    "deal",
    "product",
    "description",
    "quantity",
    "unit_price",
    "discount_pct",
    "tax_rate",
    "position",
)
_MOVE_COLUMNS = ("id", "deal", "stage", "from_stage", "at")
_CONTACT_COLUMNS = ("id", "deal", "contact", "role")
_TAX = {"DE": 19.0, "GB": 20.0, "FR": 20.0, "SE": 25.0, "IE": 23.0}
_SECOND_LINE, _THIRD_LINE = 0.38, 0.12


def deal_lines(dice: Dice, world: World, company: Company, discounts: Sequence[int]) -> tuple[Line, ...]:
    """Return what a deal with `company` is about: one product, often with what goes with it."""
    first = company.usual if dice.chance(0.4) else int(dice.random() * len(world.products))
    places = [first]
    if dice.chance(_SECOND_LINE):
        places += world.products[first].sold_with[: 2 if dice.chance(_THIRD_LINE) else 1]
    rate = rate_between(company.currency, world.currency) or 1.0
    discount = dice.pick(discounts)
    return tuple(_line(dice, world, place, rate, discount) for place in places)


def _line(dice: Dice, world: World, place: int, rate: float, discount: int) -> Line:
    product = world.products[place]
    quantity = int(product.least * (product.most / product.least) ** (dice.random() ** 1.3))
    if quantity >= 20:
        quantity -= quantity % 5
    return Line(place, quantity, price_abroad(product.price, rate), discount)


def deal_title(dice: Dice, world: World, text: Mapping[str, Any], line: Line) -> str:
    """Return the title of a deal whose first line is `line`."""
    product = world.products[line.product]
    unit = text["units"].get(product.code)
    title: str = dice.pick(text["yearly"] if unit else text["titles"])
    shown = unit if line.quantity > 1 else str(unit or "").removesuffix("s")
    return title.format(product=product.name, n=line.quantity, unit=shown)


def add_deal_parts(load: Load, world: World) -> None:
    """Add lines, stage moves and the people with a role in open deals."""
    lines = sum(len(deal.lines) for deal in world.deals)
    moves = sum(len(deal.moves) for deal in world.deals)
    load.insert("deal_line", _LINE_COLUMNS, _line_rows(world), lines)
    load.insert("stage_move", _MOVE_COLUMNS, _move_rows(world), moves)
    load.insert("deal_contact", _CONTACT_COLUMNS, _contact_rows(world), 0)


def _line_rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "deal lines")
    for deal in world.deals:
        tax = _TAX.get(world.companies[deal.company].country, 0.0)
        for position, line in enumerate(deal.lines):
            product = world.products[line.product]
            yield (
                dice.new_id(deal.opened_ms),
                deal.record,
                product.record,
                product.name,
                float(line.quantity),
                line.unit_price,
                float(line.discount_pct),
                tax,
                position,
            )


def _move_rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "stage moves")
    for deal in world.deals:
        before: bytes | None = None
        for stage, at_ms in deal.moves:
            record = world.stages[stage].record
            yield dice.new_id(at_ms), deal.record, record, before, at_ms
            before = record


def _contact_rows(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "people in deals")
    jobs = sample_text("people")["jobs"]
    for deal in world.deals:
        if deal.closed_ms is None:
            for place in world.staff[deal.company][:4]:
                person = world.people[place]
                yield dice.new_id(deal.opened_ms), deal.record, person.record, jobs[person.job][2]
