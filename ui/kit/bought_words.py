"""What a purchase in a typed line is shown as: its product, and whether its price is of one or of all."""

from crm_desktop.capture.bought import FoundPurchase
from crm_desktop.words import _
from ui.kit.formats import Formats


def product_shown(found: FoundPurchase, product: bytes | None) -> str:
    """Return how many of what `found` is: of `product` where that is decided."""
    title = dict(found.offers).get(product, found.description) if product is not None else found.description
    return _("{n} × {product}").format(n=f"{found.quantity:g}", product=title)


def product_options(found: FoundPurchase) -> list[tuple[str, bytes | None]]:
    """Return the products that `found` may mean with their titles, and that it means none."""
    if not found.offers:
        return []
    return [*((title, record) for record, title in found.offers), (_("None of them"), None)]


def price_shown(formats: Formats, found: FoundPurchase, *, each: bool | None) -> str:
    """Return the price of `found`, which is that of `each` where that was decided."""
    price = found.price
    if price is None:
        return ""
    amount = formats.money(price.minor, price.currency)
    if found.quantity == 1:
        return amount
    of_one = price.each if each is None else each
    return _("{amount} each").format(amount=amount) if of_one else _("{amount} in all").format(amount=amount)


def price_options(formats: Formats, found: FoundPurchase) -> list[tuple[str, bool]]:
    """Return the readings of the price of `found`, of all and of each; none where its words leave no other."""
    return [(price_shown(formats, found, each=each), each) for each in (False, True)] if found.asks_price else []
