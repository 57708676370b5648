"""The hours of one or several days from top to bottom; the day on which the clocks change has 23 or 25 of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.values.wall_clock import instant_at, wall_clock

SNAP_MIN = 15
_STEP = timedelta(minutes=15)
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
# An hour and whether it comes for the second time.
Slot = tuple[int, int]


class DayAxis:
    """The slots that any of `days` has; a day that lacks one has nothing there."""

    def __init__(self, days: Sequence[date], zone: ZoneInfo) -> None:
        self._zone = zone
        self._of_day = {day: _slots(day, zone) for day in days}
        self.slots: list[Slot] = sorted(set().union(*self._of_day.values()))
        self._place = {slot: number for number, slot in enumerate(self.slots)}

    def __len__(self) -> int:
        return len(self.slots)

    def has(self, day: date, number: int) -> bool:
        """Tell whether `day` has the slot `number`."""
        return self.slots[number] in self._of_day[day]

    def position(self, instant: datetime, day: date) -> float:
        """Return how far down `instant` is in slots, no further than `day` reaches."""
        begin, end = day_span(day, self._zone)
        if instant <= begin:
            return 0.0
        if instant >= end:
            return float(len(self.slots))
        wall = wall_clock(instant, self._zone)
        slot = (wall.hour, wall.fold)
        return self._place.get(slot, self._place[wall.hour, 0]) + (wall.minute + wall.second / 60) / 60

    def end_position(self, instant: datetime, day: date) -> float:
        """Return how far down what ends at `instant` reaches: not over an hour before it that `day` lacks."""
        return self.position(instant.astimezone(UTC) - _MINUTE, day) + 1 / 60

    def wall_at(self, day: date, position: float) -> datetime:
        """Return what the clock shows on `day` at `position`, on the quarter of an hour."""
        quarters = round(max(position, 0.0) * 60 / SNAP_MIN)
        number, quarter = divmod(quarters, 60 // SNAP_MIN)
        if number >= len(self.slots):
            return datetime.combine(day, time(23, 60 - SNAP_MIN))
        hour, fold = self.slots[number]
        return datetime.combine(day, time(hour, quarter * SNAP_MIN, fold=fold if self.has(day, number) else 0))

    def label(self, number: int) -> str:
        """Return what stands beside the slot `number`."""
        return f"{self.slots[number][0]:02}:00"


def day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants at which `day` begins and ends in `zone`."""
    begin = datetime.combine(day, time())
    return instant_at(begin, zone), instant_at(begin + _DAY, zone)


def _slots(day: date, zone: ZoneInfo) -> set[Slot]:
    moment, end = day_span(day, zone)
    found: set[Slot] = set()
    while moment < end:
        wall = wall_clock(moment.astimezone(UTC), zone)
        found.add((wall.hour, wall.fold))
        moment += _STEP
    return found
