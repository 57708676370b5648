"""The hybrid clock: milliseconds and a counter in one integer (Kulkarni et al. 2014)."""

from collections.abc import Callable
from datetime import UTC, datetime

from crm_desktop.values.day import milliseconds_of

COUNTER_BITS = 16

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the instant now, in UTC; tests hand in a clock of their own."""
    return datetime.now(UTC)


def milliseconds(instant: datetime) -> int:
    """Return `instant` as milliseconds since 1970, the stored form of instants."""
    return milliseconds_of(instant)


def instant(stored_ms: int) -> datetime:
    """Return the aware UTC instant that `stored_ms` holds."""
    return datetime.fromtimestamp(stored_ms / 1000, UTC)


# A copied device goes on from the same stamp: a chance in the counter keeps the two from ever meeting at one.
CHANCES = 1 << 10


def next_stamp(last: int, now_ms: int, chance: int = 0) -> int:
    """Return the stamp after `last` at `now_ms`: it never goes back, and a full counter carries into the time.

    `chance` is a random number below CHANCES.
    """
    return max(last + 1, now_ms << COUNTER_BITS) + chance


def stamp_ms(stamp: int) -> int:
    """Return the milliseconds part of `stamp`."""
    return stamp >> COUNTER_BITS
