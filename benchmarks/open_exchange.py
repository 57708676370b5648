"""What an exchange of a few edits takes over the connection that the open app has, for both of its sides, by size."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.measured import Measured

EDITS, AT_HOME_S, TRIPS, MOST_TRIPS = 200, 0.015, 4, 6
_PROCESS = Path(__file__).with_name("open_exchange_process.py")
# How much longer an exchange may take among many than among few.
_SAME = 1.3


class Turns(NamedTuple):
    """Of one way: seconds by the clock and of the processors of both sides by turns, and the round trips of one."""

    took_s: list[float]
    worked_s: list[float]
    trips: int


class Exchanged(NamedTuple):
    """Exchanges in one process: for whom sends, and for whom takes in."""

    send: Turns
    take_in: Turns


def exchanged(first: Path, second: Path) -> Exchanged:
    """Let the laptop of `second` edit and send, and that of `first` take in, again and again, both apps being open."""
    done = subprocess.run(
        [sys.executable, _PROCESS, first, second, str(EDITS)], check=True, capture_output=True, text=True
    )
    return Exchanged(*(Turns(*each) for each in json.loads(done.stdout)))


def open_figures(found: Exchanged, trip_s: float, said: str) -> list[Measured]:
    """Return what was `found` beside what it may take where a round trip takes `trip_s`."""
    limit = AT_HOME_S + TRIPS * trip_s
    figures: list[Measured] = []
    for what, turns in _ways(found):
        here = f"{what} {EDITS} edits at {said} rows in the open app"
        for how, middle in (("", median(turns.took_s)), (", processors of both sides", median(turns.worked_s))):
            name = f"{here}{how}, beside 15 ms and {TRIPS} round trips"
            figures.append(Measured(name, middle, limit, middle / limit, 2.0))
        share = turns.trips / MOST_TRIPS
        figures.append(Measured(f"{here}, round trips, beside {MOST_TRIPS}", turns.trips, MOST_TRIPS, share, 1.0))
    return figures


def size_figures(few: Exchanged, many: Exchanged, said_few: str, said_many: str) -> list[Measured]:
    """Return how much longer an exchange takes among many rows than among few."""
    figures: list[Measured] = []
    for (what, largest), (_what, least) in zip(_ways(many), _ways(few), strict=True):
        name = f"{what} {EDITS} edits in the open app, processors of both sides, {said_many} beside {said_few} rows"
        value, limit = median(largest.worked_s), median(least.worked_s)
        figures.append(Measured(name, value, limit, value / limit, _SAME))
    return figures


def _ways(found: Exchanged) -> tuple[tuple[str, Turns], ...]:
    return ("send", found.send), ("take in", found.take_in)
