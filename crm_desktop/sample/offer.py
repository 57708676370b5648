"""What the sample workspace sells, and through which stages."""

from collections.abc import Iterator

from crm_desktop.journal.transaction import Stored, Transaction
from crm_desktop.pipeline.stages import stages
from crm_desktop.pipeline.standard import add_standard_pipeline
from crm_desktop.sample.dice import Dice
from crm_desktop.sample.exchange_rates import rate_between
from crm_desktop.sample.load import Load
from crm_desktop.sample.texts import list_text, sample_text
from crm_desktop.sample.world import Product, Stage, World
from crm_desktop.words import N_, _

# The stages that users add to the standard ones: name, chance in percent, days until a deal goes stale.
_USER_STAGES = ((N_("Quoted"), 60, 21), (N_("Agreed"), 85, 14))
QUOTED, AGREED, WON, LOST = 2, 3, 4, 5
_PRICE_COLUMNS = ("id", "product", "price_list", "price", "currency", "from_quantity", "from_day")


def add_stages(tx: Transaction, world: World) -> None:
    """Add the stages Quoted and Agreed to the pipeline of the workspace."""
    if not stages(tx.connection):
        add_standard_pipeline(tx)
    dice = Dice(world.seed, "stages")
    present = stages(tx.connection)
    pipeline = present[0].pipeline
    first, second = [each for each in present if each.outcome == "open"][:2]
    won = next(each for each in present if each.outcome == "won")
    lost = next(each for each in present if each.outcome == "lost")
    made: list[Stage] = []
    for position, (name, chance, rot_days) in enumerate(_USER_STAGES, QUOTED):
        values: dict[str, Stored] = {
            "name": _(name),
            "pipeline": pipeline,
            "position": position,
            "probability": chance,
            "rot_days": rot_days,
        }
        made.append(Stage(tx.insert("stage", values, dice.new_id(tx.now_ms)), chance, rot_days))
    for position, closing in ((WON, won), (LOST, lost)):
        tx.update("stage", closing.record, {"position": position})
    kept = [Stage(each.record, each.probability, each.rot_days or 0) for each in (first, second, won, lost)]
    world.stages = [*kept[:2], *made, *kept[2:]]
    world.pipeline = pipeline


def add_products(load: Load, world: World) -> None:
    """Add the products and their prices in several lists."""
    dice = Dice(world.seed, "products")
    text = sample_text("products")
    declared = text["products"]
    places = {each["code"]: place for place, each in enumerate(declared)}
    world.products = [
        Product(
            dice.new_id(load.tx.now_ms),
            each["code"],
            each["name"],
            each["price"] * 100,
            each["from"],
            each["to"],
            each["thing"],
            tuple(places[code] for code in text["sold_together"][each["code"]]),
        )
        for each in declared
    ]
    columns = ("id", "code", "name", "category", "price", "cost", "currency", "unit", "tax_rate", "active")
    rows = [
        (
            product.record,
            each["code"],
            each["name"],
            each["category"],
            product.price,
            each["cost"] * 100,
            world.currency,
            each["unit"],
            0.0,
            1,
            each["description"],
            list_text(each["tags"]),
        )
        for product, each in zip(world.products, declared, strict=True)
    ]
    load.insert("product", (*columns, "description", "tags"), rows, len(rows))
    load.insert("price", _PRICE_COLUMNS, _prices(world, dice, text["lists"]), 0)


def _prices(world: World, dice: Dice, lists: list[tuple[str, int, int]]) -> Iterator[tuple[Stored, ...]]:
    from_day = f"{world.moment.today.year - 1}-01-01"
    for product in world.products:
        for name, quantity, percent in lists:
            price = product.price * percent // 100
            yield (
                dice.new_id(world.moment.now_ms),
                product.record,
                name,
                price,
                world.currency,
                float(quantity),
                from_day,
            )
        for currency in ("EUR", "GBP"):
            rate = rate_between(currency, world.currency)
            if rate is not None and currency != world.currency:
                price = price_abroad(product.price, rate)
                yield dice.new_id(world.moment.now_ms), product.record, currency, price, currency, 1.0, from_day


def price_abroad(price: int, rate: float) -> int:
    """Return `price` in a currency of which one unit is worth `rate`, rounded to whole units."""
    return round(price / rate / 100) * 100
