"""Usual names of sectors, to tell a typing error from a sector that is not usual."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from crm_desktop.values.names import fold

_SECTORS = frozenset(
    {
        *("technology", "software", "medical", "healthcare", "retail", "finance", "financial services", "marketing"),
        *("entertainment", "employment", "services", "telecommunications", "manufacturing", "education", "energy"),
        *("construction", "automotive", "agriculture", "transportation", "logistics", "insurance", "banking", "media"),
        *("real estate", "consulting", "government", "hospitality", "pharmaceuticals", "chemicals", "engineering"),
        *("electronics", "food and beverage", "utilities", "aerospace", "tourism", "wholesale", "non-profit", "legal"),
    }
)


@lru_cache(1024)
def near_sector(text: str) -> str | None:
    """Return the usual sector that `text` differs from in one letter, or None where it is one or is near none."""
    folded = fold(text)
    if folded in _SECTORS:
        return None
    return next((each for each in sorted(_SECTORS) if OSA.distance(folded, each, score_cutoff=1) <= 1), None)
