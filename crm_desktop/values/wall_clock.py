"""What the clock on the wall shows in a zone: a moment without a zone, which is the same on both sides of a change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what the clock of `zone` shows at `instant`."""
    return instant.astimezone(zone).replace(tzinfo=None)


def instant_at(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock of `zone` shows `wall`, in UTC.

    A time that is left out when the clocks go forward is as long after midnight as it says; of one that comes twice it
    is the first (RFC 5545, 3.3.5), unless the fold of `wall` says that it is the second.
    """
    return wall.replace(tzinfo=zone).astimezone(UTC)


def later(wall: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """Return what the clock of `zone` shows when `by` has passed since it showed `wall`."""
    return wall_clock(instant_at(wall, zone) + by, zone)
