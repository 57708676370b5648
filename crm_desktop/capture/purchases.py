"""A purchase as it is told in one line: `2 x GTX Pro at 1,250`, `3 Stück GTX Basic à 99,50`."""

import re
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.schema.forms import Place
from crm_desktop.values.money import currency_decimals, minor_from_text

_MANY = re.compile(
    r"^\s*(?P<number>\d{1,6})\s*(?:x|×|\*|pcs\.?|units?(?: of)?|st[uü]ck|stk\.?)?\s+(?=\S)", re.IGNORECASE
)
_PRICE = re.compile(
    r"\s+(?:at|à|a|@|for|je|zu|für)\s+(?P<price>[^\s\d]{0,3}\s?\d[\d.,' ]*\d|\d)\s?(?:each|[^\s\w]|EUR|USD|GBP|CHF)?"
    r"\s*$"
)


# Nobody says a price to the thousandth: 3,000 and 3.000 are three thousand.
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_THOUSANDTHS = 3


class ToldPurchase(NamedTuple):
    """What was bought, how many of it, and the price of one in minor units where it was told."""

    description: str
    quantity: float
    price_minor: int | None


def told_purchase(text: str, place: Place) -> ToldPurchase:
    """Return what the first line `text` of a purchase tells; what is no number and no price is what was bought."""
    many, price = _MANY.match(text), _PRICE.search(text)
    minor = None
    if price is not None:
        try:
            minor = told_amount(price["price"], place.currency)
        except InvalidField:
            price = None
    start = many.end() if many is not None else 0
    end = price.start() if price is not None else len(text)
    quantity = float(many["number"]) if many is not None else 1.0
    return ToldPurchase(text[start:end].strip(), quantity or 1.0, minor)


def told_amount(text: str, currency: str, times: int = 1) -> int:
    """Return so many `times` the price in `text` in minor units of `currency`. Raises InvalidField."""
    bare = text.strip()
    if currency_decimals(currency) != _THOUSANDTHS:
        bare = _THOUSANDS.sub("", bare)
    return minor_from_text(bare, currency, None, times)
