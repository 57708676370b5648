"""How many people the workspaces hold that are measured, and how a figure grows from one to the next."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from benchmarks.measured import Measured

SIZES = {10_000: "10k", 100_000: "100k", 1_000_000: "1 M"}


def growth(name: str, times: Mapping[int, float], goal: float) -> Iterator[Measured]:
    """Return of the figure `name` how its `times` grow from each number of people to the next."""
    for few, many in pairwise(sorted(times)):
        value, limit = times[many], times[few]
        yield Measured(f"{name}, {SIZES[many]} beside {SIZES[few]}", value, limit, value / limit, goal)
