"""On which day of a year a birthday is: who was born on 29 February has it on the 28th of other years."""

from calendar import isleap
from datetime import date

_LEAP_DAY, _DAY_BEFORE = "02-29", "02-28"


def birthday_in(born: str, year: int) -> date:
    """Return the birthday in `year` of who was born on the stored day `born`, with or without its year."""
    month_day = born[-5:]
    if month_day == _LEAP_DAY and not isleap(year):
        month_day = _DAY_BEFORE
    return date.fromisoformat(f"{year}-{month_day}")


def last_birthday(day: date) -> str:
    """Return month and day of the last birthdays that are kept up to `day`."""
    leap_day_too = f"{day:%m-%d}" == _DAY_BEFORE and not isleap(day.year)
    return _LEAP_DAY if leap_day_too else f"{day:%m-%d}"
