"""Measuring a figure beside the limit that it is held against, in one run."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROUNDS = 5


class Measured(NamedTuple):
    """One row of the results: what was measured, its limit in the same run, and the ratio to stay below."""

    name: str
    value_s: float
    limit_s: float
    ratio: float
    goal: float

    @property
    def reached(self) -> bool:
        """Whether the figure is good enough."""
        return self.ratio <= self.goal


def side_by_side(
    name: str, value: Callable[[], object], limit: Callable[[], object], goal: float, rounds: int = ROUNDS
) -> Measured:
    """Return the medians of `value` and `limit`, run in turns so that a busy machine slows both."""
    values: list[float] = []
    limits: list[float] = []
    for turn in range(rounds):
        pair = [(value, values), (limit, limits)]
        for work, times in pair if turn % 2 == 0 else reversed(pair):
            times.append(seconds(work))
    middle, bound = median(values), median(limits)
    return Measured(name, middle, bound, middle / bound, goal)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` took."""
    start = perf_counter()
    work()
    return perf_counter() - start
