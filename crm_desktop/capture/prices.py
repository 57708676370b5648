"""A price in a typed line, in English and German: how much, in which currency, and whether of one or of all."""

import re
from typing import NamedTuple

from crm_desktop.errors import InvalidField
from crm_desktop.values.money import currency_decimals, minor_from_text, told_currency

_SIGN = r"(?:[€$£]|EUR|USD|GBP|CHF|[Ee]uros?|[Dd]ollars?)"
_AMOUNT = rf"(?P<price>{_SIGN}?\s?\d[\d.,'’]*(?P<thousand>\s?k(?!\w))?\s?{_SIGN}?)"
_OF_ONE = r"each|apiece|a piece|per unit|per piece|pro stück|das stück|je stück"
_OF_ALL = r"in total|in all|altogether|insgesamt|zusammen"
_MORE = rf"\s?(?P<more>{_OF_ONE}|{_OF_ALL})?(?!\w)"
_LED = re.compile(
    r"\s(?P<how>at|à|a|@|for|(?:(?:für|zu|um)\s)?je|zu|für|um)\s+(?P<all>a total of |insgesamt |zusammen )?"
    rf"{_AMOUNT}{_MORE}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*(?P<how>je\s)?(?P<all>insgesamt |zusammen |total )?{_AMOUNT}{_MORE}[\s.!]*", re.IGNORECASE)
_SIGNED = re.compile(rf"{_SIGN}|k\s*$|\d[.,']\d", re.IGNORECASE)
# What may stand behind an amount without a currency: "for 3 phases" is no price.
_BEHIND = (
    "from|to|by|on|and|but|with|incl|plus|net|again|bei|von|an|am|und|aber|mit|inkl|zzgl|netto|brutto|gekauft|verkauft"
)
_ENDS = re.compile(rf"\s*(?:$|[^\w\s]|(?:{_BEHIND})(?!\w))", re.IGNORECASE)
_LEADS_OF_ONE = frozenset({"at", "à", "a", "@", "je", "für je", "zu je", "um je"})
# Nobody says a price to the thousandth: 3,000 and 3.000 are three thousand.
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_THOUSANDTHS = 3


class ToldPrice(NamedTuple):
    """An amount in minor units of `currency`: of one where `each`; `sure` where the words leave no other reading."""

    minor: int
    currency: str
    each: bool
    sure: bool


class FoundPrice(NamedTuple):
    """A price, and where in the text its words begin and end."""

    price: ToldPrice
    start: int
    end: int


def price_in(text: str, currency: str) -> FoundPrice | None:
    """Return the first price in `text` that a word leads, such as `at` or `für je`; `currency` where none is said."""
    for found in _LED.finditer(text):
        bare = not _SIGNED.search(found["price"]) and not found["more"]
        told = None if bare and not _ENDS.match(text, found.end()) else _told(found, currency)
        if told is not None:
            return FoundPrice(told, found.start(), found.end())
    return None


def price_alone(text: str, currency: str) -> ToldPrice | None:
    """Return the price that `text` is and nothing else; a bare whole number is none."""
    found = _ALONE.fullmatch(text)
    if found is None or not (_SIGNED.search(found["price"]) or found["more"] or found["how"]):
        return None
    return _told(found, currency)


def _told(found: re.Match[str], currency: str) -> ToldPrice | None:
    typed = re.sub(r"(?i)\s?k(?!\w)|euros?|dollars?", "", found["price"]).strip().rstrip(".,")
    said = told_currency(re.sub(r"(?i)euros?", "EUR", found["price"]), currency) or currency
    try:
        minor = _amount(typed, said, 1000 if found["thousand"] else 1)
    except InvalidField:
        return None
    how, more = (found["how"] or "").lower().strip(), (found["more"] or "").lower()
    each = (re.fullmatch(_OF_ONE, more) is not None) if more else how in _LEADS_OF_ONE
    return ToldPrice(minor, said, each and not found["all"], bool(more or found["all"] or how in _LEADS_OF_ONE))


def _amount(text: str, currency: str, times: int) -> int:
    bare = text.strip()
    if currency_decimals(currency) != _THOUSANDTHS:
        bare = _THOUSANDS.sub("", bare)
    return minor_from_text(bare, currency, None, times)
