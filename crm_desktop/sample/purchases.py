"""What the customers of the sample have in use: the devices of the deals that were won."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from crm_desktop.journal.transaction import Stored
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.load import Load
from crm_desktop.sample.moment import DAY_MS
from crm_desktop.sample.offer import WON
from crm_desktop.sample.world import World

_COLUMNS = (
    *("id", "description", "customer", "product", "quantity", "unit_price", "currency", "bought_on", "serial"),
    *("warranty_until", "next_service_on", "order_number", "owner"),
)
_DEVICES = frozenset({"reader", "printer", "cart"})
_WARRANTY_YEARS = 2
_WITH_SERVICE, _SERVICE_MISSED = 0.5, 0.12
# A service that was missed is so by some weeks, the next one is within a year of the last.
_MISSED_DAYS, _YEAR = 40, 365


def add_purchases(load: Load, world: World) -> None:
    """Add what was delivered of the newest deals that were won, and who supplies us."""
    count = world.facts.purchases
    load.insert("purchase", _COLUMNS, islice(_purchases(world), count), count)
    _name_suppliers(load, world)


def _purchases(world: World) -> Iterator[tuple[Stored, ...]]:
    dice = Dice(world.seed, "purchases")
    won = [deal for deal in world.deals if deal.closed_ms is not None and deal.stage == WON]
    for deal in sorted(won, key=lambda each: each.closed_ms or 0, reverse=True):
        company = world.companies[deal.company]
        order = dice.digits("5####")
        for line in deal.lines:
            product = world.products[line.product]
            if product.thing not in _DEVICES:
                continue
            bought_ms = (deal.closed_ms or 0) + dice.between(0, 2) * DAY_MS
            bought_ms = min(bought_ms, world.moment.now_ms)
            days_ago = (world.moment.now_ms - bought_ms) // DAY_MS
            warranty = world.moment.today + timedelta(days=_WARRANTY_YEARS * _YEAR - days_ago)
            yield (
                dice.new_id(bought_ms),
                product.name,
                company.record,
                product.record,
                float(line.quantity),
                line.unit_price,
                company.currency,
                world.moment.local_day(bought_ms),
                f"{product.code}-{dice.digits('#####')}",
                warranty.isoformat(),
                _service(dice, world, days_ago),
                order,
                world.members[deal.owner].record,
            )


def _service(dice: Dice, world: World, days_ago: int) -> str | None:
    if not dice.chance(_WITH_SERVICE):
        return None
    if days_ago > _YEAR and dice.chance(_SERVICE_MISSED):
        return world.moment.day(-dice.between(3, _MISSED_DAYS))
    return world.moment.workday(_YEAR - days_ago % _YEAR)


def _name_suppliers(load: Load, world: World) -> None:
    """Let the suppliers among the companies supply the products, one after the other."""
    found = load.tx.connection.execute("SELECT id FROM contact WHERE roles LIKE '%supplier%' ORDER BY rid LIMIT 3")
    suppliers = [row[0] for row in found]
    for place, product in enumerate(world.products):
        if suppliers and product.thing in {*_DEVICES, "rolls"}:
            load.tx.update("product", product.record, {"supplier": suppliers[place % len(suppliers)]})
