"""Names that may have been meant by one that is not known."""

from collections.abc import Sequence
from difflib import get_close_matches

MOST_NAMED = 3


def likeliest(name: str, known: Sequence[str], otherwise: int | None = None) -> str:
    """Return those of the `known` names that `name` may stand for, else `otherwise` many of all; dots for the rest."""
    shown = get_close_matches(name, known, MOST_NAMED) or known[:otherwise]
    return ", ".join([*shown, "…"] if len(shown) < len(known) else shown)
