"""Starting the app and opening the list of people, beside a bare Qt window; each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measured import ROUNDS, Measured

ENTRY = Path(__file__).with_name("screen_process.py")


class Seen(NamedTuple):
    """What one process told: seconds from its start to a painted list, and its memory in MB."""

    painted_s: float
    memory_mb: float


def screen_figures(small: Path, large: Path, people: str = "100k") -> list[Measured]:
    """Return the figures of start-up and memory for the workspaces `small` and `large`, the latter of `people`."""
    rounds: dict[str, list[Seen]] = {"bare": [], "small": [], "large": []}
    for turn in range(ROUNDS):
        order = list(rounds) if turn % 2 == 0 else list(reversed(rounds))
        for name in order:
            folder = {"bare": None, "small": small, "large": large}[name]
            rounds[name].append(_seen(folder))
    bare, few, many = (_middle(rounds[name]) for name in ("bare", "small", "large"))
    return [
        _ratio(f"start to a painted list of {people} people, beside a bare Qt window", many.painted_s, bare.painted_s),
        _ratio(f"start, {people} people beside 10k", many.painted_s, few.painted_s, 1.1),
        _ratio(f"memory with {people} people open (MB), beside a bare Qt window", many.memory_mb, bare.memory_mb),
        _ratio(f"memory, {people} people (MB) beside 10k and 15 MB", many.memory_mb, few.memory_mb + 15, 1.0),
    ]


def _ratio(name: str, value: float, limit: float, goal: float = 2.5) -> Measured:
    return Measured(name, value, limit, value / limit, goal)


def _middle(seen: list[Seen]) -> Seen:
    return Seen(*(median(column) for column in zip(*seen, strict=True)))


def _seen(folder: Path | None) -> Seen:
    command = [sys.executable, str(ENTRY), *([str(folder)] if folder else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Seen(*json.loads(done.stdout.splitlines()[-1]))
