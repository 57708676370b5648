"""The rule of what repeats (RFC 5545, 3.3.10): checked, and stepped through."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEP: Mapping[str, timedelta] = {
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
    "MONTHLY": timedelta(days=31),
    "YEARLY": timedelta(days=366),
}
COUNTED_HERE = ("DAILY", "HOURLY")
_COUNTED_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYHOUR"}
_LARGEST = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of `rule` by their names: FREQ, INTERVAL, BYDAY and so on."""
    return dict(each.split("=", 1) for each in rule.split(";"))


def joined(parts: Mapping[str, str]) -> str:
    """Return the rule that has `parts`."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def is_too_fine(parts: Mapping[str, str]) -> bool:
    """Tell whether the rule with `parts` repeats more often than a calendar shows."""
    if parts["FREQ"] in COUNTED_HERE:
        return not _COUNTED_PARTS.issuperset(parts)
    return parts["FREQ"] in ("SECONDLY", "MINUTELY")


def check_rule(parts: Mapping[str, str]) -> None:
    """Raise ValueError or KeyError where `parts` are those of no rule."""
    if int(parts.get("INTERVAL", 1)) < 1 or int(parts.get("COUNT", 1)) < 1:
        raise ValueError(parts)
    for name, most in _LARGEST.items():
        if any(not 0 < abs(int(each)) <= most for each in _values(parts, name)):
            raise ValueError(name)
    uncounted = {name: value for name, value in parts.items() if name != "COUNT"}
    start = datetime.combine(date(2000, 1, 1), time())
    list(islice(rule_moments(uncounted, start, start), 1))


def rule_moments(parts: Mapping[str, str], start: datetime, last: datetime) -> Iterable[datetime]:
    """Return what the rule gives from `start` to `last`; raises ValueError where it is none.

    What comes from dateutil may go on after `last`.
    """
    if parts["FREQ"] in COUNTED_HERE:
        return _step_by_step(parts, start, last)
    # most commands and pages never repeat anything, and importing dateutil costs 20 ms
    from dateutil.rrule import rrulestr

    return rrulestr(joined({**parts, "UNTIL": f"{last:%Y%m%dT%H%M%S}"}), dtstart=start)


def _step_by_step(parts: Mapping[str, str], start: datetime, last: datetime) -> Iterator[datetime]:
    """Yield every so many days or hours what the rest of the rule allows.

    dateutil looks at each day or hour up to the year 9999 for a rule that gives nothing.
    """
    step = STEP[parts["FREQ"]] * int(parts.get("INTERVAL", 1))
    weekdays = [WEEKDAYS.index(each) for each in _values(parts, "BYDAY")]
    months, days, hours = ([int(each) for each in _values(parts, name)] for name in ("BYMONTH", "BYMONTHDAY", "BYHOUR"))
    moment = start
    while moment <= last:
        last_day = monthrange(moment.year, moment.month)[1]
        if (
            (not weekdays or moment.weekday() in weekdays)
            and (not months or moment.month in months)
            and (not days or moment.day in days or moment.day - last_day - 1 in days)
            and (not hours or moment.hour in hours)
        ):
            yield moment
        moment += step


def _values(parts: Mapping[str, str], name: str) -> list[str]:
    return [each for each in parts.get(name, "").split(",") if each]
