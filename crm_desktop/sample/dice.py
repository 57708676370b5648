"""Chance that falls the same way each time: the same seed makes the same records."""

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_LOW_BITS = 62


class Dice:
    """Random choices for one `section` of the sample, so that a change in one section leaves the others as they are."""

    def __init__(self, seed: int, section: str) -> None:
        # Chance for texts and dates, never for keys: it has to be repeatable.
        source = random.Random(f"{seed} {section}")
        self.random = source.random
        self._bits = source.getrandbits

    def pick(self, options: Sequence[_T]) -> _T:
        """Return one of `options`."""
        return options[int(self.random() * len(options))]

    def chance(self, share: float) -> bool:
        """Return True in `share` of all cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def shuffled(self, options: Iterable[_T]) -> list[_T]:
        """Return `options` in another order."""
        return [each for _key, each in sorted(((self.random(), each) for each in options), key=lambda pair: pair[0])]

    def digits(self, pattern: str) -> str:
        """Return `pattern` with a digit for each `#`."""
        return "".join(str(int(self.random() * 10)) if sign == "#" else sign for sign in pattern)

    def new_id(self, at_ms: int) -> bytes:
        """Return the id of a record made at `at_ms`: a UUID of version 7 (RFC 9562), repeatable like all else here."""
        bits = self._bits(74)
        low = bits & ((1 << _LOW_BITS) - 1)
        return (at_ms << 80 | _VERSION_7 | bits >> _LOW_BITS << 64 | _VARIANT | low).to_bytes(16, "big")


def spread(weighted: Iterable[tuple[_T, int]]) -> list[_T]:
    """Return each value as often as its weight says: picking from the list follows the weights."""
    return [value for value, weight in weighted for _repeat in range(weight)]
