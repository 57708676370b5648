"""Run many histories: python -m tests.sync.simulator --histories 1000000 [--first SEED] [--jobs N] [--minutes M]."""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from tests.sync.simulator.history import History
from tests.sync.simulator.truth import Violation

PART = 500
# What a history may end in where a rule or the model is wrong; all else ends the whole run.
BROKEN = (Violation, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class Sum(NamedTuple):
    """What some histories came to; `failed` names each seed that broke a promise, and how."""

    histories: int
    writes: int
    conflicts: int
    failed: tuple[str, ...]

    def plus(self, other: "Sum") -> "Sum":
        return Sum(
            self.histories + other.histories,
            self.writes + other.writes,
            self.conflicts + other.conflicts,
            self.failed + other.failed,
        )


def run_part(first: int, count: int) -> Sum:
    """Run `count` histories from the seed `first` on."""
    total = Sum(0, 0, 0, ())
    for seed in range(first, first + count):
        try:
            ran = History(seed).run()
            total = total.plus(Sum(1, ran.writes, ran.conflicts, ()))
        except BROKEN as error:
            total = total.plus(Sum(1, 0, 0, (f"history {seed}: {type(error).__name__}: {error}",)))
    return total


def parts(first: int, histories: int, jobs: int) -> Iterator[Sum]:
    """Yield the sums of parts of `histories`, run in `jobs` processes."""
    starts = range(first, first + histories, PART)
    sizes = [min(PART, first + histories - start) for start in starts]
    if jobs == 1:
        yield from map(run_part, starts, sizes)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run_part, starts, sizes)


def main() -> int:
    """Run what the arguments ask for; the exit code is 1 where a promise was broken."""
    wanted = argparse.ArgumentParser(prog="python -m tests.sync.simulator")
    wanted.add_argument("--histories", type=int, default=10_000)
    wanted.add_argument("--first", type=int, default=0)
    wanted.add_argument("--jobs", type=int, default=1)
    wanted.add_argument("--minutes", type=float, default=0, help="stop after so many minutes")
    asked = wanted.parse_args()
    began = time.monotonic()
    total = Sum(0, 0, 0, ())
    for part in parts(asked.first, asked.histories, asked.jobs):
        total = total.plus(part)
        seconds = time.monotonic() - began
        for each in part.failed:
            sys.stdout.write(f"{each}\n")
        if total.histories % (20 * PART) == 0 or total.histories == asked.histories:
            sys.stdout.write(
                f"{total.histories} histories, {total.histories / seconds:.0f} a second, {total.writes} edits, "
                f"{total.conflicts} conflicts left in the inbox, {len(total.failed)} violations\n"
            )
            sys.stdout.flush()
        if asked.minutes and seconds > asked.minutes * 60:
            break
    sys.stdout.write(f"ended with {total.histories} histories and {len(total.failed)} violations\n")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
