"""Round rates between the currencies of the sample."""

from collections.abc import Mapping

# Dollars for one unit: near enough for made-up amounts, and all with two decimals.
_DOLLARS: Mapping[str, float] = {
    "USD": 1.0,
    "EUR": 1.08,
    "GBP": 1.26,
    "SEK": 0.095,
    "CAD": 0.73,
    "AUD": 0.66,
    "CHF": 1.12,
}


def rate_between(currency: str, home: str) -> float | None:
    """Return how much of `home` one unit of `currency` is worth, or None where the sample does not know."""
    if currency == home:
        return 1.0
    if currency not in _DOLLARS or home not in _DOLLARS:
        return None
    return round(_DOLLARS[currency] / _DOLLARS[home], 4)
