"""When something that repeats takes place, on the clock of a zone: 9:00 stays 9:00 when the clocks change."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from crm_desktop.values.recurrence import Recurrence, end_of_rule
from crm_desktop.values.recurrence_rule import STEP, joined, rule_moments

# How many steps ahead the next one is looked for: the 29 February that is a Sunday comes after 40 years at most.
_STEPS_AHEAD = {"HOURLY": 24 * 400, "DAILY": 366 * 9, "WEEKLY": 53 * 9, "MONTHLY": 12 * 100, "YEARLY": 100}
# From here on a rule is stepped on to near what is asked for, where nothing counts its steps.
_FAR = 64
_MOST = 100_000
# What repeats so, or names its hours, may come several times a day.
_WITHIN_DAYS = ("HOURLY", "MINUTELY", "SECONDLY")


def occurrences(
    recurrence: Recurrence, first: datetime, begin: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """Yield by the wall clock what falls into [`begin`, `end`); `first` carries the rule and is always one of them."""
    start = recurrence.start or first
    found = _merged(_ruled(recurrence, start, begin, end, zone), recurrence.added, start, begin, end)
    excluded = set(recurrence.excluded)
    yield from (each for each in found if each not in excluded)


def next_occurrence(recurrence: Recurrence, first: datetime, after: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the first that comes after `after` by the wall clock, or None where the rule has ended."""
    step = STEP[recurrence.parts["FREQ"]] * int(recurrence.parts.get("INTERVAL", 1))
    try:
        end = after + step * _STEPS_AHEAD[recurrence.parts["FREQ"]]
    except OverflowError:
        end = datetime.combine(date.max, time())
    begin = after + timedelta(microseconds=1)
    return next(occurrences(recurrence, first, begin, end, zone), None)


def carried_on(recurrence: Recurrence, first: datetime, following: datetime, zone: ZoneInfo) -> Recurrence:
    """Return the rule as `following` carries it on from `first`: what was counted is counted no more."""
    if recurrence.added or recurrence.start is not None:
        return recurrence._replace(start=recurrence.start or first)
    kept = tuple(each for each in recurrence.excluded if each >= following)
    count = recurrence.parts.get("COUNT")
    if count is None:
        return recurrence._replace(excluded=kept)
    passed = sum(1 for _each in _ruled(recurrence, first, first, following, zone))
    parts = {**recurrence.parts, "COUNT": str(max(int(count) - passed, 1))}
    return Recurrence(joined(parts), None, kept)


def ended_before(recurrence: Recurrence, moment: datetime, *, whole_day: bool) -> Recurrence:
    """Return the rule ended so that `moment` and what follows it are no longer of it."""
    # Of what comes once a day no more is left on that day, and the day before is an end that can be read and moved.
    by_day = whole_day or (recurrence.parts["FREQ"] not in _WITHIN_DAYS and "BYHOUR" not in recurrence.parts)
    last = moment - (timedelta(days=1) if by_day else timedelta(seconds=1))
    parts = {name: value for name, value in recurrence.parts.items() if name not in ("COUNT", "UNTIL")}
    parts["UNTIL"] = f"{last:%Y%m%d}" if by_day else f"{last:%Y%m%dT%H%M%S}"
    return recurrence._replace(
        rule=joined(parts),
        excluded=tuple(each for each in recurrence.excluded if each < moment),
        added=tuple(each for each in recurrence.added if each < moment),
    )


def _ruled(
    recurrence: Recurrence, start: datetime, begin: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """Yield what the rule alone gives in [`begin`, `end`), `start` before it where the rule does not give that."""
    parts = dict(recurrence.parts)
    until = end_of_rule(parts.pop("UNTIL", ""), zone)
    if not parts.get("COUNT"):
        parts.pop("COUNT", None)
        start = _near(parts, start, begin)
    last = end - timedelta(microseconds=1) if until is None else min(until, end - timedelta(microseconds=1))
    if last < start:
        return
    count = int(parts.pop("COUNT", 0))
    found = islice(_with_start(rule_moments(parts, start, last), start), count or _MOST)
    yield from (each for each in found if begin <= each < end)


def _with_start(found: Iterable[datetime], start: datetime) -> Iterator[datetime]:
    """Yield `start`, which counts as the first whether the rule gives it or not, then what is `found` after it."""
    yield start
    yield from (each for each in found if each > start)


def _near(parts: dict[str, str], start: datetime, begin: datetime) -> datetime:
    """Return a start in step with the rule that is not long before `begin`, so that years need not be stepped over."""
    freq = parts["FREQ"]
    if freq not in ("HOURLY", "DAILY", "WEEKLY"):
        return start
    step = STEP[freq] * int(parts.get("INTERVAL", 1))
    steps = (begin - start) // step
    return start + (steps - 1) * step if steps > _FAR else start


def _merged(
    ruled: Iterator[datetime], added: tuple[datetime, ...], start: datetime, begin: datetime, end: datetime
) -> Iterator[datetime]:
    extra = sorted(each for each in added if begin <= each < end)
    last: datetime | None = None
    for each in ruled:
        while extra and extra[0] <= each:
            last = extra.pop(0)
            yield last
        if each != last and each >= start:
            yield each
    yield from extra
