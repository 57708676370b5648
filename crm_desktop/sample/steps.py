"""Steps of the sample's history: who did what, when, written like any other act."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from crm_desktop.journal.clock import instant
from crm_desktop.journal.journal import Journal
from crm_desktop.journal.transaction import Stored


class Write(NamedTuple):
    """One record that a step writes: a new one, or new values of one that is there."""

    table: str
    record: bytes
    values: Mapping[str, Stored]
    new: bool = False


class Step(NamedTuple):
    """One labelled step of `member` at `at_ms`."""

    at_ms: int
    label: str
    member: bytes
    writes: Sequence[Write]


@contextmanager
def acting(journal: Journal, member: bytes | None, now: datetime) -> Iterator[None]:
    """Let `journal` write as `member` at the instant `now` for the length of the block."""
    own, clock = journal.member, journal.clock
    journal.member, journal.clock = member, lambda: now
    try:
        yield
    finally:
        journal.member, journal.clock = own, clock


def take_steps(journal: Journal, steps: Sequence[Step]) -> None:
    """Write `steps` in the order of their instants."""
    for step in sorted(steps, key=lambda each: each.at_ms):
        with acting(journal, step.member, instant(step.at_ms)), journal.transaction(step.label) as tx:
            for write in step.writes:
                if write.new:
                    tx.insert(write.table, write.values, write.record)
                else:
                    tx.update(write.table, write.record, write.values)
