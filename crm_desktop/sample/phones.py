"""Phone numbers that are kept free for made-up people, so that nobody is ever called."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.sample.dice import Dice

_TRIES = 6


class Phones:
    """Makes numbers in the ranges that `places` names for each country; when they run out, with an extension."""

    def __init__(self, dice: Dice, places: Mapping[str, Any]) -> None:
        self._dice = dice
        self._places = places
        self._taken: set[str] = set()

    def make(self, country: str, city: int, *, mobile: bool = False) -> tuple[str, str]:
        """Return a number in `city` of `country` as it is typed, and its normal form."""
        place = self._places[country]
        patterns = place["mobile"] if mobile and "mobile" in place else place["phones"]
        area = place["cities"][city][3]
        for _attempt in range(_TRIES):
            typed = self._dice.digits(self._dice.pick(patterns).replace("{area}", area))
            if typed not in self._taken:
                self._taken.add(typed)
                return typed, _normal(typed)
        extension = self._dice.between(100, 999)
        return f"{typed} ext. {extension}", f"{_normal(typed)};ext={extension}"


def _normal(typed: str) -> str:
    return "+" + "".join(sign for sign in typed if sign.isdecimal())
