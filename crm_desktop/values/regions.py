"""The countries and currencies to choose from, and what is usual where."""

from functools import lru_cache
from typing import NamedTuple

from babel.numbers import get_territory_currencies, list_currencies

from crm_desktop.values.languages import locale_of
from crm_desktop.values.names import fold

CODE_LENGTH = 2
ELSEWHERE = "USD"
# Codes that stand for no country: the European Union, the euro area, the United Nations, outlying Oceania, tests.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


class Named(NamedTuple):
    """A code, and its name in the user's language."""

    code: str
    name: str


@lru_cache(8)
def countries(language: str) -> tuple[Named, ...]:
    """Return all countries by their names in `language`, sorted as people there expect."""
    names = locale_of(language).territories.items()
    found = (
        Named(code, str(name))
        for code, name in names
        if len(code) == CODE_LENGTH and code.isalpha() and code not in _NO_COUNTRY
    )
    return tuple(sorted(found, key=lambda each: fold(each.name)))


@lru_cache(8)
def currencies(language: str) -> tuple[Named, ...]:
    """Return the currencies that are legal tender somewhere today, by their names in `language`."""
    names = locale_of(language).currencies
    current = {code for country in countries("en") for code in get_territory_currencies(country.code)}
    known = list_currencies()
    return tuple(Named(code, str(names.get(code, code))) for code in sorted(current & known))


def usual_currency(country: str) -> str:
    """Return the currency that people in `country` pay with, USD where none is known."""
    found = get_territory_currencies(country) if country else []
    return found[0] if found else ELSEWHERE
