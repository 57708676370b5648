"""The moment at which the sample is looked at, and the working time before it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.journal.clock import milliseconds

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
# Half past nine is what the sample shows where only a day is given: some of the day is done, most is to come.
MORNING = time(9, 30)
LOADED_DAYS_AGO = 14
YEARS_BACK_DAYS = 730
_OPENS, _CLOSES = 8 * 60, 18 * 60
_SATURDAY = 5
# Business by month, January first: busy before the ends of quarters, quiet in summer.
_SEASON = (0.70, 0.85, 1.25, 0.90, 1.00, 1.30, 0.75, 0.60, 1.10, 1.10, 1.25, 1.20)


class Moment(NamedTuple):
    """The sample's now, and the zone in which its days are days."""

    now: datetime
    zone: ZoneInfo

    @property
    def now_ms(self) -> int:
        """The sample's now as it is stored."""
        return milliseconds(self.now)

    @property
    def today(self) -> date:
        """The sample's today."""
        return self.now.astimezone(self.zone).date()

    @property
    def loaded(self) -> datetime:
        """When the records were loaded: two weeks ago in the morning, so that later steps have time to follow."""
        day = self.today - timedelta(days=LOADED_DAYS_AGO)
        return datetime.combine(day, time(8, 5), self.zone).astimezone(UTC)

    def day(self, ahead: int) -> str:
        """Return the day that is `ahead` days after today as it is stored."""
        return (self.today + timedelta(days=ahead)).isoformat()

    def workday(self, ahead: int) -> str:
        """Return the day that is `ahead` days after today, or the Monday after it where that is a weekend."""
        wanted = self.today + timedelta(days=ahead)
        return (
            wanted + timedelta(days=max(0, 7 - wanted.weekday()) if wanted.weekday() >= _SATURDAY else 0)
        ).isoformat()

    def workday_back(self, back: int) -> int:
        """Return how many days ago the last working day is that is at least `back` days ago."""
        while not works(self.today - timedelta(days=back)):
            back += 1
        return back

    def at(self, ahead: int, minutes: int) -> int:
        """Return the instant `minutes` after midnight of the day `ahead` days after today."""
        start = datetime.combine(self.today + timedelta(days=ahead), time(), self.zone)
        return milliseconds(start) + minutes * MINUTE_MS

    def local_day(self, at_ms: int) -> str:
        """Return the day of the instant `at_ms` in the sample's zone."""
        return datetime.fromtimestamp(at_ms / 1000, self.zone).date().isoformat()


def moment_of(today: date, zone: ZoneInfo) -> Moment:
    """Return the sample's now on `today`: the time of day that it comes with, or the morning."""
    if isinstance(today, datetime):
        aware = today if today.tzinfo is not None else today.replace(tzinfo=zone)
        return Moment(aware.astimezone(UTC), zone)
    return Moment(datetime.combine(today, MORNING, zone).astimezone(UTC), zone)


class WorkingTime:
    """The working days of the last `days`: more falls on busy months, and on today `growth` times as much as then."""

    def __init__(self, moment: Moment, growth: float = 1.5, days: int = YEARS_BACK_DAYS) -> None:
        self._now_ms = moment.now_ms
        ages = [age for age in range(days, -1, -1) if works(moment.today - timedelta(days=age))]
        self._starts = [moment.at(-age, 0) for age in ages]
        if not ages or self._starts[-1] + (_OPENS + 15) * MINUTE_MS > self._now_ms:
            ages, self._starts = ages[:-1], self._starts[:-1]
        weights = [
            _SEASON[(moment.today - timedelta(days=age)).month - 1] * (growth - (growth - 1) * age / days)
            for age in ages
        ]
        self._up_to = list(accumulate(weights))

    def instants(self, count: int, random: Callable[[], float]) -> Iterator[int]:
        """Yield `count` instants in working hours, the days in their order, none after now."""
        total = self._up_to[-1]
        last = len(self._starts) - 1
        for number in range(count):
            index = min(bisect_left(self._up_to, (number + random()) / count * total), last)
            start = self._starts[index]
            closes = min(_CLOSES, (self._now_ms - start) // MINUTE_MS)
            yield start + (_OPENS + int(random() * (closes - _OPENS))) * MINUTE_MS


def works(day: date) -> bool:
    """Tell whether `day` is a working day."""
    return day.weekday() < _SATURDAY
